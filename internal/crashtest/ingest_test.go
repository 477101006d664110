package crashtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// TestKillsDuringIngest kills parley at random moments while it reads pages, again and again. What it said it had
// kept is there after each kill, once; in the end the archive is what it is without any kill.
func TestKillsDuringIngest(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	kills := setting(t, "PARLEY_KILLS", 10)
	together := max(6, min(12, 1200/kills))
	all := pages(t, 2*kills*together)
	limit := time.Duration(60+len(all)) * time.Second
	root := t.TempDir()
	var dirs []string
	for i := range 2 * kills {
		dir := filepath.Join(root, fmt.Sprintf("%04d", i))
		write(t, dir, all[i*together:(i+1)*together])
		dirs = append(dirs, dir)
	}
	calm := filepath.Join(t.TempDir(), "calm.db")
	start(t, append([]string{"--data-dir", t.TempDir(), "--database", calm, "ingest"}, dirs...)...).wait(t, limit)
	ref := open(t, calm)
	defer ref.Close()
	want := counts(t, ref)
	databases(t, func(t *testing.T, address string) {
		r := rand.New(rand.NewPCG(uint64(setting(t, "PARLEY_SEED", 1)), 7))
		data := []string{"--data-dir", t.TempDir(), "--database", address, "--node-beat", "200ms", "--workers", "2"}
		accepted := map[string]bool{}
		killed, quicker, most := 0, 0, 1500
		for run := 0; killed < kills; run++ {
			// Some pages that are known already, some new ones, and what is left from before.
			i := run % len(dirs)
			args := append(data[:len(data):len(data)], "ingest", "--kept")
			p := start(t, append(args, dirs[max(0, i-1):i+1]...)...)
			began := time.Now()
			if p.killAfter(time.Duration(20+r.IntN(most)) * time.Millisecond) {
				killed++
			} else if quicker++; p.failed != nil || quicker > 5*kills {
				t.Fatalf("run %d ended by itself: %v\n%s", run, p.failed, p.errs.String())
			} else {
				most = max(100, min(most, int(time.Since(began).Milliseconds()))) // sooner the next time
			}
			for _, a := range p.kept() {
				accepted[a] = true
			}
			if run%10 == 9 {
				st := open(t, address)
				integrity(t, st, address)
				lost(t, st, accepted)
				st.Close()
			}
		}
		st := open(t, address)
		integrity(t, st, address)
		lost(t, st, accepted)
		st.Close()
		if len(accepted) < len(all)/10 {
			t.Errorf("only %d of %d pages were accepted: the kills met nothing", len(accepted), len(all))
		}
		t.Logf("%d kills, %d pages accepted before them, %d runs were quicker than their kill", killed, len(accepted), quicker)

		start(t, append(append(data[:len(data):len(data)], "ingest"), dirs...)...).wait(t, limit)
		st = open(t, address)
		defer st.Close()
		integrity(t, st, address)
		sound(t, st)
		if got := counts(t, st); !maps.Equal(got, want) {
			t.Errorf("after the kills there are %v, without them %v", got, want)
		}
	})
}

// lost fails for pages that the program said it had kept and that are not there, or not once.
func lost(t *testing.T, st *store.Store, accepted map[string]bool) {
	t.Helper()
	there := map[string]int{}
	for _, u := range column(t, st, "select url from capture") {
		there[u]++
	}
	for a := range accepted {
		if there[a] != 1 {
			t.Fatalf("%s was accepted and is there %d times", a, there[a])
		}
	}
}
