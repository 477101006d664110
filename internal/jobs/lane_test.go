package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

func put(t *testing.T, st *store.Store, list ...jobs.Item) {
	t.Helper()
	if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Put(ctx, tx, list...) }); err != nil {
		t.Fatal(err)
	}
}

func page(host string, i int, at time.Time) jobs.Item {
	return jobs.Item{Kind: jobs.Fetch, Key: fmt.Sprintf("https://%s/%03d", host, i), At: at, Priority: jobs.News}
}

// paced is a node of which two requests to a host are ten seconds apart; it shows no signs of life by itself.
func paced(t *testing.T, st *store.Store) *jobs.Node {
	t.Helper()
	n, err := jobs.Join(ctx, st, news.NewIDs(time.Now, 0), jobs.NodeOptions{Name: "paced", Beat: time.Hour, Pace: 10 * time.Second, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Die)
	return n
}

func fromHosts(t *testing.T, n *jobs.Node, max int) []jobs.Job {
	t.Helper()
	list, err := n.ClaimLanes(ctx, max, jobs.Fetch, jobs.Poll)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestOneAtATimeAndThePaceHoldsAcrossNodes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		for i := range 3 {
			put(t, st, page("a.example", i, c.now()))
		}
		one, two := paced(t, st), paced(t, st)
		first := fromHosts(t, one, 5)
		if len(first) != 1 || first[0].Lane != "a.example" {
			t.Fatalf("claimed %+v, want one of a.example", first)
		}
		c.add(time.Minute)
		if list := fromHosts(t, two, 5); len(list) != 0 {
			t.Fatalf("a second request while the first is under way: %+v", list)
		}
		if err := done(st, first[0]); err != nil {
			t.Fatal(err)
		}
		c.add(9 * time.Second)
		if list := fromHosts(t, two, 5); len(list) != 0 {
			t.Fatalf("nine seconds after the last request another: %+v", list)
		}
		c.add(2 * time.Second)
		if list := fromHosts(t, two, 5); len(list) != 1 {
			t.Fatalf("eleven seconds after: %+v, want one", list)
		}
	})
}

func TestHostsTakeTurns(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		for i := range 50 { // one host has much, and had it first
			put(t, st, page("big.example", i, c.now().Add(-time.Hour)))
		}
		for _, h := range []string{"b.example", "c.example", "d.example"} {
			put(t, st, page(h, 0, c.now()), page(h, 1, c.now()))
		}
		n := paced(t, st)
		var order []string
		for range 4 {
			list := fromHosts(t, n, 1)
			if len(list) != 1 {
				t.Fatalf("after %v nothing is due", order)
			}
			order = append(order, list[0].Lane)
			if err := done(st, list[0]); err != nil {
				t.Fatal(err)
			}
			c.add(time.Second)
		}
		slices.Sort(order)
		if got := strings.Join(order, " "); got != "b.example big.example c.example d.example" {
			t.Errorf("in four turns came %s; want each host once", got)
		}
	})
}

func TestAHostThatRestsIsLeftAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		put(t, st, page("a.example", 0, c.now()), page("a.example", 1, c.now()))
		n := paced(t, st)
		for i, want := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second} {
			list := fromHosts(t, n, 1)
			if len(list) != 1 {
				t.Fatalf("failure %d: not due", i+1)
			}
			err := st.Write(ctx, func(tx *store.Tx) error {
				if err := jobs.Trouble(ctx, tx, "a.example", 0, "server error"); err != nil {
					return err
				}
				return jobs.GiveBack(ctx, tx, list[0])
			})
			if err != nil {
				t.Fatal(err)
			}
			s, err := jobs.Lane(ctx, st, "a.example")
			if err != nil || s.Failures != i+1 || s.Why != "server error" || s.Busy || s.Next.Sub(c.now()) != want {
				t.Errorf("after failure %d: %+v, %v; want a pause of %v", i+1, s, err, want)
			}
			c.add(want - time.Second)
			if list := fromHosts(t, n, 1); len(list) != 0 {
				t.Fatalf("asked while it rests")
			}
			c.add(2 * time.Second)
		}
		list := fromHosts(t, n, 1)
		if len(list) != 1 {
			t.Fatal("never asked again")
		}
		if err := st.Write(ctx, func(tx *store.Tx) error {
			if err := jobs.SetPace(ctx, tx, "a.example", time.Minute); err != nil {
				return err
			}
			return jobs.Done(ctx, tx, list[0])
		}); err != nil {
			t.Fatal(err)
		}
		if s, err := jobs.Lane(ctx, st, "a.example"); err != nil || s.Failures != 0 || s.Why != "" || s.Next.Sub(c.now()) != time.Minute {
			t.Errorf("after a success: %+v, %v; want no failures, and its own pace", s, err)
		}
		if err := st.Write(ctx, func(tx *store.Tx) error {
			return jobs.Rest(ctx, tx, "a.example", c.now().Add(time.Hour), "it asked for an hour")
		}); err != nil {
			t.Fatal(err)
		}
		c.add(59 * time.Minute)
		if list := fromHosts(t, n, 1); len(list) != 0 {
			t.Error("asked within the hour")
		}
		c.add(2 * time.Minute)
		if list := fromHosts(t, n, 1); len(list) != 1 {
			t.Error("not asked after the hour")
		}
	})
}

func TestWhatIsUrgentComesFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		var list []jobs.Item
		for i := range 300 {
			list = append(list, jobs.Item{Kind: "k", Key: fmt.Sprint("bulk ", i), At: c.now().Add(-time.Hour), Priority: jobs.Bulk},
				jobs.Item{Kind: jobs.Poll, Key: fmt.Sprint(i), Lane: fmt.Sprintf("h%d.example", i), At: c.now().Add(-time.Hour), Priority: jobs.Bulk})
		}
		put(t, st, list...)
		put(t, st, jobs.Item{Kind: "k", Key: "new", At: c.now(), Priority: jobs.News}, jobs.Item{Kind: "k", Key: "now", At: c.now(), Priority: jobs.Now},
			jobs.Item{Kind: jobs.Poll, Key: "now", Lane: "h7.example", At: c.now(), Priority: jobs.Now})
		n := paced(t, st)
		if j := fromHosts(t, n, 1)[0]; j.Key != "now" {
			t.Errorf("of the hosts came %s first", j.Key)
		}
		for _, want := range []string{"now", "new", "bulk 0"} {
			got, err := n.Claim(ctx, "k", 1)
			if err != nil || len(got) != 1 || got[0].Key != want {
				t.Errorf("came %+v, %v; want %s", got, err, want)
			}
		}
		// What was bulk and is asked for now is urgent; the other way round it stays so.
		put(t, st, jobs.Item{Kind: "k", Key: "bulk 200", At: c.now(), Priority: jobs.Now})
		put(t, st, jobs.Item{Kind: "k", Key: "bulk 200", At: c.now(), Priority: jobs.Bulk})
		if got, err := n.Claim(ctx, "k", 1); err != nil || got[0].Key != "bulk 200" {
			t.Errorf("came %+v, %v; want bulk 200", got, err)
		}
	})
}

func TestALaneWakesForEveryCause(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		n := paced(t, st)
		put(t, st, page("a.example", 0, c.now()))
		j := fromHosts(t, n, 1)[0]
		put(t, st, page("a.example", 1, c.now())) // while one runs
		put(t, st, page("a.example", 0, c.now())) // and itself, again
		if err := done(st, j); err != nil {
			t.Fatal(err)
		}
		c.add(time.Minute)
		for range 2 {
			list := fromHosts(t, n, 1)
			if len(list) != 1 {
				t.Fatal("a wake-up was lost")
			}
			if err := done(st, list[0]); err != nil {
				t.Fatal(err)
			}
			c.add(time.Minute)
		}
		if list := fromHosts(t, n, 1); len(list) != 0 {
			t.Fatalf("there is nothing to do, and yet %+v", list)
		}
		// Work of later: the lane wakes then. What was given up and is retried: at once.
		put(t, st, page("a.example", 2, c.now().Add(time.Hour)), page("a.example", 3, c.now()))
		j = fromHosts(t, n, 1)[0]
		if err := st.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Exec(ctx, "update job set attempts = 99 where id = $1", j.ID); err != nil {
				return err
			}
			j.Attempts = 99
			return jobs.Fail(ctx, tx, j, fmt.Errorf("no luck"))
		}); err != nil {
			t.Fatal(err)
		}
		c.add(time.Minute)
		if list := fromHosts(t, n, 1); len(list) != 0 {
			t.Fatalf("too early: %+v", list)
		}
		if err := st.Write(ctx, func(tx *store.Tx) error { _, err := jobs.Retry(ctx, tx, jobs.Fetch); return err }); err != nil {
			t.Fatal(err)
		}
		list := fromHosts(t, n, 1)
		if len(list) != 1 || list[0].ID != j.ID {
			t.Fatalf("after Retry came %+v", list)
		}
		if err := done(st, list[0]); err != nil {
			t.Fatal(err)
		}
		c.add(2 * time.Hour)
		if list := fromHosts(t, n, 1); len(list) != 1 || list[0].Key != "https://a.example/002" {
			t.Errorf("after two hours: %+v", list)
		}
	})
}

func TestADeadNodesLaneIsFree(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		put(t, st, page("a.example", 0, c.now()))
		dead := paced(t, st)
		fromHosts(t, dead, 1)
		dead.Die()
		alive := join(t, st, news.NewIDs(time.Now, 0))
		eventually(t, "the lane is free", func() bool {
			c.add(time.Minute)
			list, err := alive.ClaimLanes(ctx, 1, jobs.Fetch)
			return err == nil && len(list) == 1
		})
	})
}

// A process of an older version meets kinds that it does not know: they hold up no other host, and wait for one who does.
func TestAnUnknownKindHoldsUpNobody(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		for i := range 5 {
			put(t, st, jobs.Item{Kind: "novelty", Key: fmt.Sprint(i), Lane: fmt.Sprintf("n%d.example", i), At: c.now().Add(-time.Hour), Priority: jobs.News})
		}
		put(t, st, page("a.example", 0, c.now()))
		n := paced(t, st)
		var got []jobs.Job
		for range 6 {
			got = append(got, fromHosts(t, n, 1)...)
		}
		if len(got) != 1 || got[0].Lane != "a.example" {
			t.Fatalf("claimed %+v, want the page of a.example", got)
		}
		c.add(time.Minute)
		for range 5 {
			list, err := n.ClaimLanes(ctx, 1, "novelty")
			if err != nil || len(list) != 1 {
				t.Fatalf("who knows the kind gets %+v, %v", list, err)
			}
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		var list []jobs.Item
		for i := range 10_000 {
			list = append(list, page(fmt.Sprintf("h%03d.example", i%500), i, c.now()))
		}
		list = append(list, list[:100]...) // some twice
		began := time.Now()
		put(t, st, list...)
		t.Logf("10,000 jobs of 500 hosts in %v", time.Since(began))
		put(t, st, list...)
		if n, err := jobs.Pending(ctx, st, jobs.Fetch); err != nil || n != 10_000 {
			t.Errorf("%d wait, %v; want 10,000", n, err)
		}
		if n, err := jobs.Busy(ctx, st, jobs.Fetch); err != nil || n != 10_000 {
			t.Errorf("%d are due, %v", n, err)
		}
		node := paced(t, st)
		seen := map[string]bool{}
		for {
			got := fromHosts(t, node, 64)
			if len(got) == 0 {
				break
			}
			for _, j := range got {
				if seen[j.Lane] {
					t.Fatalf("host %s was given twice", j.Lane)
				}
				seen[j.Lane] = true
			}
		}
		if len(seen) != 500 {
			t.Errorf("%d hosts were given, want all 500", len(seen))
		}
	})
}

func TestLaneOf(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://Herald.Example/a": "herald.example", "http://a.example:8080/": "a.example:8080", "https://a.example./x": "a.example",
		"urn:x": "", "": "", "file:///tmp/x": "", "https://" + strings.Repeat("a", 400) + ".example": "", "%zz": "",
	} {
		if got := jobs.LaneOf(address); got != want {
			t.Errorf("LaneOf(%q) = %q, want %q", address, got, want)
		}
	}
}
