package jobs

import (
	"context"

	"github.com/parley-news/parley/internal/store"
)

// Free gives back at once what a worker that has ended had claimed. Only who knows that nobody else works on the
// database may call it: the holder of its lock. It returns how many jobs it freed; their attempts count.
func Free(ctx context.Context, tx *store.Tx) (int64, error) {
	return tx.Exec(ctx, "update job set state = 'ready', lease = 0, again = false where state = 'running'")
}
