// Package store keeps every noun in one database, SQLite or PostgreSQL, with one SQL
// text for both. Start with Open; reads are methods of Store, writes of Tx, which
// Store.Write hands out.
//
// Captures and the ledger of identifiers are primary; all else is derived from them
// and names the stage version that made it. Errors carry kinds of package fault.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/observe"
)

// Options are what a store needs. The zero value is right but for IDs, which is required.
type Options struct {
	IDs     *news.IDs
	Now     func() time.Time  // default time.Now
	Log     *slog.Logger      // default slog.Default()
	Observe *observe.Observer // may be nil
	Bodies  Bodies            // where the bodies of captures lie; nil: in the database
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	reader
	read    *sql.DB
	write   *sql.DB
	dialect dialect
	path    string // of a SQLite file
	stowed  stowed
	tables  int64 // version of the tables that migrate left
}

// Tx is a write transaction. Its reads see its writes.
type Tx struct {
	reader
	store *Store
}

// querier is what a transaction and a pool share.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// reader holds the reads, for Store and Tx alike.
type reader struct {
	q       querier
	dialect dialect
	opt     Options
}

// Open opens the database at an address: "postgres://…" for PostgreSQL, else the path
// of a SQLite file, and brings its schema up to date. An address that leads nowhere fails with a
// message that says what to do.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	d := dialectOf(address)
	read, write, err := d.open(ctx, address)
	if err != nil {
		return nil, err
	}
	s := &Store{reader: reader{read, d, o}, read: read, write: write, dialect: d, path: address}
	if err := s.migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close ends all connections.
func (s *Store) Close() error {
	err := s.read.Close()
	if s.write != s.read {
		if werr := s.write.Close(); err == nil {
			err = werr
		}
	}
	return err
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.dialect.fault(s.read.PingContext(ctx)) }

// Now is the store's clock in UTC.
func (s *Store) Now() time.Time { return s.opt.Now().UTC() }

// maxTries bounds how often a transaction that met a conflict is run again.
const maxTries = 8

// Write runs f in a transaction and commits when f returns nil. After a conflict with
// another writer it runs f again from the start, so f must do nothing that cannot be repeated.
func (s *Store) Write(ctx context.Context, f func(tx *Tx) error) (err error) {
	try := 1
	ctx, done := s.opt.Observe.Transaction(ctx)
	defer func() { done(try, err) }()
	for ; ; try++ {
		err := s.once(ctx, f)
		if err == nil || try == maxTries || !s.dialect.isConflict(err) {
			return s.dialect.fault(err)
		}
		select {
		case <-time.After(time.Duration(rand.IntN(1<<try)+1) * 5 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Store) once(ctx context.Context, f func(tx *Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := f(&Tx{reader{tx, s.dialect, s.opt}, s}); err != nil {
		return err
	}
	return tx.Commit()
}

// NewID makes an identifier.
func (t *Tx) NewID() int64 { return t.store.opt.IDs.Next() }

// Now is the store's clock in UTC.
func (t *Tx) Now() time.Time { return t.store.Now() }

// Exec runs a statement of a package that owns a table of its own.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := t.q.ExecContext(ctx, query, storable(args)...)
	if err != nil {
		return 0, t.dialect.fault(err)
	}
	return res.RowsAffected()
}

// Query runs a query and calls scan for each row.
func (r reader) Query(ctx context.Context, query string, scan func(row func(dest ...any) error) error, args ...any) error {
	rows, err := r.q.QueryContext(ctx, query, storable(args)...)
	if err != nil {
		return r.dialect.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			return r.dialect.fault(err)
		}
	}
	return r.dialect.fault(rows.Err())
}

// one runs a query for a single row; none is fault.NotFound, naming what was looked for.
func (r reader) one(ctx context.Context, what, query string, args []any, dest ...any) error {
	err := r.q.QueryRowContext(ctx, query, storable(args)...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Errorf(fault.NotFound, "%s: no such thing", what)
	}
	return r.dialect.fault(err)
}

// SkipLocked is the clause that lets several nodes claim different rows of one table.
func (t *Tx) SkipLocked() string { return t.dialect.skipLocked() }

// ForUpdate is the clause that makes other transactions wait for the rows of a select.
func (t *Tx) ForUpdate() string { return t.dialect.forUpdate() }

// storable makes every text fit for both databases; PostgreSQL takes neither zero bytes nor bytes that are no UTF-8.
func storable(args []any) []any {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = plain(s)
		}
	}
	return args
}

// plain replaces zero bytes and bytes that are no UTF-8, one for one, so that spans keep their places.
func plain(s string) string {
	if strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == 0 || r == utf8.RuneError && n == 1 {
			b[i] = '?'
		}
		i += n
	}
	return string(b)
}

// maxList is how many identifiers one statement names.
const maxList = 500

// lists calls f for ids in runs of at most maxList, with the placeholders from $from on for each run.
func lists[T ~int64](ids []T, from int, f func(placeholders string, args []any) error) error {
	for start := 0; start < len(ids); start += maxList {
		part := ids[start:min(start+maxList, len(ids))]
		var b strings.Builder
		args := make([]any, len(part))
		for i, id := range part {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "$%d", from+i)
			args[i] = int64(id)
		}
		if err := f(b.String(), args); err != nil {
			return err
		}
	}
	return nil
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
