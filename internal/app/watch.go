package app

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/observe"
)

// watchEvery is how often workers are looked after when systemd does not ask for more.
const watchEvery = 15 * time.Second

// watch tells systemd that Parley is alive for as long as its workers are, and logs jobs that do not come back, with their stack.
func (a *App) watch(ctx context.Context, h *health) {
	every, wanted := watchdogEvery(a.getenv)
	if !wanted || every > watchEvery {
		every = watchEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	told := map[int64]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := time.Now()
		_, running := a.observe.Work()
		told = a.tellStuck(now, running, told)
		c := h.worker(now)
		if wanted && c.State != checkFailed { // else systemd ends and starts it
			a.notify("WATCHDOG=1")
		}
		a.notify("STATUS=" + fmt.Sprintf("Serving; workers: %s", c.Detail))
	}
}

// tellStuck logs each stuck job once and returns those that were told.
func (a *App) tellStuck(now time.Time, running []observe.Running, told map[int64]bool) map[int64]bool {
	still := map[int64]bool{}
	for _, r := range running {
		if !r.IsStuck(now) {
			continue
		}
		if !told[r.ID()] {
			a.log.Error("job runs far beyond its lease", "stage", r.Kind, "item", r.Key, "since", r.Since.UTC(), "lease", r.Lease, "stack", r.Stack())
		}
		still[r.ID()] = true
	}
	return still
}

func (a *App) queue(ctx context.Context) ([]observe.Queued, error) { return jobs.Depth(ctx, a.Store) }
