package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// work is a stage whose result can be counted: it adds a source and finishes the job in one transaction.
func work(st *store.Store, j jobs.Job, result string) error {
	return st.Write(ctx, func(tx *store.Tx) error {
		if _, _, err := tx.AddSource(ctx, news.Source{URL: result}); err != nil {
			return err
		}
		return jobs.Done(ctx, tx, j)
	})
}

func TestWorkCountsOnceThoughItIsDoneTwice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		first := claim(t, st, 1)[0]
		crash := errors.New("the worker dies")
		err := st.Write(ctx, func(tx *store.Tx) error {
			if _, _, err := tx.AddSource(ctx, news.Source{URL: "https://first.example"}); err != nil {
				return err
			}
			return crash
		})
		if !errors.Is(err, crash) {
			t.Fatal(err)
		}
		c.add(2 * time.Minute)
		second := claim(t, st, 1)
		if len(second) != 1 {
			t.Fatal("the job was not given out again")
		}
		if err := work(st, second[0], "https://second.example"); err != nil {
			t.Fatal(err)
		}
		if err := work(st, first, "https://first.example"); !errors.Is(err, fault.Conflict) { // the first worker was only slow
			t.Errorf("finishing late: %v, want Conflict", err)
		}
		list, err := st.Sources(ctx)
		if err != nil || len(list) != 1 || list[0].URL != "https://second.example" {
			t.Errorf("results = %+v, %v; want the second one only", list, err)
		}
	})
}

func TestAJobThatEndsItsWorkerIsGivenUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		enqueue(t, st, "a")
		for i := range jobs.MaxLost {
			list := claim(t, st, 1)
			if len(list) == 0 { // after the third loss it waits a little
				c.add(time.Minute)
				list = claim(t, st, 1)
			}
			if len(list) != 1 {
				t.Fatalf("attempt %d: not given out", i+1)
			}
			c.add(2 * time.Minute)
		}
		if list := claim(t, st, 1); len(list) != 0 {
			t.Errorf("given out a %dth time", list[0].Attempts)
		}
		if o, err := st.Overview(ctx); err != nil || len(o.Failures) != 1 || o.Failures[0].Error == "" {
			t.Errorf("failures = %+v, %v; want one that says why", o.Failures, err)
		}
	})
}

func TestAskedForAgainWhileItFails(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		for _, cause := range []error{errors.New("no luck"), fault.Errorf(fault.Gone, "gone")} {
			enqueue(t, st, "a")
			j := claim(t, st, 1)[0]
			enqueue(t, st, "a")
			if err := st.Write(ctx, func(tx *store.Tx) error { return jobs.Fail(ctx, tx, j, cause) }); err != nil {
				t.Fatal(err)
			}
			again := claim(t, st, 1)
			if len(again) != 1 || again[0].Attempts != 1 {
				t.Fatalf("after %q the new cause was lost: %+v", cause, again)
			}
			if err := done(st, again[0]); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestTheLongestDueComesFirst(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, c *clock) {
		for i := range 20 {
			at := c.now().Add(-time.Duration(i*7%20) * time.Minute)
			if err := st.Write(ctx, func(tx *store.Tx) error {
				return jobs.Enqueue(ctx, tx, "k", fmt.Sprint(i), fmt.Sprintf("%02d", 19-i*7%20), at)
			}); err != nil {
				t.Fatal(err)
			}
		}
		for k := 0; k < 20; k += 5 {
			list := claim(t, st, 5)
			if len(list) != 5 {
				t.Fatalf("claimed %d, want 5", len(list))
			}
			for i, j := range list {
				if want := fmt.Sprintf("%02d", k+i); j.Payload != want {
					t.Errorf("place %d: job %s, want %s", k+i, j.Payload, want)
				}
			}
		}
	})
}

// Enqueuers and workers race on one key: after the last Enqueue there must be a run that began after it.
func TestNoWakeUpIsLostInARace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		const enqueuers, rounds = 4, 40
		var wg sync.WaitGroup
		for range enqueuers {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range rounds {
					// What is asked for is written in the same transaction, as a stage would.
					err := st.Write(ctx, func(tx *store.Tx) error {
						if _, _, err := tx.AddSource(ctx, news.Source{URL: fmt.Sprint("wanted ", tx.NewID())}); err != nil {
							return err
						}
						return jobs.Enqueue(ctx, tx, "k", "a", "", tx.Now())
					})
					if err != nil {
						t.Error(err)
					}
				}
			}()
		}
		finished := make(chan struct{})
		go func() { wg.Wait(); close(finished) }()
		for last := false; ; {
			list, err := jobs.Claim(ctx, st, "k", 1, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) == 0 {
				if last {
					break
				}
				select {
				case <-finished:
					last = true
				default:
				}
				continue
			}
			all, err := st.Sources(ctx)
			if err != nil {
				t.Fatal(err)
			}
			err = st.Write(ctx, func(tx *store.Tx) error {
				for _, s := range all {
					if err := tx.PutPolled(ctx, news.Source{ID: s.ID, Title: "seen"}); err != nil {
						return err
					}
				}
				return jobs.Done(ctx, tx, list[0])
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		all, err := st.Sources(ctx)
		if err != nil || len(all) != enqueuers*rounds {
			t.Fatalf("%d asked for, %v; want %d", len(all), err, enqueuers*rounds)
		}
		for _, s := range all {
			if s.Title != "seen" {
				t.Fatalf("%s was never looked at: its wake-up was lost", s.URL)
			}
		}
	})
}

func BenchmarkClaimAndDone(b *testing.B) {
	st, err := store.Open(context.Background(), filepath.Join(b.TempDir(), "p.db"), store.Options{IDs: news.NewIDs(time.Now, 1)})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	const batch = 100
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		err := st.Write(ctx, func(tx *store.Tx) error {
			for range batch {
				n++
				if err := jobs.Enqueue(ctx, tx, "k", fmt.Sprint(n), "", tx.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		list, err := jobs.Claim(ctx, st, "k", batch, time.Minute)
		if err != nil || len(list) != batch {
			b.Fatalf("claimed %d, %v", len(list), err)
		}
		if err := st.Write(ctx, func(tx *store.Tx) error {
			for _, j := range list {
				if err := jobs.Done(ctx, tx, j); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "jobs/s")
}
