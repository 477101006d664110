package pipeline

import (
	"context"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// Revisit has pages that were captured before fetched again, for new versions.
func (p *Pipeline) Revisit(ctx context.Context, addresses ...string) error {
	return p.store.Write(ctx, func(tx *store.Tx) error {
		for _, a := range addresses {
			if err := jobs.Enqueue(ctx, tx, jobs.Fetch, a, "", tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// fetchPage fetches an article's page, has it extracted, and plans to look at it again for new versions.
func (p *Pipeline) fetchPage(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	if err := p.store.AddressBlocked(ctx, j.Key); err != nil { // a purge took it: it is not asked for again
		return nil, notGone(err)
	}
	source, _ := news.ParseID[news.SourceID](j.Payload) // none: somebody asked for the page itself
	a, err := p.opt.Fetch.Get(ctx, j.Key, fetch.Conditions{})
	if err != nil {
		return nil, p.miss(ctx, j, source, err)
	}
	a.Capture.Source = source
	if err := p.store.Stow(ctx, a.Capture); err != nil {
		return nil, err
	}
	return func(tx *store.Tx) error {
		c := *a.Capture
		before, err := tx.HasCapture(ctx, c.URL)
		if err != nil {
			return err
		}
		existed, err := p.keep(ctx, tx, &c, j.Priority)
		if err != nil || existed || before {
			return err
		}
		return p.planRefetch(ctx, tx, c.URL, refetchPlan{Source: source, First: c.Time.UnixMicro()})
	}, nil
}

// miss counts a page that a source cannot give, once it is given up, and returns the failure.
func (p *Pipeline) miss(ctx context.Context, j jobs.Job, source news.SourceID, err error) error {
	final := j.Attempts-j.Lost >= jobs.MaxAttempts || fault.KindOf(err) != fault.Busy && fault.KindOf(err) != nil
	if source == 0 || !final || ctx.Err() != nil {
		return err
	}
	werr := p.store.Write(ctx, func(tx *store.Tx) error {
		return tx.PutMiss(ctx, source, store.Miss{Reason: string(fetch.ReasonOf(err)), URL: j.Key, Note: plainProblem(j.Key, err)})
	})
	if werr != nil {
		return werr
	}
	return err
}
