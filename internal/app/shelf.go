package app

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/store"
)

// shelf lets the fetcher remember robots.txt in the store, which is opened after it.
func shelf(st **store.Store) *fetch.Shelf {
	return &fetch.Shelf{
		Find: func(ctx context.Context, host string) ([]byte, time.Time, error) {
			x, err := (*st).Robots(ctx, host)
			return x.Body, x.Until, err
		},
		Keep: func(ctx context.Context, host string, body []byte, until time.Time) error {
			return (*st).Write(ctx, func(tx *store.Tx) error {
				return tx.PutRobots(ctx, store.Robots{Host: host, Body: body, Time: tx.Now(), Until: until})
			})
		},
	}
}
