package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
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
		if full := outOfSpace(err); errors.Is(full, ErrOutage) {
			return nil, nil, fmt.Errorf("database %s: %w", path, full)
		}
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
	if d.isConflict(err) && !d.postgres { // its one writer is taken for longer than we wait
		return Outage("database: another program holds it: %w", err)
	}
	if d.isConflict(err) {
		return fault.Errorf(fault.Busy, "database: others change the same rows: %w", err)
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
		}
	}
	return d.outage(err)
}

func (d dialect) skipLocked() string {
	if d.postgres {
		return " for update skip locked"
	}
	return ""
}

// outage tells failures of the database itself from failures of what was asked of it.
func (d dialect) outage(err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return Outage("database: the file is damaged: stop Parley, keep the file, and put the last copy in its place with “parley restore FILE” (%w)", err)
		case sqlite3.SQLITE_READONLY:
			return Outage("database: the file may not be written to, or was taken away: check that it is in its place and belongs to this user (%w)", err)
		case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
			if full := outOfSpace(err); errors.Is(full, ErrOutage) {
				return full
			}
			return Outage("database: the file cannot be read or written: check its disk and its folder (%w)", err)
		}
	}
	var pg *pgconn.PgError
	var refused *pgconn.ConnectError
	switch {
	case errors.As(err, &pg) && (strings.HasPrefix(pg.Code, "57P0") || strings.HasPrefix(pg.Code, "08")):
		return Outage("database: PostgreSQL ended the connection: %w", err)
	case errors.As(err, &pg) && strings.HasPrefix(pg.Code, "53"):
		return Outage("database: PostgreSQL has no more room, memory or connections: %w", err)
	case errors.As(err, &pg) && pg.Code == "25006":
		return Outage("database: PostgreSQL only reads: the address leads to a standby (%w)", err)
	case errors.As(err, &refused), d.postgres && lostConnection(err):
		return Outage("database: PostgreSQL does not answer: %s", firstLine(err))
	}
	return outOfSpace(err)
}

// lostConnection tells a connection that broke, or could not be used any more, from an answer.
func lostConnection(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var n net.Error
	return errors.As(err, &n) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err)
}

// IsPostgres reports whether an address names a PostgreSQL database; all others are SQLite files.
func IsPostgres(address string) bool { return dialectOf(address).postgres }

func (d dialect) forUpdate() string {
	if d.postgres {
		return " for update"
	}
	return "" // there is one writer
}
