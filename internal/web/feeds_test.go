package web

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/feed"
)

func TestEveryListIsAFeed(t *testing.T) {
	w := newWorld(t, Options{})
	for _, list := range []struct {
		name, href, query, link string
		n                       int
	}{
		{"front page", "/feed", "", at("/story/", w.story1), 2},
		{"story", at("/story/", w.story1), "", at("/article/", w.harbour.Article), 3},
		{"storylines", "/storylines", "", at("/storyline/", w.line), 1},
		{"storyline", at("/storyline/", w.line), "", at("/story/", w.story1), 2},
		{"outlet", at("/outlet/", w.post), "", at("/article/", w.persian.Article), 2},
		{"search", "/search", "?q=ash", at("/article/", w.reply.Article), 3},
		{"search in Persian letters", "/search", "?q=%D9%82%D8%A7%DB%8C%D9%82", at("/article/", w.persian.Article), 1},
	} {
		for _, f := range feedTypes {
			target := "http://site.example" + list.href + "." + string(f.format) + list.query
			res := w.browser().get(target)
			data, _ := io.ReadAll(res.Body)
			if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), f.mime) {
				t.Errorf("%s: %d, %s", target, res.StatusCode, res.Header.Get("Content-Type"))
				continue
			}
			got, err := feed.Parse(data, "http://site.example/")
			if err != nil || len(got.Links) != list.n || got.Title == "" {
				t.Errorf("%s: %v, %+v, want %d links", target, err, got, list.n)
				continue
			}
			found := false
			for _, l := range got.Links {
				found = found || strings.HasPrefix(l.URL, "http://site.example"+list.link)
			}
			if !found {
				t.Errorf("%s lacks %s: %+v", target, list.link, got.Links)
			}
		}
	}
}

func TestFeedsThatAreNot(t *testing.T) {
	w := newWorld(t, Options{})
	for _, target := range []string{"/story/1.rss", "/storyline/1.atom", "/outlet/1.json", "/story/x.rss", at("/story/", w.story1) + ".xml", "/about.rss", "/sources.rss", at("/article/", w.reply.Article) + ".rss"} {
		if got := w.browser().get(target).StatusCode; got != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", target, got)
		}
	}
	res := w.browser().get(at("/story/", w.merged) + ".rss")
	if got := res.Header.Get("Location"); res.StatusCode != http.StatusMovedPermanently || got != at("/story/", w.story1)+".rss" {
		t.Errorf("feed of a merged story: %d to %q", res.StatusCode, got)
	}
	for _, target := range []string{"/search.rss", "/search.rss?q=-ash"} {
		if got := w.browser().get(target).StatusCode; got != http.StatusBadRequest {
			t.Errorf("GET %s: %d, want 400", target, got)
		}
	}
}

func TestFeedSetsNoCookie(t *testing.T) {
	w := newWorld(t, Options{})
	if c := w.browser().get("/feed.rss?lang=fa").Header.Get("Set-Cookie"); c != "" {
		t.Errorf("a feed that may be cached sets %q", c)
	}
}
