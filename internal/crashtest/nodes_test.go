package crashtest

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store/storetest"
)

// TestThreeProcessesOneIsAlwaysDying lets three processes work on one PostgreSQL and kills one of them every few
// seconds. All pages are worked on once, and the stories are those that one process makes.
func TestThreeProcessesOneIsAlwaysDying(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	needPostgres(t)
	n := setting(t, "PARLEY_PAGES", 240)
	every := time.Duration(setting(t, "PARLEY_KILL_EVERY_MS", 2000)) * time.Millisecond
	r := rand.New(rand.NewPCG(uint64(setting(t, "PARLEY_SEED", 1)), 8))
	list := captures(pages(t, n))
	address := storetest.Postgres(t)
	keep(t, address, list)

	run := func() *process {
		return start(t, "--data-dir", t.TempDir(), "--database", address, "--addr", "localhost:0", "--node-beat", "300ms", "--workers", "2", "serve")
	}
	began := time.Now()
	nodes := []*process{run(), run(), run()}
	st := open(t, address)
	defer st.Close()
	kills := 0
	limit := time.Duration(120+n) * time.Second
	for next := time.Now().Add(every); ; time.Sleep(200 * time.Millisecond) {
		if time.Since(began) > limit {
			idle(t, st, time.Second)
		}
		if left := column(t, st, "select kind from job where kind in ('extract', 'analyse', 'group', 'claims') limit 1"); len(left) == 0 {
			break
		}
		if time.Now().After(next) {
			i := r.IntN(len(nodes))
			nodes[i].kill()
			nodes[i] = run()
			kills++
			next = time.Now().Add(every)
		}
	}
	t.Logf("%d pages by three processes with %d kills in %v", n, kills, time.Since(began).Round(time.Second))
	for _, p := range nodes {
		p.kill()
		if e := p.errs.String(); bytes.Contains([]byte(e), []byte("panic")) {
			t.Errorf("a process panicked: %s", e)
		}
	}
	sound(t, st)

	calm := filepath.Join(t.TempDir(), "calm.db")
	for _, c := range list {
		c.ID = 0
	}
	keep(t, calm, list)
	began = time.Now()
	one := start(t, "--data-dir", t.TempDir(), "--database", calm, "--addr", "localhost:0", "--workers", "2", "serve")
	ref := open(t, calm)
	defer ref.Close()
	idle(t, ref, limit)
	one.kill()
	t.Logf("by one process in %v", time.Since(began).Round(time.Second))
	if got, want := counts(t, st), counts(t, ref); !maps.Equal(got, want) {
		t.Errorf("three processes made %v, one made %v", got, want)
	}
	got, want := grouping(t, st), grouping(t, ref)
	if more, fewer := differences(got, want); len(more)+len(fewer) > 0 {
		t.Errorf("%d stories, one process makes %d; %d are other than its, such as\n%.2000q\nwhere it has\n%.2000q", len(got), len(want), len(more), more[:min(len(more), 5)], fewer[:min(len(fewer), 5)])
	}
}

func captures(list []page) (out []*news.Capture) {
	for _, p := range list {
		u := "https://" + p.name[:3] + ".example/" + p.name
		out = append(out, &news.Capture{URL: u, FinalURL: u, Time: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(p.body)})
	}
	return out
}

// keep puts captures into an archive without working on them.
func keep(t *testing.T, address string, list []*news.Capture) {
	t.Helper()
	c := app.Defaults()
	c.Data, c.Database, c.LogLevel = t.TempDir(), address, "error"
	a, err := app.Open(ctx, c, app.Options{Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for start := 0; start < len(list); start += 100 {
		if _, err := a.Pipeline.Ingest(ctx, list[start:min(start+100, len(list))]); err != nil {
			t.Fatal(err)
		}
	}
}
