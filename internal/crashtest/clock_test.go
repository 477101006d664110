package crashtest

import (
	"log/slog"
	"maps"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/pipeline"
	"github.com/parley-news/parley/internal/store"
)

// TestClockJumps moves the clock an hour forwards and back while pages are worked on. Nothing is lost or there
// twice, and nothing waits for the hour to pass.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, address string) {
		var ahead atomic.Int64
		now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		ids := news.NewIDs(now, 0)
		st, err := store.Open(ctx, address, store.Options{IDs: ids, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		quiet := slog.New(slog.DiscardHandler)
		node, err := jobs.Join(ctx, st, ids, jobs.NodeOptions{Name: "clock", Beat: 100 * time.Millisecond, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		p := pipeline.New(st, pipeline.Options{Node: node, IDs: ids, Workers: 2, Now: now, Log: quiet})
		list := captures(pages(t, 60))
		began := time.Now()
		for i, jump := range []time.Duration{0, time.Hour, 0, -time.Hour, time.Hour, 0} {
			ahead.Store(int64(jump))
			if _, err := p.Ingest(ctx, list[i*10:(i+1)*10]); err != nil {
				t.Fatal(err)
			}
			if i%2 == 1 { // some are worked on before the clock jumps again, some after
				continue
			}
			if err := p.Drain(ctx, nil); err != nil {
				t.Fatal(err)
			}
		}
		for left := 1; left > 0; time.Sleep(20 * time.Millisecond) {
			if err := p.Drain(ctx, nil); err != nil {
				t.Fatal(err)
			}
			if left, err = jobs.Pending(ctx, st); err != nil {
				t.Fatal(err)
			}
			if time.Since(began) > time.Minute {
				t.Fatalf("after a minute %d jobs wait for another time", left)
			}
		}
		if err := node.Leave(ctx); err != nil {
			t.Fatal(err)
		}
		sound(t, st)
		calm := open(t, filepath.Join(t.TempDir(), "calm.db"))
		defer calm.Close()
		q := pipeline.New(calm, pipeline.Options{IDs: news.NewIDs(time.Now, 0), Workers: 2, Log: quiet})
		for _, c := range list {
			c.ID = 0
		}
		if _, err := q.Ingest(ctx, list); err != nil {
			t.Fatal(err)
		}
		if err := q.Drain(ctx, nil); err != nil {
			t.Fatal(err)
		}
		if got, want := counts(t, st), counts(t, calm); !maps.Equal(got, want) {
			t.Errorf("with a clock that jumps there are %v, without %v", got, want)
		}
	})
}
