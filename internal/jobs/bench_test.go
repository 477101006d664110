package jobs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/store/storetest"
)

// BenchmarkLongQueue claims and finishes with much waiting: PARLEY_QUEUE jobs (default 20,000), of a 200th as many hosts.
func BenchmarkLongQueue(b *testing.B) {
	n := 20_000
	if s := os.Getenv("PARLEY_QUEUE"); s != "" {
		if _, err := fmt.Sscan(s, &n); err != nil {
			b.Fatal(err)
		}
	}
	addresses := map[string]func() string{"sqlite": func() string { return filepath.Join(b.TempDir(), "p.db") }}
	if os.Getenv("PARLEY_TEST_POSTGRES") != "" {
		addresses["postgres"] = func() string { return storetest.Postgres(b) }
	}
	for name, address := range addresses {
		ids := news.NewIDs(time.Now, 0)
		st, err := store.Open(ctx, address(), store.Options{IDs: ids})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { st.Close() })
		node, err := jobs.Join(ctx, st, ids, jobs.NodeOptions{Beat: time.Hour, Log: quiet})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(node.Die)
		began := time.Now()
		fill(b, st, n, max(n/200, 1))
		b.Logf("%s: %d jobs enqueued in %v", name, n, time.Since(began))
		finish := func(b *testing.B, list []jobs.Job, err error) {
			if err != nil || len(list) == 0 {
				b.Fatalf("claimed %d, %v", len(list), err)
			}
			if err := st.Write(ctx, func(tx *store.Tx) error {
				for _, j := range list {
					if err := jobs.Done(ctx, tx, j); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				b.Fatal(err)
			}
			node.LetGo(list)
		}
		b.Run(name+"/host", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				list, err := node.ClaimLanes(ctx, 1, jobs.Fetch, jobs.Poll)
				finish(b, list, err)
			}
		})
		b.Run(name+"/batch of 16", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				list, err := node.Claim(ctx, jobs.Extract, 16)
				finish(b, list, err)
			}
		})
		b.Run(name+"/ready", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := jobs.Ready(ctx, st, "", jobs.Claims, jobs.Analyse, jobs.Extract, jobs.Group); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/pending, all", func(b *testing.B) {
			for b.Loop() {
				if _, err := jobs.Pending(ctx, st); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/busy", func(b *testing.B) {
			for b.Loop() {
				if _, err := jobs.Busy(ctx, st, jobs.Fetch, jobs.Poll, jobs.Extract, jobs.Analyse, jobs.Group, jobs.Claims); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
