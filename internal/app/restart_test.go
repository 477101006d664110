package app

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/sample"
	"github.com/parley-news/parley/internal/store"
)

// sampleCaptures are all pages of the sample in a fixed order.
func sampleCaptures(t *testing.T) []*news.Capture {
	t.Helper()
	w, err := sample.Web()
	if err != nil {
		t.Fatal(err)
	}
	var out []*news.Capture
	for _, address := range w.Addresses("") {
		if strings.HasSuffix(address, "/index.html") && strings.Count(address, "/") < 4 || !strings.HasSuffix(address, ".html") && !strings.HasSuffix(address, ".txt") || strings.HasSuffix(address, "robots.txt") {
			continue
		}
		resp, err := (&http.Client{Transport: w}).Get(address)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &news.Capture{
			URL: address, FinalURL: address, Time: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Status: 200, ContentType: resp.Header.Get("Content-Type"), Body: body,
		})
	}
	return out
}

// grouping is which pages are together, by address, whatever identifiers they have.
func grouping(t *testing.T, a *App) []string {
	t.Helper()
	ctx := context.Background()
	stories, err := a.Store.Stories(ctx, store.StoryFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range stories {
		members, err := a.Store.Members(ctx, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, m := range members {
			x, err := a.Store.Article(ctx, m.Article)
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, x.Key)
		}
		sort.Strings(keys)
		out = append(out, strings.Join(keys, " "))
	}
	slices.Sort(out)
	return out
}

func openIn(t *testing.T, dir string) *App {
	t.Helper()
	c := Defaults()
	c.Data, c.LogLevel, c.Workers = dir, "error", 2
	catalogue, err := sample.Outlets()
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(context.Background(), c, Options{Catalogue: catalogue})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func work(t *testing.T, a *App, list []*news.Capture) (fresh int) {
	t.Helper()
	ctx := context.Background()
	fresh, err := a.Pipeline.Ingest(ctx, list)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	return fresh
}

func TestARestartChangesNothing(t *testing.T) {
	list := sampleCaptures(t)
	half := len(list) / 2
	through := openIn(t, t.TempDir())
	defer through.Close()
	work(t, through, list[:half])
	work(t, through, list[half:])

	dir := t.TempDir()
	before := openIn(t, dir)
	work(t, before, list[:half])
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	after := openIn(t, dir)
	defer after.Close()
	work(t, after, list[half:])

	want, got := grouping(t, through), grouping(t, after)
	if !slices.Equal(want, got) {
		t.Errorf("after a restart the stories are\n%s\nwithout one\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(want) < 5 {
		t.Errorf("only %d stories", len(want))
	}
}

func TestTheSamePagesAgainChangeNothing(t *testing.T) {
	a := openIn(t, t.TempDir())
	defer a.Close()
	list := sampleCaptures(t)
	work(t, a, list)
	before, err := a.Store.Overview(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if fresh := work(t, a, list); fresh != 0 {
		t.Errorf("%d captures were new the second time", fresh)
	}
	after, err := a.Store.Overview(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(before.Counts, after.Counts) {
		t.Errorf("counts before %v, after %v", before.Counts, after.Counts)
	}
}

func TestWhatIsNoArticleSaysWhy(t *testing.T) {
	a := openIn(t, t.TempDir())
	defer a.Close()
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	var list []*news.Capture
	for name, body := range map[string]string{
		"empty": "", "binary": "\x7fELF\x00\x01\x02\x03" + strings.Repeat("\x00\xff\xfe", 500), "pdf": "%PDF-1.7\n" + strings.Repeat("\x00\x01", 300),
		"deep": "<html><body>" + strings.Repeat("<div>", 50000) + "x", "login": "<html><title>Sign in</title><body><form><input type=password></form></body></html>",
	} {
		list = append(list, &news.Capture{URL: "https://" + name + ".example/", FinalURL: "https://" + name + ".example/", Time: at, Status: 200, Body: []byte(body)})
	}
	work(t, a, list)
	o, err := a.Store.Overview(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range o.Reasons {
		n += r.N
		if strings.TrimSpace(r.Name) == "" {
			t.Error("a page without an article has no reason")
		}
	}
	if n != len(list) || len(o.Failures) != 0 {
		t.Errorf("%d of %d pages have a reason, %d failures: %+v", n, len(list), len(o.Failures), o)
	}
}

// A process that dies when all is grouped leaves its job; who comes after finishes it instead of waiting for it.
func TestAJobOfGroupingThatWasLeftHoldsUpNobody(t *testing.T) {
	a := openIn(t, t.TempDir())
	defer a.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := a.Store.Write(ctx, func(tx *store.Tx) error { return jobs.Enqueue(ctx, tx, jobs.Group, "all", "", tx.Now()) }); err != nil {
		t.Fatal(err)
	}
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if n, err := jobs.Pending(ctx, a.Store); err != nil || n != 0 {
		t.Errorf("%d jobs are left, %v", n, err)
	}
}
