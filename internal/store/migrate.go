package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/lockfile"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date. Migrations go forward only; those of common
// run on both databases, twins of one number where a statement must differ.
func (s *Store) migrate(ctx context.Context) error {
	newest, err := newestMigration(s.dialect.name())
	if err != nil {
		return err
	}
	s.tables = newest
	var have int64
	if err := s.read.QueryRowContext(ctx, "select max(version_id) from "+versionTable).Scan(&have); err == nil && have == newest {
		return nil
	}
	var files union
	for _, dir := range []string{"common", s.dialect.name()} {
		sub, err := fs.Sub(migrations, "migrations/"+dir)
		if err != nil {
			return fmt.Errorf("migrations: %w", err)
		}
		files = append(files, sub)
	}
	d := goose.DialectSQLite3
	if s.dialect.postgres {
		d = goose.DialectPostgres
	}
	p, err := goose.NewProvider(d, s.write, files, goose.WithTableName(versionTable))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	unlock, err := s.lockMigrations(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if err := s.checkTables(ctx); err != nil {
		return err
	}
	have, newest, err = p.GetVersions(ctx)
	if err != nil {
		return fault.Errorf(fault.Invalid, "the database's tables cannot be read: %w", err)
	}
	if have > newest {
		return fault.Errorf(fault.Invalid, "the database was written by a newer Parley (tables %d, this one knows %d): run that one, or name another database", have, newest)
	}
	if _, err := p.Up(ctx); err != nil {
		return fault.Errorf(fault.Invalid, "the database's tables cannot be brought up to date: %w", err)
	}
	return nil
}

// checkTables refuses a database in which another program keeps its tables.
func (s *Store) checkTables(ctx context.Context) error {
	query := "select name from sqlite_master where type = 'table' order by name"
	if s.dialect.postgres {
		query = "select table_name::text from information_schema.tables where table_schema = current_schema() order by 1"
	}
	var first string
	ours, n := false, 0
	err := reader{s.write, s.dialect, s.opt}.Query(ctx, query, func(row func(...any) error) error {
		var name string
		err := row(&name)
		if n++; n == 1 {
			first = name
		}
		ours = ours || name == versionTable
		return err
	})
	if err != nil {
		return fault.Errorf(fault.Invalid, "the database's tables cannot be read: %w", err)
	}
	if n > 0 && !ours {
		return fault.Errorf(fault.Invalid, "the database holds the tables of another program (%s): name an empty one", first)
	}
	return nil
}

// versionTable is where goose notes what it has done.
const versionTable = "schema_version"

// migrationLock is the key of PostgreSQL's advisory lock, an arbitrary number of ours.
const migrationLock = 7275353

// lockMigrations keeps two programs from migrating one database at a time.
func (s *Store) lockMigrations(ctx context.Context) (unlock func(), err error) {
	if !s.dialect.postgres {
		return s.lockFileMigrations(ctx)
	}
	c, err := s.write.Conn(ctx)
	if err != nil {
		return nil, s.dialect.fault(err)
	}
	if _, err := c.ExecContext(ctx, "select pg_advisory_lock($1)", migrationLock); err != nil {
		c.Close()
		return nil, s.dialect.fault(err)
	}
	return func() {
		_, _ = c.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", migrationLock) // closing ends the lock too
		c.Close()
	}, nil
}

// lockFileMigrations waits for another program that migrates the same SQLite file.
func (s *Store) lockFileMigrations(ctx context.Context) (unlock func(), err error) {
	for {
		l, err := lockfile.Take(s.path+".migration", "migration", s.Now())
		if err == nil {
			return func() { _ = l.Release() }, nil
		}
		if !errors.Is(err, fault.Busy) {
			return nil, err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// union is several folders seen as one.
type union []fs.FS

// Open opens the file of the first folder that has it.
func (u union) Open(name string) (fs.File, error) {
	var first error
	for _, f := range u {
		file, err := f.Open(name)
		if err == nil {
			return file, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// ReadDir lists the files of all folders by name.
func (u union) ReadDir(name string) ([]fs.DirEntry, error) {
	var out []fs.DirEntry
	for _, f := range u {
		list, err := fs.ReadDir(f, name)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int {
		if a.Name() < b.Name() {
			return -1
		}
		return 1
	})
	return out, nil
}
