package pipeline

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/store"
)

// crew is workers that do the same stages. Those that ask hosts wait for answers most of the time; they are
// apart, so that slow hosts do not hold up the thinking, and claim from hosts that may be asked now instead of waiting for one.
type crew struct {
	stages []stage
	asks   bool
	n      int // workers
}

// crews are all workers of this process.
func (p *Pipeline) crews() []crew {
	think, ask := crew{n: p.opt.Workers}, crew{n: p.opt.Fetchers, asks: true}
	for _, s := range p.stages() {
		if asksHosts(s.kind) {
			ask.stages = append(ask.stages, s)
		} else {
			think.stages = append(think.stages, s)
		}
	}
	if len(ask.stages) == 0 {
		return []crew{think}
	}
	return []crew{think, ask}
}

func asksHosts(kind string) bool {
	return kind == jobs.Fetch || kind == jobs.Poll || kind == jobs.Refetch || kind == jobs.Hub
}

// kinds are what the crew claims; "" stands for hosts.
func (c crew) kinds() (out []string) {
	if c.asks {
		out = append(out, "")
	}
	for _, s := range c.stages {
		out = append(out, s.kind)
	}
	return out
}

func (p *Pipeline) kinds() (out []string) {
	for _, c := range p.crews() {
		out = append(out, c.kinds()...)
	}
	return out
}

// claim takes one batch of what is most urgent and, of that, furthest along. Where nothing is due it costs one
// read. The stage is the one that does the batch.
func (p *Pipeline) claim(ctx context.Context, c crew) (stage, []jobs.Job, error) {
	if !c.asks {
		if s, batch, err := p.claimGroup(ctx, true); err != nil || len(batch) > 0 {
			return s, batch, err
		}
	}
	ready, err := jobs.Ready(ctx, p.store, c.kinds()...)
	if err != nil {
		return stage{}, nil, err
	}
	for class := jobs.Now; class <= jobs.Bulk; class++ {
		if ready[jobs.Class{Priority: class}] {
			if s, batch, err := p.claimHost(ctx, c); err != nil || len(batch) > 0 {
				return s, batch, err
			}
		}
		for _, s := range c.stages {
			if s.kind == jobs.Group || !ready[jobs.Class{Kind: s.kind, Priority: class}] {
				continue
			}
			if batch, err := p.claimKind(ctx, s); err != nil || len(batch) > 0 {
				return s, batch, err
			}
		}
	}
	if c.asks {
		return stage{}, nil, nil
	}
	if s, batch, err := p.claimGroup(ctx, false); err != nil || len(batch) > 0 || !ready[jobs.Class{Kind: jobs.Group, Priority: jobs.News}] {
		return s, batch, err
	}
	return p.claimLeft(ctx)
}

// claimLeft takes a job of grouping that a process left that died when all was grouped: it is finished, so that
// nobody takes the queue for busy.
func (p *Pipeline) claimLeft(ctx context.Context) (s stage, batch []jobs.Job, err error) {
	s = stage{jobs.Group, 1, time.Minute, func(context.Context, jobs.Job) (func(*store.Tx) error, error) { return nil, nil }}
	next, err := p.nextToGroup(ctx, false)
	if err != nil || next.n > 0 {
		return s, nil, err
	}
	batch, err = p.claimKind(ctx, s)
	return s, batch, err
}

func (p *Pipeline) claimKind(ctx context.Context, s stage) ([]jobs.Job, error) {
	if s.kind == jobs.Backfill {
		return p.claimArchive(ctx, s)
	}
	return p.claimJobs(ctx, s)
}

func (p *Pipeline) claimJobs(ctx context.Context, s stage) ([]jobs.Job, error) {
	if p.opt.Node == nil {
		return jobs.Claim(ctx, p.store, s.kind, s.batch, s.lease)
	}
	return p.opt.Node.Claim(ctx, s.kind, s.batch)
}

func (p *Pipeline) claimHost(ctx context.Context, c crew) (stage, []jobs.Job, error) {
	var batch []jobs.Job
	var err error
	kinds := c.kinds()[1:]
	if p.opt.Node == nil {
		batch, err = jobs.ClaimLanes(ctx, p.store, 1, c.stages[0].lease, kinds...)
	} else {
		batch, err = p.opt.Node.ClaimLanes(ctx, 1, kinds...)
	}
	if err == nil && len(batch) > 0 {
		for _, s := range c.stages {
			if s.kind == batch[0].Kind {
				return s, batch, nil
			}
		}
	}
	return stage{}, nil, err
}

// letGo says that this process does not work on a batch any more, whatever came of it.
func (p *Pipeline) letGo(batch []jobs.Job) {
	if len(batch) > 0 && batch[0].Kind == jobs.Backfill {
		p.reading.Unlock()
	}
	if p.opt.Node != nil {
		p.opt.Node.LetGo(batch)
	}
}

// giveBackUnworked returns jobs to the queue as if they had not been claimed, even when ctx has ended.
func (p *Pipeline) giveBackUnworked(ctx context.Context, list []jobs.Job) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for _, j := range list {
		p.opt.Observe.Finished(j.Kind, observe.JobGivenBack, 1)
	}
	return p.store.Write(ctx, func(tx *store.Tx) error {
		for _, j := range list {
			if err := jobs.GiveBack(ctx, tx, j); err != nil {
				return err
			}
		}
		return nil
	})
}
