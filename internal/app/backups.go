package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// backupName is the shape of the names of scheduled copies; only files of this shape are ever removed.
const backupName = "parley-20060102T150405Z.db.zst"

// retryBackup is how long after a copy that failed the next is tried.
const retryBackup = 10 * time.Minute

// backups copies the database whenever backup-every has passed since the last whole copy, until ctx ends.
func (a *App) backups(ctx context.Context) {
	if a.config.BackupEvery <= 0 || a.config.isPostgres() {
		return
	}
	for {
		wait := a.untilBackup(ctx)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		if err := a.backUp(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("backup failed; it is tried again", "after", retryBackup, "err", err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(retryBackup):
			}
		}
	}
}

func (a *App) untilBackup(ctx context.Context) time.Duration {
	last, err := a.Store.LastBackup(ctx)
	if errors.Is(err, fault.NotFound) {
		return 0
	}
	if err != nil {
		return retryBackup
	}
	return max(0, last.Time.Add(a.config.BackupEvery).Sub(a.Store.Now()))
}

// backUp makes one scheduled copy and removes those beyond backup-keep.
func (a *App) backUp(ctx context.Context) error {
	dir := a.config.backupFolder()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.Errorf(fault.Invalid, "backup-dir %s cannot be made: %w", dir, err)
	}
	b, err := a.Store.Backup(ctx, filepath.Join(dir, a.Store.Now().Format(backupName)), nil)
	if err != nil {
		return err
	}
	a.log.Info("backup made", "file", b.File, "bytes", b.Bytes, "seconds", b.Seconds)
	return pruneBackups(dir, a.config.BackupKeep)
}

// pruneBackups removes the oldest scheduled copies beyond keep, with their lists of objects.
func pruneBackups(dir string, keep int) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, f := range list {
		if _, err := time.Parse(backupName, f.Name()); err == nil && f.Type().IsRegular() {
			names = append(names, f.Name())
		}
	}
	slices.Sort(names)
	for _, n := range names[:max(0, len(names)-keep)] {
		path := filepath.Join(dir, n)
		if err := errors.Join(os.Remove(path), ignoreMissing(os.Remove(path+".objects"))); err != nil {
			return err
		}
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func (c Config) backupFolder() string {
	if c.BackupDir != "" {
		return c.BackupDir
	}
	return filepath.Join(c.Data, "backups")
}

func (c Config) isPostgres() bool { return store.IsPostgres(c.DatabaseAddress()) }
