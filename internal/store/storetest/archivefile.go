package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

func archiveFiles(t *testing.T, st *store.Store) {
	add := func(path string, again bool) (f store.ArchiveFile) {
		write(t, st, func(tx *store.Tx) (err error) {
			f, err = tx.AddArchiveFile(ctx, path, 100, again)
			return err
		})
		return f
	}
	if _, err := st.ArchiveFile(ctx, "/none"); !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown file: %v, want NotFound", err)
	}
	a, b := add("/a.warc.gz", false), add("/b.warc.gz", false)
	a.Offset, a.Skip, a.Tally.Pages, a.Finished = 70, 3, 9, st.Now().Truncate(1000)
	for i := range 100 {
		a.Tally.Leave(fmt.Sprint("reason ", i))
		a.Tally.Hurt(int64(i), "broken")
	}
	if len(a.Tally.Left) > 61 || len(a.Tally.Damage) > 20 || a.Tally.Damaged != 100 || a.Tally.Left["other reasons"] != 40 {
		t.Errorf("a tally has %d reasons and %d places", len(a.Tally.Left), len(a.Tally.Damage))
	}
	write(t, st, func(tx *store.Tx) error { return tx.PutArchiveFile(ctx, a) })
	list, err := st.ArchiveFiles(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]store.ArchiveFile{a, b}, list); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(a, add("/a.warc.gz", false)); d != "" {
		t.Error("a finished file is begun again: ", d)
	}
	if f := add("/a.warc.gz", true); f.ID != a.ID || f.Offset != 0 || !f.Finished.IsZero() || f.Tally.Pages != 0 {
		t.Errorf("a file that is to be read again: %+v", f)
	}
	if n, err := st.Unfinished(ctx); n != 0 || err != nil {
		t.Errorf("unfinished: %d, %v", n, err)
	}
}
