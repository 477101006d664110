package crashtest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/store/storetest"
)

// databases runs a test on both.
func databases(t *testing.T, f func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "parley.db")) })
	t.Run("postgres", func(t *testing.T) {
		needPostgres(t)
		f(t, storetest.Postgres(t))
	})
}

func needPostgres(t *testing.T) {
	t.Helper()
	if os.Getenv("PARLEY_TEST_POSTGRES") == "" {
		if os.Getenv("PARLEY_REQUIRE_POSTGRES") != "" {
			t.Fatal("PARLEY_TEST_POSTGRES is not set, and this run requires PostgreSQL")
		}
		t.Skip("set PARLEY_TEST_POSTGRES to an administrator's address to test on PostgreSQL")
	}
}

func open(t testing.TB, address string) *store.Store {
	t.Helper()
	st, err := store.Open(ctx, address, store.Options{IDs: news.NewIDs(time.Now, 63)})
	if err != nil {
		t.Fatalf("the database does not open: %v", err)
	}
	return st
}

// strings reads a column.
func column(t testing.TB, st *store.Store, query string) (out []string) {
	t.Helper()
	err := st.Query(ctx, query, func(row func(...any) error) error {
		var s string
		err := row(&s)
		out = append(out, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// counts is how much there is of what is derived from pages alone, whatever the order of work.
func counts(t testing.TB, st *store.Store) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range []string{"capture", "article", "version", "mentions", "statement", "figure", "event", "member", "stage_state"} {
		where := ""
		if table == "stage_state" {
			where = " where stage in ('extract', 'analyse', 'group')"
		}
		err := st.Query(ctx, "select count(*) from "+table+where, func(row func(...any) error) error {
			var n int
			err := row(&n)
			out[table] = n
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// sound fails where a row contradicts another: a capture that is not worked on, an article in no story, a row of
// nothing, work that is left.
func sound(t testing.TB, st *store.Store) {
	t.Helper()
	for what, query := range map[string]string{
		"captures that were never worked on": "select url from capture c where not exists (select 1 from stage_state s where s.stage = 'extract' and s.item = c.id and s.state in ('done', 'empty'))",
		"captures of one page twice":         "select url from capture group by url having count(*) > 1",
		"current versions without analysis":  "select a.key from article a where a.current <> 0 and not exists (select 1 from mentions m where m.version = a.current)",
		"articles in no story":               "select a.key from article a where a.current <> 0 and not exists (select 1 from member m where m.article = a.id)",
		"members of stories that are gone":   "select cast(m.story as text) from member m where not exists (select 1 from story s where s.id = m.story and s.into_id = 0)",
		"stories without articles":           "select s.title from story s where s.into_id = 0 and not exists (select 1 from member m where m.story = s.id)",
		"figures of no version":              "select cast(f.id as text) from figure f where not exists (select 1 from version v where v.id = f.version)",
		"work that is left":                  "select kind || ' ' || key || ' ' || state || ' ' || reason from job where kind in ('extract', 'analyse', 'group', 'claims')",
		"hosts that are asked for ever":      "select name from lane where job <> 0",
	} {
		if list := column(t, st, query); len(list) > 0 {
			t.Errorf("%s: %d, such as %q", what, len(list), list[:min(len(list), 5)])
		}
	}
}

// integrity is SQLite's own check.
func integrity(t testing.TB, st *store.Store, address string) {
	t.Helper()
	if strings.Contains(address, "://") {
		return
	}
	if got := column(t, st, "pragma integrity_check"); len(got) != 1 || got[0] != "ok" {
		t.Fatalf("integrity check: %q", got)
	}
}

// grouping is which articles are together, whatever identifiers they have: a line for each story.
func grouping(t testing.TB, st *store.Store) []string {
	t.Helper()
	by := map[int64][]string{}
	err := st.Query(ctx, "select m.story, a.key from member m join article a on a.id = m.article", func(row func(...any) error) error {
		var s int64
		var key string
		err := row(&s, &key)
		by[s] = append(by[s], key)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range slices.Sorted(maps.Keys(by)) {
		slices.Sort(by[s])
		out = append(out, strings.Join(by[s], " "))
	}
	slices.Sort(out)
	return out
}

// differences are the lines that one list has and the other has not.
func differences(got, want []string) (more, fewer []string) {
	for _, s := range got {
		if _, ok := slices.BinarySearch(want, s); !ok {
			more = append(more, s)
		}
	}
	for _, s := range want {
		if _, ok := slices.BinarySearch(got, s); !ok {
			fewer = append(fewer, s)
		}
	}
	return more, fewer
}

// idle waits until no work is left.
func idle(t testing.TB, st *store.Store, limit time.Duration) {
	t.Helper()
	kinds := []string{jobs.Extract, jobs.Analyse, jobs.Group, jobs.Claims}
	left, calm := 0, 0 // an article passes from the queue to those that wait to be grouped and back: one look may miss it
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(300 * time.Millisecond) {
		var err error
		if left, err = jobs.Pending(ctx, st, kinds...); err == nil && left == 0 {
			var q store.Queue
			q, err = st.GroupQueue(ctx, 1000)
			left = q.All
		}
		if err != nil || left > 0 {
			calm = 0
		} else if calm++; calm == 2 {
			return
		}
	}
	var list []string
	running, err := jobs.Running(ctx, st, time.Now(), 20)
	for _, w := range running {
		list = append(list, fmt.Sprintf("%s %s by %s", w.Kind, w.Key, w.Process))
	}
	t.Fatalf("after %v %d jobs are left; under way: %q (%v)", limit, left, list, err)
}
