package jobs_test

import (
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

// A long job that comes on is never given up for having been under way when processes died of something else.
func TestAJobThatComesOnIsNotGivenUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		for i := range 3 * jobs.MaxLost {
			list := claim(t, st, 1)
			if len(list) != 1 {
				t.Fatalf("after %d losses it was not given out", i)
			}
			if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Progressed(ctx, tx, "k", "a") }); err != nil {
				t.Fatal(err)
			}
			c.add(2 * time.Minute) // its worker dies
		}
	})
}

func TestWhatWaitsForLaterIsDoneWhenThereIsNothingElse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		write := func(f func(tx *store.Tx) error) {
			t.Helper()
			if err := st.Write(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *store.Tx) error { return jobs.Enqueue(ctx, tx, "k", "later", "", c.now().Add(time.Hour)) })
		if n, err := jobs.Hasten(ctx, st, "other"); err != nil || n != 0 {
			t.Errorf("hastening another kind: %d, %v", n, err)
		}
		if list := claim(t, st, 1); len(list) != 0 {
			t.Fatal("it was given out before its time")
		}
		if n, err := jobs.Hasten(ctx, st, "k"); err != nil || n != 1 {
			t.Errorf("hastened %d, %v; want 1", n, err)
		}
		write(func(tx *store.Tx) error { return jobs.Ensure(ctx, tx, "k", "later") }) // it is there: nothing changes
		if list := claim(t, st, 2); len(list) != 1 {
			t.Errorf("given out %d, want the one", len(list))
		}
	})
}
