package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// refetchAfter is when a page is looked at again for a new version, counted from its first capture: most corrections
// come within the hour, most rewrites within the day, what is withdrawn within the week.
var refetchAfter = []time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// refetchVersion is the stage's version.
const refetchVersion = 1

// refetchPlan is the payload of a refetch.
type refetchPlan struct {
	Source news.SourceID `json:"source"`
	Step   int           `json:"step"`  // into refetchAfter
	First  int64         `json:"first"` // microseconds: time of the first capture
}

// planRefetch enqueues a step; there is none after the last. Pages captured at one time are not asked for again at one
// time: each has its own delay of up to a tenth.
func (p *Pipeline) planRefetch(ctx context.Context, tx *store.Tx, address string, plan refetchPlan) error {
	if plan.Step >= len(refetchAfter) {
		return nil
	}
	payload, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	after := refetchAfter[plan.Step]
	h := fnv.New32a()
	_, _ = h.Write([]byte(address))
	at := time.UnixMicro(plan.First).Add(after + after/10*time.Duration(h.Sum32()%1000)/1000)
	return jobs.Put(ctx, tx, jobs.Item{Kind: jobs.Refetch, Key: address, Payload: string(payload), At: at, Lane: jobs.LaneOf(address), Priority: jobs.News})
}

// refetch looks whether a page has a new version. What is unchanged makes no capture; what is gone is recorded as the fate of the last one.
func (p *Pipeline) refetch(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	var plan refetchPlan
	if err := json.Unmarshal([]byte(j.Payload), &plan); err != nil || plan.Step < 0 {
		return nil, fault.Errorf(fault.Invalid, "refetch %s: its plan cannot be read", j.Key)
	}
	if err := p.store.AddressBlocked(ctx, j.Key); err != nil { // taken down: it must not come back
		return nil, notGone(err)
	}
	last, err := p.store.LatestCapture(ctx, j.Key)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !last.Purged.IsZero() {
		return nil, nil
	}
	etag, modified := validators(&last)
	a, err := p.opt.Fetch.Get(ctx, j.Key, fetch.Conditions{ETag: etag, LastModified: modified})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	state := store.Item{Stage: jobs.Refetch, ID: int64(last.ID), Version: refetchVersion, State: store.StateDone, Attempts: j.Attempts}
	if err != nil {
		if fault.KindOf(err) == fault.Busy || fault.KindOf(err) == nil {
			return nil, err // may work later
		}
		state.State, state.Reason = store.StateEmpty, string(fetch.ReasonOf(err))+": "+plainProblem(j.Key, err)
		return func(tx *store.Tx) error { return tx.PutState(ctx, state) }, nil
	}
	plan.Step++
	if a.Capture != nil {
		a.Capture.URL, a.Capture.Source = j.Key, plan.Source
		if err := p.store.Stow(ctx, a.Capture); err != nil {
			return nil, err
		}
	}
	return func(tx *store.Tx) error {
		if a.Capture != nil {
			c := *a.Capture
			if _, err := p.keep(ctx, tx, &c, j.Priority); err != nil {
				return err
			}
		}
		if err := tx.PutState(ctx, state); err != nil {
			return err
		}
		return p.planRefetch(ctx, tx, j.Key, plan)
	}, nil
}
