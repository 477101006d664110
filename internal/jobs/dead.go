package jobs

import (
	"context"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// Retry makes dead jobs of a kind wait again, all kinds for "", and returns how many.
func Retry(ctx context.Context, tx *store.Tx, kind string) (int64, error) {
	return revive(ctx, tx, "(kind = $2 or $3)", kind, kind == "")
}

// RetryOne makes a dead job wait again; fault.NotFound when there is no such dead job.
func RetryOne(ctx context.Context, tx *store.Tx, id int64) error {
	n, err := revive(ctx, tx, "id = $2", id)
	if err == nil && n == 0 {
		err = fault.Errorf(fault.NotFound, "job %d: it is not among those that were given up", id)
	}
	return err
}

// Drop removes a dead job for good; fault.NotFound when there is no such dead job.
func Drop(ctx context.Context, tx *store.Tx, id int64) error {
	n, err := tx.Exec(ctx, "delete from job where id = $1 and state = 'dead'", id)
	if err == nil && n == 0 {
		err = fault.Errorf(fault.NotFound, "job %d: it is not among those that were given up", id)
	}
	return err
}

func revive(ctx context.Context, tx *store.Tx, where string, args ...any) (n int64, err error) {
	n, err = tx.Exec(ctx, "update job set state = 'ready', attempts = 0, lost = 0, run_at = $1, reason = '' where state = 'dead' and "+where, append([]any{tx.Now().UnixMicro()}, args...)...)
	if err != nil || n == 0 {
		return n, err
	}
	return n, wakeIdle(ctx, tx)
}

// wakeIdle has every lane looked at that has due work though it is thought to have none yet.
func wakeIdle(ctx context.Context, tx *store.Tx) error {
	now := tx.Now().UnixMicro()
	due := func(class, place string) string {
		return "exists (select 1 from job where job.state = 'ready' and job.lane <> '' and job.lane = lane.name and job.priority = " + class + " and job.run_at <= " + place + ")"
	}
	_, err := tx.Exec(ctx, "update lane set due = next where job = 0 and due > $1 and due > next and ("+due("0", "$2")+" or "+due("1", "$3")+" or "+due("2", "$4")+")", now, now, now, now)
	return err
}
