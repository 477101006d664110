package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// Check asks whether the database at an address could be opened, and changes nothing there. A SQLite file that does not exist yet will be made.
func Check(ctx context.Context, address string) error {
	d := dialectOf(address)
	var db *sql.DB
	var err error
	if d.postgres {
		db, _, err = openPostgres(ctx, address)
	} else {
		db, err = openReadOnly(address)
	}
	if err != nil || db == nil {
		return err
	}
	s := &Store{reader: reader{db, d, Options{IDs: news.NewIDs(time.Now, 0), Now: time.Now}}, read: db, write: db, dialect: d}
	defer s.Close()
	if err := s.checkTables(ctx); err != nil {
		return err
	}
	if d.postgres {
		if err := s.checkPostgres(ctx); err != nil {
			return err
		}
	}
	return s.checkVersion(ctx)
}

func openReadOnly(path string) (*sql.DB, error) {
	if strings.Contains(path, "://") {
		return nil, fault.Errorf(fault.Invalid, "database %s: give a file, or an address that begins with postgres://", path)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fault.Errorf(fault.Invalid, "database %s: %w", path, err)
	case info.IsDir():
		return nil, fault.Errorf(fault.Invalid, "database %s is a folder: name a file in it", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "database %s may not be written to by this user", path)
	}
	f.Close()
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)")
}

// checkPostgres wants texts that sort by their bytes, as they do in SQLite, and UTF-8.
func (s *Store) checkPostgres(ctx context.Context) error {
	var collation, encoding string
	err := s.one(ctx, "database", "select datcollate, pg_encoding_to_char(encoding) from pg_database where datname = current_database()", nil, &collation, &encoding)
	if err != nil {
		return err
	}
	if encoding != "UTF8" || collation != "C" && collation != "POSIX" && !strings.HasPrefix(collation, "C.") {
		return fault.Errorf(fault.Invalid, "the database has encoding %s and collation %s: make it with createdb --encoding=UTF8 --lc-collate=C --lc-ctype=C --template=template0", encoding, collation)
	}
	return nil
}

// checkVersion refuses tables that a newer Parley made.
func (s *Store) checkVersion(ctx context.Context) error {
	var have int64
	err := s.one(ctx, "version of the tables", "select coalesce(max(version_id), 0) from "+versionTable+" where is_applied", nil, &have)
	if err != nil {
		return nil // an empty database has no tables yet
	}
	newest, err := newestMigration(s.dialect.name())
	if err != nil {
		return err
	}
	if have > newest {
		return fault.Errorf(fault.Invalid, "the database was written by a newer Parley (tables %d, this one knows %d): run that one, or name another database", have, newest)
	}
	return nil
}
