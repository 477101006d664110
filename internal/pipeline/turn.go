package pipeline

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

const (
	// chunk is how many articles are grouped and saved together. A chunk is taken when no page before its last one is on its way any more: what
	// is grouped together then depends on the order in which pages came in, not on which worker was quicker.
	chunk = 250
	// patience is how long an article waits for pages before it that do not come.
	patience = 5 * time.Minute
	// A process that groups says so this often; when it was not heard of for the second time another may take over.
	// Taking over costs the rebuilding of the window, so it is not done lightly.
	beatEvery = 5 * time.Second
	beatLost  = 20 * time.Second
)

// toGroup is what there is to group now: n articles at most, 0 for none yet; all of them or only those before which nothing is on its way.
type toGroup struct {
	n         int
	readyOnly bool
	former    bool // everything is being computed again
}

// nextToGroup says what can be grouped now.
func (p *Pipeline) nextToGroup(ctx context.Context) (x toGroup, err error) {
	q, err := p.store.GroupQueue(ctx, chunk)
	if err != nil || q.All == 0 && !q.Former {
		return x, err
	}
	x.former = q.Former
	if q.Ready == chunk && !q.Former {
		return toGroup{n: chunk, readyOnly: true}, nil
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
	x.n = q.All
	if q.Former { // nothing is on its way: all are here
		x.n = max(q.All, 1)
	}
	return x, nil
}

// myTurn reports whether this process may group: nobody else does, or is heard of no more.
func (p *Pipeline) myTurn(ctx context.Context) (bool, error) {
	g, err := p.store.Grouping(ctx)
	if err != nil {
		return false, err
	}
	return g.Holder == "" || g.Holder == p.holder || p.store.Now().Sub(g.Beat) > beatLost, nil
}

// beat tells the others, now and then, that this process groups, as long as it holds a window.
func (p *Pipeline) beat(ctx context.Context) {
	for {
		select {
		case <-time.After(beatEvery):
		case <-ctx.Done():
			return
		}
		if !p.holds.Load() {
			continue
		}
		err := p.store.Write(ctx, func(tx *store.Tx) error {
			g, err := tx.Grouping(ctx)
			if err != nil {
				return err
			}
			if g.Holder != p.holder { // somebody took over
				p.holds.Store(false)
				return nil
			}
			return tx.HoldGrouping(ctx, p.holder)
		})
		if err != nil && ctx.Err() == nil {
			p.opt.Log.Warn("grouping: cannot tell that this process is alive", "err", err)
		}
	}
}

// letGo gives grouping up, so that another process need not wait.
func (p *Pipeline) letGo(ctx context.Context) {
	if !p.holds.Swap(false) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = p.store.Write(ctx, func(tx *store.Tx) error {
		g, err := tx.Grouping(ctx)
		if err != nil || g.Holder != p.holder {
			return err
		}
		return tx.HoldGrouping(ctx, "")
	}) // the others find out by themselves, a little later
}
