package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
	"github.com/parley-news/parley/internal/store"
)

// What is looked for after the purge: a sentence, and words that stand in no other text.
const (
	marked  = "Governor Zebulonqx Marravik said the Quibblestone lighthouse had been sold for 4,711 oystercrowns."
	denial  = "The harbour council denied on Monday that the lighthouse had been sold."
	elseway = "Fishermen on the quay said they had heard nothing of a sale and would go out as usual on Tuesday."
)

var markers = []string{"zebulonqx", "marravik", "quibblestone", "oystercrowns"}

func paper(title, byline string, paragraphs ...string) []byte {
	return []byte(`<html lang="en"><head><title>` + title + `</title><meta property="og:site_name" content="Coast Paper"></head><body><article><h1>` + title +
		`</h1><p class="byline">By ` + byline + `</p><time datetime="2026-11-10T09:00:00Z">10 November 2026</time><p>` + strings.Join(paragraphs, "</p><p>") + `</p></article></body></html>`)
}

// TestPurgeLeavesNothing reads pages through the whole program, purges one, and looks for its words everywhere a reader,
// a program or who holds the file can look.
func TestPurgeLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := Defaults()
	c.Data, c.LogLevel, c.Workers = t.TempDir(), "error", 2
	a, err := Open(ctx, c, Options{Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	const filler = "The lighthouse of Port Albor has stood at the mouth of the harbour for ninety years, and its lamp was last changed by hand in spring."
	list := []*news.Capture{
		{URL: "https://coast.example/lighthouse-sold", Body: paper("Quibblestone lighthouse sold, says Marravik", "Ana Lund", marked, filler, elseway)},
		{URL: "https://post.example/lighthouse", Body: paper("Council denies sale of lighthouse at Port Albor", "Bo Berg", denial, filler, elseway)},
		{URL: "https://mail.example/other", Body: paper("A bakery opens in Vell", "Cy Dorn", "A bakery opened in the village of Vell on Sunday, the first in eleven years.", "The baker said she would bake rye bread from Monday to Friday and cakes on Saturdays.", "Neighbours queued from six in the morning and most of them went home with a loaf.")},
	}
	for _, x := range list {
		x.FinalURL, x.Time, x.Status, x.ContentType = x.URL, time.Date(2026, 11, 11, 8, 0, 0, 0, time.UTC), 200, "text/html; charset=utf-8"
	}
	list[0].Header = []news.Header{{Name: "X-Note", Value: "Quibblestone"}}
	if n, err := a.Pipeline.Ingest(ctx, list); err != nil || n != len(list) {
		t.Fatalf("ingest: %d, %v", n, err)
	}
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	h, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	art, err := a.Store.ArticleByKey(ctx, "coast.example/lighthouse-sold")
	if err != nil {
		t.Fatal(err)
	}
	story, err := a.Store.StoryOf(ctx, art.ID)
	if err != nil {
		t.Fatal(err)
	}
	articlePage, storyPage := fmt.Sprint("/article/", art.ID), fmt.Sprint("/story/", story)
	before := crawl(t, h, articlePage, storyPage)
	if len(holding(before)) < 4 {
		t.Fatalf("the words are only on %v: the test would show nothing", holding(before))
	}
	if got := filesHolding(t, c.Data); len(got) == 0 {
		t.Fatal("the words are in no file: the test would show nothing")
	}
	tag := get(h, "/", nil).Header().Get("ETag")

	var plan store.PurgePlan
	if err := a.Store.Write(ctx, func(tx *store.Tx) (err error) {
		_, plan, err = jobs.Purge(ctx, tx, store.PurgeOrder{Target: store.PurgeTarget{Address: "http://www.coast.example/lighthouse-sold/"}, Who: "ada", Reason: "court order 12", Shown: true})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// At once, before any work is done anew.
	if got := holding(crawl(t, h, articlePage, storyPage)); len(got) != 0 {
		t.Errorf("right after the purge the words are still on %v", got)
	}
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	after := crawl(t, h, articlePage, storyPage)
	if got := holding(after); len(got) != 0 {
		t.Errorf("the words are still on %v", got)
	}
	if len(after) < 20 {
		t.Errorf("only %d pages were looked at", len(after))
	}
	if got := get(h, "/", http.Header{"If-None-Match": {tag}}).Code; got != http.StatusOK {
		t.Errorf("front page by its old tag: %d", got)
	}
	gone := get(h, articlePage, nil)
	if gone.Code != http.StatusGone || !strings.Contains(gone.Body.String(), "court order 12") {
		t.Errorf("article page: %d, and the reason is shown: %v", gone.Code, strings.Contains(gone.Body.String(), "court order 12"))
	}
	if api := get(h, fmt.Sprint("/api/v1/articles/", art.ID), nil); api.Code != http.StatusGone {
		t.Errorf("article in the API: %d", api.Code)
	}
	if got := filesHolding(t, c.Data); len(got) != 0 {
		t.Errorf("the words are still in the files %v", got)
	}
	if err := a.Store.Captures(ctx, func(id news.CaptureID) error {
		x, err := a.Store.Capture(ctx, id)
		if err == nil && (holds(x.Body) || holds(fmt.Append(nil, x.Header))) {
			t.Errorf("capture %d still has the words", id)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// What stays is worked out anew, and what went does not come back.
	if n, err := a.Pipeline.Ingest(ctx, []*news.Capture{list[0]}); err != nil || n != 0 {
		t.Errorf("the page again: %d kept, %v", n, err)
	}
	copied := *list[0]
	copied.URL, copied.FinalURL = "https://elsewhere.example/x", "https://elsewhere.example/x"
	if n, err := a.Pipeline.Ingest(ctx, []*news.Capture{&copied}); err != nil || n != 0 {
		t.Errorf("the same bytes from elsewhere: %d kept, %v", n, err)
	}
	q, err := query.Parse("council")
	if err != nil {
		t.Fatal(err)
	}
	if hits, _, err := a.Store.Search(ctx, q, "", 10); err != nil || len(hits) != 1 {
		t.Errorf("what stays is found: %v, %v", hits, err)
	}
	if len(plan.Captures) != 1 || len(plan.Articles) != 1 {
		t.Errorf("plan %+v", plan)
	}
}

func get(h http.Handler, path string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for k, v := range header {
		r.Header[k] = v
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var leads = regexp.MustCompile(`(?:href="|"(?:href|url|next)":")(/[^"]*)`)

// crawl reads every page, feed and API answer that can be reached by links, and those given.
func crawl(t *testing.T, h http.Handler, also ...string) map[string][]byte {
	t.Helper()
	seen := map[string][]byte{}
	next := append(also, "/", "/storylines", "/outlets", "/feeds", "/search?q=lighthouse", "/search?q=Quibblestone", "/search.rss?q=lighthouse", "/search.json?q=Marravik")
	for _, list := range []string{"stories", "storylines", "articles", "outlets", "statements", "search?q=lighthouse", "search?q=quibblestone", "sources", "health", "claims"} {
		next = append(next, "/api/v1/"+list)
	}
	for _, x := range also {
		for _, ending := range []string{".rss", ".atom", ".json"} {
			next = append(next, x+ending)
		}
		next = append(next, "/api/v1"+strings.NewReplacer("/article/", "/articles/", "/story/", "/stories/").Replace(x))
	}
	for len(next) > 0 && len(seen) < 400 {
		path := next[0]
		next = next[1:]
		path, _, _ = strings.Cut(strings.ReplaceAll(path, "&amp;", "&"), "#")
		if _, ok := seen[path]; ok || strings.Contains(path, "lang=") || strings.HasPrefix(path, "/static/") {
			continue
		}
		w := get(h, path, nil)
		body, err := io.ReadAll(w.Body)
		if err != nil || w.Code >= 500 {
			t.Errorf("%s: %d, %v", path, w.Code, err)
		}
		seen[path] = append(body, fmt.Append(nil, w.Header())...)
		for _, m := range leads.FindAllSubmatch(body, -1) {
			next = append(next, string(m[1]))
		}
	}
	return seen
}

func holds(data []byte) bool {
	data = bytes.ToLower(data)
	for _, m := range markers {
		if bytes.Contains(data, []byte(m)) {
			return true
		}
	}
	return false
}

// holding names the answers that have the words; those that only repeat what was searched for have them by right.
func holding(pages map[string][]byte) (out []string) {
	for path, body := range pages {
		if !holds([]byte(path)) && holds(body) {
			out = append(out, path)
		}
	}
	return out
}

func filesHolding(t *testing.T, dir string) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		data, err := os.ReadFile(dir + "/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if holds(data) {
			out = append(out, e.Name())
		}
	}
	return out
}
