package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/store/storetest"
)

var update = flag.Bool("update", false, "rewrite the golden schemas")

// The golden files say what a fresh database looks like after all migrations: a change of a migration shows in their diff.
func TestFreshSchema(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		st := open(t, filepath.Join(t.TempDir(), "p.db"))
		// What full-text search keeps for itself is left to SQLite.
		golden(t, "schema_sqlite.txt", rows(t, st, `
			select type || ' ' || name || ': ' || coalesce(sql, 'of its table') from sqlite_master
			where not (name >= 'search_' and name < 'search_article') and not (name > 'search_article' and name < 'search_z')
				and not (name >= 'sqlite_' and name < 'sqlite_z') order by type, name`))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
			t.Skip("PARLEY_TEST_POSTGRES is not set")
		}
		st := open(t, storetest.Postgres(t))
		columns := rows(t, st, `
			select table_name || '.' || column_name || ' ' || data_type || case when is_nullable = 'NO' then ' not null' else '' end
			from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`)
		indexes := rows(t, st, `select indexdef from pg_indexes where schemaname = 'public' order by indexname`)
		golden(t, "schema_postgres.txt", columns+"\n"+indexes)
	})
}

func rows(t *testing.T, st *store.Store, query string) string {
	t.Helper()
	var b strings.Builder
	err := st.Query(context.Background(), query, func(row func(...any) error) error {
		var s string
		err := row(&s)
		fmt.Fprintln(&b, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (run with -update where the change is meant): %s", path, d)
	}
}
