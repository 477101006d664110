package store

import (
	"context"
	"time"
)

// This file reads table job, which package jobs owns, for the operator.

// QueueRow is how it stands with one kind of work.
type QueueRow struct {
	Kind                      string
	Due, Later, Running, Dead int
	Oldest                    time.Time // since when the longest waiting has been due; zero: nothing is
	Since                     time.Time // when the one longest at work was begun
	Failing                   int       // of those that wait: tried before without success
}

// Queue counts work by kind.
func (r reader) Queue(ctx context.Context, now time.Time) (out []QueueRow, err error) {
	at := micros(now)
	err = r.Query(ctx, `
		select kind,
			coalesce(sum(case when state = 'ready' and run_at <= $1 then 1 else 0 end), 0), coalesce(sum(case when state = 'ready' and run_at > $2 then 1 else 0 end), 0),
			coalesce(sum(case when state = 'running' then 1 else 0 end), 0), coalesce(sum(case when state = 'dead' then 1 else 0 end), 0),
			coalesce(min(case when state = 'ready' and run_at <= $3 then run_at end), 0), coalesce(min(case when state = 'running' and began > 0 then began end), 0),
			coalesce(sum(case when state = 'ready' and attempts > 0 then 1 else 0 end), 0)
		from job group by kind order by kind`, func(row func(...any) error) error {
		var q QueueRow
		var oldest, began int64
		err := row(&q.Kind, &q.Due, &q.Later, &q.Running, &q.Dead, &oldest, &began, &q.Failing)
		q.Oldest, q.Since = fromMicros(oldest), fromMicros(began)
		out = append(out, q)
		return err
	}, at, at, at)
	return out, err
}

// Dead is work that was given up.
type Dead struct {
	ID                int64
	Kind, Key, Reason string
	Attempts          int
}

// DeadFilter chooses work that was given up, for a list.
type DeadFilter struct {
	Kind   string // "": all
	Reason string // exactly; "": all
	After  string
	Limit  int
}

// DeadWork reads a page of the work that was given up, the latest first.
func (r reader) DeadWork(ctx context.Context, f DeadFilter) (out []Dead, next string, err error) {
	_, last, err := parseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	err = r.Query(ctx, `
		select id, kind, key, reason, attempts from job
		where state = 'dead' and id < $1 and ($2 or kind = $3) and ($4 or reason = $5) order by id desc limit $6`, func(row func(...any) error) error {
		var d Dead
		err := row(&d.ID, &d.Kind, &d.Key, &d.Reason, &d.Attempts)
		out = append(out, d)
		return err
	}, last, f.Kind == "", f.Kind, f.Reason == "", f.Reason, f.Limit)
	if err == nil && len(out) == f.Limit {
		next = cursor(0, out[len(out)-1].ID)
	}
	return out, next, err
}

// DeadReason counts work that was given up for one reason.
type DeadReason struct {
	Kind, Reason string
	N            int
}

// DeadReasons counts the work that was given up by kind and reason, the most frequent first.
func (r reader) DeadReasons(ctx context.Context, limit int) (out []DeadReason, err error) {
	err = r.Query(ctx, "select kind, reason, count(*) from job where state = 'dead' group by kind, reason order by count(*) desc, kind, reason limit $1", func(row func(...any) error) error {
		var d DeadReason
		err := row(&d.Kind, &d.Reason, &d.N)
		out = append(out, d)
		return err
	}, limit)
	return out, err
}
