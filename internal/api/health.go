package api

import (
	"context"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
)

type health struct {
	Status  string         `json:"status" enum:"ok"`
	Version string         `json:"version"`
	Waiting int            `json:"waiting" doc:"Pieces of work that could be done now and are not done yet."`
	Counts  map[string]int `json:"counts" doc:"How much there is of what."`
}

func (s *server) registerHealth() {
	get(s, "/health", "health", "Whether the archive answers, and how much work is left.", s.health)
}

func (s *server) health(ctx context.Context, _ *struct{}) (health, error) {
	if err := s.store.Ping(ctx); err != nil {
		return health{}, fault.Errorf(fault.Busy, "database: %w", err)
	}
	o, err := s.store.Overview(ctx)
	if err != nil {
		return health{}, err
	}
	out := health{Status: "ok", Version: s.opt.Version, Counts: map[string]int{}}
	for _, c := range o.Counts {
		out.Counts[c.Name] = c.N
	}
	// Looks at sources that are due later are no work that waits.
	out.Waiting, err = jobs.Busy(ctx, s.store, jobs.Poll, jobs.Fetch, jobs.Extract, jobs.Analyse, jobs.Group, jobs.Claims)
	return out, err
}
