package jobs_test

import (
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

func TestAPostponedJobWaitsWithoutCounting(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		put(t, st, page("a.example", 0, c.now()))
		n := paced(t, st)
		for range 3 * jobs.MaxAttempts {
			list := fromHosts(t, n, 1)
			if len(list) != 1 || list[0].Attempts != 1 {
				t.Fatalf("claimed %+v, want the job at its first attempt", list)
			}
			err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Postpone(ctx, tx, list[0], time.Minute, "the host rests") })
			if err != nil {
				t.Fatal(err)
			}
			c.add(59 * time.Second)
			if list := fromHosts(t, n, 1); len(list) != 0 {
				t.Fatalf("before its time: %+v", list)
			}
			c.add(2 * time.Second)
		}
	})
}
