package pipeline

import (
	"context"
	"strconv"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// Rebuild puts into the queue, in the caller's transaction, all that is needed to compute everything derived again from a stage on: Extract,
// Analyse or Group. Identifiers stay. Work may then stop and go on at any time; it is at its end when the queue is empty. Until a story's
// articles are grouped again, readers find it in lists, but empty.
func Rebuild(ctx context.Context, tx *store.Tx, from string) error {
	if from != jobs.Extract && from != jobs.Analyse && from != jobs.Group {
		return fault.Errorf(fault.Invalid, "rebuild from %q: choose %s, %s or %s", from, jobs.Extract, jobs.Analyse, jobs.Group)
	}
	if err := tx.BeginRegroup(ctx, from == jobs.Group); err != nil || from == jobs.Group {
		return err
	}
	if err := tx.BeginReanalysis(ctx); err != nil {
		return err
	}
	if from == jobs.Analyse {
		return tx.EachVersion(ctx, func(ids []news.VersionID) error { return again(ctx, tx, jobs.Analyse, jobs.News, ids) })
	}
	if err := tx.BeginReextraction(ctx); err != nil {
		return err
	}
	if err := tx.EachCapture(ctx, func(ids []news.CaptureID) error { return again(ctx, tx, jobs.Extract, jobs.News, ids) }); err != nil {
		return err
	}
	return tx.EachOrphan(ctx, func(ids []news.VersionID) error { return again(ctx, tx, jobs.Analyse, jobs.News, ids) })
}

// again has items go through a stage another time.
func again[T ~int64](ctx context.Context, tx *store.Tx, stage string, priority int, ids []T) error {
	list := make([]jobs.Item, 0, len(ids))
	for _, id := range ids {
		list = append(list, jobs.Item{Kind: stage, Key: strconv.FormatInt(int64(id), 10), At: tx.Now(), Priority: priority})
	}
	return jobs.Put(ctx, tx, list...)
}

// Refresh puts what older versions of the stages made into the queue, behind everything else, and returns how many items that are.
func (p *Pipeline) Refresh(ctx context.Context) (n int, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) error {
		n = 0
		if err := store.EachOutdated(ctx, tx, jobs.Extract, extractVersion, func(ids []news.CaptureID) error {
			n += len(ids)
			return again(ctx, tx, jobs.Extract, jobs.Bulk, ids)
		}); err != nil {
			return err
		}
		return store.EachOutdated(ctx, tx, jobs.Analyse, analyseVersion, func(ids []news.VersionID) error {
			n += len(ids)
			return again(ctx, tx, jobs.Analyse, jobs.Bulk, ids)
		})
	})
	return n, err
}
