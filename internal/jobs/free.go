package jobs

import (
	"context"

	"github.com/parley-news/parley/internal/store"
)

// Free gives back at once what processes that have ended had claimed, without waiting to see that they are gone. Only who knows
// that nobody else works on the database may call it, before it works itself: the holder of its lock. It returns how many jobs it
// freed; they count as lost. A process that is there after all finds its number gone and goes on under another.
func Free(ctx context.Context, tx *store.Tx) (n int, err error) {
	if err := tx.Query(ctx, "select count(*) from job where state = 'running'", func(row func(...any) error) error { return row(&n) }); err != nil || n == 0 {
		return n, err
	}
	if _, err := tx.Exec(ctx, "update node set incarnation = 0 where incarnation in (select holder from job where state = 'running')"); err != nil {
		return n, err
	}
	return n, lose(ctx, tx, "token = token")
}
