package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/warc"
)

// archive writes captures into a web archive, with what more is to stand behind them.
func archive(t *testing.T, list []*news.Capture, more ...[]byte) string {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b, true)
	for i, c := range list {
		r := warc.Record{Type: warc.Response, ID: warc.RecordID("test", fmt.Sprint(i)), Date: c.Time, TargetURI: c.URL, ContentType: "application/http; msgtype=response",
			Block: append([]byte("HTTP/1.1 200 OK\r\nContent-Type: "+c.ContentType+"\r\n\r\n"), c.Body...)}
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range more {
		b.Write(m)
	}
	path := filepath.Join(t.TempDir(), "crawl.warc.gz")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func backfill(t *testing.T, a *App, paths ...string) {
	t.Helper()
	ctx := context.Background()
	for _, p := range paths {
		if _, err := a.Pipeline.Backfill(ctx, p, 1, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		t.Fatal(err)
	}
}

// keptPages are the addresses of all captures in the order in which they were kept.
func keptPages(t *testing.T, a *App) (out []string) {
	t.Helper()
	ctx := context.Background()
	err := a.Store.Captures(ctx, func(id news.CaptureID) error {
		c, err := a.Store.Capture(ctx, id)
		out = append(out, c.FinalURL)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func addresses(list []*news.Capture) (out []string) {
	for _, c := range list {
		out = append(out, c.FinalURL)
	}
	return out
}

func TestAWebArchiveGivesTheStoriesOfItsPages(t *testing.T) {
	list := sampleCaptures(t)
	pages, files := openIn(t, t.TempDir()), openIn(t, t.TempDir())
	defer pages.Close()
	defer files.Close()
	work(t, pages, list)
	path := archive(t, list)
	backfill(t, files, path)
	if want, got := grouping(t, pages), grouping(t, files); !slices.Equal(want, got) {
		t.Errorf("out of a web archive the stories are\n%s\nout of pages\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := keptPages(t, files); !slices.Equal(got, addresses(list)) {
		t.Error("the captures are not in the order of the records")
	}
	f, err := files.Store.ArchiveFile(context.Background(), path)
	if err != nil || f.Finished.IsZero() || f.Tally.Pages != len(list) || f.Tally.New != len(list) {
		t.Errorf("state of the file: %+v, %v", f, err)
	}
	if n, err := files.Store.Unfinished(context.Background()); n != 0 || err != nil {
		t.Errorf("%d captures unfinished when nothing is left to do, %v", n, err)
	}
}

// plainPages are n captures of short pages.
func plainPages(n int) (out []*news.Capture) {
	for i := range n {
		body := fmt.Sprintf("<html><head><title>Report %d</title></head><body><h1>Report %d</h1><p>The bridge number %d was closed for repairs on Monday and nobody could say for how long it would stay so.</p></body></html>", i, i, i)
		out = append(out, &news.Capture{URL: fmt.Sprintf("https://paper.example/%d", i), FinalURL: fmt.Sprintf("https://paper.example/%d", i), Time: time.Date(2026, 7, 1, 0, i, 0, 0, time.UTC), Status: 200, ContentType: "text/html", Body: []byte(body)})
	}
	return out
}

func TestReadingIsNotFarAheadOfTheWork(t *testing.T) {
	list := plainPages(900)
	a := openIn(t, t.TempDir())
	defer a.Close()
	path := archive(t, list)
	var most atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			f, err := a.Store.ArchiveFile(context.Background(), path)
			if err == nil && !f.Finished.IsZero() {
				return
			}
			if n, err := jobs.Pending(context.Background(), a.Store, jobs.Extract); err == nil {
				most.Store(max(most.Load(), int64(n)))
			}
			time.Sleep(time.Millisecond)
		}
	}()
	backfill(t, a, path)
	<-done
	if n := most.Load(); n == 0 || n > 400 {
		t.Errorf("at most %d pages waited, want some and no more than 400 of %d", n, len(list))
	}
	if got := keptPages(t, a); !slices.Equal(got, addresses(list)) {
		t.Errorf("%d captures, not all once and in order", len(got))
	}
}

func TestAFileThatFailsDoesNotStopTheOthers(t *testing.T) {
	ctx := context.Background()
	list := plainPages(20)
	whole := archive(t, list[:10])
	data, err := os.ReadFile(archive(t, list[10:]))
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 0x55
	hurt := filepath.Join(t.TempDir(), "hurt.warc.gz")
	none, later := filepath.Join(t.TempDir(), "none.warc.gz"), filepath.Join(t.TempDir(), "later.warc.gz")
	if err := os.WriteFile(hurt, data[:len(data)-20], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(none, []byte("hello, this is no archive"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := openIn(t, t.TempDir())
	defer a.Close()
	backfill(t, a, none, later, hurt, whole)
	f, err := a.Store.ArchiveFile(ctx, hurt)
	if err != nil || f.Tally.Pages != 8 || f.Tally.Damaged != 2 || f.Tally.Damage[0].Offset == 0 {
		t.Errorf("damaged file: %+v, %v", f, err)
	}
	reasons, err := jobs.Reasons(ctx, a.Store, jobs.Backfill)
	if err != nil || len(reasons) != 2 || !strings.Contains(reasons[none], "not a web archive") || !strings.Contains(reasons[later], "no such file") {
		t.Errorf("reasons %q, %v", reasons, err)
	}
	if n := len(keptPages(t, a)); n != 18 {
		t.Errorf("%d captures, want 18", n)
	}
	copied, err := os.ReadFile(archive(t, list))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(later, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	backfill(t, a, later) // is there now
	f, err = a.Store.ArchiveFile(ctx, later)
	if err != nil || f.Finished.IsZero() || f.Tally.Pages != 20 || f.Tally.New != 2 {
		t.Errorf("retried file: %+v, %v", f, err)
	}
}

func TestWhatAnArchiveSaysServesWhereThePageSaysNothing(t *testing.T) {
	ctx := context.Background()
	text := strings.Repeat("<p>The harbour council met on the quay for the third time this week and could again not agree about the price of the new crane, said Ines Corral.</p>", 5)
	bare := "<html><body>" + text + "</body></html>"
	full := `<html><head><title>The page's own title</title><meta property="article:published_time" content="2026-06-20T08:00:00Z"></head><body><h1>The page's own title</h1>` + strings.ReplaceAll(text, "crane", "ferry") + "</body></html>"
	var more [][]byte
	for i, body := range []string{bare, full} {
		uri := fmt.Sprintf("https://paper.example/story/%d", i)
		var b bytes.Buffer
		w := warc.NewWriter(&b, true)
		for _, r := range []warc.Record{
			{Type: warc.Response, ID: warc.RecordID(uri), Date: time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC), TargetURI: uri, ContentType: "application/http", Block: []byte("HTTP/1.0 200 OK\r\nContent-Type: text/html; encoding=utf-8\r\n\r\n" + body)},
			{Type: warc.Metadata, ID: warc.RecordID(uri, "m"), Date: time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC), TargetURI: uri, ContentType: "application/x.mediacloud-indexer+json", Header: warc.Fields{{Name: "WARC-Refers-To", Value: "<" + warc.RecordID(uri) + ">"}},
				Block: []byte(`{"rss_entry":{"title":"From the feed"},"content_metadata":{"article_title":"What the archive says","publication_date":"2026-06-15"}}`)},
		} {
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
		}
		more = append(more, b.Bytes())
	}
	a := openIn(t, t.TempDir())
	defer a.Close()
	backfill(t, a, archive(t, nil, more...))
	got := map[string]string{}
	stories, err := a.Store.Stories(ctx, store.StoryFilter{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		members, err := a.Store.Members(ctx, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			x, err := a.Store.Article(ctx, m.Article)
			if err != nil {
				t.Fatal(err)
			}
			v, err := a.Store.Version(ctx, x.Current)
			if err != nil {
				t.Fatal(err)
			}
			got[x.URL] = v.Title + " " + v.Published.Time.Format(time.DateOnly)
		}
	}
	if got["https://paper.example/story/0"] != "What the archive says 2026-06-15" || got["https://paper.example/story/1"] != "The page's own title 2026-06-20" {
		t.Errorf("titles and dates %q", got)
	}
}
