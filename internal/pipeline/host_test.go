package pipeline

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// host listens on a loopback address, so that two of them are two hosts.
func host(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	return l.Addr().String()
}

func TestAPageBehindAHostThatRestsIsPostponed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	var asked atomic.Int64
	tired := host(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked.Add(1)
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	slow := host(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nCrawl-delay: 7\n")
			return
		}
		http.Redirect(w, r, "http://"+tired+"/page", http.StatusFound)
	})
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	ids := news.NewIDs(time.Now, 1)
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "p.db"), store.Options{IDs: ids, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	client, err := fetch.New(fetch.Options{Every: time.Millisecond, Patience: time.Second, Allow: []string{"127.0.0.0/8"}})
	if err != nil {
		t.Fatal(err)
	}
	p := New(st, Options{Fetch: client, IDs: ids, Log: log})
	work := func(address string) jobs.Job {
		t.Helper()
		if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Enqueue(ctx, tx, jobs.Fetch, address, "", tx.Now()) }); err != nil {
			t.Fatal(err)
		}
		list, err := jobs.ClaimLanes(ctx, st, 1, time.Minute, jobs.Fetch)
		if err != nil || len(list) != 1 || list[0].Key != address {
			t.Fatalf("claimed %+v, %v; want %s", list, err, address)
		}
		_, err = p.fetchPage(ctx, list[0])
		if err == nil {
			t.Fatalf("%s gave a page", address)
		}
		if err := p.giveBack(ctx, outcome{job: list[0], err: err}); err != nil {
			t.Fatal(err)
		}
		return list[0]
	}
	work("http://" + tired + "/other") // from then on its host rests
	j := work("http://" + slow + "/article")
	if n := asked.Load(); n != 1 {
		t.Errorf("the host that rests was asked %d times, want once", n)
	}
	var attempts int
	var in time.Duration
	var why string
	err = st.Query(ctx, "select attempts, run_at, reason from job where id = $1", func(row func(...any) error) error {
		var at int64
		err := row(&attempts, &at, &why)
		in = time.Until(time.UnixMicro(at))
		return err
	}, j.ID)
	if err != nil || attempts != 0 || in < 50*time.Minute || in > time.Hour || !strings.Contains(why, "left alone") {
		t.Errorf("the page waits %v after %d attempts because %q, %v; want an hour, none counted", in, attempts, why, err)
	}
	// The host that sent us on did nothing wrong.
	if s, err := jobs.Lane(ctx, st, slow); err != nil || s.Failures != 0 {
		t.Errorf("lane of the host that sent us on: %+v, %v; want no failures", s, err)
	}
	if s, err := jobs.Lane(ctx, st, tired); err != nil || s.Failures != 1 || time.Until(s.Next) < 50*time.Minute {
		t.Errorf("lane of the host that rests: %+v, %v; want an hour of rest", s, err)
	}
}

func TestCrawlDelayBecomesThePaceOfTheLane(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	slow := host(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nCrawl-delay: 7\n")
			return
		}
		fmt.Fprint(w, "<title>A page</title><p>Words.</p>")
	})
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	ids := news.NewIDs(time.Now, 1)
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "p.db"), store.Options{IDs: ids, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	client, err := fetch.New(fetch.Options{Every: time.Millisecond, Allow: []string{"127.0.0.0/8"}})
	if err != nil {
		t.Fatal(err)
	}
	p := New(st, Options{Fetch: client, IDs: ids, Log: log})
	if err := p.Revisit(ctx, "http://"+slow+"/page"); err != nil {
		t.Fatal(err)
	}
	list, err := jobs.ClaimLanes(ctx, st, 1, time.Minute, jobs.Fetch)
	if err != nil || len(list) != 1 {
		t.Fatalf("claimed %+v, %v; want one", list, err)
	}
	save, err := p.fetchPage(ctx, list[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := p.save(ctx, []outcome{{job: list[0], save: save}}); err != nil {
		t.Fatal(err)
	}
	if s, err := jobs.Lane(ctx, st, slow); err != nil || s.Pace != 7*time.Second || time.Until(s.Next) < 5*time.Second {
		t.Errorf("lane = %+v, %v; want a pace of 7s, kept from the first request on", s, err)
	}
}
