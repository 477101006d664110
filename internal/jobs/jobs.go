// Package jobs is a durable queue in the store's database, shared by all processes of
// one database. A job is enqueued in the transaction that causes it and finished in the one
// that saves its result, so that work is never lost and never half done. Start with Enqueue,
// Join, Node.Claim and Done.
//
// A job has a kind and a key; of one kind and key at most one waits. A process that works joins as a
// Node and holds what it claims for as long as it shows signs of life; when it dies, others find that
// out within half a minute and its jobs are free again. No clock decides that, so clocks may jump and differ. A job that fails
// is tried again later, and given up after MaxAttempts, for the operator to see.
//
// Jobs that ask a host for something stand in its lane: one of a lane runs at a time, and the next begins no
// earlier than the host's manners allow, whatever process it runs in.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// This package owns tables job, lane and node.

// MaxAttempts is how often a job is tried before it is given up.
const MaxAttempts = 8

// MaxLost is how often a job may be under way when its process dies. It is more than MaxAttempts: most processes
// die for reasons that have nothing to do with the job, which is why one that was lost is given out alone the next time.
const MaxLost = 16

// The priorities, in the order in which work is done.
const (
	Now     = 0 // somebody waits for it
	News    = 1 // what is new; the priority of Enqueue
	Bulk    = 2 // backfill and the like: done when there is nothing else
	classes = 3
)

// never is the time of what is not due.
const never = math.MaxInt64

// Job is a piece of work.
type Job struct {
	ID       int64
	Kind     string
	Key      string
	Payload  string
	Lane     string // the host that it asks; "" where it asks none
	Priority int
	Attempts int // this one included
	Lost     int // how many of them ended with the process

	token int64         // of this claim; a finished job must still hold it
	pace  time.Duration // between two jobs of the lane, where the lane itself says nothing
}

// Done finishes a job in the transaction that saves its result. When the job was lost
// meanwhile it fails with fault.Conflict, so that the transaction does not happen and nobody's work counts twice.
func Done(ctx context.Context, tx *store.Tx, j Job) error {
	l, err := lockLane(ctx, tx, j.Lane)
	if err != nil {
		return err
	}
	// Delete first, and only what nobody asked for again: PostgreSQL may let an Enqueue commit between
	// two statements, and its wake-up must find either no row or one that stays.
	n, err := tx.Exec(ctx, "delete from job where id = $1 and state = 'running' and token = $2 and not again", j.ID, j.token)
	if err != nil {
		return err
	}
	if n == 0 {
		n, err = tx.Exec(ctx, `
			update job set state = 'ready', again = false, attempts = 0, lost = 0, lease = 0, holder = 0, reason = '' where id = $1 and state = 'running' and token = $2`, j.ID, j.token)
		if err != nil {
			return err
		}
	}
	if n == 0 {
		return lostErr(j)
	}
	return l.leave(ctx, tx, j, true)
}

func lostErr(j Job) error {
	return fault.Errorf(fault.Conflict, "job %s %s: it has passed to another worker", j.Kind, j.Key)
}

// Fail gives a job back: to be tried again with growing waits, or dead after MaxAttempts or when nothing would
// change by trying. An outage (store.ErrOutage) does not count as a try. One that was enqueued again meanwhile has a new cause: it starts afresh at the time it was asked for.
// A job that was lost meanwhile is left alone.
func Fail(ctx context.Context, tx *store.Tx, j Job, cause error) error {
	l, err := lockLane(ctx, tx, j.Lane)
	if err != nil {
		return err
	}
	state, tries := "ready", j.Attempts-j.Lost
	if errors.Is(cause, store.ErrOutage) { // says nothing of the job: it is tried until the outage has passed
		j.Attempts, tries = j.Attempts-1, 1
	}
	if tries >= MaxAttempts || !worthRetrying(cause) {
		state = "dead"
	}
	delay := wait(tries)
	n, err := tx.Exec(ctx, `
		update job set state = case when again then 'ready' else $1 end, run_at = case when again then run_at else $2 end, delay = case when again then delay else $6 end,
			attempts = case when again then 0 else $7 end, lost = case when again then 0 else lost end,
			lease = 0, holder = 0, again = false, reason = $3
		where id = $4 and state = 'running' and token = $5`,
		state, tx.Now().Add(delay).UnixMicro(), reason(cause), j.ID, j.token, delay.Microseconds(), max(0, j.Attempts))
	if err != nil || n == 0 {
		return err
	}
	return l.leave(ctx, tx, j, true)
}

// GiveBack returns a job unworked, as if it had not been claimed: the process stops. One that was lost meanwhile is left alone.
func GiveBack(ctx context.Context, tx *store.Tx, j Job) error {
	l, err := lockLane(ctx, tx, j.Lane)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		update job set state = 'ready', attempts = case when attempts > 0 then attempts - 1 else 0 end, lease = 0, holder = 0, again = false
		where id = $1 and state = 'running' and token = $2`, j.ID, j.token)
	if err != nil || n == 0 {
		return err
	}
	return l.leave(ctx, tx, j, false)
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

func reason(err error) string { return clip(err.Error()) }

// clip makes one line of at most 500 bytes.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 500 {
		s = s[:500]
	}
	return strings.ToValidUTF8(s, "")
}

// places is "$from,$from+1,…", n of them.
func places(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}
