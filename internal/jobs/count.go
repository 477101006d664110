package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// Class is work of one kind and urgency.
type Class struct {
	Kind     string // "" is work in lanes, whatever its kind
	Priority int
}

// Ready tells which classes of kinds have something that may be claimed now, and "" for lanes. It reads one
// row of an index for each class, however long the queue is.
func Ready(ctx context.Context, st *store.Store, kinds ...string) (map[Class]bool, error) {
	var parts []string
	var args []any
	now := st.Now().UnixMicro()
	for _, k := range kinds {
		for p := range classes {
			if k == "" {
				parts = append(parts, fmt.Sprintf("select '' as kind, %d as priority where exists (select 1 from lane where priority = %d and due <= $%d)", p, p, len(args)+1))
				args = append(args, now)
				continue
			}
			parts = append(parts, fmt.Sprintf(`select cast($%d as text), %d where exists (
				select 1 from job where state = 'ready' and lane = '' and kind = $%d and priority = %d and run_at <= $%d)`, len(args)+1, p, len(args)+2, p, len(args)+3))
			args = append(args, k, k, now)
		}
	}
	out := map[Class]bool{}
	if len(parts) == 0 {
		return out, nil
	}
	err := st.Query(ctx, strings.Join(parts, " union all "), func(row func(...any) error) error {
		var c Class
		err := row(&c.Kind, &c.Priority)
		out[c] = true
		return err
	}, args...)
	return out, err
}

// soon is how long a host's manners may keep a job from being called due: a pace, not a pause.
const soon = 10 * time.Second

// Any reports whether a job of kinds is due or worked on now, or rests for seconds after its process died; "" stands for work in lanes. It is cheap, however long the queue is.
func Any(ctx context.Context, st *store.Store, kinds ...string) (bool, error) {
	ready, err := Ready(ctx, st, kinds...)
	if err != nil || len(ready) > 0 {
		return len(ready) > 0, err
	}
	want := map[string]bool{}
	for _, k := range kinds {
		want[k] = true
	}
	found := false
	err = st.Query(ctx, "select kind, lane from job where state = 'running'", func(row func(...any) error) error {
		var kind, lane string
		err := row(&kind, &lane)
		found = found || want[kind] || lane != "" && want[""]
		return err
	})
	if err != nil || found {
		return found, err
	}
	if found, err = pausing(ctx, st, kinds); err != nil || found || !want[""] {
		return found, err
	}
	err = st.Query(ctx, "select name from lane where due <= $1 limit 1", func(row func(...any) error) error {
		found = true
		return row(new(string))
	}, st.Now().Add(soon).UnixMicro())
	return found, err
}

// pausing reports whether a job of kinds rests a few seconds because its process died: it is as good as due. Called when nothing
// is due, it reads what becomes so soon.
func pausing(ctx context.Context, st *store.Store, kinds []string) (found bool, err error) {
	until := st.Now().Add(soon).UnixMicro()
	for _, k := range kinds {
		for p := 0; p < classes && k != ""; p++ {
			err := st.Query(ctx, fmt.Sprintf("select 1 from job where state = 'ready' and lane = '' and kind = $1 and priority = %d and run_at <= $2 and lost > 0 limit 1", p),
				func(row func(...any) error) error {
					found = true
					return row(new(int))
				}, k, until)
			if err != nil || found {
				return found, err
			}
		}
	}
	return false, nil
}

// MaxCount is where counting ends: what is more is told as this.
const MaxCount = 10_000

// Pending counts the jobs of kinds that wait or are worked on, whatever their time, up to MaxCount of each kind; no kinds counts all, exactly.
func Pending(ctx context.Context, st *store.Store, kinds ...string) (n int, err error) {
	if len(kinds) == 0 {
		return count(ctx, st, "select count(*) from job where state <> 'dead'")
	}
	for _, kind := range kinds {
		k, err := count(ctx, st, "select count(*) from (select 1 from job where kind = $1 and state <> 'dead' limit $2) x", kind, MaxCount)
		if err != nil {
			return 0, err
		}
		n += k
	}
	return n, nil
}

// Busy counts the jobs of kinds that are due or worked on now, up to MaxCount of each kind.
func Busy(ctx context.Context, st *store.Store, kinds ...string) (n int, err error) {
	now := st.Now().UnixMicro()
	for _, kind := range kinds {
		k, err := count(ctx, st, `select count(*) from (
			select 1 from job where kind = $1 and (state = 'running' or state = 'ready' and run_at <= $2) limit $3) x`, kind, now, MaxCount)
		if err != nil {
			return 0, err
		}
		n += k
	}
	return n, nil
}

func count(ctx context.Context, st *store.Store, query string, args ...any) (n int, err error) {
	err = st.Query(ctx, query, func(row func(...any) error) error { return row(&n) }, args...)
	return n, err
}
