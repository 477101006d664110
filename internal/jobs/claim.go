package jobs

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// claimer is who claims.
type claimer struct {
	number, incarnation int64         // of the node; zero for who is none
	lease               time.Duration // for who is no node
	pace                time.Duration
}

// Claim takes at most n jobs of a kind that are due, the most urgent and among them the longest due first, for the time of a lease.
// It is for who is no Node; the lease goes by the clock.
func Claim(ctx context.Context, st *store.Store, kind string, n int, lease time.Duration) (out []Job, err error) {
	return claimer{lease: lease}.claim(ctx, st, kind, n)
}

func (c claimer) claim(ctx context.Context, st *store.Store, kind string, n int) (out []Job, err error) {
	defer fault.Wrap(&err, "claim %s", kind)
	err = st.Write(ctx, func(tx *store.Tx) error {
		out = nil
		if err := c.begin(ctx, tx); err != nil {
			return err
		}
		for p := 0; p < classes && len(out) == 0; p++ {
			if out, err = c.class(ctx, tx, kind, p, n); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// begin frees what leases by the clock have let go, or makes sure that the node still is one.
func (c claimer) begin(ctx context.Context, tx *store.Tx) error {
	if c.incarnation == 0 {
		return lose(ctx, tx, "holder = 0 and lease < $1", tx.Now().UnixMicro())
	}
	alive := false
	err := tx.Query(ctx, "select number from node where number = $1 and incarnation = $2", func(row func(...any) error) error {
		alive = true
		return row(new(int64))
	}, c.number, c.incarnation)
	if err == nil && !alive {
		return fault.Errorf(fault.Busy, "this process was thought dead, its number %d is taken back: it takes a new one", c.number)
	}
	return err
}

// The queries that must stay quick however long the queue is; each reads a run of an index from its beginning.
const (
	classQuery = `
		select ` + jobColumns + ` from job where state = 'ready' and lane = '' and kind = $1 and priority = $2 and run_at <= $3
		order by run_at, id limit $4`
	lanesQuery = `
		select name, next, pace, failures, job from lane where priority = $1 and due <= $2 order by due, name limit $3`
)

func laneJobQuery(kinds int) string {
	return `
		select ` + jobColumns + ` from job where state = 'ready' and lane <> '' and lane = $1 and priority = $2 and run_at <= $3 and kind in (` + places(4, kinds) + `)
		order by run_at, id limit 1`
}

const jobColumns = "id, kind, key, payload, lane, priority, attempts, lost, token"

// class takes jobs of one kind and priority that are in no lane.
func (c claimer) class(ctx context.Context, tx *store.Tx, kind string, priority, n int) ([]Job, error) {
	list, err := c.pick(ctx, tx, classQuery+tx.SkipLocked(), kind, priority, tx.Now().UnixMicro(), n)
	if err != nil {
		return nil, err
	}
	list = alone(list)
	return list, c.take(ctx, tx, list)
}

// alone leaves a job that was lost before by itself: if it ends its process, it takes no other along.
func alone(list []Job) []Job {
	for i, j := range list {
		if j.Lost > 0 {
			return list[:max(i, 1)]
		}
	}
	return list
}

func (c claimer) pick(ctx context.Context, tx *store.Tx, query string, args ...any) (out []Job, err error) {
	err = tx.Query(ctx, query, func(row func(...any) error) error {
		j := Job{pace: c.pace}
		err := row(&j.ID, &j.Kind, &j.Key, &j.Payload, &j.Lane, &j.Priority, &j.Attempts, &j.Lost, &j.token)
		out = append(out, j)
		return err
	}, args...)
	return out, err
}

// take makes jobs that this transaction has locked the claimer's.
func (c claimer) take(ctx context.Context, tx *store.Tx, list []Job) error {
	if len(list) == 0 {
		return nil
	}
	now := tx.Now()
	token, lease := tx.NewID(), int64(0)
	if c.incarnation == 0 {
		lease = now.Add(c.lease).UnixMicro()
	}
	args := []any{c.incarnation, token, lease, now.UnixMicro()}
	for i := range list {
		list[i].token = token
		list[i].Attempts++
		args = append(args, list[i].ID)
	}
	_, err := tx.Exec(ctx, "update job set state = 'running', holder = $1, token = $2, lease = $3, began = $4, attempts = attempts + 1 where id in ("+places(5, len(list))+")", args...)
	return err
}

// lanes takes at most n jobs of kinds from lanes that are due, one of each: the most urgent lanes and among them those that waited longest.
func (c claimer) lanes(ctx context.Context, st *store.Store, n int, kinds []string) (out []Job, err error) {
	defer fault.Wrap(&err, "claim from hosts")
	err = st.Write(ctx, func(tx *store.Tx) error {
		out = nil
		if err := c.begin(ctx, tx); err != nil {
			return err
		}
		for p := 0; p < classes && len(out) < n; p++ {
			var due []lane
			err := tx.Query(ctx, lanesQuery+tx.SkipLocked(), func(row func(...any) error) error {
				var l lane
				err := row(&l.name, &l.next, &l.pace, &l.failures, &l.job)
				due = append(due, l)
				return err
			}, p, tx.Now().UnixMicro(), n-len(out))
			if err != nil {
				return err
			}
			for _, l := range due {
				list, err := c.fromLane(ctx, tx, l, kinds)
				if err != nil {
					return err
				}
				out = append(out, list...)
			}
		}
		return nil
	})
	return out, err
}

// aside is for how long a lane stands back whose first job is not for this claimer: of a kind that it does not know. It must not hold up the others.
const aside = 5 * time.Second

// fromLane takes the job of a lane that is first; a lane that has none is not looked at again until one comes.
func (c claimer) fromLane(ctx context.Context, tx *store.Tx, l lane, kinds []string) ([]Job, error) {
	for p := range classes {
		args := []any{l.name, p, tx.Now().UnixMicro()}
		for _, k := range kinds {
			args = append(args, k)
		}
		list, err := c.pick(ctx, tx, laneJobQuery(len(kinds))+tx.SkipLocked(), args...)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			continue
		}
		if err := c.take(ctx, tx, list); err != nil {
			return nil, err
		}
		l.job = list[0].ID
		return list, l.settle(ctx, tx)
	}
	return nil, l.settleFrom(ctx, tx, tx.Now().Add(aside).UnixMicro())
}

// ClaimLanes takes at most n jobs of kinds from hosts that may be asked now, one of each host, for the time of a
// lease. It is for who is no Node; the lease goes by the clock.
func ClaimLanes(ctx context.Context, st *store.Store, n int, lease time.Duration, kinds ...string) ([]Job, error) {
	return claimer{lease: lease}.lanes(ctx, st, n, kinds)
}
