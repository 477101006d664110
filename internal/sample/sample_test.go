package sample

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/feed"
)

func fetch(t *testing.T, c *http.Client, u string) []byte {
	t.Helper()
	resp, err := c.Get(u)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", u, resp.StatusCode, err)
	}
	return b
}

func TestEveryFeedLeadsToPages(t *testing.T) {
	t.Parallel()
	w, err := Web()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Outlets()
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: w}
	pages := map[string]bool{}
	for _, s := range c.Feeds() {
		f, err := feed.Parse(fetch(t, client, s.URL), s.URL)
		if err != nil {
			t.Errorf("%s: %v", s.URL, err)
			continue
		}
		for _, l := range f.Links {
			if len(fetch(t, client, l.URL)) < 500 {
				t.Errorf("%s is hardly a page", l.URL)
			}
			if l.Published.IsZero() {
				t.Errorf("%s: %s has no date", s.URL, l.URL)
			}
			pages[l.URL] = true
		}
	}
	if len(c.Feeds()) < 12 || len(pages) < 40 {
		t.Errorf("%d outlets and %d pages, want at least 12 and 40", len(c.Feeds()), len(pages))
	}
}

func TestNothingInTheSampleIsReal(t *testing.T) {
	t.Parallel()
	w, err := Web()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range w.Addresses("") {
		u, err := url.Parse(a)
		if err != nil || !strings.HasSuffix(u.Hostname(), ".example") {
			t.Errorf("%s is outside .example", a)
		}
	}
}
