package jobs

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// Times in the database are the clock's. When a clock that was ahead is put right, what was enqueued meanwhile
// would wait for the time it went by; each job says how far ahead its time was meant to be, so that this can be put right too.

// jump is how far a clock must go back to matter.
const jump = 30 * time.Second

// checkClock notices that the clock went back since it was last looked at.
func (n *Node) checkClock(ctx context.Context) error {
	wall, mono := n.st.Now().Round(0), time.Now()
	n.mu.Lock()
	back := !n.wall.IsZero() && wall.Sub(n.wall) < mono.Sub(n.mono)-jump
	if !back {
		n.wall, n.mono = wall, mono
	}
	n.mu.Unlock()
	if !back {
		return nil
	}
	n.opt.Log.Warn("the clock went back: what waits for a time that is no longer near is put right", "node", n.Number())
	if err := n.st.Write(ctx, func(tx *store.Tx) error { return putRight(ctx, tx) }); err != nil {
		return err
	}
	n.mu.Lock()
	n.wall, n.mono = wall, mono
	n.mu.Unlock()
	return nil
}

// checkJoined does the same for a clock that went back while this process did not run: a sign of life lies ahead of it.
func (n *Node) checkJoined(ctx context.Context) error {
	ahead := false
	err := n.st.Query(ctx, "select number from node where seen > $1 limit 1", func(row func(...any) error) error {
		ahead = true
		return row(new(int64))
	}, n.st.Now().Add(jump).UnixMicro())
	if err == nil && ahead {
		err = n.st.Write(ctx, func(tx *store.Tx) error { return putRight(ctx, tx) })
	}
	if err == nil {
		err = n.checkClock(ctx)
	}
	return err
}

// putRight brings what waits longer than it was meant to back to its time.
func putRight(ctx context.Context, tx *store.Tx) error {
	now := tx.Now().UnixMicro()
	if _, err := tx.Exec(ctx, "update job set run_at = delay + $1 where state = 'ready' and run_at > delay + $2", now, now); err != nil {
		return err
	}
	// A host that only keeps its pace may be asked; one that was told to rest rests on. All are looked at.
	if _, err := tx.Exec(ctx, "update lane set next = $1 where next > $2 and failures = 0 and why = ''", now, now); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "update node set seen = $1 where seen > $2", now, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "update lane set due = next where job = 0 and due > next")
	return err
}

// old is how long ago, by the clock, a node's last sign of life must be for its number to be taken when no other is free.
const old = 30 * time.Second

// clear frees the numbers of nodes that have not been seen for long, by the clock. That may be wrong where clocks
// differ; so it is done only when all numbers are taken, and a node that lives takes a new one.
func (n *Node) clear(ctx context.Context) error {
	now := map[int64]sight{}
	err := n.st.Query(ctx, "select number, incarnation, beat from node where incarnation <> 0 and seen < $1", func(row func(...any) error) error {
		var number int64
		var s sight
		err := row(&number, &s.incarnation, &s.beat)
		now[number] = s
		return err
	}, n.st.Now().Add(-old).UnixMicro())
	if err != nil {
		return err
	}
	for number, s := range now {
		if err := n.bury(ctx, number, s); err != nil {
			return err
		}
	}
	return nil
}
