package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/testkit/htmlcheck"
)

func TestFrontPage(t *testing.T) {
	w := newWorld(t, Options{})
	p := w.page("/", http.StatusOK)
	p.Count("ol.stories > li", 2)
	p.Count("h1", 1)
	p.Has("ol.stories > li h2 a[lang=en]", "Ministry accuses Norrin Line of dumping ash")
	p.Has(".count-line", "3 articles 3 origins 2 countries")
	p.Has(".dispute blockquote", accusation)
	p.Has(".dispute .denied", "Denied by Norrin Line")
	p.Has(".meta", "Parties: Sella, Norrin Line, Port Lune")
	p.Count("h2 a[lang=fa][dir=rtl]", 1)
	p.Count("link[rel=alternate]", 3)
	p.Count("nav a[aria-current=page]", 1)
}

func TestEmptySiteSaysSo(t *testing.T) {
	s := newSite(t, Options{})
	s.page("/", http.StatusOK).Has(".empty", "No stories yet")
	s.page("/storylines", http.StatusOK).Has(".empty", "No stories yet")
	s.page("/outlets", http.StatusOK).Count("tbody tr", 0)
	s.page("/search?q=ash", http.StatusOK).Has(".empty", "Nothing found for")
}

func TestStoryPage(t *testing.T) {
	w := newWorld(t, Options{})
	p := w.page(at("/story/", w.story1), http.StatusOK)
	p.Has("h1[lang=en][dir=ltr]", "Ministry accuses Norrin Line of dumping ash")
	p.Has("article > .denied", "Denied by Norrin Line")
	for _, id := range []string{"disputed", "agreed", "oneside", "voices", "parties", "board", "timeline", "origins", "articles"} {
		p.Count("section[aria-labelledby=h-"+id+"] > h2#h-"+id, 1)
	}
	p.Count(".claim.disputed", 1)
	p.Has(".claim.disputed > .said blockquote[lang=en]", accusation)
	p.Has(".claim.disputed .against .said", denial)
	p.Has("section[aria-labelledby=h-agreed] .empty", "Nothing yet")
	p.Has("section[aria-labelledby=h-voices] h3", "Norrin Line")
	p.Has("section[aria-labelledby=h-parties] .small", "Accused here and not quoted yet: Port Lune")
	p.Has(".board th[scope=rowgroup]", "boats damaged The figures differ")
	p.Has(".timeline .label", "The figures differ: At least 14 boats / nine boats")
	p.Count(".timeline li.again time.unseen", 1)
	p.Count("section[aria-labelledby=h-articles] > ul > li", 3)
	p.Has(".tree ul li", "excerpt, 50 % of the text")
	p.Has("section[aria-labelledby=h-articles] details", "Why is this article in this story? shares the names")
	p.Has(".meta a[href="+at("/storyline/", w.line)+"]", "Sella – Norrin Line")
	p.Has("time", "first seen 12 November 2026") // the reply does not say when it was published
}

// TestCopiesOfASentenceAreShownOnce holds the sentence that two articles of one origin carry: it is shown once, with both outlets.
func TestCopiesOfASentenceAreShownOnce(t *testing.T) {
	w := newWorld(t, Options{})
	p := w.page(at("/story/", w.story1), http.StatusOK)
	p.Count(".claim.disputed > .said", 1)
	p.Count(".claim.disputed > .said figcaption a.chip", 2)
	for i, href := range p.Attrs(".claim.disputed > .said figcaption a.chip", "href") {
		if want := []string{articleHref(&w.harbour), articleHref(&w.copied)}[i] + "#s0"; href != want {
			t.Errorf("outlet %d leads to %s, want %s", i, href, want)
		}
	}
	p.Has(".board tr", "At least 14 boats Harbour Post, Northmark Mail")
}

func TestStoryOfOneOriginSaysSo(t *testing.T) {
	w := newWorld(t, Options{})
	p := w.page(at("/story/", w.story2), http.StatusOK)
	p.Has(".oneorigin", "Only one origin so far")
	p.Has("section[aria-labelledby=h-voices] h3", "وزارت بندر") // no party, and yet quoted
	p.Count("h1[lang=fa][dir=rtl]", 1)
	p.Has("blockquote[lang=fa][dir=rtl] p a.span", farsi)
}

func TestStorylinePages(t *testing.T) {
	w := newWorld(t, Options{})
	w.page("/storylines", http.StatusOK).Has("ol.stories h2 a", "Sella – Norrin Line")
	p := w.page(at("/storyline/", w.line), http.StatusOK)
	p.Has("h1", "Sella – Norrin Line")
	p.Has(".denied", "Denied by Norrin Line")
	p.Count("section[aria-labelledby=h-stories] ol.stories > li", 2)
	p.Count(".claim", 2)
}

func TestArticleShowsQuotationsOnly(t *testing.T) {
	w := newWorld(t, Options{})
	p := w.page(at("/article/", w.reply.Article), http.StatusOK)
	p.Has(".body p", "The shipping company answered its critics at noon.")
	p.Has(".body p span.said-here", denial)
	p.Has("article", "Quotations only")
	p.Has(".leads a[rel^=external]", "Read the original")
	p = w.page(at("/article/", w.harbour.Article), http.StatusOK)
	p.Has(".body", accusation)
	if body := htmlcheck.Text(p.One(".body")); strings.Contains(body, "Nobody could say") || !strings.Contains(body, "[…]") {
		t.Errorf("body %q: want the rest of the text left out, and said so", body)
	}
}

func TestArticleShowsFullTextWhereAllowed(t *testing.T) {
	w := newWorld(t, Options{FullText: true})
	p := w.page(at("/article/", w.harbour.Article), http.StatusOK)
	p.Has(".body.whole", "Nobody could say for how long.")
	p.Count(".body .gap", 0)
	p.Count("span#s0", 1)
	p.Has(".leads a", "Ministry accuses Norrin Line of dumping ash")
}

func TestArticleVersions(t *testing.T) {
	w := newWorld(t, Options{FullText: true})
	v := w.put(piece{key: "post.example/ash", title: "Ministry accuses two lines of dumping ash", lang: "en", body: "Everything was rewritten.", edit: func(v *news.Version) { v.Seen = now.UnixMicro() }}, w.post)
	p := w.page(at("/article/", v.Article), http.StatusOK)
	p.Has(".body", "Everything was rewritten.")
	p.Has("section[aria-labelledby=h-versions] li strong", "Version 2")
	w.page(at("/article/", v.Article)+"?v=1", http.StatusOK).Has(".body", accusation)
	w.page(at("/article/", v.Article)+"?v=9", http.StatusNotFound)
	w.page(at("/article/", v.Article)+"?v=x", http.StatusNotFound)
}

func TestOutletPages(t *testing.T) {
	w := newWorld(t, Options{})
	w.page("/outlets", http.StatusOK).Has("tbody tr", "Harbour Post Sella newspaper English Harbour Trust none")
	p := w.page(at("/outlet/", w.post), http.StatusOK)
	p.Has("dl.facts dd", "Harbour Trust")
	p.Count("ul.plain > li", 2)
	p.Count("ul.plain a.chip", 0) // whose articles they are is said once, above
}

func TestOutletFactsSayWhenAndWhereToCheck(t *testing.T) {
	c, err := outlets.Parse([]byte(`
countries.XS = "Sella"
[[outlet]]
name = "Harbour Post"
names.fa = "پست بندر"
domains = ["post.example", "harbour.example"]
country = "XS"
kind = "newspaper"
owner = { value = "New Trust", as_of = "2025-03", check = "https://register.example/post" }
state = "none"
as_of = "2024"
check = "https://www.post.example/about"
`))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, Options{Catalogue: c})
	p := w.page(at("/outlet/", w.post), http.StatusOK)
	p.Has("dl.facts dd", "New Trust as of March 2025") // the catalogue goes before what an article left in the archive
	p.Has("dl.facts dd", "post.example, harbour.example as of 2024")
	p.Has("dl.facts dd", "پست بندر as of 2024")
	p.Has("dl.facts dd", "English") // the catalogue does not say; the archive does, without a date
	p.Count("a.asof[href=https://register.example/post]", 1)
	p.Count("a.asof[href=https://www.post.example/about]", 5)
	if got := p.Attrs("a.asof[href^=https://register]", "title"); len(got) != 1 || got[0] != "check at register.example" {
		t.Errorf("the link is called %q", got)
	}
	w.page(at("/outlet/", w.post)+"?lang=fa", http.StatusOK).Has("h1", "پست بندر")
	w.page("/outlets?lang=fa", http.StatusOK).Has("tbody tr th", "پست بندر")
	list := w.page("/outlets", http.StatusOK)
	list.Has("tbody tr", "Harbour Post Sella as of 2024 newspaper as of 2024 English New Trust as of March 2025 none as of 2024")
	list.Count("a.asof", 4)
}

func TestStandingPages(t *testing.T) {
	s := newSite(t, Options{})
	s.page("/about", http.StatusOK).Has("h2", "How the front page is ordered")
	s.page("/feeds", http.StatusOK).Count("main a[href^=/]", 6)
	s.page("/sign-in", http.StatusOK).Count("form[action=/sign-in] input[type=password]", 1)
	s.page("/setup?token=abc", http.StatusOK).Count("input[name=token][value=abc]", 1)
}

func TestWhatIsNotThereIs404(t *testing.T) {
	w := newWorld(t, Options{})
	for _, kind := range []string{"story", "storyline", "article", "outlet"} {
		for _, id := range []string{"1", "0", "-1", "x", "9223372036854775807", "99999999999999999999", "1.5", "1.html", "%00", "1%2F2"} {
			target := "/" + kind + "/" + id
			p := w.page(target, http.StatusNotFound)
			p.Has("h1", "Not found")
			p.Count("meta[name=robots][content=noindex]", 1)
		}
	}
	for _, target := range []string{"/nope", "/story/", "/story", "/feed.xml", "/search.rss/x", "/static/none.css", "/api/v1/stories"} {
		if got := w.browser().get(target).StatusCode; got != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", target, got)
		}
	}
}

func TestMergedStoryLeadsToWhereItWent(t *testing.T) {
	w := newWorld(t, Options{})
	res := w.browser().get(at("/story/", w.merged))
	if got := res.Header.Get("Location"); res.StatusCode != http.StatusMovedPermanently || got != at("/story/", w.story1) {
		t.Errorf("%d to %s", res.StatusCode, got)
	}
}

func TestPagesOfALongList(t *testing.T) {
	s := newSite(t, Options{})
	for i := range pageSize + 2 {
		key := fmt.Sprintf("x.example/%d", i)
		s.story(0, float64(i), nil, s.put(piece{key: key, title: "Story " + key, body: "A sentence.", lang: "en"}, 0))
	}
	p := s.page("/", http.StatusOK)
	p.Count("ol.stories > li", pageSize)
	next := p.Attrs("a[rel=next]", "href")
	if len(next) != 1 {
		t.Fatalf("next pages: %q", next)
	}
	s.page(next[0], http.StatusOK).Count("ol.stories > li", 2)
	s.page("/?after=nonsense", http.StatusBadRequest)
}

func TestSearch(t *testing.T) {
	w := newWorld(t, Options{})
	w.page("/search", http.StatusOK).Count("main form[role=search] input[name=q]", 1)
	p := w.page("/search?q=ash", http.StatusOK)
	p.Count("form[role=search]", 1)
	p.Count("ol.stories > li", 3)
	p.Has("blockquote a.span[data-version] strong", "ash")
	w.page("/search?q="+"%D9%82%D8%A7%DB%8C%D9%82", http.StatusOK).Has("h2 a[lang=fa]", "بندر بسته شد")
	w.page("/search?q=xyzzy", http.StatusOK).Has(".empty", "xyzzy")
	for _, q := range []string{"before:yesterday+ash", "-ash", "outlet:", "lang:+x"} {
		w.page("/search?q="+q, http.StatusOK).Count(".error[role=alert]", 1)
	}
	w.page("/search?q="+strings.Repeat("%D9%82", 4000), http.StatusOK)
	w.page("/search?q=ash&after=nonsense", http.StatusBadRequest)
}

func TestLanguageIsChosenAndRemembered(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser()
	b.header.Set("Accept-Language", "fa-AF, en;q=0.5")
	b.page("/", http.StatusOK).Count("html[lang=fa][dir=rtl]", 1)
	b.page("/?lang=en", http.StatusOK).Count("html[lang=en][dir=ltr]", 1)
	b.page("/about", http.StatusOK).Count("html[lang=en]", 1) // stronger than what the browser asks for
	p := b.page("/search?q=ash&lang=fa", http.StatusOK)
	p.Count("html[lang=fa]", 1)
	if href := p.Attrs("footer a[hreflang=en]", "href"); len(href) != 1 || href[0] != "/search?q=ash&lang=en" {
		t.Errorf("the same page in English: %q", href)
	}
	b.page("/?lang=xx-nonsense", http.StatusOK)
	b.page("/?lang=%22%3E%00", http.StatusOK)
	b = w.browser()
	b.cookies["lang"] = "fa"
	p = b.page(at("/story/", w.story1), http.StatusOK)
	p.Has(".count-line", "۳ مقاله")
	p.Count(".claim.disputed > .said blockquote[lang=en][dir=ltr]", 1)
	p.Count("ul.reasons[lang=en][dir=ltr]", 5)
	p.Has(".board th", "boats آسیب‌دیده")
}
