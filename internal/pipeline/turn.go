package pipeline

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

const (
	// chunk is how many articles are grouped and saved together. A chunk is taken when no page before its last one is on its way any more: what
	// is grouped together then depends on the order in which pages came in, not on which worker was quicker.
	chunk = 250
	// patience is how long an article waits for pages before it that do not come.
	patience = 5 * time.Minute
	// fetchPatience is how long an article waits while pages are being fetched: what a round of looking at the sources brings is
	// grouped together, in the order of publication.
	fetchPatience = time.Minute
)

// toGroup is what there is to group now: n articles at most, 0 for none yet; all of them or only those before which nothing is on its way.
type toGroup struct {
	n         int
	readyOnly bool
	former    bool // everything is being computed again
}

// nextToGroup says what can be grouped now; with whole only a whole chunk counts.
func (p *Pipeline) nextToGroup(ctx context.Context, whole bool) (x toGroup, err error) {
	q, err := p.store.GroupQueue(ctx, chunk)
	if err != nil || q.All == 0 && !q.Former {
		return x, err
	}
	x.former = q.Former
	if q.Ready == chunk && !q.Former {
		return toGroup{n: chunk, readyOnly: true}, nil
	}
	if whole {
		return toGroup{}, nil
	}
	if q.Underway {
		busy, err := jobs.Busy(ctx, p.store, jobs.Extract, jobs.Analyse)
		if err != nil {
			return x, err
		}
		tired := q.All > 0 && p.store.Now().Sub(q.Since) > patience && !q.Former
		if busy > 0 && !tired {
			return x, nil
		}
		if err := p.store.Write(ctx, func(tx *store.Tx) error { return tx.AbandonBefore(ctx, q.Last) }); err != nil {
			return x, err
		}
	}
	if p.opt.Fetch != nil && !q.Former && p.store.Now().Sub(q.Since) < fetchPatience {
		if busy, err := jobs.Any(ctx, p.store, ""); err != nil || busy {
			return x, err
		}
	}
	x.n = q.All
	if q.Former { // nothing is on its way: all are here
		x.n = max(q.All, 1)
	}
	return x, nil
}

// myTurn reports whether this process may group: it grouped last, or the one that did is gone. Taking over costs the rebuilding of the
// window, so processes do not take turns.
func (p *Pipeline) myTurn(ctx context.Context) (bool, error) {
	g, err := p.store.Grouping(ctx)
	if err != nil || g.Holder == 0 || g.Holder == p.incarnation() {
		return err == nil, err
	}
	alive, err := jobs.Alive(ctx, p.store, g.Holder)
	return !alive, err
}

// grouping is the stage that groups.
func (p *Pipeline) grouping() stage { return stage{jobs.Group, 1, 30 * time.Minute, p.group} }

// claimGroup takes on grouping when there is something to group, or a whole chunk of it, and nobody else does.
func (p *Pipeline) claimGroup(ctx context.Context, whole bool) (s stage, batch []jobs.Job, err error) {
	s = p.grouping()
	if !p.mu.TryLock() { // another worker of this process groups
		return s, nil, nil
	}
	p.mu.Unlock()
	next, err := p.nextToGroup(ctx, whole)
	if err != nil || next.n == 0 {
		return s, nil, err
	}
	if mine, err := p.myTurn(ctx); err != nil || !mine {
		return s, nil, err
	}
	if err := p.store.Write(ctx, func(tx *store.Tx) error { return jobs.Ensure(ctx, tx, jobs.Group, "all") }); err != nil {
		return s, nil, err
	}
	batch, err = p.claimKind(ctx, s)
	return s, batch, err
}

// whileIdle looks for what can be done when nothing is due. It reports whether there is more to do, and for who works until there is nothing, whether
// somebody else is still at it.
func (p *Pipeline) whileIdle(ctx context.Context, c crew, untilIdle bool) (more bool, err error) {
	busy, err := jobs.Any(ctx, p.store, p.kinds()...)
	if err != nil {
		return false, err
	}
	if busy {
		if untilIdle {
			return false, errOthersWork
		}
		return false, nil
	}
	var n int64
	if !c.asks {
		n, err = jobs.Hasten(ctx, p.store, jobs.Claims)
	}
	return n > 0, err
}

// errOthersWork says that a worker that found nothing to do must wait for what others are at.
var errOthersWork = fault.Errorf(fault.Busy, "other workers are still at work")

// incarnation tells this process from others that share the database; zero where it is no node.
func (p *Pipeline) incarnation() int64 {
	if p.opt.Node == nil {
		return 0
	}
	return p.opt.Node.Incarnation()
}
