package fakeweb

import (
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

const archive = `
-- a.example/index.html --
home
-- a.example/x.html --
one
-- a.example/x.html@2 --
two
-- a.example/feed.xml --
<rss/>
`

func get(t *testing.T, w *Web, url, etag string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	resp, err := (&http.Client{Transport: w}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Header
}

func TestServesPagesAndVersions(t *testing.T) {
	t.Parallel()
	w, err := Parse([]byte(archive))
	if err != nil {
		t.Fatal(err)
	}
	if code, body, _ := get(t, w, "https://a.example/", ""); code != 200 || body != "home\n" {
		t.Errorf("home = %d %q", code, body)
	}
	_, body, h := get(t, w, "https://a.example/x.html", "")
	if body != "one\n" {
		t.Errorf("first version = %q", body)
	}
	if code, _, _ := get(t, w, "https://a.example/x.html", h.Get("ETag")); code != http.StatusNotModified {
		t.Errorf("same version with its tag = %d, want 304", code)
	}
	w.Advance()
	if code, body, _ := get(t, w, "https://a.example/x.html", h.Get("ETag")); code != 200 || body != "two\n" {
		t.Errorf("after Advance = %d %q, want the second version", code, body)
	}
	if _, body, h := get(t, w, "https://a.example/feed.xml", ""); body != "<rss/>\n" || h.Get("Content-Type") != "application/xml; charset=utf-8" {
		t.Errorf("feed = %q %v", body, h)
	}
	if code, _, _ := get(t, w, "https://b.example/", ""); code != 404 {
		t.Errorf("unknown host = %d, want 404", code)
	}
}

func TestParseRefusesDoublesAndOrphans(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"-- a.example/x --\n1\n-- a.example/x --\n2\n", "-- a.example/x@2 --\n2\n", "-- a.example/x@one --\n2\n"} {
		if _, err := Parse([]byte(in)); !errors.Is(err, fault.Invalid) {
			t.Errorf("Parse(%q) = %v, want Invalid", in, err)
		}
	}
}
