package storetest

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

func robots(t *testing.T, st *store.Store) {
	at := time.Date(2026, 11, 12, 12, 0, 0, 0, time.UTC)
	put := func(x store.Robots) {
		t.Helper()
		write(t, st, func(tx *store.Tx) error { return tx.PutRobots(ctx, x) })
	}
	first := store.Robots{Host: "https://a.example", Body: []byte("User-agent: *\nDisallow: /\x00\xff"), Time: at, Until: at.Add(time.Hour)}
	put(first)
	put(store.Robots{Host: "http://a.example", Time: at.Add(time.Minute), Until: at.Add(2 * time.Hour)})
	got, err := st.Robots(ctx, "https://a.example")
	if err != nil || !bytes.Equal(got.Body, first.Body) || !got.Time.Equal(first.Time) || !got.Until.Equal(first.Until) {
		t.Errorf("kept %+v, got %+v, %v", first, got, err)
	}
	if got, err := st.Robots(ctx, "http://a.example"); err != nil || len(got.Body) != 0 {
		t.Errorf("a host without a file: %+v, %v", got, err)
	}
	if _, err := st.Robots(ctx, "https://b.example"); !errors.Is(err, fault.NotFound) {
		t.Errorf("a host that was not asked: %v, want NotFound", err)
	}
	later := store.Robots{Host: "http://a.example", Body: []byte("x"), Time: at.Add(31 * 24 * time.Hour), Until: at.Add(32 * 24 * time.Hour)}
	put(later)
	if got, err := st.Robots(ctx, "http://a.example"); err != nil || string(got.Body) != "x" {
		t.Errorf("asked again: %+v, %v", got, err)
	}
	if _, err := st.Robots(ctx, "https://a.example"); !errors.Is(err, fault.NotFound) {
		t.Errorf("after a month: %v, want forgotten", err)
	}
}
