package app

import (
	"context"

	"github.com/parley-news/parley/internal/fakeweb"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/sample"
	"github.com/parley-news/parley/internal/store"
)

// ReadSample reads all feeds of the sample and their pages, then the pages that have changed since.
func ReadSample(ctx context.Context, a *App, w *fakeweb.Web) error {
	catalogue, err := sample.Outlets()
	if err != nil {
		return err
	}
	err = a.Store.Write(ctx, func(tx *store.Tx) error {
		for _, s := range catalogue.Feeds() {
			if _, err := jobs.AddSource(ctx, tx, s, "demo"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		return err
	}
	w.Advance()
	if err := a.Pipeline.Revisit(ctx, w.Changed()...); err != nil {
		return err
	}
	return a.Pipeline.Drain(ctx, nil)
}
