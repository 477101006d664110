package jobs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

// fill puts jobs of many hosts and kinds into the queue.
func fill(tb testing.TB, st *store.Store, n, hosts int) {
	tb.Helper()
	const step = 10_000
	for start := 0; start < n; start += step {
		err := st.Write(ctx, func(tx *store.Tx) error {
			var list []jobs.Item
			for i := start; i < min(start+step, n); i++ {
				x := jobs.Item{Kind: jobs.Fetch, Key: fmt.Sprintf("https://h%d.example/%d", i%hosts, i), At: tx.Now(), Priority: 1 + i%2}
				if i%4 == 0 {
					x = jobs.Item{Kind: jobs.Extract, Key: fmt.Sprint(i), At: tx.Now(), Priority: 1 + i%2}
				}
				list = append(list, x)
			}
			return jobs.Put(ctx, tx, list...)
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// The queries of a claim read an index from where it begins: no scan of a table, no sorting of what was found.
func TestClaimsReadAnIndex(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, st *store.Store, _ *clock) {
		fill(t, st, 20_000, 300)
		now := st.Now().UnixMicro()
		for name, query := range jobs.Queries {
			args := map[string][]any{
				"class": {"extract", 1, now, 16}, "lanes": {1, now, 1}, "lane's job": {"h7.example", 1, now, "fetch", "poll"},
				"settle": {"h7.example", now, "h7.example", now, "h7.example", now},
			}[name]
			plan := explain(t, st, query, args)
			for _, bad := range []string{"Seq Scan", "Sort", "Bitmap", "SCAN job", "SCAN lane", "TEMP B-TREE"} {
				if strings.Contains(plan, bad) {
					t.Errorf("%s: the plan has %q:\n%s", name, bad, plan)
				}
			}
			if !strings.Contains(strings.ToLower(plan), "index") {
				t.Errorf("%s: the plan uses no index:\n%s", name, plan)
			}
		}
	})
}

func explain(t *testing.T, st *store.Store, query string, args []any) string {
	t.Helper()
	var b strings.Builder
	err := st.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(ctx, "analyze"); err != nil {
			return err
		}
		if tx.ForUpdate() != "" {
			return tx.Query(ctx, "explain "+query, func(row func(...any) error) error {
				var s string
				err := row(&s)
				b.WriteString(s + "\n")
				return err
			}, args...)
		}
		return tx.Query(ctx, "explain query plan "+query, func(row func(...any) error) error {
			var x, y, z int
			var s string
			err := row(&x, &y, &z, &s)
			b.WriteString(s + "\n")
			return err
		}, args...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
