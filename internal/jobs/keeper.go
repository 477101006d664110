package jobs

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// keep shows that the node lives, looks at the others, and frees what is left behind, until ctx ends.
func (n *Node) keep(ctx context.Context) {
	defer close(n.done)
	for round := 1; ; round++ {
		select {
		case <-time.After(n.opt.Beat):
		case <-ctx.Done():
			return
		}
		if err := n.round(ctx, round); err != nil && ctx.Err() == nil {
			n.opt.Log.Warn("sign of life", "node", n.Number(), "err", err)
		}
		n.warnOfStuck()
	}
}

// roundWithin bounds a round, so that a database that hangs does not keep the node from trying again.
const roundWithin = 30 * time.Second

func (n *Node) round(ctx context.Context, round int) error {
	ctx, cancel := context.WithTimeout(ctx, roundWithin)
	defer cancel()
	steps := []func(context.Context) error{n.beat, n.look, n.reconcile, n.checkClock}
	if round%12 == 1 {
		steps = append(steps, func(ctx context.Context) error {
			return n.st.Write(ctx, func(tx *store.Tx) error { return mend(ctx, tx) })
		})
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// beat shows that the node lives, and lets identifiers follow the clock. A node whose number was taken back takes a new one.
func (n *Node) beat(ctx context.Context) error {
	number, incarnation := n.who()
	var until int64
	var found int64
	err := n.st.Write(ctx, func(tx *store.Tx) (err error) {
		last, now := n.ids.Clock()
		until = max(now+reserve.Milliseconds(), last+10_000)
		found, err = tx.Exec(ctx, "update node set beat = beat + 1, seen = $1, high = case when high < $2 then $2 else high end where number = $3 and incarnation = $4",
			tx.Now().UnixMicro(), until, number, incarnation)
		return err
	})
	if err != nil {
		return err
	}
	if found == 1 {
		n.ids.Follow(until)
		return nil
	}
	n.opt.Log.Warn("this process was thought dead and its work was given to others; it takes a new number", "node", number)
	return n.join(ctx)
}

// look compares the other nodes' beats with those of the last look; a node that stood still for several looks
// is dead, its number free, its jobs too.
func (n *Node) look(ctx context.Context) error {
	now := map[int64]sight{}
	err := n.st.Query(ctx, "select number, incarnation, beat from node where incarnation <> 0", func(row func(...any) error) error {
		var number int64
		var s sight
		err := row(&number, &s.incarnation, &s.beat)
		now[number] = s
		return err
	})
	if err != nil {
		return err
	}
	me, _ := n.who()
	n.mu.Lock()
	var dead []int64
	for number, s := range now {
		if old, ok := n.seen[number]; ok && old.incarnation == s.incarnation && old.beat == s.beat {
			s.still = old.still + 1
		}
		now[number] = s
		if s.still >= n.opt.Looks && number != me {
			dead = append(dead, number)
		}
	}
	n.seen = now
	n.mu.Unlock()
	slices.Sort(dead)
	for _, number := range dead {
		if err := n.bury(ctx, number, now[number]); err != nil {
			return err
		}
	}
	return nil
}

// bury frees the number of a node that is still as it was seen.
func (n *Node) bury(ctx context.Context, number int64, s sight) error {
	var gone int64
	err := n.st.Write(ctx, func(tx *store.Tx) (err error) {
		gone, err = tx.Exec(ctx, "update node set incarnation = 0 where number = $1 and incarnation = $2 and beat = $3", number, s.incarnation, s.beat)
		if err != nil || gone == 0 {
			return err
		}
		return lose(ctx, tx, "holder = $1", s.incarnation)
	})
	if err == nil && gone == 1 {
		n.opt.Log.Warn("a process shows no sign of life: its work is free again", "node", number)
	}
	return err
}

// reconcile frees jobs that run in this node's name though nobody here works on them: the answer to a claim was
// lost, or a result could not be saved. One look may come between a claim and its being noted, two cannot.
func (n *Node) reconcile(ctx context.Context) error {
	_, incarnation := n.who()
	now := map[int64]int64{}
	err := n.st.Query(ctx, "select id, token from job where state = 'running' and holder = $1", func(row func(...any) error) error {
		var id, token int64
		err := row(&id, &token)
		now[id] = token
		return err
	}, incarnation)
	if err != nil {
		return err
	}
	var free []int64
	n.mu.Lock()
	for id, token := range now {
		if n.held[id].token == token {
			delete(now, id)
		} else if n.orphans[id] == token {
			free = append(free, id)
		}
	}
	n.orphans = now
	n.mu.Unlock()
	slices.Sort(free)
	for _, id := range free {
		token := now[id]
		if err := n.st.Write(ctx, func(tx *store.Tx) error { return giveBackAll(ctx, tx, "id = $1 and token = $2", id, token) }); err != nil {
			return err
		}
	}
	return nil
}

// giveBackAll gives back the running jobs of a condition.
func giveBackAll(ctx context.Context, tx *store.Tx, where string, args ...any) error {
	list, err := claimer{}.pick(ctx, tx, "select "+jobColumns+" from job where state = 'running' and "+where, args...)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b Job) int { return cmp.Or(cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.ID, b.ID)) })
	for _, j := range list {
		if err := GiveBack(ctx, tx, j); err != nil {
			return err
		}
	}
	return nil
}

// mend frees what no living node holds, whatever left it behind: a restored backup, rows changed by hand.
func mend(ctx context.Context, tx *store.Tx) error {
	if err := lose(ctx, tx, "holder = 0 and lease < $1", tx.Now().UnixMicro()); err != nil {
		return err
	}
	if err := lose(ctx, tx, "holder <> 0 and not exists (select 1 from node where node.incarnation = job.holder)"); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "update lane set job = 0, due = next where job <> 0 and not exists (select 1 from job where job.id = lane.job and job.state = 'running')")
	if err != nil {
		return err
	}
	return wakeIdle(ctx, tx)
}

// stuckAfter is how long a job may take before the log speaks of it.
const stuckAfter = 15 * time.Minute

// warnOfStuck names, at most once in a while, the jobs that take very long here.
func (n *Node) warnOfStuck() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if time.Since(n.warned) < stuckAfter {
		return
	}
	for _, h := range n.held {
		if time.Since(h.since) > stuckAfter {
			n.warned = time.Now()
			n.opt.Log.Warn("a job takes very long", "kind", h.job.Kind, "item", h.job.Key, "for", time.Since(h.since).Round(time.Second))
		}
	}
}
