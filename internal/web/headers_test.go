package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestPolicyAllowsScriptsOfOursAlone holds that only the pages with passkeys may run scripts, and of this site only.
func TestPolicyAllowsScriptsOfOursAlone(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.operator()
	const with = contentPolicy + "; script-src 'self'"
	for target, want := range map[string]string{"/account": with, "/": contentPolicy, "/operator": contentPolicy, at("/article/", w.reply.Article): contentPolicy, w.web.script: contentPolicy} {
		if got := b.get(target).Header.Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: policy %q, want %q", target, got, want)
		}
	}
	if got := w.browser().get("/sign-in").Header.Get("Content-Security-Policy"); got != with {
		t.Errorf("/sign-in: policy %q", got)
	}
	for _, target := range []string{"/account", "/operator"} {
		p := b.page(target, http.StatusOK)
		for _, src := range p.Attrs("script", "src") {
			if src != w.web.script {
				t.Errorf("%s loads %s", target, src)
			}
		}
	}
}

func TestPolicyAllowsNoScript(t *testing.T) {
	w := newWorld(t, Options{})
	for _, target := range []string{"/", at("/story/", w.story1), "/nothing", "/static/parley.css", "/feed.rss", "/sources"} {
		h := w.browser().get(target).Header
		csp := h.Get("Content-Security-Policy")
		for _, must := range []string{"default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, must) {
				t.Errorf("%s: policy %q lacks %s", target, csp, must)
			}
		}
		for _, never := range []string{"unsafe-", "*", "http:", "https:", "data:", "script-src"} {
			if strings.Contains(csp, never) {
				t.Errorf("%s: policy %q has %s", target, csp, never)
			}
		}
		if h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: no nosniff", target)
		}
	}
}

// TestPagesAskNoOtherHost holds that nothing is loaded from elsewhere; only links that a reader follows lead away.
func TestPagesAskNoOtherHost(t *testing.T) {
	w := newWorld(t, Options{FullText: true})
	for _, target := range []string{"/", "/storylines", "/outlets", "/search?q=ash", "/about", "/feeds", at("/story/", w.story1), at("/storyline/", w.line), at("/article/", w.reply.Article), at("/outlet/", w.post)} {
		p := w.page(target, http.StatusOK)
		p.Count("[style]", 0)
		p.Count("script", 0)
		p.Count("style", 0)
		for _, sel := range [][2]string{{"link", "href"}, {"[src]", "src"}, {"form", "action"}, {"[srcset]", "srcset"}, {"[data]", "data"}, {"[poster]", "poster"}, {"[ping]", "ping"}} {
			for _, v := range p.Attrs(sel[0], sel[1]) {
				if u, err := url.Parse(v); err != nil || u.Host != "" || u.Scheme != "" {
					t.Errorf("%s: %s %s=%q", target, sel[0], sel[1], v)
				}
			}
		}
		for _, a := range p.All("a") {
			for _, x := range a.Attr {
				if u, err := url.Parse(x.Val); x.Key == "href" && (err != nil || u.Host != "" && u.Host != "mail.example") {
					t.Errorf("%s leads to %s", target, x.Val)
				}
			}
		}
	}
	if css, err := static.ReadFile("static/parley.css"); err != nil || bytes.Contains(css, []byte("url(")) || bytes.Contains(css, []byte("@import")) {
		t.Errorf("the stylesheet loads something, or %v", err)
	}
}

func TestPagesAreCompressed(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser()
	plain, _ := io.ReadAll(b.get(at("/story/", w.story1)).Body)
	b.header.Set("Accept-Encoding", "gzip")
	res := b.get(at("/story/", w.story1))
	if res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Fatalf("headers %v", res.Header)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("compressed and plain differ, %v", err)
	}
}

func TestCaching(t *testing.T) {
	w := newWorld(t, Options{})
	b := w.browser()
	for target, want := range map[string]string{
		"/": "private, no-cache", "/feed.rss": "public, max-age=300", w.web.style: "public, max-age=31536000, immutable", "/static/icon.svg": "public, max-age=86400",
		"/sign-in": "no-store", "/setup": "no-store", "/sources": "no-store",
	} {
		if got := b.get(target).Header.Get("Cache-Control"); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
	tag := b.get("/").Header.Get("ETag")
	b.header.Set("If-None-Match", tag)
	if got := b.get("/").StatusCode; tag == "" || got != http.StatusNotModified {
		t.Errorf("the same page again: %d with tag %s", got, tag)
	}
	if got := b.get("/about").StatusCode; got != http.StatusOK {
		t.Errorf("another page with that tag: %d", got)
	}
	for _, name := range []string{"Cookie", "Accept-Language"} {
		if v := strings.Join(b.get("/").Header.Values("Vary"), ", "); !strings.Contains(v, name) {
			t.Errorf("Vary %q lacks %s", v, name)
		}
	}
}

func TestLargeFormsAreRefused(t *testing.T) {
	s := newSite(t, Options{})
	if got := s.browser().post("/sign-in", "name", strings.Repeat("x", 2<<20), "password", "y").StatusCode; got < 400 || got >= 500 {
		t.Errorf("a form of 2 MB: %d", got)
	}
}
