package jobs

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// Item is work to enqueue.
type Item struct {
	Kind, Key, Payload string
	At                 time.Time // from when on it is due
	Lane               string    // the host that it asks; "" gives a page to fetch the lane of its address, other kinds none
	Priority           int       // Now, News or Bulk
}

// Enqueue makes a job of priority News wait from at on. One of the same kind and key that waits already
// takes the earlier time and the new payload; one that is being worked on will run again.
func Enqueue(ctx context.Context, tx *store.Tx, kind, key, payload string, at time.Time) error {
	return Put(ctx, tx, Item{Kind: kind, Key: key, Payload: payload, At: at, Priority: News})
}

// together is how many rows one statement inserts: PostgreSQL takes at most 65,535 values.
const together = 200

// Put enqueues jobs as Enqueue does, with lane and priority; of one kind and key the more urgent priority stays. It
// is quick for thousands.
func Put(ctx context.Context, tx *store.Tx, list ...Item) error {
	list = merged(list)
	// Lanes before jobs, and both in order: transactions that wait for each other wait in one direction.
	if err := wakeLanes(ctx, tx, list); err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	now := tx.Now()
	for part := range slices.Chunk(list, together) {
		var q strings.Builder
		q.WriteString("insert into job (id, kind, key, payload, run_at, lane, priority, delay, state, lease, attempts, again, reason) values ")
		args := make([]any, 0, 8*len(part))
		for i, x := range part {
			if i > 0 {
				q.WriteByte(',')
			}
			fmt.Fprintf(&q, "(%s,'ready',0,0,false,'')", places(8*i+1, 8))
			args = append(args, tx.NewID(), x.Kind, x.Key, x.Payload, x.At.UnixMicro(), x.Lane, x.Priority, max(0, x.At.Sub(now).Microseconds()))
		}
		q.WriteString(`
			on conflict (kind, key) do update set
				payload = excluded.payload,
				run_at = case when job.state = 'ready' and job.run_at < excluded.run_at then job.run_at else excluded.run_at end,
				delay = case when job.state = 'ready' and job.run_at < excluded.run_at then job.delay else excluded.delay end,
				lane = case when job.state = 'running' or excluded.lane = '' then job.lane else excluded.lane end,
				priority = case when job.state <> 'dead' and job.priority < excluded.priority then job.priority else excluded.priority end,
				again = (job.state = 'running'),
				attempts = case when job.state = 'dead' then 0 else job.attempts end,
				lost = case when job.state = 'dead' then 0 else job.lost end,
				state = case when job.state = 'dead' then 'ready' else job.state end`)
		if _, err := tx.Exec(ctx, q.String(), args...); err != nil {
			return fmt.Errorf("enqueue %s %s: %w", part[0].Kind, part[0].Key, err)
		}
	}
	return nil
}

// merged is the list in order of kind and key with one of each: the last one's payload, the earliest time, the most urgent priority.
func merged(list []Item) []Item {
	out := make([]Item, 0, len(list))
	at := make(map[[2]string]int, len(list))
	for _, x := range list {
		if x.Lane == "" && x.Kind == Fetch {
			x.Lane = LaneOf(x.Key)
		}
		x.Priority = max(Now, min(x.Priority, Bulk))
		k := [2]string{x.Kind, x.Key}
		i, seen := at[k]
		if !seen {
			at[k] = len(out)
			out = append(out, x)
			continue
		}
		if out[i].At.Before(x.At) {
			x.At = out[i].At
		}
		x.Priority = min(x.Priority, out[i].Priority)
		out[i] = x
	}
	slices.SortStableFunc(out, func(a, b Item) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key)) })
	return out
}

// LaneOf is the lane of an address: its host, with the port where it has one. What is no address has none.
func LaneOf(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || len(u.Host) > 300 {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(u.Host), ".")
}
