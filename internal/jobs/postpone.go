package jobs

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// Postpone returns a job that could not be worked on yet, to be tried after a time, and why. It does not count as a try.
// One that was enqueued again meanwhile waits as well: whoever asked did not know. One that was lost meanwhile is left alone.
func Postpone(ctx context.Context, tx *store.Tx, j Job, after time.Duration, why string) error {
	l, err := lockLane(ctx, tx, j.Lane)
	if err != nil {
		return err
	}
	after = max(0, min(after, maxRetryAfter))
	n, err := tx.Exec(ctx, `
		update job set state = 'ready', attempts = case when attempts > 0 then attempts - 1 else 0 end, run_at = $1, delay = $2, reason = $3,
			lease = 0, holder = 0, again = false
		where id = $4 and state = 'running' and token = $5`, tx.Now().Add(after).UnixMicro(), after.Microseconds(), clip(why), j.ID, j.token)
	if err != nil || n == 0 {
		return err
	}
	return l.leave(ctx, tx, j, false)
}
