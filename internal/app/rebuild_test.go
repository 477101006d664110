package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/pipeline"
	"github.com/parley-news/parley/internal/sample"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/store/storetest"
)

// identities is every identifier that links point at, with what it stands for.
func identities(t *testing.T, a *App) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for name, query := range map[string]string{
		"article":   "select id || ' ' || key from article order by id",
		"version":   "select id || ' ' || article || ' ' || number || ' ' || title from version order by id",
		"statement": "select id || ' ' || version || ' ' || spot from statement order by id",
		"origin":    "select o.id || ' ' || o.root || ' ' || x.article from origin o join origin_article x on x.origin = o.id order by o.id, x.article",
		"member":    "select article || ' ' || story from member order by article",
		"story":     "select id || ' ' || into_id || ' ' || storyline || ' ' || lead || ' ' || title from story order by id",
		"storyline": "select id || ' ' || into_id from storyline where stories > 1 or into_id <> 0 order by id",
		"claim":     "select c.id || ' ' || c.status || ' ' || x.statement || ' ' || x.stance from claim c join claim_statement x on x.claim = c.id where c.into_id = 0 and c.place >= 0 order by c.id, x.statement",
		"capture":   "select id || ' ' || url || ' ' || hash || ' ' || size from capture order by id",
		"source":    "select id || ' ' || url || ' ' || etag || ' ' || next from source order by id",
		"search":    "select article || ' ' || language || ' ' || moment from search_article order by article",
		"counts": "select 'mentions ' || (select count(*) from mentions) || ' figures ' || (select count(*) from figure) || ' events ' || (select count(*) from event) || " +
			"' copies ' || (select count(*) from copy)",
	} {
		err := a.Store.Query(context.Background(), query, func(row func(...any) error) error {
			var s string
			err := row(&s)
			out[name] = append(out[name], s)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return out
}

// compare says where identifiers differ.
func compare(t *testing.T, when string, want, got map[string][]string) {
	t.Helper()
	for name := range want {
		if d := cmp.Diff(want[name], got[name]); d != "" {
			t.Errorf("%s: %s differ (-before +after):\n%s", when, name, d[:min(len(d), 3000)])
		}
	}
}

func drain(t *testing.T, a *App) {
	t.Helper()
	if err := a.Pipeline.Drain(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"select count(*) from job where kind <> 'poll'", "select count(*) from former_member"} {
		if err := a.Store.Query(context.Background(), q, func(row func(...any) error) error {
			var n int
			if err := row(&n); err != nil || n != 0 {
				t.Errorf("%s = %d, %v; want 0", q, n, err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func rebuild(t *testing.T, a *App, from string) {
	t.Helper()
	if err := a.Store.Write(context.Background(), func(tx *store.Tx) error { return pipeline.Rebuild(context.Background(), tx, from) }); err != nil {
		t.Fatal(err)
	}
}

// readAll reads the whole sample, later versions of pages too.
func readAll(t *testing.T, a *App) {
	t.Helper()
	list := sampleCaptures(t)
	half := len(list) / 2
	work(t, a, list[:half])
	work(t, a, list[half:])
}

func TestRebuildingGivesTheSameIdentifiers(t *testing.T) {
	t.Parallel()
	a := openIn(t, t.TempDir())
	defer a.Close()
	readAll(t, a)
	want := identities(t, a)
	if len(want["member"]) < 20 || len(want["claim"]) < 5 || len(want["statement"]) < 50 {
		t.Fatalf("the sample has only %d members, %d claims, %d statements", len(want["member"]), len(want["claim"]), len(want["statement"]))
	}
	for _, stage := range []string{jobs.Group, jobs.Analyse, jobs.Extract} {
		rebuild(t, a, stage)
		drain(t, a)
		compare(t, "from "+stage, want, identities(t, a))
	}
}

func TestRebuildingGoesOnAfterAnInterruption(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := openIn(t, dir)
	readAll(t, a)
	want := identities(t, a)
	rebuild(t, a, jobs.Extract)
	for range 3 { // stopped again and again, in the middle
		ctx, cancel := context.WithCancel(context.Background())
		steps := 0
		_ = a.Pipeline.Drain(ctx, func(pipeline.Progress) {
			if steps++; steps == 2 {
				cancel()
			}
		})
		cancel()
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = openIn(t, dir)
	}
	defer a.Close()
	if err := a.TakeOver(context.Background()); err != nil {
		t.Fatal(err)
	}
	drain(t, a)
	compare(t, "after interruptions", want, identities(t, a))
}

// offlineIn opens a database, in a folder where no address is given, that asks nobody for anything.
func offlineIn(t *testing.T, dir, address string) *App {
	t.Helper()
	catalogue, err := sample.Outlets()
	if err != nil {
		t.Fatal(err)
	}
	c := Defaults()
	c.Data, c.Database, c.LogLevel, c.Workers = dir, address, "error", 2
	a, err := Open(context.Background(), c, Options{Catalogue: catalogue, Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// onPostgres opens an empty PostgreSQL database.
func onPostgres(t *testing.T) *App {
	t.Helper()
	if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
		t.Skip("set PARLEY_TEST_POSTGRES to an administrator's address to test on PostgreSQL")
	}
	return offlineIn(t, t.TempDir(), storetest.Postgres(t))
}

func exported(t *testing.T, a *App) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := a.Store.Export(context.Background(), &b, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func imported(t *testing.T, a *App, archive []byte) {
	t.Helper()
	ctx := context.Background()
	if _, err := a.Store.Import(ctx, bytes.NewReader(archive), func(tx *store.Tx) error {
		if _, err := jobs.Free(ctx, tx); err != nil {
			return err
		}
		return pipeline.Rebuild(ctx, tx, jobs.Analyse)
	}, nil); err != nil {
		t.Fatal(err)
	}
	drain(t, a)
}

func TestAnArchiveMovesToTheOtherDatabaseAndBack(t *testing.T) {
	t.Parallel()
	small := openIn(t, t.TempDir())
	defer small.Close()
	readAll(t, small)
	ctx := context.Background()
	if err := small.Store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.CreateMember(ctx, store.Member{Name: "Ada", PasswordHash: "x", Role: "operator"}); err != nil {
			return err
		}
		_, err := jobs.AddSource(ctx, tx, news.Source{URL: "https://waiting.example/feed"}, "test")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	want := identities(t, small)
	big := onPostgres(t)
	imported(t, big, exported(t, small))
	compare(t, "on PostgreSQL", want, identities(t, big))
	back := offlineIn(t, t.TempDir(), "")
	imported(t, back, exported(t, big))
	compare(t, "back on SQLite", want, identities(t, back))
	if _, err := back.Store.MemberByName(ctx, "Ada"); err != nil {
		t.Errorf("the account: %v", err)
	}
	for _, id := range []string{"capture", "source"} {
		if len(want[id]) == 0 {
			t.Errorf("no %s was there to move", id)
		}
	}
	c, err := small.Store.Capture(ctx, firstCapture(t, small))
	if err != nil {
		t.Fatal(err)
	}
	got, err := back.Store.Capture(ctx, c.ID)
	if d := cmp.Diff(c, got); err != nil || d != "" {
		t.Errorf("a capture came back as %v %s", err, d)
	}
}

func firstCapture(t *testing.T, a *App) (id news.CaptureID) {
	t.Helper()
	if err := a.Store.Query(context.Background(), "select min(id) from capture", func(row func(...any) error) error { return row(&id) }); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnArchiveThatIsNotWholeIsRefusedWholly(t *testing.T) {
	t.Parallel()
	a := openIn(t, t.TempDir())
	defer a.Close()
	work(t, a, sampleCaptures(t)[:6])
	whole := exported(t, a)
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0x40
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"cut off", whole[:len(whole)*2/3], "cut off"},
		{"changed", flipped, ""},
		{"something else", []byte("hello"), "no archive"},
		{"nothing", nil, "no archive"},
		{"two in one", append(bytes.Clone(whole), whole...), "follows the end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			empty := openIn(t, t.TempDir())
			defer empty.Close()
			_, err := empty.Store.Import(context.Background(), bytes.NewReader(c.data), nil, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Import = %v, want an error that says %q", err, c.want)
			}
			if o, err := empty.Store.Overview(context.Background()); err != nil || o.Counts[1].N != 0 {
				t.Errorf("after it: %+v, %v; want nothing", o.Counts, err)
			}
			if _, err := empty.Store.Import(context.Background(), bytes.NewReader(whole), nil, nil); err != nil {
				t.Errorf("the whole archive afterwards: %v", err)
			}
		})
	}
	if _, err := a.Store.Import(context.Background(), bytes.NewReader(whole), nil, nil); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("Import into a database that is not empty = %v", err)
	}
}

// TestRebuildingAnArchive measures: PARLEY_REBUILD names a data folder, best a copy, that is computed again and compared.
func TestRebuildingAnArchive(t *testing.T) {
	dir := os.Getenv("PARLEY_REBUILD")
	if dir == "" {
		t.Skip("set PARLEY_REBUILD to a data folder to compute it again and compare all identifiers")
	}
	a := openIn(t, dir)
	defer a.Close()
	drain(t, a)
	want := identities(t, a)
	began := a.Store.Now()
	rebuild(t, a, jobs.Extract)
	drain(t, a)
	fmt.Printf("%d articles computed again in %v\n", len(want["article"]), a.Store.Now().Sub(began))
	compare(t, "rebuilt", want, identities(t, a))
}

func TestWhatAnOlderParleyMadeIsMadeAgain(t *testing.T) {
	t.Parallel()
	a := openIn(t, t.TempDir())
	defer a.Close()
	readAll(t, a)
	want := identities(t, a)
	ctx := context.Background()
	if n, err := a.Pipeline.Refresh(ctx); err != nil || n != 0 {
		t.Fatalf("%d items are out of date at once, %v", n, err)
	}
	if err := a.Store.Write(ctx, func(tx *store.Tx) error {
		for _, q := range []string{
			"update stage_state set version = 0 where stage in ('extract', 'analyse')", "update version set maker = 0", "update mentions set maker = 0", "delete from figure", "delete from event",
		} {
			if _, err := tx.Exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	a.refresh(ctx)
	drain(t, a)
	compare(t, "refreshed", want, identities(t, a))
	if n, err := a.Pipeline.Refresh(ctx); err != nil || n != 0 {
		t.Errorf("%d items are out of date afterwards, %v", n, err)
	}
}
