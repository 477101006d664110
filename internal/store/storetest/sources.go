package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

func manySources(t *testing.T, st *store.Store) {
	var list []news.Source
	for i := range 450 {
		list = append(list, news.Source{URL: fmt.Sprintf("https://s%d.example/f", i), Title: fmt.Sprint("S", i), Extra: map[string]string{"frss:priority": "main"}})
	}
	list = append(list, list[3])
	write(t, st, func(tx *store.Tx) error {
		_, _, err := tx.AddSource(ctx, news.Source{URL: "https://s7.example/f"})
		return err
	})
	write(t, st, func(tx *store.Tx) error {
		got, err := tx.AddSources(ctx, list)
		if err != nil {
			return err
		}
		fresh := 0
		for _, a := range got {
			if a.Fresh {
				fresh++
			}
		}
		if len(got) != 451 || fresh != 449 || got[450].ID != got[3].ID || got[450].Fresh || got[7].Fresh {
			t.Errorf("%d added, %d of them new; want 451 and 449", len(got), fresh)
		}
		return nil
	})
	all, err := st.Sources(ctx)
	if err != nil || len(all) != 450 {
		t.Fatalf("%d sources, %v", len(all), err)
	}
	for _, s := range all {
		if s.URL == "https://s7.example/f" && (s.Title != "S7" || s.Extra["frss:priority"] != "main") {
			t.Errorf("what the known source lacked was not filled in: %+v", s)
		}
	}
	page, err := st.FindSources(ctx, store.SourceFilter{After: all[9].ID, Limit: 5})
	if err != nil || len(page) != 5 || page[0].ID != all[10].ID {
		t.Errorf("a page: %d, %v", len(page), err)
	}
	bad := all[20]
	bad.Problem = "no answer"
	write(t, st, func(tx *store.Tx) error { return tx.PutPolled(ctx, bad) })
	if page, err := st.FindSources(ctx, store.SourceFilter{Failing: true, Limit: 5}); err != nil || len(page) != 1 || page[0].ID != bad.ID {
		t.Errorf("failing: %d, %v", len(page), err)
	}
}

func sourceHistory(t *testing.T, st *store.Store) {
	var id, other news.SourceID
	write(t, st, func(tx *store.Tx) (err error) {
		if id, _, err = tx.AddSource(ctx, news.Source{URL: "https://a.example/f", Title: "A"}); err != nil {
			return err
		}
		other, _, err = tx.AddSource(ctx, news.Source{URL: "https://b.example/f"})
		return err
	})
	at := time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)
	write(t, st, func(tx *store.Tx) error {
		for i := range 70 {
			l := store.Look{Source: id, Time: at.Add(time.Duration(i) * time.Hour), Outcome: store.LookNew, Found: 30, Fresh: i, Took: time.Second, Note: "n"}
			if err := tx.PutLook(ctx, l); err != nil {
				return err
			}
		}
		for _, u := range []string{"https://a.example/1", "https://a.example/2"} {
			if err := tx.PutMiss(ctx, id, store.Miss{Reason: "login wall", URL: u, Note: "x"}); err != nil {
				return err
			}
		}
		for i, state := range []string{store.StateDone, store.StateEmpty, store.StateEmpty} {
			c := news.Capture{URL: fmt.Sprint("https://a.example/p", i), Source: id, Time: at, Status: 200, Body: []byte{byte(i)}}
			cid, _, err := tx.PutCapture(ctx, &c)
			if err != nil {
				return err
			}
			reason := ""
			if state == store.StateEmpty {
				reason = "bot check"
			}
			if err := tx.PutState(ctx, store.Item{Stage: "extract", ID: int64(cid), State: state, Reason: reason}); err != nil {
				return err
			}
		}
		return nil
	})
	looks, err := st.Looks(ctx, id)
	if err != nil || len(looks) != 50 || looks[0].Fresh != 69 || looks[0].Took != time.Second || looks[49].Fresh != 20 {
		t.Errorf("%d looks, %v; want the last 50, newest first", len(looks), err)
	}
	misses, err := st.Misses(ctx, id)
	if err != nil || len(misses) != 1 || misses[0].Count != 2 || misses[0].URL != "https://a.example/2" {
		t.Errorf("misses = %+v, %v", misses, err)
	}
	yields, err := st.Yields(ctx, id)
	want := &store.Yield{Captures: 3, Articles: 1, Missed: 2, Empty: []store.Count{{Name: "bot check", N: 2}}}
	if d := cmp.Diff(want, yields[id]); err != nil || d != "" {
		t.Errorf("yield: %v %s", err, d)
	}
	if all, err := st.Yields(ctx, 0); err != nil || all[id].Captures != 3 || all[id].Missed != 2 || all[other] != nil {
		t.Errorf("yields of all: %v, %v", all, err)
	}
	if err := st.Write(ctx, func(tx *store.Tx) error { return tx.MoveSource(ctx, id, "https://b.example/f") }); !errors.Is(err, fault.Exists) {
		t.Errorf("moved to where another source is: %v, want Exists", err)
	}
	write(t, st, func(tx *store.Tx) error { return tx.MoveSource(ctx, id, "https://c.example/f") })
	write(t, st, func(tx *store.Tx) error { return tx.EditSource(ctx, id, "New", "F/G") })
	write(t, st, func(tx *store.Tx) error { return tx.PauseSource(ctx, id, true) })
	s, err := st.Source(ctx, id)
	if err != nil || s.URL != "https://c.example/f" || s.Title != "New" || s.Folder != "F/G" || !s.Paused {
		t.Errorf("changed: %+v, %v", s, err)
	}
	s.Title, s.Stopped, s.Next = "From the feed", "gone", at.Add(10*365*24*time.Hour)
	write(t, st, func(tx *store.Tx) error { return tx.PutPolled(ctx, s) })
	write(t, st, func(tx *store.Tx) error { return tx.PauseSource(ctx, id, false) })
	if s, err = st.Source(ctx, id); err != nil || s.Title != "New" || s.Stopped != "" || s.Paused {
		t.Errorf("resumed: %+v, %v", s, err)
	}
	write(t, st, func(tx *store.Tx) error {
		ids, err := tx.PullSources(ctx, tx.Now().Add(30*time.Hour), tx.Now())
		if len(ids) != 1 || ids[0] != id {
			t.Errorf("pulled %v, want the one that is far off", ids)
		}
		return err
	})
	write(t, st, func(tx *store.Tx) error { return tx.DeleteSource(ctx, id) })
	if err := st.Write(ctx, func(tx *store.Tx) error { return tx.DeleteSource(ctx, id) }); !errors.Is(err, fault.NotFound) {
		t.Errorf("deleted again: %v, want NotFound", err)
	}
	if looks, err := st.Looks(ctx, id); err != nil || len(looks) != 0 {
		t.Errorf("looks of a deleted source: %d, %v", len(looks), err)
	}
}

func subscriptions(t *testing.T, st *store.Store) {
	var id news.SourceID
	var sub store.Subscription
	write(t, st, func(tx *store.Tx) (err error) {
		if id, _, err = tx.AddSource(ctx, news.Source{URL: "https://a.example/f"}); err != nil {
			return err
		}
		sub, err = tx.NewSubscription(ctx, id, "https://hub.example/", "https://a.example/f")
		return err
	})
	if len(sub.Path) < 40 || len(sub.Secret) < 40 || sub.Path == sub.Secret {
		t.Errorf("path %q and secret could be guessed", sub.Path)
	}
	got, err := st.SubscriptionAt(ctx, sub.Path)
	if d := cmp.Diff(sub, got); err != nil || d != "" {
		t.Errorf("%v %s", err, d)
	}
	if _, err := st.SubscriptionAt(ctx, "x"); !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown path: %v, want NotFound", err)
	}
	sub.State, sub.Until = store.HubActive, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	write(t, st, func(tx *store.Tx) error { return tx.PutSubscription(ctx, sub) })
	write(t, st, func(tx *store.Tx) error { return tx.NoteAsked(ctx, sub.ID, sub.Until, "busy") })
	if got, err := st.Subscription(ctx, sub.ID); err != nil || got.State != store.HubActive || got.Note != "busy" || !got.Until.Equal(sub.Until) {
		t.Errorf("asked again: %+v, %v", got, err)
	}
	var full error
	for range 30 {
		full = st.Write(ctx, func(tx *store.Tx) (err error) {
			_, err = tx.PutHubMessage(ctx, store.HubMessage{Subscription: sub.ID, ContentType: "text/xml", Body: []byte("<rss/>")})
			return err
		})
		if full != nil {
			break
		}
	}
	if !errors.Is(full, fault.Busy) {
		t.Errorf("a hub that floods: %v, want Busy", full)
	}
	write(t, st, func(tx *store.Tx) error {
		id, err := tx.PutHubMessage(ctx, store.HubMessage{Subscription: sub.ID + 1, Body: []byte("body\x00")})
		if err != nil {
			return err
		}
		m, err := tx.HubMessage(ctx, id)
		if err == nil && string(m.Body) != "body\x00" {
			t.Errorf("message = %q", m.Body)
		}
		if err != nil {
			return err
		}
		return tx.DeleteHubMessage(ctx, id)
	})
	write(t, st, func(tx *store.Tx) error { return tx.DeleteSource(ctx, id) })
	if got, err := st.Subscription(ctx, sub.ID); err != nil || got.Source != 0 {
		t.Errorf("after its source: %+v, %v; want it without one, until the hub lets go", got, err)
	}
	write(t, st, func(tx *store.Tx) error { return tx.DeleteSubscription(ctx, sub.ID) })
}
