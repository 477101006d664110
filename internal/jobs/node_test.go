package jobs_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// join makes a node that lives fast.
func join(t *testing.T, st *store.Store, ids *news.IDs) *jobs.Node {
	t.Helper()
	n, err := jobs.Join(ctx, st, ids, jobs.NodeOptions{Name: t.Name(), Beat: 20 * time.Millisecond, Looks: 5, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Die)
	return n
}

// asleep is a node whose signs of life do not come by themselves.
func asleep(t *testing.T, st *store.Store) *jobs.Node {
	t.Helper()
	n, err := jobs.Join(ctx, st, news.NewIDs(time.Now, 0), jobs.NodeOptions{Name: "asleep", Beat: time.Hour, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Die)
	return n
}

// eventually waits for what a node's keeper does.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if f() {
			return
		}
	}
	t.Fatalf("%s: not within 20 s", what)
}

// joinSlowly makes a node that nobody takes for dead however busy the machine is.
func joinSlowly(t *testing.T, st *store.Store) *jobs.Node {
	t.Helper()
	n, err := jobs.Join(ctx, st, news.NewIDs(time.Now, 0), jobs.NodeOptions{Name: t.Name(), Beat: 200 * time.Millisecond, Looks: 100, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Die)
	return n
}

func TestNodesHaveNumbersOfTheirOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		var mu sync.Mutex
		seen := map[int]bool{}
		var wg sync.WaitGroup
		var nodes []*jobs.Node
		for range 12 { // at the same moment
			wg.Add(1)
			go func() {
				defer wg.Done()
				n := joinSlowly(t, st)
				mu.Lock()
				defer mu.Unlock()
				if seen[n.Number()] {
					t.Errorf("number %d was given twice", n.Number())
				}
				seen[n.Number()] = true
				nodes = append(nodes, n)
			}()
		}
		wg.Wait()
		if list, err := jobs.Processes(ctx, st); err != nil || len(list) != 12 {
			t.Errorf("%d processes, %v; want 12", len(list), err)
		}
		if err := nodes[3].Leave(ctx); err != nil {
			t.Fatal(err)
		}
		if n := joinSlowly(t, st); n.Number() != nodes[3].Number() {
			t.Errorf("got number %d, want %d, which was freed", n.Number(), nodes[3].Number())
		}
	})
}

func TestIdentifiersNeverReturnWhateverTheClockDoes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		seen := map[int64]string{}
		var newest int64
		for run, jump := range []time.Duration{0, -time.Hour, 3 * time.Hour, -48 * time.Hour, time.Second, -time.Second} {
			c.add(jump)
			ids := news.NewIDs(c.now, 0)
			n, err := jobs.Join(ctx, st, ids, jobs.NodeOptions{Beat: time.Hour, Log: quiet})
			if err != nil {
				t.Fatal(err)
			}
			last := newest
			for i := range 3000 {
				id := ids.Next()
				if id <= last {
					t.Fatalf("run %d, number %d: identifier %d after %d", run, n.Number(), id, last)
				}
				if was := seen[id]; was != "" {
					t.Fatalf("run %d made identifier %d, which %s made", run, id, was)
				}
				seen[id], last = fmt.Sprint("run ", run), id
				if i == 1500 {
					c.add(jump) // within a run too
				}
			}
			newest = last
			err = st.Write(ctx, func(tx *store.Tx) error { return tx.Audit(ctx, "t", "", "") })
			if err != nil {
				t.Fatal(err)
			}
			if run%2 == 0 {
				if err := n.Leave(ctx); err != nil {
					t.Fatal(err)
				}
			} else {
				n.Die()
			}
		}
	})
}

// A process that lost its number without noticing makes identifiers for a while beside the one that has the number now.
func TestIdentifiersOfTwoThatThinkTheyHaveANumber(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		a := news.NewIDs(c.now, 0)
		old, err := jobs.Join(ctx, st, a, jobs.NodeOptions{Beat: time.Hour, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		defer old.Die()
		a.Next()
		if err := st.Write(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, "update node set incarnation = 0"); return err }); err != nil {
			t.Fatal(err)
		}
		b := news.NewIDs(c.now, 0)
		young, err := jobs.Join(ctx, st, b, jobs.NodeOptions{Beat: time.Hour, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		defer young.Die()
		if old.Number() != young.Number() {
			t.Fatal("the number was not given again")
		}
		seen := map[int64]bool{}
		for range 5000 {
			c.add(100 * time.Millisecond) // eight minutes in all: far beyond what the old one had reserved
			for _, id := range []int64{a.Next(), b.Next()} {
				if seen[id] {
					t.Fatalf("identifier %d was made twice", id)
				}
				seen[id] = true
			}
		}
	})
}

func TestADeadNodesJobsAreFreeSoon(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		enqueue(t, st, "a")
		dead := asleep(t, st)
		list, err := dead.Claim(ctx, "k", 1)
		if err != nil || len(list) != 1 {
			t.Fatalf("claimed %d, %v", len(list), err)
		}
		dead.Die()
		alive := join(t, st, news.NewIDs(time.Now, 0))
		var again []jobs.Job
		eventually(t, "the job is free", func() bool {
			again, err = alive.Claim(ctx, "k", 1)
			return err == nil && len(again) == 1
		})
		if again[0].Lost != 1 {
			t.Errorf("lost %d times, want 1", again[0].Lost)
		}
		if err := done(st, list[0]); !errors.Is(err, fault.Conflict) {
			t.Errorf("finishing after death: %v, want Conflict", err)
		}
		if err := done(st, again[0]); err != nil {
			t.Error(err)
		}
	})
}

func TestALivingNodeKeepsItsJobsWhateverTheClockDoes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		worker, other := join(t, st, news.NewIDs(c.now, 0)), join(t, st, news.NewIDs(c.now, 0))
		list, err := worker.Claim(ctx, "k", 1)
		if err != nil || len(list) != 1 {
			t.Fatal(err)
		}
		for _, jump := range []time.Duration{time.Hour, -2 * time.Hour, 24 * time.Hour} {
			c.add(jump)
			time.Sleep(150 * time.Millisecond) // more looks than make a node dead
			if got, err := other.Claim(ctx, "k", 1); err != nil || len(got) != 0 {
				t.Fatalf("after a jump of %v the job was given to another: %v, %v", jump, got, err)
			}
		}
		if err := done(st, list[0]); err != nil {
			t.Errorf("finishing after the clock jumped: %v", err)
		}
	})
}

func TestANodeThatWasStoppedForLongTakesANewNumber(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		enqueue(t, st, "a")
		stopped := asleep(t, st)
		number := stopped.Number()
		if _, err := stopped.Claim(ctx, "k", 1); err != nil {
			t.Fatal(err)
		}
		join(t, st, news.NewIDs(time.Now, 0))
		eventually(t, "its number is free", func() bool {
			list, err := jobs.Processes(ctx, st)
			return err == nil && len(list) == 1
		})
		newcomer := join(t, st, news.NewIDs(time.Now, 0))
		if newcomer.Number() != number {
			t.Errorf("the newcomer has number %d, want %d", newcomer.Number(), number)
		}
		if list, err := stopped.Claim(ctx, "k", 1); !errors.Is(err, fault.Busy) {
			t.Errorf("it still takes work: %v, %v", list, err)
		}
		if err := stopped.Wake(ctx); err != nil {
			t.Fatal(err)
		}
		if stopped.Number() == number {
			t.Error("it goes on under a number that another has")
		}
		if list, err := stopped.Claim(ctx, "k", 1); err != nil || len(list) != 1 {
			t.Errorf("under its new number it gets %v, %v", list, err)
		}
	})
}

func TestAGracefulEndGivesBackAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		enqueue(t, st, "a")
		if err := st.Write(ctx, func(tx *store.Tx) error {
			return jobs.Put(ctx, tx, jobs.Item{Kind: "f", Key: "b", Lane: "h.example", At: tx.Now()})
		}); err != nil {
			t.Fatal(err)
		}
		first := asleep(t, st)
		if _, err := first.Claim(ctx, "k", 1); err != nil {
			t.Fatal(err)
		}
		if list, err := first.ClaimLanes(ctx, 1, "f"); err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if err := first.Leave(ctx); err != nil {
			t.Fatal(err)
		}
		second := asleep(t, st)
		for _, claim := range []func() ([]jobs.Job, error){
			func() ([]jobs.Job, error) { return second.Claim(ctx, "k", 1) },
			func() ([]jobs.Job, error) { return second.ClaimLanes(ctx, 1, "f") },
		} {
			list, err := claim()
			if err != nil || len(list) != 1 || list[0].Attempts != 1 || list[0].Lost != 0 {
				t.Errorf("after a graceful end: %+v, %v; want the job, its first attempt", list, err)
			}
		}
	})
}

// The answer to a claim may be lost, or a result may not be saved because the database is away: the process lives
// on, and nobody works on the job.
func TestAJobThatNobodyWorksOnIsFreeAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		enqueue(t, st, "a")
		enqueue(t, st, "b")
		n := join(t, st, news.NewIDs(time.Now, 0))
		list, err := n.Claim(ctx, "k", 2)
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		n.LetGo(list[:1])
		var again []jobs.Job
		eventually(t, "it is free", func() bool {
			again, err = n.Claim(ctx, "k", 2)
			return err == nil && len(again) > 0
		})
		if len(again) != 1 || again[0].ID != list[0].ID || again[0].Attempts != 1 {
			t.Errorf("free are %+v; want the one that was let go, as if it had not been claimed", again)
		}
	})
}

func TestWhatTakesLongIsSeen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		n := asleep(t, st)
		if _, err := n.Claim(ctx, "k", 1); err != nil {
			t.Fatal(err)
		}
		if list, err := jobs.Running(ctx, st, c.now().Add(-time.Minute), 10); err != nil || len(list) != 0 {
			t.Errorf("just begun, and yet %+v, %v", list, err)
		}
		c.add(time.Hour)
		list, err := jobs.Running(ctx, st, c.now().Add(-time.Minute), 10)
		if err != nil || len(list) != 1 || list[0].Process != "asleep" || list[0].Key != "a" {
			t.Errorf("after an hour: %+v, %v; want the job and who has it", list, err)
		}
	})
}
