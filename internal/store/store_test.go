package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/store/storetest"
)

func open(t *testing.T, address string) *store.Store {
	t.Helper()
	st, err := store.Open(context.Background(), address, store.Options{IDs: news.NewIDs(time.Now, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) *store.Store { return open(t, filepath.Join(t.TempDir(), "parley.db")) })
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
		if os.Getenv("PARLEY_REQUIRE_POSTGRES") != "" {
			t.Fatal("PARLEY_TEST_POSTGRES is not set, and this run requires PostgreSQL")
		}
		t.Skip("set PARLEY_TEST_POSTGRES to an administrator's address to test on PostgreSQL")
	}
	storetest.Run(t, func(t *testing.T) *store.Store { return open(t, storetest.Postgres(t)) })
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for address, want := range map[string]string{
		text:                                   "SQLite file",
		"mysql://localhost/x":                  "postgres://",
		"postgres://u:secret@127.0.0.1:1/none": "does not answer",
		filepath.Join(text, "x.db"):            "folder",
	} {
		_, err := store.Open(ctx, address, store.Options{IDs: news.NewIDs(time.Now, 1)})
		if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("Open(%s) = %v, want one line, Invalid, naming %q, no password", address, err, want)
		}
	}
}

var benchmarks atomic.Int64

func BenchmarkPutAndIndex(b *testing.B) {
	ctx := context.Background()
	st, err := store.Open(ctx, filepath.Join(b.TempDir(), "parley.db"), store.Options{IDs: news.NewIDs(time.Now, 1)})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	body := strings.Repeat("The ministry said the ceasefire along the river would hold, and that the village school would open again. ", 30)
	b.ReportAllocs()
	for b.Loop() {
		err := st.Write(ctx, func(tx *store.Tx) error {
			for range 16 {
				n := benchmarks.Add(1)
				a, v, _, err := tx.PutVersion(ctx, news.Article{Key: fmt.Sprint(n)}, news.Version{Title: "T", Text: fmt.Sprint(n, body), Seen: n}, n, 1)
				if err != nil {
					return err
				}
				if err := tx.IndexVersion(ctx, a, &v, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*16)/b.Elapsed().Seconds(), "articles/s")
}
