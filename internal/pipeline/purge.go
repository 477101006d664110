package pipeline

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// sweep finishes a purge: it clears again what stages at work meanwhile may have saved, works out anew the stories
// and storylines that lost something, and wipes what the database still holds.
func (p *Pipeline) sweep(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	var work jobs.SweepWork
	if err := json.Unmarshal([]byte(j.Payload), &work); err != nil {
		return nil, fault.Errorf(fault.Invalid, "purge %s: its work cannot be read: %w", j.Key, err)
	}
	var found []news.StoryID
	if err := p.store.Write(ctx, func(tx *store.Tx) (err error) {
		found, err = tx.PurgeAgain(ctx, work.Purge)
		return err
	}); err != nil {
		return nil, err
	}
	if err := p.regroup(ctx, work, found); err != nil {
		return nil, err
	}
	return nil, p.store.Sweep(ctx)
}

// regroup sums up anew the stories that lost something and those that share a storyline with them.
func (p *Pipeline) regroup(ctx context.Context, work jobs.SweepWork, found []news.StoryID) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.win = nil
	if err := p.readyWindow(ctx); err != nil {
		return p.forget(err)
	}
	touched := map[news.StoryID]bool{}
	for _, id := range slices.Concat(work.Stories, found) {
		s, err := p.store.Story(ctx, id)
		if fault.KindOf(err) == fault.Gone {
			continue
		}
		if err != nil {
			return p.forget(err)
		}
		touched[s.ID] = true
		if s.Storyline != 0 {
			work.Lines = append(work.Lines, s.Storyline)
		}
	}
	lost := sorted(touched)
	for _, l := range work.Lines {
		stories, err := p.store.StorylineStories(ctx, l)
		if err != nil {
			return p.forget(err)
		}
		for _, s := range stories {
			touched[s.ID] = true
		}
	}
	if err := p.store.Write(ctx, func(tx *store.Tx) error { return p.putOrigins(ctx, tx, lost, touched) }); err != nil {
		return p.forget(err)
	}
	for part := range slices.Chunk(sorted(touched), chunk) {
		if err := p.store.Write(ctx, func(tx *store.Tx) error {
			changed, err := p.sumUpAll(ctx, tx, part)
			if err != nil {
				return err
			}
			return p.putStorylines(ctx, tx, changed, nil)
		}); err != nil {
			return p.forget(err)
		}
	}
	return p.forget(nil) // it is rebuilt without what is gone
}
