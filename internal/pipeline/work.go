package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/store"
)

// stage does the work of a kind of job. do reads and thinks, outside any transaction,
// and returns how to save what came out of it.
type stage struct {
	kind  string
	batch int // jobs claimed and saved together
	lease time.Duration
	do    func(ctx context.Context, j jobs.Job) (save func(tx *store.Tx) error, err error)
}

// stages in the order in which work is preferred: what is further along goes first, so
// that little waits in between. Grouping goes before all when a whole chunk is there, else last.
func (p *Pipeline) stages() []stage {
	list := []stage{
		{jobs.Sweep, 1, 30 * time.Minute, p.sweep},
		p.grouping(),
		{jobs.Claims, 1, 10 * time.Minute, p.claims},
		{jobs.Analyse, 16, 5 * time.Minute, p.analyse},
		{jobs.Backfill, 1, 5 * time.Minute, p.backfill},
		{jobs.Extract, 16, 5 * time.Minute, p.extract},
	}
	if p.opt.Fetch != nil {
		list = append(list,
			stage{jobs.Told, 1, 5 * time.Minute, p.message}, stage{jobs.Fetch, 1, 5 * time.Minute, p.fetchPage}, stage{jobs.Poll, 1, 15 * time.Minute, p.poll},
			stage{jobs.Hub, 1, 5 * time.Minute, p.hub}, stage{jobs.Refetch, 1, 5 * time.Minute, p.refetch})
	}
	return list
}

// idle is how long a worker waits when there is nothing to do.
const idle = 500 * time.Millisecond

// Run works until ctx ends, and lets what is under way then finish for as long as Options.Grace says.
func (p *Pipeline) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer p.tending(ctx)() // waits; the context has ended by then
	defer stop()
	return p.workers(ctx, false, nil)
}

// Progress is how far draining has come.
type Progress struct{ Done, Waiting int }

// Drain works until no job is due. report, where not nil, is called now and then.
func (p *Pipeline) Drain(ctx context.Context, report func(Progress)) error {
	return p.workers(ctx, true, report)
}

func (p *Pipeline) workers(ctx context.Context, untilIdle bool, report func(Progress)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work, release := p.graceful(ctx)
	defer release()
	var wg sync.WaitGroup
	for _, c := range p.crews() {
		for range c.n {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if err := p.worker(ctx, work, c, untilIdle, report); err != nil {
					cancel(err)
				}
			}()
		}
	}
	wg.Wait()
	p.reading.Lock()
	p.closeArchive()
	p.reading.Unlock()
	if err := context.Cause(ctx); err != nil && !(errors.Is(err, context.Canceled) && !untilIdle) {
		return err
	}
	return nil
}

// maxIdle is how long a worker waits at most when the database does not answer.
const maxIdle = 5 * time.Second

// worker takes work until ctx ends; work is the context in which it is done.
func (p *Pipeline) worker(ctx, work context.Context, c crew, untilIdle bool, report func(Progress)) error {
	usual := idle
	if untilIdle {
		usual = 20 * time.Millisecond
	}
	for wait := usual; ; {
		n, err := p.step(ctx, work, c)
		p.opt.Observe.Step()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			if wait == usual { // once, not every few seconds
				p.opt.Log.Error("queue: it is tried again until it works", "err", err)
			}
			if untilIdle && fault.KindOf(err) != fault.Busy {
				return err
			}
			wait = min(2*max(wait, idle), maxIdle)
		} else {
			wait = usual
		}
		if n > 0 && err == nil {
			p.tell(ctx, report)
			continue
		}
		if err == nil {
			more, err := p.whileIdle(ctx, c, untilIdle)
			if more {
				continue
			}
			if untilIdle && err == nil {
				return nil
			}
			if untilIdle && fault.KindOf(err) != fault.Busy {
				return err
			}
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil
		}
	}
}

func (p *Pipeline) tell(ctx context.Context, report func(Progress)) {
	if report == nil || !p.stats.mayTell() {
		return
	}
	began := time.Now()
	if waiting, err := jobs.Pending(ctx, p.store); err == nil {
		report(Progress{Done: p.stats.total(), Waiting: waiting})
	}
	p.stats.tellAfter(max(time.Second, 30*time.Since(began))) // counting what waits costs something when much does
}

// step claims one batch and does it. It returns how many jobs it took.
func (p *Pipeline) step(ctx, work context.Context, c crew) (int, error) {
	if ctx.Err() != nil {
		return 0, nil
	}
	s, batch, err := p.claim(work, c)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	defer p.letGo(batch)
	return len(batch), p.work(work, s, batch, ctx.Done())
}

type outcome struct {
	job  jobs.Job
	save func(tx *store.Tx) error
	err  error
}

// work does a batch and saves it in one transaction; when that cannot be, job by job. Once stopping is
// closed no further job of the batch is begun; what is not done is given back.
func (p *Pipeline) work(ctx context.Context, s stage, batch []jobs.Job, stopping <-chan struct{}) (err error) {
	began := time.Now()
	ctx, done := p.opt.Observe.Batch(ctx, s.kind, len(batch))
	defer func() { done(err) }()
	var good []outcome
	for i, j := range batch {
		if closed(stopping) {
			if err := p.giveBackUnworked(ctx, batch[i:]); err != nil {
				return err
			}
			batch = batch[:i]
			break
		}
		o := outcome{job: j}
		o.save, o.err = p.guarded(ctx, s, j)
		if ctx.Err() != nil {
			return errors.Join(ctx.Err(), p.giveBackUnworked(ctx, batch))
		}
		if errors.Is(o.err, store.ErrOutage) { // the database's fault, not the item's
			return errors.Join(o.err, p.giveBackUnworked(ctx, batch))
		}
		if o.err != nil {
			if err := p.giveBack(ctx, o); err != nil {
				return err
			}
			continue
		}
		good = append(good, o)
	}
	err = p.save(ctx, good)
	if errors.Is(err, store.ErrOutage) {
		return errors.Join(err, p.giveBackUnworked(ctx, batch))
	}
	if err != nil && len(good) > 1 && ctx.Err() == nil {
		err = nil
		for _, o := range good {
			if o.err = p.save(ctx, []outcome{o}); o.err != nil {
				err = errors.Join(err, p.giveBack(ctx, o))
			}
		}
	} else if err != nil && len(good) == 1 && ctx.Err() == nil {
		good[0].err = err
		err = p.giveBack(ctx, good[0])
	}
	p.stats.add(s.kind, len(batch), time.Since(began))
	return err
}

// guarded turns a panic of an engine, a bug on one item, into a failure of that item.
func (p *Pipeline) guarded(ctx context.Context, s stage, j jobs.Job) (save func(tx *store.Tx) error, err error) {
	ctx, done := p.opt.Observe.Job(ctx, s.kind, j.Key, j.Attempts, s.lease)
	defer func() { done(err) }()
	defer func() {
		if r := recover(); r != nil {
			p.opt.Log.ErrorContext(ctx, "stage panicked", "stage", s.kind, "job", j.Key, "panic", r, "stack", string(debug.Stack()))
			err = fmt.Errorf("%s: internal error: %v", s.kind, r)
		}
	}()
	return s.do(ctx, j)
}

func (p *Pipeline) save(ctx context.Context, list []outcome) error {
	if len(list) == 0 {
		return nil
	}
	err := p.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.HoldPurges(ctx); err != nil {
			return err
		}
		for _, o := range list {
			if o.save != nil {
				if err := o.save(tx); err != nil {
					return err
				}
			}
			if err := p.hostPace(ctx, tx, o.job); err != nil {
				return err
			}
			if err := jobs.Done(ctx, tx, o.job); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		for _, o := range list {
			p.toldPace(o.job)
		}
		p.opt.Observe.Finished(list[0].job.Kind, observe.JobDone, len(list))
	}
	return err
}

// giveBack returns a job that failed to the queue, with the reason.
func (p *Pipeline) giveBack(ctx context.Context, o outcome) error {
	if fault.KindOf(o.err) == fault.Conflict {
		return nil // another worker has it
	}
	if fetch.ReasonOf(o.err) == fetch.Paused {
		return p.postpone(ctx, o)
	}
	p.opt.Log.WarnContext(ctx, "item failed", "stage", o.job.Kind, "item", o.job.Key, "attempt", o.job.Attempts, "err", o.err)
	p.stats.fail(o.job.Kind, o.job.Key, o.err)
	p.opt.Observe.Finished(o.job.Kind, observe.JobFailed, 1)
	err := p.store.Write(ctx, func(tx *store.Tx) error {
		if err := p.hostPace(ctx, tx, o.job); err != nil {
			return err
		}
		if err := hostTrouble(ctx, tx, o.job, o.err); err != nil {
			return err
		}
		if err := abandon(ctx, tx, o.job); err != nil {
			return err
		}
		return jobs.Fail(ctx, tx, o.job, o.err)
	})
	if err == nil {
		p.toldPace(o.job)
	}
	return err
}

// abandon has nobody wait for a page that failed: others are grouped without it, and it when it comes.
func abandon(ctx context.Context, tx *store.Tx, j jobs.Job) error {
	switch j.Kind {
	case jobs.Extract:
		id, err := idOf[news.CaptureID](j)
		if err != nil {
			return nil // no capture: nothing waits for it
		}
		return tx.Abandon(ctx, id)
	case jobs.Analyse:
		id, err := idOf[news.VersionID](j)
		if err != nil {
			return nil
		}
		c, err := tx.CaptureOf(ctx, id)
		if err != nil || c == 0 {
			return err
		}
		return tx.Abandon(ctx, c)
	}
	return nil
}
