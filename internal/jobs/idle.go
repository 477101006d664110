package jobs

import (
	"context"

	"github.com/parley-news/parley/internal/store"
)

// Ensure has a job of a kind and key wait from now on, unless there is one already, whatever its state.
func Ensure(ctx context.Context, tx *store.Tx, kind, key string) error {
	var n int
	err := tx.Query(ctx, "select 1 from job where kind = $1 and key = $2", func(row func(...any) error) error { return row(&n) }, kind, key)
	if err != nil || n > 0 {
		return err
	}
	return Enqueue(ctx, tx, kind, key, "", tx.Now())
}

// Hasten makes jobs of a kind that wait for a later time due now, but for those that failed, and returns how many: there is nothing
// more urgent to do. Where there are none it writes nothing.
func Hasten(ctx context.Context, st *store.Store, kind string) (n int64, err error) {
	const later = "kind = $1 and state = 'ready' and lane = '' and attempts = 0 and run_at > $2"
	err = st.Query(ctx, "select 1 from job where "+later+" limit 1", func(row func(...any) error) error { return row(&n) }, kind, st.Now().UnixMicro())
	if err != nil || n == 0 {
		return 0, err
	}
	err = st.Write(ctx, func(tx *store.Tx) (err error) {
		now := tx.Now().UnixMicro()
		n, err = tx.Exec(ctx, "update job set run_at = $1 where kind = $2 and state = 'ready' and lane = '' and attempts = 0 and run_at > $3", now, kind, now)
		return err
	})
	return n, err
}

// Progressed tells, in the transaction that saves a part of it, that a long job comes on: what was counted against it before
// is forgotten, so that it is not given up for dying of something else now and then.
func Progressed(ctx context.Context, tx *store.Tx, kind, key string) error {
	_, err := tx.Exec(ctx, "update job set lost = 0, attempts = 1 where kind = $1 and key = $2 and state = 'running'", kind, key)
	return err
}
