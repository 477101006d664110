package pipeline

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/store"
)

// hostTrouble lets a host that did not answer as it should rest for a while, with all its pages.
func hostTrouble(ctx context.Context, tx *store.Tx, j jobs.Job, err error) error {
	if j.Lane == "" || fault.KindOf(err) != fault.Busy || fetch.ReasonOf(err) == fetch.Other {
		return nil
	}
	after, _ := fetch.RetryAfter(err)
	return jobs.Trouble(ctx, tx, j.Lane, after, string(fetch.ReasonOf(err)))
}

// hostPace tells the lane of a host that its robots.txt asks for more time between requests than is usual, or does so no
// longer. toldPace is to be called once that is committed.
func (p *Pipeline) hostPace(ctx context.Context, tx *store.Tx, j jobs.Job) error {
	pace, changed := p.newPace(j)
	if !changed {
		return nil
	}
	return jobs.SetPace(ctx, tx, j.Lane, pace)
}

func (p *Pipeline) toldPace(j jobs.Job) {
	if pace, changed := p.newPace(j); changed {
		p.told.Store(j.Lane, pace)
	}
}

// newPace is the pace that a host asks for, zero for the usual one, and whether its lane has to hear of it.
func (p *Pipeline) newPace(j jobs.Job) (pace time.Duration, changed bool) {
	if j.Lane == "" || p.opt.Fetch == nil || !asksHosts(j.Kind) {
		return 0, false
	}
	if every := p.opt.Fetch.Every(j.Lane); every > p.opt.Fetch.Usual() {
		pace = every
	}
	before, told := p.told.Load(j.Lane)
	if !told {
		return pace, pace > 0
	}
	return pace, before != pace
}

// postpone returns a job whose host is left alone for now, its own or one that it was sent on to: nothing was asked, so that was no try.
func (p *Pipeline) postpone(ctx context.Context, o outcome) error {
	after, _ := fetch.RetryAfter(o.err)
	p.opt.Log.Debug("item postponed", "stage", o.job.Kind, "item", o.job.Key, "for", after, "why", o.err)
	p.opt.Observe.Finished(o.job.Kind, observe.JobGivenBack, 1)
	return p.store.Write(ctx, func(tx *store.Tx) error {
		return jobs.Postpone(ctx, tx, o.job, max(after, time.Second), o.err.Error())
	})
}
