package feed

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Karsund Herald</title><link>https://herald.example/</link>
<item><title>Clash</title><link>/2026/clash.html</link><pubDate>Thu, 12 Nov 2026 09:30:00 +0100</pubDate></item>
<item><title>Again</title><link>https://herald.example/2026/clash.html</link></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item></channel></rss>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>T</title><link href="https://a.example/1"/><updated>2026-11-12T10:00:00Z</updated></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://j.example/1","title":"T","date_published":"2026-11-12T10:00:00Z"}]}`

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, in, url, date string }{
		{"rss", rss, "https://herald.example/2026/clash.html", "2026-11-12 08:30"},
		{"atom", atom, "https://a.example/1", "2026-11-12 10:00"},
		{"json", jsonFeed, "https://j.example/1", "2026-11-12 10:00"},
	} {
		f, err := Parse([]byte(c.in), "https://herald.example/feed.xml")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(f.Links) != 1 || f.Links[0].URL != c.url || f.Links[0].Published.Format("2006-01-02 15:04") != c.date {
			t.Errorf("%s: links = %+v, want one, %s at %s", c.name, f.Links, c.url, c.date)
		}
	}
}

func TestParseSaysWhatItGotInstead(t *testing.T) {
	for in, want := range map[string]string{
		"<!DOCTYPE html><html>": "HTML page",
		"":                      "empty",
		"hello":                 "neither XML nor JSON",
		"<opml version='2.0'>":  "OPML",
		"<rss><channel>":        "not a feed",
	} {
		_, err := Parse([]byte(in), "")
		if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, want Invalid naming %q", in, err, want)
		}
	}
}

func TestParseOPMLKeepsFolders(t *testing.T) {
	in := `<opml version="2.0"><body><outline text="North"><outline text="Inner"><outline type="rss" text="A" xmlUrl="https://a.example/f"/></outline>
	<outline title="B" xmlUrl="https://b.example/f"/></outline><outline text="C" xmlUrl="ftp://c"/></body></opml>`
	got, err := ParseOPML([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Source{{URL: "https://a.example/f", Title: "A", Folder: "North/Inner"}, {URL: "https://b.example/f", Title: "B", Folder: "North"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestDiscover(t *testing.T) {
	page := `<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments"><link rel=alternate type="application/atom+xml" href="feed"></head>`
	want := []string{"https://a.example/x/feed", "https://a.example/comments"}
	if d := cmp.Diff(want, Discover([]byte(page), "https://a.example/x/")); d != "" {
		t.Error(d)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{rss, atom, jsonFeed} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if fd, err := Parse(data, "https://a.example/"); err == nil && len(fd.Links) > MaxItems {
			t.Fatal("too many links")
		}
		_, _ = ParseOPML(data)
		Discover(data, "https://a.example/")
	})
}
