package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/testkit/htmlcheck"
	"github.com/parley-news/parley/internal/text"
)

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.}} javascript:alert(1) </title></textarea>` + "\u202e\u2067"

// hostileWorld has hostile text in every field that comes from outside.
func hostileWorld(t *testing.T) *world {
	w := &world{testSite: newSite(t, Options{FullText: true})}
	w.post = w.outlet(news.Outlet{Key: "k", Name: hostile, Domain: hostile, Country: hostile, Language: hostile, Kind: news.OutletKind(hostile), Owner: hostile, StateLink: hostile})
	score := -3
	w.harbour = w.put(piece{key: "k/1", title: hostile, body: hostile + ".\n\n" + hostile + " said.", lang: `"><b>`, url: "javascript:alert(1)", edit: func(v *news.Version) {
		v.Authors, v.Editor, v.Dateline, v.Site, v.License, v.Standfirst = []string{hostile, hostile}, hostile, hostile, hostile, hostile, hostile
		v.Notices = []news.Notice{{Kind: news.Cites, Name: hostile, URL: "javascript:alert(1)"}, {Kind: "unknown", Name: hostile, URL: "httpx" + hostile}}
		v.Comments = []news.Comment{{Author: hostile, Text: hostile, Age: hostile, Score: &score}}
	}}, w.post)
	whole := text.Span{Start: 0, End: len(hostile)}
	s := w.says(w.harbour,
		news.Statement{Kind: news.StatementKind(hostile), Speaker: hostile, Sourcing: news.Sourcing(hostile), Party: hostile, Sentence: whole, Content: []text.Span{{Start: 5, End: 10}, {Start: 7, End: 12}, {Start: -4, End: 3}, {Start: 30, End: 9999}}},
		news.Statement{Kind: news.Deny, Speaker: hostile, Sentence: text.Span{Start: 40, End: 99999}, Content: []text.Span{{Start: 50, End: 60}}})
	w.story1 = w.story(0, 1, []news.Party{{Key: hostile, Name: hostile, Accused: 1}}, w.harbour)
	w.write(func(tx *store.Tx) error {
		w.line = news.StorylineID(tx.NewID())
		if err := tx.PutStoryline(ctx, news.Storyline{ID: w.line, Name: hostile, Stories: 2}, 1); err != nil {
			return err
		}
		if err := tx.SetStoryline(ctx, w.line, w.story1); err != nil {
			return err
		}
		_, err := tx.PutClaims(ctx, w.line, []news.Claim{
			{Status: news.Unanswered, Lead: s[0].ID, Target: hostile, Members: []news.ClaimMember{{Statement: s[0].ID, Why: hostile}, {Statement: 77, Stance: news.Denies}}},
			{Status: news.Disputed, Lead: s[0].ID, Members: []news.ClaimMember{{Statement: s[0].ID, Why: hostile}, {Statement: s[1].ID, Stance: news.Denies}}},
		}, 1)
		if err != nil {
			return err
		}
		d := store.Digest{
			Board:    []news.Count{{Label: hostile, Act: hostile, Figures: []news.Figure{{Article: w.harbour.Article, Version: w.harbour.ID, Span: whole}, {Version: 5}, {Version: w.harbour.ID, Span: text.Span{Start: 8, End: 2}}}}},
			Timeline: []news.Entry{{Conflict: hostile, Events: []news.Event{{Article: w.harbour.Article, Version: w.harbour.ID, Sentence: whole, Span: whole}}}},
		}
		if err := tx.PutStoryDigest(ctx, w.story1, d, 1); err != nil {
			return err
		}
		if err := tx.PutCopies(ctx, w.harbour.Article, []news.Copy{{Derived: w.harbour.Article, Name: hostile, Kind: news.CopyKind(hostile), Share: 1, Score: 1, Reasons: []string{hostile}}}, 1); err != nil {
			return err
		}
		_, err = tx.PutOrigins(ctx, []news.Origin{{Name: hostile, Articles: []news.ArticleID{w.harbour.Article}}}, 1)
		return err
	})
	return w
}

func TestHostileTextIsInert(t *testing.T) {
	w := hostileWorld(t)
	q := url.Values{"q": {hostile}}.Encode()
	for _, target := range []string{
		"/", at("/story/", w.story1), at("/storyline/", w.line), "/storylines", at("/article/", w.harbour.Article), "/outlets", at("/outlet/", w.post),
		"/search?q=alert", "/search?" + q, "/about?" + q, "/?lang=" + url.QueryEscape(hostile), "/sign-in?" + q, "/setup?token=" + url.QueryEscape(hostile),
	} {
		inert(t, target, w.page(target, http.StatusOK))
	}
	inert(t, "404", w.page("/"+url.PathEscape(hostile), http.StatusNotFound))
	res := w.browser().post("/sign-in", "name", hostile, "password", "x")
	inert(t, "sign-in", htmlcheck.Parse(t, res.Body))
}

// inert fails when a page runs anything, or leads anywhere but here and to http addresses.
func inert(t *testing.T, target string, p htmlcheck.Page) {
	t.Helper()
	for n := range p.All("html")[0].Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script": // none but ours, from its file
			if src := htmlcheck.Attr(n, "src"); !strings.HasPrefix(src, "/static/passkey.js?v=") || n.FirstChild != nil {
				t.Errorf("%s has a script from %q", target, src)
			}
		case "img", "iframe", "object", "embed", "style", "base", "svg":
			t.Errorf("%s has <%s>", target, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
				t.Errorf("%s has %s=%q", target, a.Key, a.Val)
			}
			if a.Key == "href" || a.Key == "src" || a.Key == "action" {
				u, err := url.Parse(a.Val)
				if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
					t.Errorf("%s leads to %q", target, a.Val)
				}
				if strings.HasPrefix(a.Val, "//") || strings.HasPrefix(a.Val, `/\`) {
					t.Errorf("%s leads off the site: %q", target, a.Val)
				}
			}
		}
	}
}

// TestAddressesDoNotLeadAway holds that no address makes a page that links to another host.
func TestAddressesDoNotLeadAway(t *testing.T) {
	s := newSite(t, Options{})
	for _, target := range []string{`/%5Cevil.example`, `/%2Fevil.example`, `/%09/evil.example`, `/x?lang=en&//evil.example`} {
		inert(t, target, s.page(target, http.StatusNotFound))
	}
}

func TestVeryLongTexts(t *testing.T) {
	w := &world{testSite: newSite(t, Options{})}
	long := strings.Repeat("Donaudampfschifffahrt", 24)[:500]
	w.post = w.outlet(news.Outlet{Key: "k", Name: long})
	v := w.put(piece{key: "k/1", title: long, body: strings.Repeat(long+" ", 200) + ".", lang: "de"}, w.post)
	w.story1 = w.story(0, 1, []news.Party{{Key: long, Name: long}}, v)
	w.page("/", http.StatusOK).Has("h2 a", long)
	w.page(at("/story/", w.story1), http.StatusOK).Has("h1", long)
	w.page(at("/article/", v.Article), http.StatusOK).Has("h1", long)
	w.page("/outlets", http.StatusOK).Has("th a", long)
}

func TestOfAnArticleWithoutTitleOrText(t *testing.T) {
	w := &world{testSite: newSite(t, Options{})}
	a := w.put(piece{key: "k/1", body: "The first sentence stands for the title. The second does not.", lang: "en", url: " "}, 0)
	b := w.put(piece{key: "k/2", lang: ""}, 0)
	w.page(at("/article/", a.Article), http.StatusOK).Has("h1", "The first sentence stands for the title.")
	p := w.page(at("/article/", b.Article), http.StatusOK)
	p.Has(".leads", "Read the original")
	w.story1 = w.story(0, 1, nil, b, a)
	w.page("/", http.StatusOK).Count("h2 a", 1)
	w.page(at("/story/", w.story1), http.StatusOK).Count("h1", 1)
}
