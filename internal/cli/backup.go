package cli

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/store"
)

type backupCmd struct {
	Output string `short:"o" name:"output" placeholder:"FILE" help:"Where to; a name that ends in .zst is compressed (parley-TIME.db in the working folder)."`
	JSON   bool   `name:"json" help:"One object: file, bytes, seconds, objects."`
}

// Run copies the database while it may be in use.
func (c backupCmd) Run(e *env) error {
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	if c.Output == "" {
		c.Output = time.Now().UTC().Format("parley-20060102T150405Z.db")
	}
	file, err := filepath.Abs(c.Output)
	if err != nil {
		return err
	}
	bar := newProgress(e.err, "copying")
	b, err := a.Store.Backup(e.ctx, file, bar.set)
	bar.done()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.out, map[string]any{"file": b.File, "bytes": b.Bytes, "seconds": b.Seconds, "objects": b.Objects})
	}
	fmt.Fprintf(e.out, "%s: %.1f MB in %.1f s, read through and whole\n", b.File, float64(b.Bytes)/1e6, b.Seconds)
	if b.Objects > 0 {
		fmt.Fprintf(e.out, "The bodies of %d captures lie in the object store; %s.objects lists them. Copy the bucket too.\n", b.Objects, b.File)
	}
	return nil
}

type restoreCmd struct {
	File string `arg:"" help:"A file that “parley backup” wrote."`
}

// Run puts a copy in the place of the database.
func (c restoreCmd) Run(e *env) error {
	s, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	l, err := app.Hold(s, "parley restore")
	if err != nil {
		return err
	}
	defer func() { _ = l.Release() }()
	aside, err := store.Restore(e.ctx, c.File, s.DatabaseAddress(), time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%s is in place of %s\n", c.File, s.DatabaseAddress())
	if aside != "" {
		fmt.Fprintf(e.out, "What stood there is kept as %s\n", aside)
	}
	return nil
}
