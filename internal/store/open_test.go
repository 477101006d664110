package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

func TestOpenRefusesWhatIsNotOurs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, sql, want string }{
		{"another program's", "create table invoices (id integer)", "another program (invoices)"},
		{"a newer Parley's", "", "newer Parley"},
	} {
		path := filepath.Join(t.TempDir(), "x.db")
		if c.sql == "" {
			open(t, path)
			c.sql = "insert into schema_version (version_id, is_applied) values (9999, 1)"
		}
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(c.sql); err != nil {
			t.Fatal(err)
		}
		db.Close()
		_, err = store.Open(context.Background(), path, store.Options{IDs: news.NewIDs(time.Now, 1)})
		if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Open of %s database = %v, want Invalid, naming %q", c.name, err, c.want)
		}
	}
}

func TestOpenAgainFindsEverything(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "odd ?name%20#1.db")
	first := open(t, path)
	err := first.Write(context.Background(), func(tx *store.Tx) error {
		_, _, err := tx.AddSource(context.Background(), news.Source{URL: "https://a.example/feed"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if list, err := open(t, path).Sources(context.Background()); err != nil || len(list) != 1 {
		t.Errorf("sources after opening again = %d, %v; want 1", len(list), err)
	}
}

func TestOpeningAtOnceMakesTheTablesOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	failed := make(chan error)
	for i := range 8 {
		go func() {
			st, err := store.Open(context.Background(), path, store.Options{IDs: news.NewIDs(time.Now, i)})
			if err == nil {
				err = st.Close()
			}
			failed <- err
		}()
	}
	for range 8 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}
