package store

import (
	"context"
	"strconv"
)

// This file owns table stage_state: how each item fared in each stage.

// The states of an item in a stage.
const (
	StateDone   = "done"
	StateEmpty  = "empty"  // done, and there was nothing to find: the reason says what it was instead
	StateFailed = "failed" // will be tried again
	StateDead   = "dead"   // given up until somebody asks for it
)

// Item is how an item fared in a stage.
type Item struct {
	Stage    string
	ID       int64
	Version  int // of the stage
	State    string
	Attempts int
	Reason   string
}

// PutState records how an item fared.
func (t *Tx) PutState(ctx context.Context, x Item) error {
	_, err := t.Exec(ctx, `
		insert into stage_state (stage, item, version, state, attempts, reason, time) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (stage, item) do update set version = excluded.version, state = excluded.state, attempts = excluded.attempts, reason = excluded.reason, time = excluded.time`,
		x.Stage, x.ID, x.Version, x.State, x.Attempts, x.Reason, micros(t.Now()))
	return err
}

// State reads how an item fared.
func (r reader) State(ctx context.Context, stage string, id int64) (x Item, err error) {
	err = r.one(ctx, stage+" of "+strconv.FormatInt(id, 10), "select stage, item, version, state, attempts, reason from stage_state where stage = $1 and item = $2",
		[]any{stage, id}, &x.Stage, &x.ID, &x.Version, &x.State, &x.Attempts, &x.Reason)
	return x, err
}

// Count is how many there are of something.
type Count struct {
	Name string
	N    int
}

// Failure is an item that has not come through a stage.
type Failure struct{ Item, Stage, Error string }

// Overview is the state of the archive for its operator.
type Overview struct {
	Counts   []Count   // rows by noun, then waiting work by kind
	Reasons  []Count   // why captures gave no article
	Failures []Failure // the latest first, at most 50
}

// Overview reads the state of the archive.
func (r reader) Overview(ctx context.Context) (o Overview, err error) {
	for _, table := range []string{"source", "capture", "article", "version", "statement", "origin", "story", "storyline", "claim"} {
		where := ""
		if table == "story" || table == "storyline" || table == "claim" {
			where = " where into_id = 0"
		}
		c := Count{Name: table}
		if err := r.one(ctx, table, "select count(*) from "+table+where, nil, &c.N); err != nil {
			return o, err
		}
		o.Counts = append(o.Counts, c)
	}
	counts := func(to *[]Count, query string) error {
		return r.Query(ctx, query, func(row func(...any) error) error {
			var c Count
			err := row(&c.Name, &c.N)
			*to = append(*to, c)
			return err
		})
	}
	if err := counts(&o.Counts, "select 'waiting: ' || kind, count(*) from job where state <> 'dead' group by kind order by kind"); err != nil {
		return o, err
	}
	if err := counts(&o.Counts, "select 'given up: ' || kind, count(*) from job where state = 'dead' group by kind order by kind"); err != nil {
		return o, err
	}
	if err := counts(&o.Reasons, "select reason, count(*) from stage_state where state = 'empty' group by reason order by count(*) desc, reason limit 50"); err != nil {
		return o, err
	}
	err = r.Query(ctx, "select kind, key, reason from job where reason <> '' order by id desc limit 50", func(row func(...any) error) error {
		var f Failure
		err := row(&f.Stage, &f.Item, &f.Error)
		o.Failures = append(o.Failures, f)
		return err
	})
	return o, err
}
