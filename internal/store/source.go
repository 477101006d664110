package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns table source.

const sourceColumns = "id, url, title, folder, site, extra, kind, added, polled, next, succeeded, failed, etag, last_modified, failures, problem, links, gap, newest, moved_to, moves, paused, stopped"

func scanSource(row func(...any) error) (s news.Source, err error) {
	var added, polled, next, succeeded, failed, gap, newest int64
	var extra string
	err = row(&s.ID, &s.URL, &s.Title, &s.Folder, &s.Site, &extra, &s.Kind, &added, &polled, &next, &succeeded, &failed, &s.ETag, &s.LastModified,
		&s.Failures, &s.Problem, &s.Links, &gap, &newest, &s.MovedTo, &s.Moves, &s.Paused, &s.Stopped)
	if err != nil {
		return s, err
	}
	s.Added, s.Polled, s.Next, s.Succeeded, s.Failed = fromMicros(added), fromMicros(polled), fromMicros(next), fromMicros(succeeded), fromMicros(failed)
	s.Gap, s.Newest = time.Duration(gap)*time.Microsecond, fromMicros(newest)
	if extra != "" {
		if err := json.Unmarshal([]byte(extra), &s.Extra); err != nil {
			return s, fmt.Errorf("source %d: what its list said: %w", s.ID, err)
		}
	}
	return s, nil
}

// AddSource adds a source, due at once; one with the same address keeps its state and gets the title and folder it lacked.
func (t *Tx) AddSource(ctx context.Context, s news.Source) (id news.SourceID, added bool, err error) {
	list, err := t.AddSources(ctx, []news.Source{s})
	if err != nil {
		return 0, false, err
	}
	return list[0].ID, list[0].Fresh, nil
}

// AddedSource is what adding a source gave.
type AddedSource struct {
	ID    news.SourceID
	Fresh bool // it was not there before
}

// perInsert is how many sources one statement adds: SQLite takes 32,766 values at most, and there is little to gain beyond.
const perInsert = 200

// AddSources adds many sources as AddSource does one, with one statement for many. An address that stands in the list twice is added once.
func (t *Tx) AddSources(ctx context.Context, list []news.Source) (out []AddedSource, err error) {
	known := make(map[string]AddedSource, len(list))
	now := micros(t.Now())
	for start := 0; start < len(list); start += perInsert {
		if err := t.addSources(ctx, list[start:min(start+perInsert, len(list))], now, known); err != nil {
			return nil, err
		}
	}
	for _, s := range list {
		a := known[plain(s.URL)]
		out = append(out, a)
		known[plain(s.URL)] = AddedSource{ID: a.ID} // a second one of the list is not fresh
	}
	return out, nil
}

func (t *Tx) addSources(ctx context.Context, list []news.Source, now int64, known map[string]AddedSource) (err error) {
	defer fault.Wrap(&err, "source %s", list[0].URL)
	var rows strings.Builder
	var args []any
	fresh := map[int64]bool{}
	for _, s := range list {
		if _, ok := known[plain(s.URL)]; ok {
			continue
		}
		known[plain(s.URL)] = AddedSource{}
		extra := ""
		if len(s.Extra) > 0 {
			b, err := json.Marshal(s.Extra)
			if err != nil {
				return err
			}
			extra = string(b)
		}
		if len(args) > 0 {
			rows.WriteString(", ")
		}
		rows.WriteByte('(')
		id := t.NewID()
		fresh[id] = true
		for i, v := range []any{id, s.URL, s.Title, s.Folder, s.Site, extra, now, now} {
			if i > 0 {
				rows.WriteString(", ")
			}
			args = append(args, v)
			fmt.Fprintf(&rows, "$%d", len(args))
		}
		rows.WriteString(", 0, '', '', 0, '', 0)")
	}
	if len(args) == 0 {
		return nil
	}
	return t.Query(ctx, `
		insert into source (id, url, title, folder, site, extra, added, next, polled, etag, last_modified, failures, problem, links) values `+rows.String()+`
		on conflict (url) do update set
			title = case when source.title = '' then excluded.title else source.title end,
			folder = case when source.folder = '' then excluded.folder else source.folder end,
			site = case when source.site = '' then excluded.site else source.site end,
			extra = case when source.extra = '' then excluded.extra else source.extra end
		returning id, url`, func(row func(...any) error) error {
		var id int64
		var url string
		err := row(&id, &url)
		known[url] = AddedSource{news.SourceID(id), fresh[id]}
		return err
	}, args...)
}

// PutPolled saves what a look at a source gave: everything but address, folder, time of adding and what the operator decides.
func (t *Tx) PutPolled(ctx context.Context, s news.Source) error {
	_, err := t.Exec(ctx, `
		update source set title = case when title = '' then $1 else title end, site = case when site = '' then $2 else site end, kind = $3, polled = $4, next = $5, succeeded = $6, failed = $7,
			etag = $8, last_modified = $9, failures = $10, problem = $11, links = $12, gap = $13, newest = $14, moved_to = $15, moves = $16, stopped = $17
		where id = $18`,
		s.Title, s.Site, s.Kind, micros(s.Polled), micros(s.Next), micros(s.Succeeded), micros(s.Failed),
		s.ETag, s.LastModified, s.Failures, s.Problem, s.Links, s.Gap.Microseconds(), micros(s.Newest), s.MovedTo, s.Moves, s.Stopped, int64(s.ID))
	return err
}

// AddLinks counts links that came without a look.
func (t *Tx) AddLinks(ctx context.Context, id news.SourceID, n int) error {
	_, err := t.Exec(ctx, "update source set links = links + $1 where id = $2", n, int64(id))
	return err
}

// MoveSource gives a source another address. An address that another source has is fault.Exists.
func (t *Tx) MoveSource(ctx context.Context, id news.SourceID, url string) error {
	var n int
	if err := t.one(ctx, "sources", "select count(*) from source where url = $1 and id <> $2", []any{url, int64(id)}, &n); err != nil {
		return err
	}
	if n > 0 {
		return fault.Errorf(fault.Exists, "source %d: %s is a source already", id, url)
	}
	_, err := t.Exec(ctx, "update source set url = $1, moved_to = '', moves = 0, etag = '', last_modified = '' where id = $2", url, int64(id))
	return err
}

// EditSource changes what the operator says of a source.
func (t *Tx) EditSource(ctx context.Context, id news.SourceID, title, folder string) error {
	return t.changeSource(ctx, id, "update source set title = $1, folder = $2 where id = $3", title, folder, int64(id))
}

// PauseSource stops looking at a source, or goes on: then what stopped it is forgotten too.
func (t *Tx) PauseSource(ctx context.Context, id news.SourceID, paused bool) error {
	return t.changeSource(ctx, id, "update source set paused = $1, stopped = case when $2 then stopped else '' end where id = $3", paused, paused, int64(id))
}

func (t *Tx) changeSource(ctx context.Context, id news.SourceID, query string, args ...any) error {
	n, err := t.Exec(ctx, query, args...)
	if err == nil && n == 0 {
		err = fault.Errorf(fault.NotFound, "source %d: no such thing", id)
	}
	return err
}

// DeleteSource removes a source with its history. Its captures stay; so does a subscription until its hub has let go of it.
func (t *Tx) DeleteSource(ctx context.Context, id news.SourceID) error {
	for _, q := range []string{
		"delete from source_look where source = $1", "delete from source_miss where source = $1",
		"delete from hub_message where subscription in (select id from hub_subscription where source = $1)",
		"update hub_subscription set source = 0 where source = $1",
	} {
		if _, err := t.Exec(ctx, q, int64(id)); err != nil {
			return err
		}
	}
	return t.changeSource(ctx, id, "delete from source where id = $1", int64(id))
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

// SourceFilter chooses sources. The zero value chooses all.
type SourceFilter struct {
	After   news.SourceID // added after this one
	Failing bool          // only those whose last look failed, or that are not looked at any more
	Limit   int
}

// FindSources reads at most f.Limit sources, in the order in which they were added.
func (r reader) FindSources(ctx context.Context, f SourceFilter) ([]news.Source, error) {
	return r.sources(ctx, "where id > $1 and ($2 or problem <> '' or stopped <> '') order by id limit $3", int64(f.After), !f.Failing, f.Limit)
}

// SourcesDue reads at most limit sources that are to be looked at by now, the longest waiting first.
func (r reader) SourcesDue(ctx context.Context, now time.Time, limit int) ([]news.Source, error) {
	return r.sources(ctx, "where next <= $1 and not paused and stopped = '' order by next, id limit $2", micros(now), limit)
}

// PullSources brings looks that are planned later than latest to a nearer time, and returns whose: the clock was
// set back, and they would wait for years.
func (t *Tx) PullSources(ctx context.Context, latest, to time.Time) (ids []news.SourceID, err error) {
	err = t.Query(ctx, "update source set next = $1 where next > $2 and not paused and stopped = '' returning id", func(row func(...any) error) error {
		var id news.SourceID
		err := row(&id)
		ids = append(ids, id)
		return err
	}, micros(to), micros(latest))
	return ids, err
}

func (r reader) sources(ctx context.Context, where string, args ...any) (out []news.Source, err error) {
	err = r.Query(ctx, "select "+sourceColumns+" from source "+where, func(row func(...any) error) error {
		s, err := scanSource(row)
		out = append(out, s)
		return err
	}, args...)
	return out, err
}
