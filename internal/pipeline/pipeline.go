// Package pipeline introduces the engines to the store: it is the only place where
// the order of work is written. Start with New, Pipeline.Run and Pipeline.Drain.
//
// Each stage is one file with the same shape: read the item, call the engine, and in
// one transaction save the result, record success and enqueue what follows. Work that
// fails is kept with its reason and tried again; an item is never lost and never
// silently left out.
package pipeline

import (
	"log/slog"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/store"
)

// The versions of the stages that derive something. Raising one says that what an older one made is out of date.
const (
	extractVersion = 1
	analyseVersion = 1
	groupVersion   = 1
	claimsVersion  = 1
)

// Options are what a pipeline needs beside the store.
type Options struct {
	Fetch     *fetch.Client      // nil: nothing is fetched
	Catalogue *outlets.Catalogue // nil: nothing is known of outlets but what pages say
	IDs       *news.IDs
	Node      *jobs.Node    // this process among those that share the database; nil: it holds its jobs by leases
	Workers   int           // that think; default 1
	Fetchers  int           // that ask hosts and mostly wait for them; default 8
	PollEvery time.Duration // between two looks at a source of which it is not known yet how often it publishes; default 15 min
	PublicURL string        // where hubs reach this Parley; "": no hub is asked
	Now       func() time.Time
	Grace     time.Duration // how long what is under way may go on when the program stops; what is not done then is given back
	Log       *slog.Logger
	Observe   *observe.Observer // may be nil
}

// Pipeline works off the queue. It is safe for concurrent use.
type Pipeline struct {
	store *store.Store
	opt   Options
	stats stats
	told  sync.Map // the pace that a host's lane was told last, by lane

	reading sync.Mutex   // held by the worker that reads a file of a web archive
	open    *openArchive // nil: none

	mu  sync.Mutex // grouping sees the whole window: one run at a time
	win *window
}

// New makes a pipeline over a store.
func New(st *store.Store, o Options) *Pipeline {
	if o.Workers < 1 {
		o.Workers = 1
	}
	if o.Fetchers < 1 {
		o.Fetchers = 8
	}
	if o.PollEvery == 0 {
		o.PollEvery = 15 * time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Pipeline{store: st, opt: o, stats: newStats()}
}
