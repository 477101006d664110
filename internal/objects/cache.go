package objects

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Cache keeps bodies that were read or written lately on this machine. It may be thrown away at any time.
type Cache struct {
	Keeper
	local *Folder
	max   int64

	mu   sync.Mutex
	used int64
}

func newCache(k Keeper, dir string, maxBytes int64) (*Cache, error) {
	local, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	c := &Cache{Keeper: k, local: local, max: maxBytes}
	for _, f := range c.files() {
		c.used += f.size
	}
	return c, nil
}

// Put keeps a body in the store, then here.
func (c *Cache) Put(ctx context.Context, hash string, packed []byte) error {
	if err := c.Keeper.Put(ctx, hash, packed); err != nil {
		return err
	}
	c.keep(ctx, hash, packed)
	return nil
}

// Get reads a body from here, else from the store.
func (c *Cache) Get(ctx context.Context, hash string) ([]byte, error) {
	if data, err := c.local.Get(ctx, hash); err == nil {
		if k, err := key("", hash); err == nil {
			now := time.Now()
			_ = os.Chtimes(filepath.Join(c.local.dir, filepath.FromSlash(k)), now, now) // used lately
		}
		return data, nil
	}
	data, err := c.Keeper.Get(ctx, hash)
	if err == nil {
		c.keep(ctx, hash, data)
	}
	return data, err
}

// Delete removes a body in both places.
func (c *Cache) Delete(ctx context.Context, hash string) error {
	return cmp.Or(c.local.Delete(ctx, hash), c.Keeper.Delete(ctx, hash))
}

// keep writes a body here, where it fits; a cache that cannot be written is no failure.
func (c *Cache) keep(ctx context.Context, hash string, packed []byte) {
	size := int64(len(packed))
	if size > c.max/4 || c.local.Put(ctx, hash, packed) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used += size; c.used <= c.max {
		return
	}
	list := c.files() // counted anew: what was replaced or deleted is not known otherwise
	slices.SortFunc(list, func(a, b cached) int { return a.used.Compare(b.used) })
	c.used = 0
	for _, f := range list {
		c.used += f.size
	}
	for _, f := range list {
		if c.used <= c.max*3/4 {
			return
		}
		if os.Remove(f.path) == nil {
			c.used -= f.size
		}
	}
}

type cached struct {
	path string
	size int64
	used time.Time
}

func (c *Cache) files() (out []cached) {
	_ = filepath.WalkDir(c.local.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil
		}
		if info, err := e.Info(); err == nil {
			out = append(out, cached{path, info.Size(), info.ModTime()})
		}
		return nil
	})
	return out
}
