package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/observe"
)

// This file reads what the database is like for whoever runs it. It owns no table.

// Counts is how much there is of the main nouns.
func (r reader) Counts(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for noun, query := range map[string]string{
		"source": "select count(*) from source", "capture": "select count(*) from capture", "article": "select count(*) from article",
		"statement": "select count(*) from statement", "story": "select count(*) from story where into_id = 0",
	} {
		var n int64
		if err := r.one(ctx, noun, query, nil, &n); err != nil {
			return nil, err
		}
		out[noun] = n
	}
	return out, nil
}

// Pools is what the connections do.
func (s *Store) Pools() []observe.Pool {
	pool := func(name string, d sql.DBStats) observe.Pool {
		return observe.Pool{Name: name, InUse: d.InUse, Idle: d.Idle, Limit: d.MaxOpenConnections, Waits: d.WaitCount, Waited: d.WaitDuration}
	}
	if s.read == s.write {
		return []observe.Pool{pool("all", s.read.Stats())}
	}
	return []observe.Pool{pool("read", s.read.Stats()), pool("write", s.write.Stats())}
}

// Sizes is how many bytes the database takes by part: SQLite's file and its write-ahead log, or all of PostgreSQL's.
func (s *Store) Sizes(ctx context.Context) (map[string]int64, error) {
	if s.dialect.postgres {
		var n int64
		err := s.one(ctx, "size", "select pg_database_size(current_database())", nil, &n)
		return map[string]int64{"database": n}, err
	}
	var path string
	if err := s.one(ctx, "file", "select file from pragma_database_list where name = 'main'", nil, &path); err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for part, name := range map[string]string{"file": path, "wal": path + "-wal"} {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out[part] = 0
		case err != nil:
			return nil, fault.Errorf(fault.Busy, "size of the database: %w", err)
		default:
			out[part] = info.Size()
		}
	}
	return out, nil
}

// GroupingLag is for how long the longest waiting article, analysed and in no story, has been there; zero when none waits.
func (s *Store) GroupingLag(ctx context.Context) (time.Duration, error) {
	var since int64
	err := s.one(ctx, "waiting articles", `
		select coalesce(min(v.seen), 0) from article a join version v on v.id = a.current join mentions m on m.version = v.id
		left join member x on x.article = a.id where x.story is null`, nil, &since)
	if err != nil || since == 0 {
		return 0, err
	}
	return max(0, s.Now().Sub(time.UnixMicro(since))), nil
}

// CheckTables reports whether the tables are those that this program knows; a newer one may have changed them while this one runs.
func (s *Store) CheckTables(ctx context.Context) error {
	var have int64
	if err := s.one(ctx, "version of the tables", "select coalesce(max(version_id), 0) from "+versionTable+" where is_applied", nil, &have); err != nil {
		return err
	}
	if have != s.tables {
		return fault.Errorf(fault.Conflict, "the tables are those of another version of Parley (%d, this one made %d): stop this one, or run the same everywhere", have, s.tables)
	}
	return nil
}
