package jobs

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// lose gives jobs back that are under way for somebody who is gone. where is a condition on running jobs.
func lose(ctx context.Context, tx *store.Tx, where string, args ...any) error {
	var list []Job
	err := tx.Query(ctx, "select id, kind, key, lane, lost, token from job where state = 'running' and "+where, func(row func(...any) error) error {
		var j Job
		err := row(&j.ID, &j.Kind, &j.Key, &j.Lane, &j.Lost, &j.token)
		list = append(list, j)
		return err
	}, args...)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b Job) int { return cmp.Or(cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.ID, b.ID)) })
	for _, j := range list {
		if err := loseOne(ctx, tx, j); err != nil {
			return err
		}
	}
	return nil
}

// loseOne makes a job wait again, or gives it up: one that ends the process each time must not do so for ever.
func loseOne(ctx context.Context, tx *store.Tx, j Job) error {
	l, err := lockLane(ctx, tx, j.Lane)
	if err != nil {
		return err
	}
	j.Lost++
	state, why := "ready", ""
	if j.Lost >= MaxLost {
		state, why = "dead", "its worker did not come back, "+strconv.Itoa(MaxLost)+" times"
	}
	var after int64
	delay := pause(j.Lost)
	if delay > 0 {
		after = tx.Now().Add(delay).UnixMicro()
	}
	n, err := tx.Exec(ctx, `
		update job set state = $1, lost = $2, run_at = case when run_at < $3 then $3 else run_at end,
			delay = case when run_at < $3 then $7 else delay end, lease = 0, holder = 0, again = false, reason = $4
		where id = $5 and state = 'running' and token = $6`, state, j.Lost, after, why, j.ID, j.token, delay.Microseconds())
	if err != nil || n == 0 {
		return err
	}
	return l.leave(ctx, tx, j, true)
}

// pause is how long a job waits after it was lost for the nth time: not at all twice, then 2 s, 4, at most 10.
func pause(lost int) time.Duration {
	if lost <= 2 {
		return 0
	}
	return min(time.Second<<min(lost-2, 10), 10*time.Second)
}
