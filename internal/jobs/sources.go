package jobs

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// AddSource adds a source and has it looked at at once. who is recorded; added is false for one that is known.
func AddSource(ctx context.Context, tx *store.Tx, s news.Source, who string) (added bool, err error) {
	list, err := AddSources(ctx, tx, []news.Source{s}, who)
	return len(list) > 0 && list[0], err
}

// The first looks at a long list of sources are spread out: so many a second in all, and those of one host apart.
const (
	firstLooks  = 10 // a second
	hostApart   = 20 * time.Second
	firstWithin = 6 * time.Hour // the last look of the longest list
)

// AddSources adds sources and has those that are new looked at: the first at once, the others one after the other, those
// of one host well apart. added tells for each whether it is new. who is recorded.
func AddSources(ctx context.Context, tx *store.Tx, list []news.Source, who string) (added []bool, err error) {
	out, err := tx.AddSources(ctx, list)
	if err != nil {
		return nil, err
	}
	added = make([]bool, len(list))
	hosts := map[string]int{}
	for i := range out {
		if added[i] = out[i].Fresh; added[i] {
			hosts[LaneOf(list[i].URL)]++
		}
	}
	n, seen := 0, map[string]int{}
	var work []Item
	for i, x := range out {
		if !x.Fresh {
			continue
		}
		host := LaneOf(list[i].URL)
		apart := min(hostApart, firstWithin/time.Duration(hosts[host]))
		at := max(time.Duration(n)*time.Second/firstLooks, time.Duration(seen[host])*apart)
		n++
		seen[host]++
		work = append(work, lookItem(x.ID, list[i].URL, tx.Now().Add(min(at, firstWithin))))
	}
	if err := Put(ctx, tx, work...); err != nil {
		return nil, err
	}
	switch {
	case n == 1 && len(list) == 1:
		err = tx.Audit(ctx, who, "source added", list[0].URL)
	case n > 0:
		err = tx.Audit(ctx, who, "sources added", strconv.Itoa(n)+" of a list")
	}
	return added, err
}

// Unfollow has the hubs of a source asked to stop telling of it.
func Unfollow(ctx context.Context, tx *store.Tx, id news.SourceID) error {
	list, err := tx.Subscriptions(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range list {
		s.State = store.HubEnding
		if err := tx.PutSubscription(ctx, s); err != nil {
			return err
		}
		if err := AskHub(ctx, tx, s, HubUnsubscribe, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// PauseSource stops the looks at a source, or has it looked at again at once. who is recorded.
func PauseSource(ctx context.Context, tx *store.Tx, id news.SourceID, paused bool, who string) error {
	if err := tx.PauseSource(ctx, id, paused); err != nil {
		return err
	}
	if !paused {
		if err := tx.Audit(ctx, who, "source resumed", strconv.FormatInt(int64(id), 10)); err != nil {
			return err
		}
		return LookNow(ctx, tx, id)
	}
	if err := tx.Audit(ctx, who, "source paused", strconv.FormatInt(int64(id), 10)); err != nil {
		return err
	}
	return Unfollow(ctx, tx, id)
}

// LookNow has a source looked at at once: somebody waits for it.
func LookNow(ctx context.Context, tx *store.Tx, id news.SourceID) error {
	s, err := tx.Source(ctx, id)
	if err != nil {
		return err
	}
	work := lookItem(id, s.URL, tx.Now())
	work.Priority = Now
	return Put(ctx, tx, work)
}

// Look has a source at an address looked at from a time on.
func Look(ctx context.Context, tx *store.Tx, id news.SourceID, address string, at time.Time) error {
	return Put(ctx, tx, lookItem(id, address, at))
}

func lookItem(id news.SourceID, address string, at time.Time) Item {
	return Item{Kind: Poll, Key: strconv.FormatInt(int64(id), 10), At: at, Lane: LaneOf(address), Priority: News}
}

// What is asked of a hub: the payloads of Hub.
const (
	HubSubscribe   = "subscribe"
	HubUnsubscribe = "unsubscribe"
)

// AskHub has the hub of a subscription asked for something.
func AskHub(ctx context.Context, tx *store.Tx, s store.Subscription, what string, at time.Time) error {
	return Put(ctx, tx, Item{Kind: Hub, Key: strconv.FormatInt(s.ID, 10), Payload: what, At: at, Lane: LaneOf(s.Hub), Priority: News})
}

// DeleteSource removes a source with the work that waits for it; what it gave stays. who is recorded.
func DeleteSource(ctx context.Context, tx *store.Tx, id news.SourceID, who string) error {
	s, err := tx.Source(ctx, id)
	if err != nil {
		return err
	}
	if err := Unfollow(ctx, tx, id); err != nil {
		return err
	}
	if err := ForgetSource(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.DeleteSource(ctx, id); err != nil {
		return err
	}
	return tx.Audit(ctx, who, "source deleted", s.URL)
}

// ForgetSource removes the work that is waiting for a source: looks at it and pages of it that are to be fetched. Work under way ends by itself.
func ForgetSource(ctx context.Context, tx *store.Tx, id news.SourceID) error {
	key := strconv.FormatInt(int64(id), 10)
	_, err := tx.Exec(ctx, "delete from job where kind = $1 and key = $2 and state <> 'running'", Poll, key)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "delete from job where kind = $1 and payload = $2 and state <> 'running'", Fetch, key)
	return err
}

// Known returns which keys of a kind wait, are worked on or are given up.
func Known(ctx context.Context, tx *store.Tx, kind string, keys []string) (map[string]bool, error) {
	known := map[string]bool{}
	const together = 500
	for start := 0; start < len(keys); start += together {
		part := keys[start:min(start+together, len(keys))]
		var q strings.Builder
		args := []any{kind}
		for i, k := range part {
			if i > 0 {
				q.WriteByte(',')
			}
			args = append(args, k)
			fmt.Fprintf(&q, "$%d", len(args))
		}
		err := tx.Query(ctx, "select key from job where kind = $1 and key in ("+q.String()+")", func(row func(...any) error) error {
			var k string
			err := row(&k)
			known[k] = true
			return err
		}, args...)
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// Unlooked returns sources that are to be looked at, were due before a time, and have no job for it, or one that was given up: at most limit.
func Unlooked(ctx context.Context, tx *store.Tx, before time.Time, limit int) (ids []news.SourceID, err error) {
	err = tx.Query(ctx, `
		select s.id from source s left join job j on j.kind = $1 and j.key = cast(s.id as text)
		where s.next < $2 and not s.paused and s.stopped = '' and (j.id is null or j.state = 'dead') order by s.next, s.id limit $3`,
		func(row func(...any) error) error {
			var id news.SourceID
			err := row(&id)
			ids = append(ids, id)
			return err
		}, Poll, before.UnixMicro(), limit)
	return ids, err
}

// Pull brings jobs that wait for later than latest, and hosts that rest for longer, to a nearer time: the clock was set
// back, and they would wait for years.
func Pull(ctx context.Context, tx *store.Tx, latest, to time.Time) error {
	_, err := tx.Exec(ctx, "update lane set next = $1, due = case when due = $2 then due else $3 end where next > $4", to.UnixMicro(), int64(never), to.UnixMicro(), latest.UnixMicro())
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "update job set run_at = $1 where state = 'ready' and run_at > $2", to.UnixMicro(), latest.UnixMicro())
	if err != nil || n == 0 {
		return err
	}
	return wakeIdle(ctx, tx)
}
