package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-news/parley/internal/store/storetest"
)

// A table whose fate nobody has named would be lost when an archive moves: add it to tables.go.
func TestEveryTableHasAFate(t *testing.T) {
	t.Parallel()
	addresses := map[string]string{"sqlite": filepath.Join(t.TempDir(), "p.db")}
	if os.Getenv("PARLEY_TEST_POSTGRES") != "" {
		addresses["postgres"] = storetest.Postgres(t)
	}
	for name, address := range addresses {
		missing, err := open(t, address).TablesWithoutFate(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range missing {
			t.Errorf("%s: table %s is not in the list of tables.go: say there whether it moves with an archive (Primary, Ledger) or is made again (Derived, Passing)", name, table)
		}
	}
}
