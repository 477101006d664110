package pipeline

import (
	"context"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

const (
	tendEvery  = time.Minute
	latestLook = feed.MaxWait + feed.MaxWait/4 // no look is planned later
	latestJob  = 9 * 24 * time.Hour            // nor any work: a refetch after a week, a server that asks for a week
	lateLook   = 2 * time.Hour                 // a look that is late by so much and has no job was lost
	tendAtOnce = 500
)

// Tend puts right what no job can put right by itself: looks and other work that the clock, set back, has left for a
// distant future, and sources whose look was given up or lost. It is safe to repeat, on several nodes too.
func (p *Pipeline) Tend(ctx context.Context) error {
	if p.opt.Fetch == nil {
		return nil
	}
	return p.store.Write(ctx, func(tx *store.Tx) error {
		now := tx.Now()
		ids, err := tx.PullSources(ctx, now.Add(latestLook), now)
		if err != nil {
			return err
		}
		if err := jobs.Pull(ctx, tx, now.Add(latestJob), now); err != nil {
			return err
		}
		lost, err := jobs.Unlooked(ctx, tx, now.Add(-lateLook), tendAtOnce)
		if err != nil {
			return err
		}
		for i, id := range append(ids, lost...) {
			s, err := tx.Source(ctx, id)
			if err != nil {
				return err
			}
			if err := jobs.Look(ctx, tx, id, s.URL, now.Add(time.Duration(i)*100*time.Millisecond)); err != nil {
				return err
			}
		}
		return nil
	})
}

// tending runs Tend now and then until ctx ends; the caller waits for it. It goes by time that passes, not by the clock.
func (p *Pipeline) tending(ctx context.Context) (wait func()) {
	var wg sync.WaitGroup
	wg.Go(func() {
		t := time.NewTicker(tendEvery)
		defer t.Stop()
		for {
			if err := p.Tend(ctx); err != nil && ctx.Err() == nil {
				p.opt.Log.Error("sources cannot be tended", "err", err)
			}
			select {
			case <-t.C:
			case <-ctx.Done():
				return
			}
		}
	})
	return wg.Wait
}
