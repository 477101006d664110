package objects

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Folder keeps bodies as files, on a disk other than the database's.
type Folder struct{ dir string }

func openFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Errorf(fault.Invalid, "captures: the folder %s cannot be made: %w", dir, err)
	}
	return &Folder{dir}, nil
}

// Put keeps a body; it is on the disk when Put returns.
func (d *Folder) Put(_ context.Context, hash string, packed []byte) error {
	k, err := key("", hash)
	if err != nil {
		return err
	}
	return d.fault(writeWhole(filepath.Join(d.dir, filepath.FromSlash(k)), packed))
}

// writeWhole writes a file that is there wholly or not at all.
func writeWhole(path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if h, err := os.Open(dir); err == nil {
		_ = h.Sync() // some file systems cannot
		h.Close()
	}
	return nil
}

// Get reads a body.
func (d *Folder) Get(_ context.Context, hash string) ([]byte, error) {
	k, err := key("", hash)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(k)))
	if errors.Is(err, fs.ErrNotExist) {
		if _, derr := os.Stat(d.dir); derr != nil {
			return nil, fault.Errorf(fault.Busy, "the folder %s is gone: is its disk mounted?", d.dir)
		}
		return nil, fault.Errorf(fault.NotFound, "folder %s has no such body", d.dir)
	}
	return data, d.fault(err)
}

// Delete removes a body; one that is not there is no error.
func (d *Folder) Delete(_ context.Context, hash string) error {
	k, err := key("", hash)
	if err != nil {
		return err
	}
	err = os.Remove(filepath.Join(d.dir, filepath.FromSlash(k)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return d.fault(err)
}

// List calls f for every body; other files are left alone.
func (d *Folder) List(ctx context.Context, f func(hash string, put time.Time) error) error {
	return filepath.WalkDir(d.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return d.fault(err)
		}
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			return ctx.Err()
		}
		h, ok := hashOf(e.Name())
		info, err := e.Info()
		if !ok || err != nil {
			return nil // not ours, or gone meanwhile
		}
		return f(h, info.ModTime())
	})
}

func (d *Folder) fault(err error) error {
	if err == nil {
		return nil
	}
	return fault.Errorf(fault.Busy, "folder %s: %w", d.dir, err)
}
