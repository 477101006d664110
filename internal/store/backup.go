package store

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"modernc.org/sqlite"

	"github.com/parley-news/parley/internal/fault"
)

// This file owns table backup.

// Backup is a copy that was made, or failed to be made, of the database.
type Backup struct {
	Time    time.Time
	File    string
	Bytes   int64
	Seconds float64
	Problem string // "" when the copy is whole
	Objects int    // captures whose bodies lie in the object store; File + ".objects" lists them. Not kept.
}

// backupPages is how many pages are copied between two looks at the context, 1 MiB.
const backupPages = 256

// Backup copies a SQLite database to a file while it is read and written: the copy is
// the database as it was at the beginning. It is checked before it gets its name, compressed when the name ends in .zst, and nothing is ever
// overwritten: a file that exists is fault.Exists. progress, where not nil, is called with pages. What came of it is recorded.
func (s *Store) Backup(ctx context.Context, file string, progress func(done, total int)) (b Backup, err error) {
	began := s.Now()
	b = Backup{Time: began, File: file}
	if s.dialect.postgres {
		return b, fault.Errorf(fault.Invalid, "the database is PostgreSQL: copy it with “pg_dump --format=custom --file=FILE ADDRESS” (back with pg_restore), or write an archive that any Parley reads with “parley export FILE”")
	}
	defer fault.Wrap(&err, "backup %s", file)
	if progress == nil {
		progress = func(int, int) {}
	}
	b.Objects, b.Bytes, err = s.backup(ctx, file, progress)
	b.Seconds = s.Now().Sub(began).Seconds()
	if err != nil {
		b.Problem = firstLine(err)
	}
	if perr := s.putBackup(context.WithoutCancel(ctx), b); perr != nil && err == nil {
		err = fmt.Errorf("the copy is whole, but it could not be recorded: %w", perr)
	}
	return b, err
}

func (s *Store) backup(ctx context.Context, file string, progress func(done, total int)) (objects int, size int64, err error) {
	if _, err := os.Lstat(file); err == nil {
		return 0, 0, fault.Errorf(fault.Exists, "the file exists already: name another, or move it away")
	}
	dir := filepath.Dir(file)
	tmp, err := os.MkdirTemp(dir, ".parley-backup-*") // beside the file, so that it takes its name in one step
	if err != nil {
		return 0, 0, fault.Errorf(fault.Invalid, "its folder cannot be written to: %w", err)
	}
	defer os.RemoveAll(tmp)
	copied := filepath.Join(tmp, "parley.db")
	if err := s.copyPages(ctx, copied, progress); err != nil {
		return 0, 0, outOfSpace(err)
	}
	if objects, err = checkCopy(ctx, copied, filepath.Join(tmp, "objects")); err != nil {
		return 0, 0, fmt.Errorf("the copy is not whole, and was thrown away: %w", err)
	}
	if strings.HasSuffix(file, ".zst") {
		packed := filepath.Join(tmp, "packed")
		if err := pack(ctx, copied, packed); err != nil {
			return 0, 0, outOfSpace(err)
		}
		copied = packed
	}
	if objects > 0 {
		if err := settle(filepath.Join(tmp, "objects"), file+".objects"); err != nil {
			return 0, 0, err
		}
	}
	if err := settle(copied, file); err != nil {
		return 0, 0, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return 0, 0, err
	}
	return objects, info.Size(), nil
}

// copyPages copies the database as it is now. The open read transaction keeps it so, whatever others write meanwhile.
func (s *Store) copyPages(ctx context.Context, to string, progress func(done, total int)) error {
	c, err := s.read.Conn(ctx)
	if err != nil {
		return s.dialect.fault(err)
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, "begin"); err != nil {
		return s.dialect.fault(err)
	}
	defer func() { _, _ = c.ExecContext(context.WithoutCancel(ctx), "rollback") }()
	var n int
	if err := c.QueryRowContext(ctx, "select count(*) from sqlite_master").Scan(&n); err != nil { // takes the snapshot
		return s.dialect.fault(err)
	}
	return c.Raw(func(driver any) error {
		source, ok := driver.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("this SQLite driver copies no databases")
		}
		b, err := source.NewBackup(sqliteURI(to))
		if err != nil {
			return err
		}
		for more := true; more; {
			if err := ctx.Err(); err != nil {
				return errors.Join(err, b.Finish())
			}
			if more, err = b.Step(backupPages); err != nil {
				return errors.Join(err, b.Finish())
			}
			progress(b.PageCount()-b.Remaining(), b.PageCount())
		}
		return b.Finish()
	})
}

func sqliteURI(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

// checkCopy reads a copy through, leaves it as one file, and lists the bodies that lie elsewhere.
func checkCopy(ctx context.Context, path, objects string) (n int, err error) {
	db, err := sql.Open("sqlite", sqliteURI(path)+"?_pragma=journal_mode(delete)&_pragma=cache_size(-16000)")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := soundness(ctx, db, "integrity_check"); err != nil {
		return 0, err
	}
	f, err := os.Create(objects)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriter(f)
	out := json.NewEncoder(w)
	err = reader{db, dialect{}, Options{}}.Query(ctx, "select distinct hash, size from capture where place <> '' and purged = 0 order by hash", func(row func(...any) error) error {
		var x struct {
			Hash string `json:"sha256"`
			Size int64  `json:"size"`
		}
		if err := row(&x.Hash, &x.Size); err != nil {
			return err
		}
		n++
		return out.Encode(x)
	})
	return n, errors.Join(err, w.Flush(), f.Sync(), f.Close())
}

// soundness runs one of SQLite's two checks of a whole database.
func soundness(ctx context.Context, db querier, check string) error {
	var first string
	if err := db.QueryRowContext(ctx, "pragma "+check+"(1)").Scan(&first); err != nil {
		return fault.Errorf(fault.Invalid, "it is damaged: %w", err)
	}
	if first != "ok" {
		return fault.Errorf(fault.Invalid, "it is damaged: %s", strings.Join(strings.Fields(first), " "))
	}
	return nil
}

// pack compresses a file.
func pack(ctx context.Context, from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	z, err := zstd.NewWriter(out)
	if err != nil {
		return err
	}
	if _, err := io.Copy(z, whileAsked{ctx, in}); err != nil {
		return errors.Join(err, z.Close())
	}
	return errors.Join(z.Close(), out.Sync())
}

// whileAsked reads until its context ends.
type whileAsked struct {
	ctx context.Context
	r   io.Reader
}

func (x whileAsked) Read(p []byte) (int, error) {
	if err := x.ctx.Err(); err != nil {
		return 0, err
	}
	return x.r.Read(p)
}

// settle gives a finished file its name in one step, never in place of another, and has both on the disk.
func settle(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	err = os.Link(from, to)
	if errors.Is(err, os.ErrExist) {
		return fault.Errorf(fault.Exists, "%s exists already: name another, or move it away", to)
	}
	if err != nil { // a file system without links
		if _, serr := os.Lstat(to); serr == nil {
			return fault.Errorf(fault.Exists, "%s exists already: name another, or move it away", to)
		}
		if err = os.Rename(from, to); err != nil {
			return err
		}
	}
	return syncFolder(filepath.Dir(to))
}

// Settle closes a finished file and gives it its name in one step, never in place of another; both are on the disk then.
func Settle(f *os.File, name string) error {
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return outOfSpace(err)
	}
	return settle(f.Name(), name)
}

func (s *Store) putBackup(ctx context.Context, b Backup) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, "insert into backup (id, time, file, size, seconds, problem) values ($1, $2, $3, $4, $5, $6)",
			tx.NewID(), micros(b.Time), b.File, b.Bytes, b.Seconds, b.Problem)
		return err
	})
}

// Backups reads what is known of copies of the database, the latest first.
func (r reader) Backups(ctx context.Context, limit int) (out []Backup, err error) {
	err = r.Query(ctx, "select time, file, size, seconds, problem from backup order by time desc, id desc limit $1", func(row func(...any) error) error {
		var b Backup
		var at int64
		err := row(&at, &b.File, &b.Bytes, &b.Seconds, &b.Problem)
		b.Time = fromMicros(at)
		out = append(out, b)
		return err
	}, limit)
	return out, err
}

// LastBackup reads the latest copy that is whole; fault.NotFound when there is none.
func (r reader) LastBackup(ctx context.Context) (b Backup, err error) {
	var at int64
	err = r.one(ctx, "backup", "select time, file, size, seconds from backup where problem = '' order by time desc, id desc limit 1", nil, &at, &b.File, &b.Bytes, &b.Seconds)
	b.Time = fromMicros(at)
	return b, err
}
