package jobs_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/store"
)

func TestTheDepthTellsWhatIsDueFromWhatIsLater(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		at := c.now()
		enqueue(t, st, "1")
		c.add(time.Minute)
		enqueue(t, st, "2")
		enqueue(t, st, "3")
		if err := st.Write(ctx, func(tx *store.Tx) error {
			return jobs.Enqueue(ctx, tx, "k", "4", "", tx.Now().Add(time.Hour))
		}); err != nil {
			t.Fatal(err)
		}
		if list := claim(t, st, 1); len(list) != 1 {
			t.Fatalf("claimed %v", list)
		}
		got, err := jobs.Depth(ctx, st)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i].Oldest = got[i].Oldest.UTC()
		}
		want := []observe.Queued{
			{Kind: "k", State: "later", N: 1, Oldest: at.Add(time.Minute + time.Hour)},
			{Kind: "k", State: "ready", N: 2, Oldest: at.Add(time.Minute)},
			{Kind: "k", State: "running", N: 1, Oldest: at},
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}
