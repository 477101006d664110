package jobs_test

import (
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

func TestAnOutageIsNoFaultOfTheJob(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		for range 3 * jobs.MaxAttempts {
			list := claim(t, st, 1)
			if len(list) != 1 {
				t.Fatal("the job was given up, or waits longer than two minutes")
			}
			if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Fail(ctx, tx, list[0], store.Outage("the disk is full")) }); err != nil {
				t.Fatal(err)
			}
			c.add(2 * time.Minute)
		}
	})
}
