// Package jobs is a durable queue in the store's database. A job is enqueued in the
// transaction that causes it and finished in the one that saves its result, so that
// work is never lost and never half done. Start with Enqueue, Claim and Done.
//
// A job has a kind and a key; of one kind and key at most one waits. A worker claims
// jobs for the time of a lease; when it dies they become free again. A job that fails is tried again later, and
// given up after MaxAttempts, for the operator to see.
package jobs

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// MaxAttempts is how often a job is tried before it is given up.
const MaxAttempts = 8

// Job is a piece of work.
type Job struct {
	ID       int64
	Kind     string
	Key      string
	Payload  string
	Attempts int   // this one included
	lease    int64 // when the claim ends; a finished job must still hold it
}

// Enqueue makes a job wait from at on. One of the same kind and key that waits already
// takes the earlier time and the new payload; one that is being worked on will run again.
func Enqueue(ctx context.Context, tx *store.Tx, kind, key, payload string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		insert into job (id, kind, key, payload, run_at, state, lease, attempts, again, reason) values ($1, $2, $3, $4, $5, 'ready', 0, 0, false, '')
		on conflict (kind, key) do update set
			payload = excluded.payload,
			run_at = case when job.state = 'ready' and job.run_at < excluded.run_at then job.run_at else excluded.run_at end,
			again = (job.state = 'running'),
			attempts = case when job.state = 'dead' then 0 else job.attempts end,
			state = case when job.state = 'dead' then 'ready' else job.state end`,
		tx.NewID(), kind, key, payload, at.UnixMicro())
	if err != nil {
		return fmt.Errorf("enqueue %s %s: %w", kind, key, err)
	}
	return nil
}

// Claim takes at most n jobs of a kind that are due, the longest due first, for the time of a lease.
func Claim(ctx context.Context, st *store.Store, kind string, n int, lease time.Duration) (out []Job, err error) {
	defer fault.Wrap(&err, "claim %s", kind)
	err = st.Write(ctx, func(tx *store.Tx) error {
		out = out[:0]
		now := tx.Now()
		until := now.Add(lease).UnixMicro()
		if err := bury(ctx, tx, kind); err != nil {
			return err
		}
		// The rows are chosen once, apart: inside "in (…)" PostgreSQL may choose them again for each row and take too many.
		due := map[int64]int64{}
		err := tx.Query(ctx, `
			with due as materialized (
				select id from job where kind = $2 and (state = 'ready' and run_at <= $3 or state = 'running' and lease < $4)
				order by run_at, id limit $5`+tx.SkipLocked()+`)
			update job set state = 'running', lease = $1, attempts = attempts + 1 where id in (select id from due)
			returning id, kind, key, payload, attempts, lease, run_at`, func(row func(...any) error) error {
			var j Job
			var at int64
			err := row(&j.ID, &j.Kind, &j.Key, &j.Payload, &j.Attempts, &j.lease, &at)
			due[j.ID] = at
			out = append(out, j)
			return err
		}, until, kind, now.UnixMicro(), now.UnixMicro(), n)
		slices.SortFunc(out, func(a, b Job) int { return cmp.Or(cmp.Compare(due[a.ID], due[b.ID]), cmp.Compare(a.ID, b.ID)) })
		return err
	})
	return out, err
}

// bury gives up jobs whose workers died as often as a job is tried: one that ends the process each time must not do so for ever.
func bury(ctx context.Context, tx *store.Tx, kind string) error {
	_, err := tx.Exec(ctx, "update job set state = 'dead', lease = 0, reason = $1 where kind = $2 and state = 'running' and lease < $3 and attempts >= $4",
		"its worker did not come back, "+strconv.Itoa(MaxAttempts)+" times", kind, tx.Now().UnixMicro(), MaxAttempts)
	return err
}

// Done finishes a job in the transaction that saves its result. When the lease was lost
// meanwhile it fails with fault.Conflict, so that the transaction does not happen and nobody's work counts twice.
func Done(ctx context.Context, tx *store.Tx, j Job) error {
	// Delete first, and only what nobody asked for again: PostgreSQL may let an Enqueue commit between
	// two statements, and its wake-up must find either no row or one that stays.
	n, err := tx.Exec(ctx, "delete from job where id = $1 and state = 'running' and lease = $2 and not again", j.ID, j.lease)
	if err != nil || n == 1 {
		return err
	}
	n, err = tx.Exec(ctx, "update job set state = 'ready', again = false, attempts = 0, lease = 0, reason = '' where id = $1 and state = 'running' and lease = $2", j.ID, j.lease)
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.Errorf(fault.Conflict, "job %s %s: its lease has passed to another worker", j.Kind, j.Key)
	}
	return nil
}

// Fail gives a job back: to be tried again with growing waits, or dead after MaxAttempts or when nothing would
// change by trying. One that was enqueued again meanwhile has a new cause: it starts afresh at the time it was asked for.
func Fail(ctx context.Context, tx *store.Tx, j Job, cause error) error {
	state := "ready"
	if j.Attempts >= MaxAttempts || !worthRetrying(cause) {
		state = "dead"
	}
	at := tx.Now().Add(wait(j.Attempts))
	_, err := tx.Exec(ctx, `
		update job set state = case when again then 'ready' else $1 end, run_at = case when again then run_at else $2 end,
			attempts = case when again then 0 else attempts end, lease = 0, again = false, reason = $3
		where id = $4 and state = 'running' and lease = $5`,
		state, at.UnixMicro(), reason(cause), j.ID, j.lease)
	return err
}

// GiveBack returns a job unworked, as if it had not been claimed: the process stops. One that was lost meanwhile is left alone.
func GiveBack(ctx context.Context, tx *store.Tx, j Job) error {
	_, err := tx.Exec(ctx, `
		update job set state = 'ready', lease = 0, again = false, attempts = case when attempts > 0 then attempts - 1 else 0 end
		where id = $1 and state = 'running' and lease = $2`, j.ID, j.lease)
	return err
}

// Extend lengthens the lease of a job that takes long.
func Extend(ctx context.Context, st *store.Store, j *Job, lease time.Duration) error {
	return st.Write(ctx, func(tx *store.Tx) error {
		until := tx.Now().Add(lease).UnixMicro()
		n, err := tx.Exec(ctx, "update job set lease = $1 where id = $2 and state = 'running' and lease = $3", until, j.ID, j.lease)
		if err == nil && n != 1 {
			return fault.Errorf(fault.Conflict, "job %s %s: its lease has passed to another worker", j.Kind, j.Key)
		}
		if err == nil {
			j.lease = until
		}
		return err
	})
}

// wait is how long a job waits after its nth attempt: 1 min, 2, 4, … at most 6 hours.
func wait(attempts int) time.Duration {
	return min(time.Minute<<max(0, min(attempts, 20)-1), 6*time.Hour)
}

func worthRetrying(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Denied, fault.NotFound, fault.Gone, fault.TooLarge:
		return false
	}
	return true
}

func reason(err error) string {
	s := strings.Join(strings.Fields(err.Error()), " ")
	if len(s) > 500 {
		s = s[:500]
	}
	return strings.ToValidUTF8(s, "")
}

// Pending counts the jobs of kinds that wait or are worked on, whatever their time; no kinds counts all.
func Pending(ctx context.Context, st *store.Store, kinds ...string) (n int, err error) {
	err = st.Query(ctx, "select kind, count(*) from job where state <> 'dead' group by kind", func(row func(...any) error) error {
		var kind string
		var k int
		if err := row(&kind, &k); err != nil {
			return err
		}
		for _, want := range kinds {
			if want == kind {
				n += k
			}
		}
		if len(kinds) == 0 {
			n += k
		}
		return nil
	})
	return n, err
}

// Retry makes dead jobs of a kind wait again, all kinds for "", and returns how many.
func Retry(ctx context.Context, tx *store.Tx, kind string) (int64, error) {
	return tx.Exec(ctx, "update job set state = 'ready', attempts = 0, run_at = $1, reason = '' where state = 'dead' and (kind = $2 or $3)", tx.Now().UnixMicro(), kind, kind == "")
}
