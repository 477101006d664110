package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// TestSweepWipesAnIndexThatIsWhole holds that the words go from the file also when the parts of the search index were joined before.
func TestSweepWipesAnIndexThatIsWhole(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "parley.db")
	st := open(t, path)
	for i := range 40 { // each in a transaction of its own: many parts
		if err := st.Write(ctx, func(tx *store.Tx) error {
			a, v, _, err := tx.PutVersion(ctx, news.Article{Key: fmt.Sprintf("a.example/%d", i)}, news.Version{Title: "T", Text: fmt.Sprintf("quokkaword%dx and others", i), Seen: int64(i + 1)}, int64(i+1), 1)
			if err != nil {
				return err
			}
			return tx.IndexVersion(ctx, a, &v, int64(i+1))
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range []int{7, 23} {
		word := []byte(fmt.Sprintf("kkaword%dx", n)) // an index leaves out what a word shares with the one before it
		if err := st.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(path); err != nil || !bytes.Contains(data, word) {
			t.Fatalf("the word is not in the file before the purge, %v: the test would show nothing", err)
		}
		if err := st.Write(ctx, func(tx *store.Tx) error {
			_, _, err := tx.Purge(ctx, store.PurgeOrder{Target: store.PurgeTarget{Address: fmt.Sprintf("https://a.example/%d", n)}, Who: "ada", Reason: "test"})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := st.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		rest := []byte(fmt.Sprintf("%dx", n))
		for _, name := range []string{path, path + "-wal"} {
			data, err := os.ReadFile(name)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if bytes.Contains(data, word) {
				t.Errorf("%s still has %s", filepath.Base(name), word)
			}
		}
		var terms int
		if err := st.Query(ctx, "select count(*) from search where search match $1", func(row func(...any) error) error { return row(&terms) }, `"quokkaword`+string(rest)+`"`); err != nil || terms != 0 {
			t.Errorf("the index finds %s %d times, %v", word, terms, err)
		}
	}
}
