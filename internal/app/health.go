package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-news/parley/internal/observe"
)

// The states of a check.
const (
	checkOK      = "ok"
	checkWarning = "warning" // worth a look; the site is served all the same
	checkFailed  = "failed"
)

// check is one thing that must hold for the site to be served.
type check struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Detail string `json:"detail"`
}

// report is the answer to whether Parley is ready.
type report struct {
	Status string  `json:"status"` // ready, not ready, stopping
	Checks []check `json:"checks,omitempty"`
}

// health knows whether Parley is ready. It looks at most once a second, however often it is asked.
type health struct {
	app      *App
	started  time.Time
	stopping atomic.Bool

	mu    sync.Mutex
	last  report
	taken time.Time
}

func newHealth(a *App) *health { return &health{app: a, started: time.Now()} }

const (
	lookEvery    = time.Second
	lookWithin   = 3 * time.Second
	workerSilent = 2 * time.Minute // workers look for work twice a second; those that do none for so long are dead
)

func (h *health) report(ctx context.Context) report {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	if now.Sub(h.taken) >= lookEvery {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookWithin) // others wait for the same look
		defer cancel()
		h.last = report{Status: "ready", Checks: []check{h.database(ctx), h.tables(ctx), h.worker(now), h.disk()}}
		for _, c := range h.last.Checks {
			if c.State == checkFailed {
				h.last.Status = "not ready"
			}
		}
		h.taken = time.Now()
	}
	r := h.last
	if h.stopping.Load() {
		r.Status = "stopping"
	}
	return r
}

func (h *health) database(ctx context.Context) check {
	began := time.Now()
	if err := h.app.Store.Ping(ctx); err != nil {
		return check{"database", checkFailed, "it does not answer: " + err.Error()}
	}
	return check{"database", checkOK, fmt.Sprintf("answers in %d ms", time.Since(began).Milliseconds())}
}

func (h *health) tables(ctx context.Context) check {
	if err := h.app.Store.CheckTables(ctx); err != nil {
		return check{"migrations", checkFailed, err.Error()}
	}
	return check{"migrations", checkOK, "done"}
}

func (h *health) worker(now time.Time) check {
	step, running := h.app.observe.Work()
	if step.Before(h.started) {
		step = h.started
	}
	var stuck []string
	for _, r := range running {
		if r.IsStuck(now) {
			stuck = append(stuck, fmt.Sprintf("%s since %s", r.Kind, ago(now.Sub(r.Since))))
		}
	}
	detail := fmt.Sprintf("last step %s ago, %d under way", ago(now.Sub(step)), len(running))
	if len(stuck) > 0 {
		detail += ", far beyond their lease: " + strings.Join(stuck, ", ")
	}
	switch {
	case now.Sub(step) > workerSilent && len(running) == len(stuck):
		return check{"worker", checkFailed, detail}
	case len(stuck) > 0:
		return check{"worker", checkWarning, detail}
	}
	return check{"worker", checkOK, detail}
}

func (h *health) disk() check {
	free, _, err := diskSpace(h.app.config.Data)
	floor := uint64(h.app.config.DiskFloor) << 20
	switch {
	case err != nil:
		return check{"disk", checkWarning, "free space is not known: " + err.Error()}
	case free < floor:
		return check{"disk", checkFailed, fmt.Sprintf("%d MiB free, %d are the floor (disk-floor)", free>>20, floor>>20)}
	}
	return check{"disk", checkOK, fmt.Sprintf("%d MiB free", free>>20)}
}

// ago writes a time as people say it.
func ago(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.1f s", max(0, d.Seconds()))
	}
	return shortDuration(d.Round(time.Second))
}

// handler answers with 200 when ready and 503 when not; why is told to those who may know.
func (h *health) handler(mayKnow func(*http.Request) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := h.report(r.Context())
		if !mayKnow(r) {
			x.Checks = nil
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Add("Vary", "Accept")
		asJSON := strings.Contains(r.Header.Get("Accept"), "application/json") || r.URL.Query().Get("format") == "json"
		if asJSON {
			w.Header().Set("Content-Type", "application/json")
		} else {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		}
		if x.Status != "ready" {
			w.Header().Set("Retry-After", "10")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		if asJSON {
			_ = json.NewEncoder(w).Encode(x)
			return
		}
		fmt.Fprintln(w, x.Status)
		for _, c := range x.Checks {
			fmt.Fprintf(w, "%s: %s: %s\n", c.Name, c.State, c.Detail)
		}
	})
}

// readings are what metrics are read from.
func (a *App) readings() observe.Archive {
	return observe.Archive{
		Queue: a.queue, Counts: a.Store.Counts, Lag: a.Store.GroupingLag, Sizes: a.Store.Sizes, Pools: a.Store.Pools,
		Disk: func() (free, total uint64, err error) { return diskSpace(a.config.Data) },
	}
}
