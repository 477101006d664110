package store

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns table source.

const sourceColumns = "id, url, title, folder, added, polled, next, etag, last_modified, failures, problem, links"

func scanSource(row func(...any) error) (s news.Source, err error) {
	var added, polled, next int64
	err = row(&s.ID, &s.URL, &s.Title, &s.Folder, &added, &polled, &next, &s.ETag, &s.LastModified, &s.Failures, &s.Problem, &s.Links)
	s.Added, s.Polled, s.Next = fromMicros(added), fromMicros(polled), fromMicros(next)
	return s, err
}

// AddSource adds a source, due at once; one with the same address keeps its state and gets the title and folder it lacked.
func (t *Tx) AddSource(ctx context.Context, s news.Source) (id news.SourceID, added bool, err error) {
	defer fault.Wrap(&err, "source %s", s.URL)
	fresh := news.SourceID(t.NewID())
	now := micros(t.Now())
	err = t.one(ctx, "source", `
		insert into source (`+sourceColumns+`) values ($1, $2, $3, $4, $5, 0, $6, '', '', 0, '', 0)
		on conflict (url) do update set
			title = case when source.title = '' then excluded.title else source.title end,
			folder = case when source.folder = '' then excluded.folder else source.folder end
		returning id`, []any{int64(fresh), s.URL, s.Title, s.Folder, now, now}, &id)
	return id, id == fresh, err
}

// PutPolled saves what a look at a source gave: everything but address, folder and time of adding.
func (t *Tx) PutPolled(ctx context.Context, s news.Source) error {
	_, err := t.Exec(ctx, `
		update source set title = $1, polled = $2, next = $3, etag = $4, last_modified = $5, failures = $6, problem = $7, links = $8 where id = $9`,
		s.Title, micros(s.Polled), micros(s.Next), s.ETag, s.LastModified, s.Failures, s.Problem, s.Links, int64(s.ID))
	return err
}

// Source reads one source.
func (r reader) Source(ctx context.Context, id news.SourceID) (news.Source, error) {
	list, err := r.sources(ctx, "where id = $1", int64(id))
	if err == nil && len(list) == 0 {
		err = fault.Errorf(fault.NotFound, "source %d: no such thing", id)
	}
	if err != nil {
		return news.Source{}, err
	}
	return list[0], nil
}

// Sources reads all sources, in the order in which they were added.
func (r reader) Sources(ctx context.Context) ([]news.Source, error) {
	return r.sources(ctx, "order by id")
}

// SourcesDue reads at most limit sources that are to be looked at by now, the longest waiting first.
func (r reader) SourcesDue(ctx context.Context, now time.Time, limit int) ([]news.Source, error) {
	return r.sources(ctx, "where next <= $1 order by next, id limit $2", micros(now), limit)
}

func (r reader) sources(ctx context.Context, where string, args ...any) (out []news.Source, err error) {
	err = r.Query(ctx, "select "+sourceColumns+" from source "+where, func(row func(...any) error) error {
		s, err := scanSource(row)
		out = append(out, s)
		return err
	}, args...)
	return out, err
}
