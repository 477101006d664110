package store

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// This file owns tables source_look and source_miss: how looking at a source and fetching its pages went.

// The outcomes of a look.
const (
	LookNew    = "new"    // it was read
	LookSame   = "same"   // its server said that nothing changed
	LookPushed = "pushed" // a hub told of it
	LookFailed = "failed"
)

// Look is one look at a source.
type Look struct {
	Source  news.SourceID
	Time    time.Time
	Outcome string
	Found   int // links in the list
	Fresh   int // of them not known before
	Took    time.Duration
	Note    string // why it failed, or what was odd
}

// looksKept is how many looks of a source are kept.
const looksKept = 50

// PutLook records a look and forgets the oldest.
func (t *Tx) PutLook(ctx context.Context, l Look) error {
	_, err := t.Exec(ctx, `
		insert into source_look (source, time, outcome, found, fresh, took, note) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (source, time) do update set outcome = excluded.outcome, found = excluded.found, fresh = excluded.fresh, took = excluded.took, note = excluded.note`,
		int64(l.Source), micros(l.Time), l.Outcome, l.Found, l.Fresh, l.Took.Microseconds(), l.Note)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, "delete from source_look where source = $1 and time < (select min(time) from (select time from source_look where source = $2 order by time desc limit $3) newest)",
		int64(l.Source), int64(l.Source), looksKept)
	return err
}

// Looks reads the last looks at a source, newest first.
func (r reader) Looks(ctx context.Context, id news.SourceID) (out []Look, err error) {
	err = r.Query(ctx, "select source, time, outcome, found, fresh, took, note from source_look where source = $1 order by time desc", func(row func(...any) error) error {
		var l Look
		var at, took int64
		err := row(&l.Source, &at, &l.Outcome, &l.Found, &l.Fresh, &took, &l.Note)
		l.Time, l.Took = fromMicros(at), time.Duration(took)*time.Microsecond
		out = append(out, l)
		return err
	}, int64(id))
	return out, err
}

// Miss is a reason why pages of a source could not be fetched.
type Miss struct {
	Reason string // of a closed set of plain words
	Count  int
	Time   time.Time // the latest
	URL    string    // an example: the latest
	Note   string    // what the server said then
}

// PutMiss counts a page that could not be fetched.
func (t *Tx) PutMiss(ctx context.Context, id news.SourceID, m Miss) error {
	_, err := t.Exec(ctx, `
		insert into source_miss (source, reason, count, time, url, note) values ($1, $2, 1, $3, $4, $5)
		on conflict (source, reason) do update set count = source_miss.count + 1, time = excluded.time, url = excluded.url, note = excluded.note`,
		int64(id), m.Reason, micros(t.Now()), m.URL, m.Note)
	return err
}

// Misses reads why pages of a source could not be fetched, the commonest first.
func (r reader) Misses(ctx context.Context, id news.SourceID) (out []Miss, err error) {
	err = r.Query(ctx, "select reason, count, time, url, note from source_miss where source = $1 order by count desc, reason", func(row func(...any) error) error {
		var m Miss
		var at int64
		err := row(&m.Reason, &m.Count, &at, &m.URL, &m.Note)
		m.Time = fromMicros(at)
		out = append(out, m)
		return err
	}, int64(id))
	return out, err
}

// Yield is what the pages of a source gave.
type Yield struct {
	Captures int     // pages fetched
	Articles int     // of them with an article
	Empty    []Count // of them without one, by reason, the commonest first
	Missed   int     // pages that could not be fetched
}

// Yields reads what the pages of sources gave; of one source, or of all for 0. Reasons are read for one alone.
func (r reader) Yields(ctx context.Context, id news.SourceID) (map[news.SourceID]*Yield, error) {
	out := map[news.SourceID]*Yield{}
	of := func(s news.SourceID) *Yield {
		if out[s] == nil {
			out[s] = &Yield{}
		}
		return out[s]
	}
	from := " from capture c left join stage_state s on s.stage = 'extract' and s.item = c.id where c.source = $1 or ($2 and c.source <> 0)"
	err := r.Query(ctx, "select c.source, coalesce(s.state, ''), count(*)"+from+" group by c.source, coalesce(s.state, '')", func(row func(...any) error) error {
		var s news.SourceID
		var state string
		var n int
		err := row(&s, &state, &n)
		y := of(s)
		y.Captures += n
		if state == StateDone {
			y.Articles += n
		}
		return err
	}, int64(id), id == 0)
	if err != nil {
		return nil, err
	}
	err = r.Query(ctx, "select source, sum(count) from source_miss where source = $1 or $2 group by source", func(row func(...any) error) error {
		var s news.SourceID
		var n int
		err := row(&s, &n)
		of(s).Missed = n
		return err
	}, int64(id), id == 0)
	if err != nil || id == 0 {
		return out, err
	}
	err = r.Query(ctx, "select s.reason, count(*) from capture c join stage_state s on s.stage = 'extract' and s.item = c.id where c.source = $1 and s.state = 'empty' group by s.reason order by count(*) desc, s.reason limit 20",
		func(row func(...any) error) error {
			var c Count
			err := row(&c.Name, &c.N)
			of(id).Empty = append(of(id).Empty, c)
			return err
		}, int64(id))
	return out, err
}
