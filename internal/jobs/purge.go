package jobs

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// Sweep is the kind of job that works out anew what a purge left of stories and wipes what the
// database still holds of what went; the key is the purge's identifier, with a word behind it the second time.
const Sweep = "sweep"

// SweepWork is the payload of a job of kind Sweep.
type SweepWork struct {
	Purge   int64
	Stories []news.StoryID     // that lost something and stand
	Lines   []news.StorylineID // that these and others that ended are in
}

// sweepAgain is when a purge is gone over again: a stage that was at work during it may save what it read before. No lease is longer.
const sweepAgain = 35 * time.Minute

// Purge does a purge, drops the work on what went, and enqueues what follows.
func Purge(ctx context.Context, tx *store.Tx, o store.PurgeOrder) (id int64, p store.PurgePlan, err error) {
	id, p, err = tx.Purge(ctx, o)
	if err != nil {
		return 0, p, err
	}
	// The reasons of work that failed may hold words of what went.
	for _, drop := range []struct {
		kind string
		ids  []int64
	}{{Extract, numbers(p.Captures)}, {Analyse, numbers(p.Versions)}, {Claims, numbers(p.Lines)}} {
		for _, x := range drop.ids {
			if _, err := tx.Exec(ctx, "delete from job where kind = $1 and key = $2 and state <> 'running'", drop.kind, strconv.FormatInt(x, 10)); err != nil {
				return 0, p, err
			}
		}
	}
	payload, err := json.Marshal(SweepWork{Purge: id, Stories: p.Stories, Lines: p.Lines})
	if err != nil {
		return 0, p, err
	}
	key := strconv.FormatInt(id, 10)
	if err := Enqueue(ctx, tx, Sweep, key, string(payload), tx.Now()); err != nil {
		return 0, p, err
	}
	return id, p, Enqueue(ctx, tx, Sweep, key+" again", string(payload), tx.Now().Add(sweepAgain))
}

func numbers[T ~int64](ids []T) []int64 {
	out := make([]int64, len(ids))
	for i, id := range ids {
		out[i] = int64(id)
	}
	return out
}
