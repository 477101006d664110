package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/parley-news/parley/internal/fault"
)

// dialect is where the two databases differ.
type dialect struct{ postgres bool }

func dialectOf(address string) dialect {
	return dialect{strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")}
}

func (d dialect) name() string {
	if d.postgres {
		return "postgres"
	}
	return "sqlite"
}

func (d dialect) open(ctx context.Context, address string) (read, write *sql.DB, err error) {
	if d.postgres {
		return openPostgres(ctx, address)
	}
	return openSQLite(ctx, address)
}

// maxReaders bounds the connections that read a SQLite file.
const maxReaders = 8

// openSQLite opens one writer in immediate mode and a pool of readers over the write-ahead log.
func openSQLite(ctx context.Context, path string) (read, write *sql.DB, err error) {
	if strings.Contains(path, "://") {
		return nil, nil, fault.Errorf(fault.Invalid, "database %s: give a file, or an address that begins with postgres://", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, fault.Errorf(fault.Invalid, "database %s: its folder cannot be made: %w", path, err)
	}
	base := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=cache_size(-32000)&_pragma=temp_store(2)"
	write, err = sql.Open("sqlite", base+"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_txlock=immediate")
	if err != nil {
		return nil, nil, fmt.Errorf("database %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	if err := write.PingContext(ctx); err != nil {
		write.Close()
		return nil, nil, fault.Errorf(fault.Invalid, "database %s cannot be opened: check that it is a SQLite file and that its folder may be written to (%w)", path, err)
	}
	read, err = sql.Open("sqlite", base+"&_pragma=query_only(1)")
	if err != nil {
		write.Close()
		return nil, nil, fmt.Errorf("database %s: %w", path, err)
	}
	read.SetMaxOpenConns(maxReaders)
	read.SetMaxIdleConns(maxReaders) // opening one costs more than most reads
	return read, write, nil
}

func openPostgres(ctx context.Context, address string) (read, write *sql.DB, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, nil, fault.Errorf(fault.Invalid, "database address cannot be read: it looks like postgres://user:password@host:5432/name")
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, nil, fault.Errorf(fault.Invalid, "database %s: %w", u.Redacted(), err)
	}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(8)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, nil, fault.Errorf(fault.Invalid, "database %s does not answer: check host, port, name and password (%s)", u.Redacted(), firstLine(err))
	}
	return db, db, nil
}

func firstLine(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	return s
}

// isConflict reports whether running the transaction again may help.
func (d dialect) isConflict(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return true
		}
	}
	return false
}

// fault turns a driver's error into one of a kind.
func (d dialect) fault(err error) error {
	if err == nil || fault.KindOf(err) != nil {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Errorf(fault.NotFound, "%w", err)
	}
	if d.isConflict(err) {
		return fault.Errorf(fault.Busy, "database: %w", err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "23505" {
		return fault.Errorf(fault.Exists, "database: %w", err)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return fault.Errorf(fault.Exists, "database: %w", err)
		case sqlite3.SQLITE_FULL:
			return fault.Errorf(fault.Busy, "database: the disk is full: %w", err)
		}
	}
	return err
}

func (d dialect) skipLocked() string {
	if d.postgres {
		return " for update skip locked"
	}
	return ""
}

func (d dialect) forUpdate() string {
	if d.postgres {
		return " for update"
	}
	return "" // there is one writer
}
