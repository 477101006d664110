package pipeline

import (
	"context"
	"strconv"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// Ingest keeps captures and enqueues their extraction, all in one transaction. It
// returns how many were new; bytes that are in the archive already are not gone through again.
func (p *Pipeline) Ingest(ctx context.Context, list []*news.Capture) (fresh int, err error) {
	return p.ingest(ctx, list, jobs.News)
}

// Backfill is Ingest of what is not new: it is worked on when nothing newer waits.
func (p *Pipeline) Backfill(ctx context.Context, list []*news.Capture) (fresh int, err error) {
	return p.ingest(ctx, list, jobs.Bulk)
}

func (p *Pipeline) ingest(ctx context.Context, list []*news.Capture, priority int) (fresh int, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		fresh = 0
		for _, c := range list {
			existed, err := p.keep(ctx, tx, c, priority)
			if err != nil {
				return err
			}
			if !existed {
				fresh++
			}
		}
		return nil
	})
	return fresh, err
}

func (p *Pipeline) keep(ctx context.Context, tx *store.Tx, c *news.Capture, priority int) (existed bool, err error) {
	defer fault.Wrap(&err, "%s", c.URL)
	id, existed, err := tx.PutCapture(ctx, c)
	if err != nil || existed {
		return existed, err
	}
	return false, jobs.Put(ctx, tx, jobs.Item{Kind: jobs.Extract, Key: strconv.FormatInt(int64(id), 10), At: tx.Now(), Priority: priority})
}

// idOf reads the identifier that a job is about.
func idOf[T ~int64](j jobs.Job) (T, error) { return news.ParseID[T](j.Key) }
