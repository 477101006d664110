package app

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/parley-news/parley/internal/sample"
	"github.com/parley-news/parley/internal/store/storetest"
)

// TestPostgresGivesTheSameStories reads the sample's pages on both databases and compares what is together.
func TestPostgresGivesTheSameStories(t *testing.T) {
	if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
		if os.Getenv("PARLEY_REQUIRE_POSTGRES") != "" {
			t.Fatal("PARLEY_TEST_POSTGRES is not set, and this run requires PostgreSQL")
		}
		t.Skip("set PARLEY_TEST_POSTGRES to an administrator's address to test on PostgreSQL")
	}
	catalogue, err := sample.Outlets()
	if err != nil {
		t.Fatal(err)
	}
	c := Defaults()
	c.Data, c.Database, c.LogLevel, c.Workers = t.TempDir(), storetest.Postgres(t), "error", 2
	big, err := Open(context.Background(), c, Options{Catalogue: catalogue})
	if err != nil {
		t.Fatal(err)
	}
	defer big.Close()
	small := openIn(t, t.TempDir())
	defer small.Close()
	list := sampleCaptures(t)
	work(t, small, list)
	for _, x := range list {
		x.ID = 0
	}
	work(t, big, list)
	want, got := grouping(t, small), grouping(t, big)
	if !slices.Equal(want, got) {
		t.Errorf("stories on PostgreSQL\n%q\non SQLite\n%q", got, want)
	}
	checkSite(t, big)
}
