package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// lane is a row that this transaction has locked. The zero value stands for "no lane".
//
// due is derived: the earliest moment at which a job of the lane may begin, "never" while one runs or none waits. It is
// worked out after the lock was taken, in a statement of its own, so that it sees every job that was enqueued by whoever held the lock before.
type lane struct {
	name     string
	next     int64
	pace     int64
	failures int
	job      int64
}

// lockLane takes a lane; what was committed before is seen by the statements that follow.
func lockLane(ctx context.Context, tx *store.Tx, name string) (l lane, err error) {
	if name == "" {
		return l, nil
	}
	err = tx.Query(ctx, "select name, next, pace, failures, job from lane where name = $1"+tx.ForUpdate(), func(row func(...any) error) error {
		return row(&l.name, &l.next, &l.pace, &l.failures, &l.job)
	}, name)
	return l, err
}

// leave frees the lane of a job that ended. Where a request was made, the next one keeps its distance;
// where nobody told the lane to rest meanwhile, its host is in order.
func (l lane) leave(ctx context.Context, tx *store.Tx, j Job, asked bool) error {
	if l.name == "" || l.job != j.ID {
		return nil
	}
	now := tx.Now()
	if asked {
		if l.next <= now.UnixMicro() {
			l.failures = 0
			if _, err := tx.Exec(ctx, "update lane set failures = 0, why = '' where name = $1", l.name); err != nil {
				return err
			}
		}
		pace := j.pace
		if l.pace > 0 {
			pace = time.Duration(l.pace) * time.Microsecond
		}
		l.next = max(l.next, now.Add(pace).UnixMicro())
	}
	l.job = 0
	return l.settle(ctx, tx)
}

const settleQuery = `select
	coalesce((select run_at from job where state = 'ready' and lane <> '' and lane = $1 and priority = 0 order by run_at limit 1), $2),
	coalesce((select run_at from job where state = 'ready' and lane <> '' and lane = $3 and priority = 1 order by run_at limit 1), $4),
	coalesce((select run_at from job where state = 'ready' and lane <> '' and lane = $5 and priority = 2 order by run_at limit 1), $6)`

// settle works out when the lane is due and saves it.
func (l lane) settle(ctx context.Context, tx *store.Tx) error { return l.settleFrom(ctx, tx, 0) }

// settleFrom does, for a lane of which nothing can be claimed before a moment although something is due.
func (l lane) settleFrom(ctx context.Context, tx *store.Tx, moment int64) error {
	var first [classes]int64
	err := tx.Query(ctx, settleQuery,
		func(row func(...any) error) error { return row(&first[0], &first[1], &first[2]) },
		l.name, int64(never), l.name, int64(never), l.name, int64(never))
	if err != nil {
		return err
	}
	due, class := int64(never), Bulk
	now := tx.Now().UnixMicro()
	for p, at := range first {
		if at <= now {
			due, class = max(at, moment), p
			break
		}
		if at < due {
			due, class = at, p
		}
	}
	due = max(due, l.next)
	if l.job != 0 {
		due = never
	}
	_, err = tx.Exec(ctx, "update lane set due = $1, priority = $2, next = $3, job = $4 where name = $5", due, class, l.next, l.job, l.name)
	return err
}

// wakeLanes makes the lanes of jobs that are about to be enqueued due in time. Every lane is locked, even
// one that is due already: whoever is working out its time must see the new jobs.
func wakeLanes(ctx context.Context, tx *store.Tx, list []Item) error {
	at, class := map[string]int64{}, map[string]int{}
	for _, x := range list {
		if x.Lane == "" {
			continue
		}
		t := x.At.UnixMicro()
		old, seen := at[x.Lane]
		if !seen {
			at[x.Lane], class[x.Lane] = t, x.Priority
			continue
		}
		at[x.Lane], class[x.Lane] = min(old, t), min(class[x.Lane], x.Priority)
	}
	for part := range slices.Chunk(slices.Sorted(maps.Keys(at)), together) {
		var q strings.Builder
		q.WriteString("insert into lane (name, due, priority, next, pace, why, failures, job) values ")
		args := make([]any, 0, 3*len(part))
		for i, name := range part {
			if i > 0 {
				q.WriteByte(',')
			}
			fmt.Fprintf(&q, "(%s,0,0,'',0,0)", places(3*i+1, 3))
			args = append(args, name, at[name], class[name])
		}
		q.WriteString(`
			on conflict (name) do update set
				priority = case when lane.due < 9223372036854775807 and lane.priority < excluded.priority then lane.priority else excluded.priority end,
				due = case
					when lane.job <> 0 or lane.due < excluded.due then lane.due
					when lane.next > excluded.due then lane.next
					else excluded.due end`)
		if _, err := tx.Exec(ctx, q.String(), args...); err != nil {
			return err
		}
	}
	return nil
}

// Rest keeps a host from being asked before a moment, and says why: Retry-After, a wish in robots.txt.
func Rest(ctx context.Context, tx *store.Tx, name string, until time.Time, why string) error {
	return rest(ctx, tx, name, why, func(lane) (int64, int) { return until.UnixMicro(), 0 })
}

// Trouble keeps a host from being asked for a while because it did not answer as it should: for the time
// it named, and longer with each failure in a row: 10 s, 20 s, … at most 6 hours.
func Trouble(ctx context.Context, tx *store.Tx, name string, retryAfter time.Duration, why string) error {
	return rest(ctx, tx, name, why, func(l lane) (int64, int) {
		pause := min(10*time.Second<<min(l.failures, 20), maxPause)
		return tx.Now().Add(max(pause, min(retryAfter, maxRetryAfter))).UnixMicro(), l.failures + 1
	})
}

const (
	maxPause      = 6 * time.Hour
	maxRetryAfter = 7 * 24 * time.Hour // a server may ask for a week, not for a year
)

func rest(ctx context.Context, tx *store.Tx, name, why string, f func(lane) (until int64, failures int)) error {
	if name == "" {
		return nil
	}
	l, err := someLane(ctx, tx, name)
	if err != nil {
		return err
	}
	until, failures := f(l)
	l.next = max(l.next, until)
	if failures > 0 {
		l.failures = failures
	}
	if _, err := tx.Exec(ctx, "update lane set why = $1, failures = $2 where name = $3", clip(why), l.failures, name); err != nil {
		return err
	}
	return l.settle(ctx, tx)
}

// SetPace sets the least time between two requests to a host, where it asks for more than is usual; zero is the usual.
func SetPace(ctx context.Context, tx *store.Tx, name string, pace time.Duration) error {
	l, err := someLane(ctx, tx, name)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "update lane set pace = $1 where name = $2", max(0, pace).Microseconds(), l.name)
	return err
}

// someLane locks a lane, making it where it does not exist.
func someLane(ctx context.Context, tx *store.Tx, name string) (lane, error) {
	_, err := tx.Exec(ctx, "insert into lane (name, due, priority, next, pace, why, failures, job) values ($1, $2, 2, 0, 0, '', 0, 0) on conflict (name) do nothing", name, int64(never))
	if err != nil {
		return lane{}, err
	}
	return lockLane(ctx, tx, name)
}

// LaneState is how it stands with a host.
type LaneState struct {
	Name     string
	Next     time.Time // not asked before
	Pace     time.Duration
	Why      string
	Failures int  // in a row
	Busy     bool // it is being asked now
}

// Lane reads how it stands with a host; one that was never asked is fault.NotFound.
func Lane(ctx context.Context, st *store.Store, name string) (s LaneState, err error) {
	found := false
	err = st.Query(ctx, "select name, next, pace, why, failures, job from lane where name = $1", func(row func(...any) error) error {
		var next, pace, job int64
		err := row(&s.Name, &next, &pace, &s.Why, &s.Failures, &job)
		s.Next, s.Pace, s.Busy, found = time.UnixMicro(next).UTC(), time.Duration(pace)*time.Microsecond, job != 0, true
		return err
	}, name)
	if err == nil && !found {
		err = fault.Errorf(fault.NotFound, "host %s: it was never asked for anything", name)
	}
	return s, err
}
