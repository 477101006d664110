package jobs_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/store/storetest"

	"os"
)

var ctx = context.Background()

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func each(t *testing.T, f func(t *testing.T, st *store.Store, c *clock)) {
	run := func(name string, address func(t *testing.T) string) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &clock{t: time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)}
			st, err := store.Open(ctx, address(t), store.Options{IDs: news.NewIDs(time.Now, 1), Now: c.now})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			f(t, st, c)
		})
	}
	run("sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "p.db") })
	if os.Getenv("PARLEY_TEST_POSTGRES") != "" {
		run("postgres", func(t *testing.T) string { return storetest.Postgres(t) })
	}
}

func enqueue(t *testing.T, st *store.Store, key string) {
	t.Helper()
	if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Enqueue(ctx, tx, "k", key, "p", tx.Now()) }); err != nil {
		t.Fatal(err)
	}
}

func claim(t *testing.T, st *store.Store, n int) []jobs.Job {
	t.Helper()
	list, err := jobs.Claim(ctx, st, "k", n, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func done(st *store.Store, j jobs.Job) error {
	return st.Write(ctx, func(tx *store.Tx) error { return jobs.Done(ctx, tx, j) })
}

func TestOneJobPerKeyAndNoWakeUpIsLost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		enqueue(t, st, "a")
		enqueue(t, st, "a")
		list := claim(t, st, 10)
		if len(list) != 1 || list[0].Payload != "p" || list[0].Attempts != 1 {
			t.Fatalf("claimed %+v, want one", list)
		}
		enqueue(t, st, "a") // while it is worked on
		if got := claim(t, st, 10); len(got) != 0 {
			t.Errorf("claimed twice: %+v", got)
		}
		if err := done(st, list[0]); err != nil {
			t.Fatal(err)
		}
		again := claim(t, st, 10)
		if len(again) != 1 {
			t.Fatalf("the wake-up was lost: %+v", again)
		}
		if err := done(st, again[0]); err != nil {
			t.Fatal(err)
		}
		if n, err := jobs.Pending(ctx, st); err != nil || n != 0 {
			t.Errorf("pending = %d, %v", n, err)
		}
	})
}

func TestALostLeaseCannotFinish(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		first := claim(t, st, 1)[0]
		c.add(2 * time.Minute) // the worker hangs
		second := claim(t, st, 1)
		if len(second) != 1 || second[0].Attempts != 2 {
			t.Fatalf("the job did not become free: %+v", second)
		}
		if err := done(st, first); !errors.Is(err, fault.Conflict) {
			t.Errorf("finishing with a lost lease: %v, want Conflict", err)
		}
		if err := done(st, second[0]); err != nil {
			t.Error(err)
		}
	})
}

func TestFailureWaitsThenIsGivenUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		for i := 1; i <= jobs.MaxAttempts; i++ {
			list := claim(t, st, 1)
			if len(list) != 1 {
				t.Fatalf("attempt %d: not due", i)
			}
			if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Fail(ctx, tx, list[0], errors.New("no luck")) }); err != nil {
				t.Fatal(err)
			}
			if len(claim(t, st, 1)) != 0 {
				t.Fatal("tried again at once")
			}
			c.add(7 * time.Hour)
		}
		if len(claim(t, st, 1)) != 0 {
			t.Error("a job that was given up is tried again")
		}
		o, err := st.Overview(ctx)
		if err != nil || len(o.Failures) != 1 || o.Failures[0].Error != "no luck" {
			t.Errorf("overview = %+v, %v", o.Failures, err)
		}
		if err := st.Write(ctx, func(tx *store.Tx) error { _, err := jobs.Retry(ctx, tx, ""); return err }); err != nil {
			t.Fatal(err)
		}
		if len(claim(t, st, 1)) != 1 {
			t.Error("retry did not free it")
		}
	})
}

func TestHopelessWorkIsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		j := claim(t, st, 1)[0]
		if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Fail(ctx, tx, j, fault.Errorf(fault.Gone, "gone")) }); err != nil {
			t.Fatal(err)
		}
		c.add(24 * time.Hour)
		if len(claim(t, st, 1)) != 0 {
			t.Error("what is gone is asked for again")
		}
	})
}

func TestWorkersShareWithoutDoubles(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		for i := range 60 {
			enqueue(t, st, string(rune('a'+i%26))+string(rune('a'+i/26)))
		}
		var mu sync.Mutex
		seen := map[int64]int{}
		var wg sync.WaitGroup
		for range 6 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for {
					list, err := jobs.Claim(ctx, st, "k", 4, time.Minute)
					if err != nil {
						t.Error(err)
						return
					}
					if len(list) == 0 {
						return
					}
					for _, j := range list {
						if err := done(st, j); err != nil {
							t.Error(err)
						}
						mu.Lock()
						seen[j.ID]++
						mu.Unlock()
					}
				}
			}()
		}
		wg.Wait()
		if len(seen) != 60 {
			t.Errorf("%d jobs done, want 60", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("job %d done %d times", id, n)
			}
		}
	})
}
