package app

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/sample"
	"github.com/parley-news/parley/internal/store/storetest"
)

// openWith opens Parley on a database with a number of workers.
func openWith(t *testing.T, dir, database string, workers int) *App {
	t.Helper()
	c := Defaults()
	c.Data, c.Database, c.LogLevel, c.Workers = dir, database, "error", workers
	catalogue, err := sample.Outlets()
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(context.Background(), c, Options{Catalogue: catalogue, Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestStoriesDoNotDependOnTheWorkers(t *testing.T) {
	list := sampleCaptures(t)
	var want []string
	for _, workers := range []int{1, 5} {
		a := openWith(t, t.TempDir(), "", workers)
		work(t, a, list)
		got := grouping(t, a)
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		}
		if !slices.Equal(want, got) {
			t.Errorf("with %d workers the stories are\n%s\nwith one\n%s", workers, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// Two processes share a database: the one that groups goes on to do so; when it is gone the other takes over with all that was grouped.
func TestAnotherProcessTakesGroupingOver(t *testing.T) {
	if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
		t.Skip("PARLEY_TEST_POSTGRES is not set")
	}
	address := storetest.Postgres(t)
	list := sampleCaptures(t)
	half := len(list) / 2

	alone := openWith(t, t.TempDir(), "", 2)
	defer alone.Close()
	work(t, alone, list[:half])
	work(t, alone, list[half:])
	want := grouping(t, alone)

	first := openWith(t, t.TempDir(), address, 2)
	second := openWith(t, t.TempDir(), address, 2)
	defer second.Close()
	ctx := context.Background()
	work(t, first, list[:half])
	g, err := first.Store.Grouping(ctx)
	if err != nil || g.Holder == 0 || g.Seq == 0 {
		t.Fatalf("grouping = %+v, %v; want it held by the first process", g, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	work(t, second, list[half:])
	after, err := second.Store.Grouping(ctx)
	if err != nil || after.Holder == g.Holder || after.Seq <= g.Seq {
		t.Fatalf("grouping = %+v, %v; want it taken over and further on than %+v", after, err, g)
	}
	if got := grouping(t, second); !slices.Equal(want, got) {
		t.Errorf("two processes give\n%s\none gives\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
