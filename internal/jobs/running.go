package jobs

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// Process is one that shares the database.
type Process struct {
	Number  int
	Name    string
	Started time.Time
	Seen    time.Time // its last sign of life, by its own clock
	Working int       // jobs that it holds
}

// Processes reads the processes that share the database, by number. One that died stays until others have noticed.
func Processes(ctx context.Context, st *store.Store) (out []Process, err error) {
	err = st.Query(ctx, `
		select number, name, started, seen, (select count(*) from job where job.state = 'running' and job.holder = node.incarnation)
		from node where incarnation <> 0 order by number`, func(row func(...any) error) error {
		var p Process
		var started, seen int64
		err := row(&p.Number, &p.Name, &started, &seen, &p.Working)
		p.Started, p.Seen = time.UnixMicro(started).UTC(), time.UnixMicro(seen).UTC()
		out = append(out, p)
		return err
	})
	return out, err
}

// Work is a job that is worked on.
type Work struct {
	Job
	Since   time.Time
	Process string // "" when it holds a lease by the clock
}

// Running reads the jobs that are worked on since before a moment, the longest first, at most limit: what takes
// long is stuck, or large.
func Running(ctx context.Context, st *store.Store, before time.Time, limit int) (out []Work, err error) {
	err = st.Query(ctx, `
		select j.id, j.kind, j.key, j.lane, j.priority, j.attempts, j.lost, j.began, coalesce(n.name, '')
		from job j left join node n on n.incarnation = j.holder and n.incarnation <> 0
		where j.state = 'running' and j.began <= $1 order by j.began, j.id limit $2`, func(row func(...any) error) error {
		var w Work
		var since int64
		err := row(&w.ID, &w.Kind, &w.Key, &w.Lane, &w.Priority, &w.Attempts, &w.Lost, &since, &w.Process)
		w.Since = time.UnixMicro(since).UTC()
		out = append(out, w)
		return err
	}, before.UnixMicro(), limit)
	return out, err
}
