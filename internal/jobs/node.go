package jobs

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// NodeOptions say how a node behaves. The zero value is right but for Name.
type NodeOptions struct {
	Name  string        // shown to the operator: the machine and process
	Beat  time.Duration // between two signs of life; default 5 s
	Looks int           // a node that shows none for as many looks of another, one each Beat, is dead; default 4
	Pace  time.Duration // between two requests to a host that asks for nothing else
	Log   *slog.Logger  // default slog.Default()
}

// Node is a process that shares the database. It has a number that no other process has, of
// which its identifiers are made, and holds the jobs that it claims until it finishes them, gives them back or dies.
//
// Whether another node is dead is told by what is seen: its count of beats stands still for several looks. Neither
// node's clock matters, nor do they have to agree. A node that was stopped for long finds its number gone: what it
// held is done by others, its own late results do not count, and it goes on under a new number.
//
// It is safe for concurrent use.
type Node struct {
	st  *store.Store
	ids *news.IDs
	opt NodeOptions

	mu          sync.Mutex
	number      int64
	incarnation int64
	held        map[int64]held  // claimed here and not yet let go
	orphans     map[int64]int64 // seen running in this node's name though nobody here works on it: token by job
	seen        map[int64]sight // what the other nodes showed at the last look
	warned      time.Time
	wall        time.Time // what the clock said at mono
	mono        time.Time

	stop context.CancelFunc
	done chan struct{}
}

type held struct {
	token int64
	since time.Time
	job   Job
}

// sight is what was seen of another node.
type sight struct {
	incarnation, beat int64
	still             int // looks since it last changed
}

// Join takes a free node number and keeps it until Leave. The generator makes the node's identifiers from then on.
// When all numbers are taken it waits for one that turns out to be dead; it fails with fault.Busy when none does within a minute or so.
func Join(ctx context.Context, st *store.Store, ids *news.IDs, o NodeOptions) (*Node, error) {
	if o.Beat <= 0 {
		o.Beat = 5 * time.Second
	}
	if o.Looks <= 0 {
		o.Looks = 4
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	n := &Node{st: st, ids: ids, opt: o, number: -1, held: map[int64]held{}, orphans: map[int64]int64{}, seen: map[int64]sight{}, done: make(chan struct{})}
	if err := n.checkJoined(ctx); err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		err := n.join(ctx)
		if err == nil {
			break
		}
		if fault.KindOf(err) != fault.Busy || try > 3*o.Looks {
			return nil, err
		}
		if err := n.clear(ctx); err != nil {
			return nil, err
		}
		if err := n.look(ctx); err != nil {
			return nil, err
		}
		if try == 0 {
			continue // there may be room now
		}
		select {
		case <-time.After(o.Beat):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	keep, stop := context.WithCancel(context.WithoutCancel(ctx))
	n.stop = stop
	go n.keep(keep)
	return n, nil
}

// Number is the node's number now, 0 to 63.
func (n *Node) Number() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return int(n.number)
}

// reserve is for how long ahead of the clock a node may make identifiers; it is renewed with each beat.
const reserve = time.Minute

// join takes a free number and reserves identifiers for it: later ones than any in the database or of that number before,
// whatever the clock says now and said then.
func (n *Node) join(ctx context.Context) error {
	incarnation := rand.Int64N(never-1) + 1
	var number, after, until int64
	err := n.st.Write(ctx, func(tx *store.Tx) error {
		free, high, err := freeNumber(ctx, tx)
		if err != nil {
			return err
		}
		newest, err := newestID(ctx, tx)
		if err != nil {
			return err
		}
		number, after = free, max(high, news.Millis(newest))
		_, now := n.ids.Clock()
		until = max(now+reserve.Milliseconds(), after+10_000)
		taken, err := tx.Exec(ctx, `
			insert into node (number, incarnation, name, started, beat, seen, high) values ($1, $2, $3, $4, 1, $5, $6)
			on conflict (number) do update set incarnation = excluded.incarnation, name = excluded.name, started = excluded.started,
				beat = excluded.beat, seen = excluded.seen, high = excluded.high where node.incarnation = 0`,
			number, incarnation, n.opt.Name, tx.Now().UnixMicro(), tx.Now().UnixMicro(), until)
		if err == nil && taken == 0 {
			err = fault.Errorf(fault.Busy, "node number %d was taken by another process at this moment", number)
		}
		return err
	})
	if err != nil {
		return err
	}
	n.ids.Reserve(int(number), after, until)
	n.mu.Lock()
	n.number, n.incarnation = number, incarnation
	n.mu.Unlock()
	return nil
}

// freeNumber is the lowest number that nobody has, and the last millisecond of its earlier identifiers.
func freeNumber(ctx context.Context, tx *store.Tx) (number, high int64, err error) {
	type row struct{ incarnation, high int64 }
	have := map[int64]row{}
	err = tx.Query(ctx, "select number, incarnation, high from node"+tx.ForUpdate(), func(scan func(...any) error) error {
		var k int64
		var r row
		err := scan(&k, &r.incarnation, &r.high)
		have[k] = r
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	for k := int64(0); k < news.MaxNodes; k++ {
		if r := have[k]; r.incarnation == 0 {
			return k, r.high, nil
		}
	}
	return 0, 0, fault.Errorf(fault.Busy, "%d processes share this database already, more than that cannot: end one of them", news.MaxNodes)
}

// newestID is the greatest identifier in the tables that grow.
func newestID(ctx context.Context, tx *store.Tx) (newest int64, err error) {
	for _, table := range []string{"job", "capture", "article", "version", "statement", "story", "storyline", "claim", "source", "audit"} {
		err := tx.Query(ctx, "select coalesce(max(id), 0) from "+table, func(row func(...any) error) error {
			var id int64
			err := row(&id)
			newest = max(newest, id)
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return newest, nil
}

// Leave gives back what the node still holds and frees its number, at once. Work under its name must have ended.
func (n *Node) Leave(ctx context.Context) error {
	n.stop()
	<-n.done
	return n.st.Write(ctx, func(tx *store.Tx) error {
		number, incarnation := n.who()
		free, err := tx.Exec(ctx, "update node set incarnation = 0 where number = $1 and incarnation = $2", number, incarnation)
		if err != nil || free == 0 {
			return err
		}
		if err := giveBackAll(ctx, tx, "holder = $1", incarnation); err != nil {
			return err
		}
		last, _ := n.ids.Clock() // identifiers of this very transaction are among them
		_, err = tx.Exec(ctx, "update node set high = $1 where number = $2", last+1, number)
		return err
	})
}

func (n *Node) who() (number, incarnation int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.number, n.incarnation
}

func (n *Node) claimer() claimer {
	number, incarnation := n.who()
	return claimer{number: number, incarnation: incarnation, pace: n.opt.Pace}
}

// Claim takes at most max jobs of a kind that are due and in no lane, the most urgent and among them the longest due
// first. Call LetGo when through with them, whatever came of it.
func (n *Node) Claim(ctx context.Context, kind string, max int) ([]Job, error) {
	return n.hold(n.claimer().claim(ctx, n.st, kind, max))
}

// ClaimLanes takes at most max jobs of kinds from hosts that may be asked now, one of each host. Call LetGo when through with them.
func (n *Node) ClaimLanes(ctx context.Context, max int, kinds ...string) ([]Job, error) {
	return n.hold(n.claimer().lanes(ctx, n.st, max, kinds))
}

func (n *Node) hold(list []Job, err error) ([]Job, error) {
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, j := range list {
		n.held[j.ID] = held{j.token, time.Now(), j}
	}
	return list, nil
}

// LetGo says that nobody here works on jobs any more. Those that were neither finished nor given back, because
// the database did not answer, are free again soon.
func (n *Node) LetGo(list []Job) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, j := range list {
		if n.held[j.ID].token == j.token {
			delete(n.held, j.ID)
		}
	}
}

// Incarnation tells this node from all others that there are or were.
func (n *Node) Incarnation() int64 {
	_, incarnation := n.who()
	return incarnation
}

// Alive reports whether the node of an incarnation is one of the processes that share the database, as far as is known.
func Alive(ctx context.Context, st *store.Store, incarnation int64) (bool, error) {
	n := 0
	err := st.Query(ctx, "select 1 from node where incarnation = $1", func(row func(...any) error) error { return row(&n) }, incarnation)
	return n > 0, err
}
