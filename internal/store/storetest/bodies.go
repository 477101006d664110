package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// shelf is an object store in memory that can be out of order.
type shelf struct {
	m    map[string][]byte
	at   map[string]time.Time
	down bool
}

func newShelf() *shelf { return &shelf{m: map[string][]byte{}, at: map[string]time.Time{}} }

var errDown = fault.Errorf(fault.Busy, "the shelf is down")

func (s *shelf) Put(_ context.Context, hash string, packed []byte) error {
	if s.down {
		return errDown
	}
	s.m[hash], s.at[hash] = bytes.Clone(packed), time.Now()
	return nil
}

func (s *shelf) Get(_ context.Context, hash string) ([]byte, error) {
	if s.down {
		return nil, errDown
	}
	b, ok := s.m[hash]
	if !ok {
		return nil, fault.Errorf(fault.NotFound, "no such body")
	}
	return b, nil
}

func (s *shelf) Delete(_ context.Context, hash string) error {
	if s.down {
		return errDown
	}
	delete(s.m, hash)
	return nil
}

func (s *shelf) List(_ context.Context, f func(string, time.Time) error) error {
	for h := range s.m {
		if err := f(h, s.at[h]); err != nil {
			return err
		}
	}
	return nil
}

// Bodies states how a store behaves whose captures have their bodies elsewhere; open opens one database, again each time.
func Bodies(t *testing.T, open func(t *testing.T, b store.Bodies) *store.Store) {
	plain := open(t, nil)
	old := news.Capture{URL: "https://a.example/old", Time: time.Unix(10, 0).UTC(), Status: 200, Body: []byte("old bytes")}
	write(t, plain, func(tx *store.Tx) error { _, _, err := tx.PutCapture(ctx, &old); return err })

	s := newShelf()
	st := open(t, s)
	c := news.Capture{URL: "https://a.example/new", Time: time.Unix(11, 0).UTC(), Status: 200, Body: []byte("new bytes\x00\xff")}
	twin := c
	twin.URL = "https://b.example/new"
	empty := news.Capture{URL: "https://a.example/empty", Time: time.Unix(12, 0).UTC(), Status: 200}
	s.down = true
	if err := st.Stow(ctx, &c); !errors.Is(err, store.ErrOutage) || !errors.Is(err, fault.Busy) {
		t.Errorf("Stow during an outage = %v, want an outage", err)
	}
	if err := st.Write(ctx, func(tx *store.Tx) error { _, _, err := tx.PutCapture(ctx, &c); return err }); !errors.Is(err, store.ErrOutage) {
		t.Errorf("PutCapture during an outage = %v, want an outage: a row must not commit without its body", err)
	}
	s.down = false
	write(t, st, func(tx *store.Tx) error {
		for _, x := range []*news.Capture{&c, &twin, &empty} {
			if _, _, err := tx.PutCapture(ctx, x); err != nil {
				return err
			}
		}
		return nil
	})
	if len(s.m) != 1 {
		t.Errorf("%d bodies on the shelf, want 1 for two captures of the same bytes", len(s.m))
	}
	same := func(when string, st *store.Store, list ...news.Capture) {
		t.Helper()
		for _, want := range list {
			got, err := st.Capture(ctx, want.ID)
			if err != nil || !bytes.Equal(got.Body, want.Body) {
				t.Errorf("%s: body of %s = %q, %v; want %q", when, want.URL, got.Body, err, want.Body)
			}
		}
	}
	same("at first", st, old, c, twin, empty)
	if _, err := plain.Capture(ctx, c.ID); !errors.Is(err, fault.Invalid) {
		t.Errorf("read without the shelf = %v, want Invalid, naming the setting", err)
	}
	if n, err := st.MoveBodies(ctx, true, nil); err != nil || n != 1 || len(s.m) != 2 {
		t.Errorf("moved %d to the shelf, %v, %d there; want 1 and 2", n, err, len(s.m))
	}
	same("moved out", st, old, c, twin, empty)
	s.down = true
	if _, err := st.Capture(ctx, old.ID); !errors.Is(err, store.ErrOutage) {
		t.Errorf("read during an outage = %v", err)
	}
	if n, err := st.MoveBodies(ctx, false, nil); n != 0 || !errors.Is(err, store.ErrOutage) {
		t.Errorf("moved %d back during an outage, %v", n, err)
	}
	s.down = false

	// Bytes that two addresses gave stay while one of them stands, and go with the last.
	purge := func(id news.CaptureID) {
		t.Helper()
		write(t, st, func(tx *store.Tx) error {
			_, err := tx.Exec(ctx, "update capture set purged = 1, body = $1 where id = $2", []byte{}, int64(id))
			return err
		})
		if err := st.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
	}
	purge(c.ID)
	same("after purging its twin", st, twin)
	purge(twin.ID)
	if len(s.m) != 1 {
		t.Errorf("%d bodies on the shelf after both were purged, want 1", len(s.m))
	}

	if n, err := st.MoveBodies(ctx, false, nil); err != nil || n != 1 {
		t.Errorf("moved %d back, %v; want 1", n, err)
	}
	same("moved back", plain, old, empty)
	if n, err := st.CollectBodies(ctx); err != nil || n != 0 {
		t.Errorf("removed %d bodies put just now, %v; want none", n, err)
	}
	for h := range s.at {
		s.at[h] = time.Now().Add(-25 * time.Hour)
	}
	if n, err := st.CollectBodies(ctx); err != nil || n != 1 || len(s.m) != 0 {
		t.Errorf("removed %d old bodies, %v, %d left; want 1, 0", n, err, len(s.m))
	}
}

// replaced: a later version of extraction that reads another text out of the same page changes that version in its place.
func replaced(t *testing.T, st *store.Store) {
	put := func(capture news.CaptureID, body string, seen int64, maker int) (v news.Version, fresh bool) {
		t.Helper()
		write(t, st, func(tx *store.Tx) (err error) {
			_, v, fresh, err = tx.PutVersion(ctx, news.Article{Key: "k", URL: "https://k.example/"}, news.Version{Title: "T", Text: body, Language: "en", Capture: capture, Seen: seen}, 7, maker)
			return err
		})
		return v, fresh
	}
	first, _ := put(1, "Read badly. Menu.", 10, 1)
	second, _ := put(2, "An update. Menu.", 20, 1)
	again, fresh := put(1, "Read well.", 10, 2)
	if !fresh || again.ID != first.ID || again.Number != 1 {
		t.Errorf("the first page read anew gave version %d, number %d, fresh %v; want %d, 1, true", again.ID, again.Number, fresh, first.ID)
	}
	if third, fresh := put(2, "An update.", 20, 2); !fresh || third.ID != second.ID {
		t.Errorf("the second page read anew gave version %d, want %d", third.ID, second.ID)
	}
	list, err := st.ArticleVersions(ctx, first.Article)
	if err != nil || len(list) != 2 || list[0].Text != "Read well." || list[1].Text != "An update." {
		t.Errorf("versions %+v, %v", list, err)
	}
}
