package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/pipeline"
	"github.com/parley-news/parley/internal/store"
)

type exportCmd struct {
	File string `arg:"" help:"Where to, such as archive.parley.zst."`
}

// Run writes the archive to a file that either database can read.
func (c exportCmd) Run(e *env) error {
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	if _, err := os.Lstat(c.File); err == nil {
		return fault.Errorf(fault.Exists, "%s exists already: name another, or move it away", c.File)
	}
	f, err := os.CreateTemp(filepath.Dir(c.File), ".parley-export-*")
	if err != nil {
		return fault.Errorf(fault.Invalid, "export %s: its folder cannot be written to: %w", c.File, err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	bar := newProgress(e.err, "exporting")
	x, err := a.Store.Export(e.ctx, f, bar.set)
	bar.done()
	if err != nil {
		return err
	}
	if err := store.Settle(f, c.File); err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%s: %d captures, %d articles, %d stories, %d sources\n", c.File, x.Rows["capture"], x.Rows["article"], x.Rows["story"], x.Rows["source"])
	return nil
}

type importCmd struct {
	File  string `arg:"" help:"A file that “parley export” wrote."`
	Later bool   `help:"Leave what is to be computed to “parley serve” or “parley rebuild”."`
}

// Run reads an archive into an empty database and computes what it does not hold.
func (c importCmd) Run(e *env) error {
	s, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fault.Errorf(fault.NotFound, "import %s: it cannot be read: %w", c.File, err)
	}
	defer f.Close()
	lock, err := app.Hold(s, "parley import")
	if err != nil {
		return err
	}
	defer func() { _ = lock.Release() }()
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	bar := newProgress(e.err, "importing")
	x, err := a.Store.Import(e.ctx, f, func(tx *store.Tx) error {
		if _, err := jobs.Free(e.ctx, tx); err != nil {
			return err
		}
		if err := tx.Audit(e.ctx, "command line", "archive imported", filepath.Base(c.File)); err != nil {
			return err
		}
		return pipeline.Rebuild(e.ctx, tx, jobs.Analyse)
	}, func(done int) { bar.set(done, 0) })
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%d captures, %d articles, %d stories and %d sources are in\n", x.Rows["capture"], x.Rows["article"], x.Rows["story"], x.Rows["source"])
	if c.Later {
		return nil
	}
	return e.workOff(a)
}
