package store

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// This file owns tables purge and tombstone: what was taken away, by whom, when and why.

// The kinds of thing that a tombstone stands for.
const (
	tombCapture   = "capture"
	tombArticle   = "article"
	tombStory     = "story"
	tombStoryline = "storyline"
)

// Removed is the failure of asking for what a purge took. It is of kind fault.Gone. Its
// text gives the reason only where the operator lets readers see it.
type Removed struct {
	What   string // "article 12"
	Time   time.Time
	Reason string
	Shown  bool // readers may see the reason
}

// Error names the thing, and the reason where it may be shown.
func (x *Removed) Error() string {
	s := x.What + " was removed on " + x.Time.Format(time.DateOnly)
	if x.Shown && x.Reason != "" {
		s += ": " + x.Reason
	}
	return s
}

// Unwrap makes it fault.Gone.
func (x *Removed) Unwrap() error { return fault.Gone }

// Purge is one purge that was done.
type Purge struct {
	ID                          int64
	Time                        time.Time
	Who, Target, Reason         string
	Shown                       bool
	Captures, Articles, Stories int
}

func scanRemoved(row func(...any) error) (*Removed, error) {
	var at int64
	x := &Removed{}
	err := row(&at, &x.Reason, &x.Shown)
	x.Time = fromMicros(at)
	return x, err
}

// removed fails with a *Removed where a purge took the thing, and is nil elsewhere.
func (r reader) removed(ctx context.Context, kind string, id int64) error {
	var found *Removed
	err := r.Query(ctx, "select p.time, p.reason, p.shown from tombstone t join purge p on p.id = t.purge where t.kind = $1 and t.item = $2", func(row func(...any) error) (err error) {
		found, err = scanRemoved(row)
		return err
	}, kind, id)
	if err == nil && found != nil {
		found.What = fmt.Sprintf("%s %d", kind, id)
		return found
	}
	return err
}

// orRemoved turns "no such thing" into a *Removed where a purge took the thing.
func (r reader) orRemoved(ctx context.Context, err error, kind string, id int64) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	if gone := r.removed(ctx, kind, id); gone != nil {
		return gone
	}
	return err
}

// Purges reads a page of the purges done, the latest first.
func (r reader) Purges(ctx context.Context, after string, limit int) (out []Purge, next string, err error) {
	_, last, err := parseCursor(after)
	if err != nil {
		return nil, "", err
	}
	err = r.Query(ctx, "select id, time, who, target, reason, shown, captures, articles, stories from purge where id < $1 order by id desc limit $2", func(row func(...any) error) error {
		var p Purge
		var at int64
		err := row(&p.ID, &at, &p.Who, &p.Target, &p.Reason, &p.Shown, &p.Captures, &p.Articles, &p.Stories)
		p.Time = fromMicros(at)
		out = append(out, p)
		return err
	}, last, limit)
	if err == nil && len(out) == limit {
		next = cursor(0, out[len(out)-1].ID)
	}
	return out, next, err
}

// LastPurge is the identifier of the latest purge, or zero. What is kept in memory about articles is out of date when it changes.
func (r reader) LastPurge(ctx context.Context) (id int64, err error) {
	err = r.one(ctx, "purges", "select coalesce(max(id), 0) from purge", nil, &id)
	return id, err
}

// purged reads what a purge took of a kind.
func (r reader) purged(ctx context.Context, purge int64, kind string) (ids []int64, err error) {
	err = r.Query(ctx, "select item from tombstone where purge = $1 and kind = $2 order by item", func(row func(...any) error) error {
		var id int64
		err := row(&id)
		ids = append(ids, id)
		return err
	}, purge, kind)
	return ids, err
}

// putTombstones says of what a purge took that it did.
func putTombstones[T ~int64](ctx context.Context, t *Tx, purge int64, kind string, ids []T) error {
	for _, id := range ids {
		if _, err := t.Exec(ctx, "insert into tombstone (kind, item, purge) values ($1, $2, $3) on conflict (kind, item) do nothing", kind, int64(id), purge); err != nil {
			return err
		}
	}
	return nil
}
