package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/parley-news/parley/internal/fault"
)

// Restore puts a copy made by Backup in the place of a SQLite database that nothing
// has open. The copy is unpacked beside it and checked first; the database that stood there is kept under another name, which
// comes back, "" when there was none. Whatever happens, either the old one or the whole new one is in place.
func Restore(ctx context.Context, copied, database string, now time.Time) (aside string, err error) {
	defer fault.Wrap(&err, "restore %s", copied)
	if dialectOf(database).postgres {
		return "", fault.Errorf(fault.Invalid, "the database is PostgreSQL: use pg_restore, or “parley import” with what “parley export” wrote")
	}
	if same(copied, database) {
		return "", fault.Errorf(fault.Invalid, "it is the database itself")
	}
	dir := filepath.Dir(database)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fault.Errorf(fault.Invalid, "the folder %s cannot be made: %w", dir, err)
	}
	tmp, err := os.MkdirTemp(dir, ".parley-restore-*")
	if err != nil {
		return "", fault.Errorf(fault.Invalid, "the folder %s cannot be written to: %w", dir, err)
	}
	defer os.RemoveAll(tmp)
	fresh := filepath.Join(tmp, "parley.db")
	if err := unpack(ctx, copied, fresh); err != nil {
		return "", outOfSpace(err)
	}
	if err := isArchive(ctx, fresh); err != nil {
		return "", err
	}
	if aside, err = keepAside(database, now); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, database); err != nil {
		return aside, err
	}
	return aside, syncFolder(dir)
}

func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// unpack copies a file, decompressed where it is compressed, and has it on the disk.
func unpack(ctx context.Context, from, to string) (err error) {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Errorf(fault.NotFound, "no such file")
	}
	if err != nil {
		return fault.Errorf(fault.Denied, "may not be read: %w", err)
	}
	defer in.Close()
	var r io.Reader = whileAsked{ctx, in}
	if strings.HasSuffix(from, ".zst") {
		z, err := zstd.NewReader(r)
		if err != nil {
			return err
		}
		defer z.Close()
		r = z
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, r); err != nil {
		return errors.Join(fault.Errorf(fault.Invalid, "it cannot be read to its end: %w", err), out.Close())
	}
	return errors.Join(out.Sync(), out.Close())
}

// isArchive refuses a file that is no sound database of this Parley or an older one.
func isArchive(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", sqliteURI(path)+"?_pragma=query_only(1)&_pragma=cache_size(-16000)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var have int64
	if err := db.QueryRowContext(ctx, "select coalesce(max(version_id), 0) from "+versionTable).Scan(&have); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var lite *sqlite.Error
		if errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_CORRUPT {
			return fault.Errorf(fault.Invalid, "it is damaged: try an older copy (%s)", firstLine(err))
		}
		return fault.Errorf(fault.Invalid, "it is no database of Parley: name a file that “parley backup” wrote (%s)", firstLine(err))
	}
	newest, err := newestMigration("sqlite")
	if err != nil {
		return err
	}
	if have > newest {
		return fault.Errorf(fault.Invalid, "it was written by a newer Parley (tables %d, this one knows %d): restore it with that one", have, newest)
	}
	return soundness(ctx, db, "quick_check")
}

// newestMigration is the highest number of the migrations for a database.
func newestMigration(dialect string) (newest int64, err error) {
	for _, dir := range []string{"common", dialect} {
		list, err := fs.ReadDir(migrations, "migrations/"+dir)
		if err != nil {
			return 0, err
		}
		for _, f := range list {
			number, _, _ := strings.Cut(f.Name(), "_")
			n, err := strconv.ParseInt(number, 10, 64)
			if err != nil {
				return 0, fmt.Errorf("migration %s: %w", f.Name(), err)
			}
			newest = max(newest, n)
		}
	}
	return newest, nil
}

// keepAside gives a database, with its log of writes, a second name; it stands under the first until something takes its place.
func keepAside(database string, now time.Time) (aside string, err error) {
	if _, err := os.Lstat(database); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	aside = database + ".before-restore-" + now.UTC().Format("20060102T150405Z")
	if _, err := os.Lstat(aside); err == nil {
		return "", fault.Errorf(fault.Exists, "%s exists already: move it away", aside)
	}
	if err := os.Link(database, aside); err != nil {
		if err = os.Rename(database, aside); err != nil {
			return "", fmt.Errorf("keep the database aside: %w", err)
		}
	}
	// What was written last may still lie in the log; it belongs to the old database and must not be read into the new one.
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Rename(database+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return aside, fmt.Errorf("keep the database aside: %w", err)
		}
	}
	return aside, nil
}

// syncFolder has the names of a folder on the disk, where the system can do that.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // some file systems cannot; then the name is as safe as they make it
	return d.Close()
}
