package feed

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

func TestDiscover(t *testing.T) {
	t.Parallel()
	page := `<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments"><link rel=alternate type="application/atom+xml; charset=utf-8" href="feed">
	<link rel="alternate" type="application/json" href="/wp-json/x"><link rel="alternate stylesheet" type="text/css" href="/x.css"><link rel="alternate" type="application/feed+json" href="/feed.json"></head>
	<body><a href="/rss.xml">RSS</a> <a href="https://other.example/feed/">elsewhere</a>`
	want := []string{"https://a.example/x/feed", "https://a.example/feed.json", "https://a.example/rss.xml", "https://a.example/comments"}
	if d := cmp.Diff(want, Discover([]byte(page), "https://a.example/x/")); d != "" {
		t.Error(d)
	}
}

func TestGuess(t *testing.T) {
	t.Parallel()
	for site, want := range map[string]string{
		"https://www.youtube.com/channel/UCabcdefghijklmnop12": "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnop12",
		"https://karsund.wordpress.com/about":                  "https://karsund.wordpress.com/feed/",
		"https://karsund.blogspot.com/":                        "https://karsund.blogspot.com/feeds/posts/default",
		"https://herald.example/world/":                        "https://herald.example/world/feed/",
		"https://herald.example/":                              "https://herald.example/feed/",
	} {
		got := Guess(site)
		if len(got) == 0 || got[0] != want || len(got) > 12 {
			t.Errorf("Guess(%s) = %v, want %s first and at most 12", site, got, want)
		}
	}
	if got := Guess("nonsense"); got != nil {
		t.Errorf("Guess(nonsense) = %v", got)
	}
}

func TestRobotsSitemaps(t *testing.T) {
	t.Parallel()
	got := RobotsSitemaps([]byte("User-agent: *\nDisallow: /x\nSITEMAP : https://a.example/s.xml\r\nsitemap:/news.xml\nSitemap: ftp://a.example/\n"), "https://a.example/robots.txt")
	if d := cmp.Diff([]string{"https://a.example/s.xml", "https://a.example/news.xml"}, got); d != "" {
		t.Error(d)
	}
}

func TestParseSectionTakesWhatLooksLikeArticles(t *testing.T) {
	t.Parallel()
	page := `<html><head><title>World | Herald</title></head><body><nav><a href="/2026/11/12/not-this-one-it-is-in-the-menu">Some article that stands in the menu</a></nav>
	<a href="/2026/11/12/clash-at-the-border-leaves-three-dead"><img src="x.jpg"></a>
	<a href="/2026/11/12/clash-at-the-border-leaves-three-dead#top"><h2>Clash at the border leaves three dead</h2></a>
	<a href="/world/article-48213377">Minister denies having known of the plan</a>
	<a href="https://www.herald.example/news/اخبار-امروز-مذاکرات-ادامه-دارد">مذاکرات در پایتخت ادامه دارد</a>
	<a href="/world">World</a> <a href="/tag/border-clash-2026-special">Everything on the border clash</a> <a href="/about-us">About us and our history since 1901</a>
	<a href="https://other.example/2026/11/12/an-article-of-another-site">An article of another site altogether</a> <a href="/login?next=/2026/11/12/x">Sign in to read your newspaper</a>
	<a href="/2026/11/12/report.pdf">The whole report as a document</a></body></html>`
	f, err := ParseSection([]byte(page), "https://herald.example/world")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range f.Links {
		got = append(got, strings.TrimPrefix(l.URL, "https://")+" "+l.Title)
	}
	want := []string{
		"herald.example/2026/11/12/clash-at-the-border-leaves-three-dead Clash at the border leaves three dead",
		"herald.example/world/article-48213377 Minister denies having known of the plan",
		"www.herald.example/news/%D8%A7%D8%AE%D8%A8%D8%A7%D8%B1-%D8%A7%D9%85%D8%B1%D9%88%D8%B2-%D9%85%D8%B0%D8%A7%DA%A9%D8%B1%D8%A7%D8%AA-%D8%A7%D8%AF%D8%A7%D9%85%D9%87-%D8%AF%D8%A7%D8%B1%D8%AF مذاکرات در پایتخت ادامه دارد",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if _, err := ParseSection([]byte("<a href=/x>y</a>"), "https://herald.example/"); !errors.Is(err, fault.Invalid) {
		t.Errorf("page without articles: %v, want Invalid", err)
	}
}

func TestParseList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		want []news.Source
		bad  int
	}{
		"categories": {`{"World":{"feeds":["https://a.example/f","ftp://x",7]},"A/B":{"feeds":["https://b.example/f","https://a.example/f"]},"note":"x"}`,
			[]news.Source{{URL: "https://b.example/f", Folder: "A∕B"}, {URL: "https://a.example/f", Folder: "A∕B"}}, 3},
		"lines": {"# mine\nhttps://a.example/f\n\nnonsense\n", []news.Source{{URL: "https://a.example/f"}}, 1},
	} {
		l, err := ParseList([]byte(c.in))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if d := cmp.Diff(c.want, l.Sources); d != "" || len(l.Problems) != c.bad {
			t.Errorf("%s: %s problems %v, want %d", name, d, l.Problems, c.bad)
		}
	}
	for _, in := range []string{"", "<html>", "{", `{"a":{"feeds":[]}}`, "hello"} {
		if _, err := ParseList([]byte(in)); !errors.Is(err, fault.Invalid) {
			t.Errorf("ParseList(%q) = %v, want Invalid", in, err)
		}
	}
}
