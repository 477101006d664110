package jobs

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/store"
)

// Depth counts the queue by kind and state. Work that waits for a later time is "later", not "ready".
func Depth(ctx context.Context, st *store.Store) (out []observe.Queued, err error) {
	err = st.Query(ctx, `
		select kind, at, count(*), min(run_at) from (
			select kind, case when state = 'ready' and run_at > $1 then 'later' else state end as at, run_at from job) q
		group by kind, at order by 1, 2`, func(row func(...any) error) error {
		var q observe.Queued
		var oldest int64
		err := row(&q.Kind, &q.State, &q.N, &oldest)
		q.Oldest = time.UnixMicro(oldest)
		out = append(out, q)
		return err
	}, st.Now().UnixMicro())
	return out, err
}
