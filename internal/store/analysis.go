package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// This file owns tables mentions, statement, figure and event: what one version says.

// PutMentions saves what a version mentions.
func (t *Tx) PutMentions(ctx context.Context, v news.VersionID, m *mention.Set, maker int) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("mentions of version %d: %w", v, err)
	}
	_, err = t.Exec(ctx, "insert into mentions (version, maker, found) values ($1, $2, $3) on conflict (version) do update set maker = excluded.maker, found = excluded.found",
		int64(v), maker, string(data))
	return err
}

// IsAnalysed reports whether what a version says was found by a stage of at least this version.
func (r reader) IsAnalysed(ctx context.Context, id news.VersionID, maker int) (bool, error) {
	n := 0
	err := r.one(ctx, "mentions", "select count(*) from mentions where version = $1 and maker >= $2", []any{int64(id), maker}, &n)
	return n > 0, err
}

// Mentions reads what versions mention; versions not analysed yet are missing.
func (r reader) Mentions(ctx context.Context, ids ...news.VersionID) (map[news.VersionID]*mention.Set, error) {
	out := map[news.VersionID]*mention.Set{}
	err := lists(ids, 1, func(in string, args []any) error {
		return r.Query(ctx, "select version, found from mentions where version in ("+in+")", func(row func(...any) error) error {
			var id news.VersionID
			var data string
			if err := row(&id, &data); err != nil {
				return err
			}
			m := &mention.Set{}
			out[id] = m
			return json.Unmarshal([]byte(data), m)
		}, args...)
	})
	return out, err
}

// Spot is where a statement stands in its version; it keeps its identifier as long as it is found there.
func Spot(s news.Statement) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d-%d,%d-%d", s.Source.Start, s.Source.End, s.Cue.Start, s.Cue.End)
	for _, c := range s.Content {
		fmt.Fprintf(&b, ",%d-%d", c.Start, c.End)
	}
	return b.String()
}

// PutStatements replaces the statements of a version and returns them with identifiers:
// a statement found again where it stood keeps its own.
func (t *Tx) PutStatements(ctx context.Context, v *news.Version, list []news.Statement, maker int) (_ []news.Statement, err error) {
	defer fault.Wrap(&err, "statements of version %d", v.ID)
	known := map[string]news.StatementID{}
	err = t.Query(ctx, "select id, spot from statement where version = $1", func(row func(...any) error) error {
		var id news.StatementID
		var at string
		err := row(&id, &at)
		known[at] = id
		return err
	}, int64(v.ID))
	if err != nil {
		return nil, err
	}
	if _, err := t.Exec(ctx, "delete from statement where version = $1", int64(v.ID)); err != nil {
		return nil, err
	}
	out := make([]news.Statement, 0, len(list))
	seen := map[string]bool{}
	for _, s := range list {
		at := Spot(s)
		if seen[at] {
			continue
		}
		seen[at] = true
		s.ID, s.Article, s.Version = known[at], v.Article, v.ID
		if s.ID == 0 {
			s.ID = news.StatementID(t.NewID())
		}
		detail, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		if _, err := t.Exec(ctx, "insert into statement (id, article, version, spot, at, kind, party, detail, maker) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			int64(s.ID), int64(s.Article), int64(s.Version), at, s.Sentence.Start, string(s.Kind), s.Party, string(detail), maker); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// Statements reads what is said in versions, version by version, in the order of the text.
func (r reader) Statements(ctx context.Context, ids ...news.VersionID) (out []news.Statement, err error) {
	err = lists(ids, 1, func(in string, args []any) error {
		return details(ctx, r, &out, "select detail from statement where version in ("+in+") order by version, at, id", args...)
	})
	return out, err
}

// Statement reads one statement.
func (r reader) Statement(ctx context.Context, id news.StatementID) (s news.Statement, err error) {
	var detail string
	if err := r.one(ctx, fmt.Sprintf("statement %d", id), "select detail from statement where id = $1", []any{int64(id)}, &detail); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(detail), &s)
}

// details reads rows whose one column is a value as JSON.
func details[T any](ctx context.Context, r reader, out *[]T, query string, args ...any) error {
	return r.Query(ctx, query, func(row func(...any) error) error {
		var detail string
		if err := row(&detail); err != nil {
			return err
		}
		var x T
		if err := json.Unmarshal([]byte(detail), &x); err != nil {
			return err
		}
		*out = append(*out, x)
		return nil
	}, args...)
}

// PutFigures replaces the figures of a version and returns them with identifiers.
func (t *Tx) PutFigures(ctx context.Context, v *news.Version, list []news.Figure, maker int) ([]news.Figure, error) {
	if _, err := t.Exec(ctx, "delete from figure where version = $1", int64(v.ID)); err != nil {
		return nil, err
	}
	for i := range list {
		f := &list[i]
		f.ID, f.Article, f.Version = news.FigureID(t.NewID()), v.Article, v.ID
		if err := t.putDetail(ctx, "figure", int64(f.ID), v, f.Span.Start, f, maker); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// PutEvents replaces the events of a version and returns them with identifiers.
func (t *Tx) PutEvents(ctx context.Context, v *news.Version, list []news.Event, maker int) ([]news.Event, error) {
	if _, err := t.Exec(ctx, "delete from event where version = $1", int64(v.ID)); err != nil {
		return nil, err
	}
	for i := range list {
		e := &list[i]
		e.ID, e.Article, e.Version = news.EventID(t.NewID()), v.Article, v.ID
		if err := t.putDetail(ctx, "event", int64(e.ID), v, e.Span.Start, e, maker); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (t *Tx) putDetail(ctx context.Context, table string, id int64, v *news.Version, at int, x any, maker int) error {
	detail, err := json.Marshal(x)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, "insert into "+table+" (id, article, version, at, detail, maker) values ($1, $2, $3, $4, $5, $6)",
		id, int64(v.Article), int64(v.ID), at, string(detail), maker)
	return err
}

// Figures reads the figures of versions, in the order of the texts.
func (r reader) Figures(ctx context.Context, ids ...news.VersionID) (out []news.Figure, err error) {
	err = lists(ids, 1, func(in string, args []any) error {
		return details(ctx, r, &out, "select detail from figure where version in ("+in+") order by version, at, id", args...)
	})
	return out, err
}

// Events reads the events of versions, in the order of the texts.
func (r reader) Events(ctx context.Context, ids ...news.VersionID) (out []news.Event, err error) {
	err = lists(ids, 1, func(in string, args []any) error {
		return details(ctx, r, &out, "select detail from event where version in ("+in+") order by version, at, id", args...)
	})
	return out, err
}
