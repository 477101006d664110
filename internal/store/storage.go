package store

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"
)

// TableSize is how much a table takes on disk, its indexes included.
type TableSize struct {
	Name  string
	Bytes int64
}

// DayGrowth is what was received on one day, in UTC.
type DayGrowth struct {
	Day              time.Time
	Captures         int
	Received, Stored int64 // bytes before and after compression
}

// Storage is how much the archive takes.
type Storage struct {
	Tables           []TableSize // the largest first; empty when measuring took too long
	Database         int64       // bytes of the database, its log included
	File             string      // path of the SQLite file; "" on PostgreSQL
	Captures, Purged int
	Received, Stored int64       // bytes of all captures before and after compression
	Days             []DayGrowth // the last two weeks, the latest first
}

// measureFor bounds how long counting the pages of a SQLite file may take: it reads all of it.
const measureFor = 4 * time.Second

// Storage measures how much the archive takes.
func (s *Store) Storage(ctx context.Context) (x Storage, err error) {
	if s.dialect.postgres {
		err = s.postgresSizes(ctx, &x)
	} else {
		err = s.sqliteSizes(ctx, &x)
	}
	if err != nil {
		return x, err
	}
	slices.SortFunc(x.Tables, func(a, b TableSize) int {
		if a.Bytes != b.Bytes {
			return int(min(1, max(-1, b.Bytes-a.Bytes)))
		}
		return strings.Compare(a.Name, b.Name)
	})
	err = s.one(ctx, "captures", "select count(*), coalesce(sum(case when purged <> 0 then 1 else 0 end), 0), coalesce(sum(size), 0), coalesce(sum(length(body)), 0) from capture", nil,
		&x.Captures, &x.Purged, &x.Received, &x.Stored)
	if err != nil {
		return x, err
	}
	const day = int64(24 * time.Hour / time.Microsecond)
	since := s.Now().Truncate(24*time.Hour).AddDate(0, 0, -13)
	err = s.Query(ctx, "select time / 86400000000, count(*), sum(size), sum(length(body)) from capture where time >= $1 group by time / 86400000000 order by 1 desc", func(row func(...any) error) error {
		var d DayGrowth
		var n int64
		err := row(&n, &d.Captures, &d.Received, &d.Stored)
		d.Day = fromMicros(n * day)
		x.Days = append(x.Days, d)
		return err
	}, micros(since))
	return x, err
}

func (s *Store) postgresSizes(ctx context.Context, x *Storage) error {
	err := s.Query(ctx, "select relname::text, pg_total_relation_size(oid) from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace", func(row func(...any) error) error {
		var t TableSize
		err := row(&t.Name, &t.Bytes)
		x.Tables = append(x.Tables, t)
		return err
	})
	if err != nil {
		return err
	}
	return s.one(ctx, "database", "select pg_database_size(current_database())", nil, &x.Database)
}

func (s *Store) sqliteSizes(ctx context.Context, x *Storage) error {
	if err := s.one(ctx, "database", "select file from pragma_database_list where name = 'main'", nil, &x.File); err != nil {
		return err
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(x.File + suffix); err == nil {
			x.Database += info.Size()
		}
	}
	soon, cancel := context.WithTimeout(ctx, measureFor)
	defer cancel()
	// The pages of an index count for its table, those of full-text search for "search".
	err := s.Query(soon, `
		select coalesce(m.tbl_name, d.name), sum(d.pgsize) from dbstat d left join sqlite_master m on m.name = d.name
		where d.aggregate = 1 group by 1`, func(row func(...any) error) error {
		var t TableSize
		if err := row(&t.Name, &t.Bytes); err != nil {
			return err
		}
		if strings.HasPrefix(t.Name, "search_") && t.Name != "search_article" {
			t.Name = "search"
		}
		for i := range x.Tables {
			if x.Tables[i].Name == t.Name {
				x.Tables[i].Bytes += t.Bytes
				return nil
			}
		}
		x.Tables = append(x.Tables, t)
		return nil
	})
	if soon.Err() != nil && ctx.Err() == nil {
		x.Tables = nil
		return nil
	}
	return err
}
