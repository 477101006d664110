package jobs_test

import (
	"errors"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// A clock that was a day ahead and is put right must not make anything wait for a day.
func TestNothingWaitsForAClockThatWasAhead(t *testing.T) {
	t.Parallel()
	for _, running := range []bool{true, false} {
		each(t, func(t *testing.T, st *store.Store, c *clock) {
			var n *jobs.Node
			if running {
				n = join(t, st, news.NewIDs(c.now, 0))
			}
			c.add(24 * time.Hour)
			if !running { // one that ends before the clock is put right
				before := join(t, st, news.NewIDs(c.now, 0))
				if err := before.Leave(ctx); err != nil {
					t.Fatal(err)
				}
			} else {
				time.Sleep(100 * time.Millisecond) // it sees the clock ahead
			}
			enqueue(t, st, "a")
			put(t, st, page("a.example", 0, c.now()), page("a.example", 1, c.now().Add(time.Hour)))
			c.add(-24 * time.Hour)
			if !running {
				n = join(t, st, news.NewIDs(c.now, 0))
			}
			eventually(t, "both are due", func() bool {
				one, err := n.Claim(ctx, "k", 1)
				if err != nil {
					t.Fatal(err)
				}
				two := fromHosts(t, n, 1)
				for _, j := range append(one, two...) {
					if err := done(st, j); err != nil {
						t.Fatal(err)
					}
				}
				left, err := jobs.Pending(ctx, st)
				return err == nil && left == 1
			})
			c.add(50 * time.Minute)
			if list := fromHosts(t, n, 1); len(list) != 0 {
				t.Errorf("what was to wait an hour came early: %+v", list)
			}
			c.add(20 * time.Minute)
			if list := fromHosts(t, n, 1); len(list) != 1 {
				t.Error("what was to wait an hour did not come then")
			}
		})
	}
}

func TestWhenAllNumbersAreTaken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		alive := func(seen time.Time) {
			t.Helper()
			if err := st.Write(ctx, func(tx *store.Tx) error {
				for i := range news.MaxNodes {
					if _, err := tx.Exec(ctx, `insert into node (number, incarnation, name, started, beat, seen, high) values ($1, $2, '', 0, 1, $3, 0)
						on conflict (number) do update set incarnation = excluded.incarnation, seen = excluded.seen`, i, i+1, seen.UnixMicro()); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		// Others live: a process that comes waits, looks, and is told in the end.
		alive(c.now())
		stop, beating := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(beating)
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
					_ = st.Write(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, "update node set beat = beat + 1"); return err })
				}
			}
		}()
		_, err := jobs.Join(ctx, st, news.NewIDs(c.now, 0), jobs.NodeOptions{Beat: 50 * time.Millisecond, Looks: 4, Log: quiet})
		close(stop)
		<-beating
		if !errors.Is(err, fault.Busy) {
			t.Fatalf("one too many: %v, want Busy", err)
		}
		// They have died: one that comes finds out.
		n, err := jobs.Join(ctx, st, news.NewIDs(c.now, 0), jobs.NodeOptions{Beat: 50 * time.Millisecond, Looks: 4, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		n.Die()
		// They died a minute ago by the clock: it need not wait at all.
		alive(c.now().Add(-time.Minute))
		n, err = jobs.Join(ctx, st, news.NewIDs(c.now, 0), jobs.NodeOptions{Beat: time.Hour, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		n.Die()
	})
}
