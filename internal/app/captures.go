package app

import (
	"path/filepath"

	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/objects"
	"github.com/parley-news/parley/internal/store"
)

// bodies opens where the bodies of captures lie, nil for the database itself. Connections go through the fetcher's
// guard: a store in a private network must be among allow-networks.
func (c Config) bodies(client *fetch.Client) (store.Bodies, error) {
	if c.Captures == "" {
		return nil, nil
	}
	k, err := objects.Open(c.Captures, objects.Options{
		Transport: client.HTTP().Transport, CacheDir: filepath.Join(c.Data, "cache", "captures"), CacheBytes: int64(c.CapturesCache) << 20,
	})
	if err != nil {
		return nil, err
	}
	return k, nil
}
