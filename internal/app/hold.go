package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/lockfile"
	"github.com/parley-news/parley/internal/store"
)

// Hold keeps a SQLite database for one program that works on it; others may read meanwhile, and put work into its queue.
// When another one holds it, the error is of kind fault.Busy and says who. On PostgreSQL, where any number may
// work at once, there is nothing to hold and the lock is nil, which Release accepts.
func Hold(c Config, command string) (*lockfile.Lock, error) {
	if c.isPostgres() {
		return nil, nil
	}
	database := c.DatabaseAddress()
	if err := os.MkdirAll(filepath.Dir(database), 0o700); err != nil {
		return nil, fault.Errorf(fault.Invalid, "database %s: its folder cannot be made: %w", database, err)
	}
	l, err := lockfile.Take(database+".lock", command, time.Now())
	var held *lockfile.Held
	if errors.As(err, &held) {
		return nil, fault.Errorf(fault.Busy, "database %s is being worked on by %s: stop that first, or name another folder with --data-dir", database, held.By)
	}
	return l, err
}

// TakeOver gives back to the queue at once what a program that was killed had begun. The caller holds the
// database (see Hold). On PostgreSQL, where others may be at work, their leases end by themselves.
func (a *App) TakeOver(ctx context.Context) error {
	if a.config.isPostgres() {
		return nil
	}
	return a.Store.Write(ctx, func(tx *store.Tx) error {
		n, err := jobs.Free(ctx, tx)
		if n > 0 {
			a.log.Info("going on with what was under way when Parley ended", "jobs", n)
		}
		return err
	})
}
