package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

func (p *Pipeline) ingest(ctx context.Context, list []*news.Capture, priority int) (fresh int, err error) {
	if err := p.store.Stow(ctx, list...); err != nil {
		return 0, err
	}
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		fresh = 0
		if err := tx.HoldPurges(ctx); err != nil {
			return err
		}
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
	if taken, err := isTaken(ctx, tx, c); err != nil || taken {
		return taken, err
	}
	id, existed, err := tx.PutCapture(ctx, c)
	if err != nil || existed {
		return existed, err
	}
	if err := tx.SetUnderway(ctx, id); err != nil {
		return false, err
	}
	return false, jobs.Put(ctx, tx, jobs.Item{Kind: jobs.Extract, Key: strconv.FormatInt(int64(id), 10), At: tx.Now(), Priority: priority})
}

// isTaken reports whether a purge took this page or these bytes: they are not kept again.
func isTaken(ctx context.Context, tx *store.Tx, c *news.Capture) (bool, error) {
	sum := sha256.Sum256(c.Body)
	for _, check := range []func() error{
		func() error { return tx.AddressBlocked(ctx, c.URL) },
		func() error { return tx.AddressBlocked(ctx, c.FinalURL) },
		func() error { return tx.ContentBlocked(ctx, hex.EncodeToString(sum[:])) },
	} {
		if err := check(); err != nil {
			return fault.KindOf(err) == fault.Gone, notGone(err)
		}
	}
	return false, nil
}

// notGone is the error unless it says that a purge took the thing.
func notGone(err error) error {
	if fault.KindOf(err) == fault.Gone {
		return nil
	}
	return err
}

// idOf reads the identifier that a job is about.
func idOf[T ~int64](j jobs.Job) (T, error) { return news.ParseID[T](j.Key) }
