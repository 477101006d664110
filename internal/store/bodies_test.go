package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/store/storetest"
)

func TestBodiesElsewhere(t *testing.T) {
	t.Parallel()
	addresses := map[string]string{"sqlite": filepath.Join(t.TempDir(), "p.db")}
	if os.Getenv("PARLEY_TEST_POSTGRES") != "" {
		addresses["postgres"] = storetest.Postgres(t)
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			ids := news.NewIDs(time.Now, 1)
			storetest.Bodies(t, func(t *testing.T, b store.Bodies) *store.Store {
				st, err := store.Open(context.Background(), address, store.Options{IDs: ids, Bodies: b})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { st.Close() })
				return st
			})
		})
	}
}
