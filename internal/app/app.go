// Package app wires Parley together: settings to store, fetcher, pipeline and pages,
// and their start and end. Start with Open; then Serve, or Pipeline for the work alone.
package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/api"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/pipeline"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/web"
)

// App is Parley, opened.
type App struct {
	Store    *store.Store
	Pipeline *pipeline.Pipeline

	node      *jobs.Node
	config    Config
	log       *slog.Logger
	catalogue *outlets.Catalogue
	observe   *observe.Observer
	origins   map[string]Origin
	getenv    func(string) string
}

// Options are what the settings do not say.
type Options struct {
	Version   string
	Log       io.Writer          // default: standard error
	Transport http.RoundTripper  // a built-in internet in place of the real one
	Catalogue *outlets.Catalogue // in place of the built-in one and the file of the settings
	Environ   []string           // what systemd tells; default: the process's own
	Origins   map[string]Origin  // where settings come from, for the operator; what is missing is a default
	Offline   bool               // work on what is in the archive; nothing is fetched, feeds and pages of sources wait
}

// patience is how long a request may wait for its host within a job: the queue keeps the pace, so this is for redirects to other
// hosts and for jobs that ask a host several times. A job that would wait longer is postponed.
const patience = 30 * time.Second

// Open opens the store and makes what works on it. Nothing runs yet.
func Open(ctx context.Context, c Config, o Options) (*App, error) {
	log, err := newLog(c, o.Log)
	if err != nil {
		return nil, err
	}
	catalogue := o.Catalogue
	if catalogue == nil {
		if catalogue, err = c.Catalogue(); err != nil {
			return nil, err
		}
	}
	watch, err := observe.New(ctx, observe.Options{Version: o.Version, AccessLog: c.AccessLog, LogAddresses: c.LogAddresses, Log: log})
	if err != nil {
		return nil, err
	}
	var st *store.Store
	client, err := fetch.New(fetch.Options{
		Robots: shelf(&st), Version: o.Version, Contact: c.Contact, Every: c.FetchEvery, Allow: c.AllowNetworks, Patience: patience, Transport: o.Transport, Observe: watch,
	})
	if err != nil {
		return nil, err
	}
	bodies, err := c.bodies(client)
	if err != nil {
		return nil, err
	}
	if o.Offline {
		client = nil
	}
	ids := news.NewIDs(time.Now, 0) // the node says of which number
	st, err = store.Open(ctx, c.DatabaseAddress(), store.Options{IDs: ids, Log: log, Observe: watch, Bodies: bodies})
	if err != nil {
		return nil, err
	}
	node, err := jobs.Join(ctx, st, ids, jobs.NodeOptions{Name: processName(), Beat: c.NodeBeat, Pace: max(0, c.FetchEvery), Log: log})
	if err != nil {
		st.Close()
		return nil, fmt.Errorf("join the processes of the database: %w", err)
	}
	p := pipeline.New(st, pipeline.Options{Node: node, Fetch: client, Catalogue: catalogue, IDs: ids, Workers: c.Workers, Fetchers: c.Fetchers, PollEvery: c.PollEvery, PublicURL: c.PublicURL, Grace: c.StopWithin, Log: log, Observe: watch})
	a := &App{Store: st, Pipeline: p, node: node, config: c, log: log, catalogue: catalogue, observe: watch, origins: o.Origins, getenv: getenv(o.Environ)}
	watch.Watch(a.readings())
	return a, nil
}

// Close gives back what this process still holds, sends what was observed and closes the store.
func (a *App) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := a.node.Leave(ctx); err != nil {
		a.log.Warn("leaving: others will notice that this process is gone", "err", err)
	}
	if err := a.observe.Close(ctx); err != nil {
		a.log.Warn("the last traces could not be sent", "err", err)
	}
	return a.Store.Close()
}

// processName tells this process from others of the database, for its operator.
func processName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return host + " process " + strconv.Itoa(os.Getpid())
}

func newLog(c Config, w io.Writer) (*slog.Logger, error) {
	level, err := c.level()
	if err != nil {
		return nil, err
	}
	if w == nil {
		w = os.Stderr
	}
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(observe.LogHandler(slog.NewJSONHandler(w, o))), nil
	}
	return slog.New(observe.LogHandler(slog.NewTextHandler(w, o))), nil
}

// Handler is the site with its API.
func (a *App) Handler() (http.Handler, error) {
	words, err := i18n.Load(a.config.Language)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "language: %w", err)
	}
	who, err := a.config.identity()
	if err != nil {
		return nil, err
	}
	var site *web.Server
	rest := api.New(a.Store, api.Options{
		FullText: a.config.FullText, Catalogue: a.catalogue,
		Site: api.Site{
			Name: a.config.SiteName, Tagline: a.config.Tagline, URL: strings.TrimSuffix(a.config.PublicURL, "/"), Contact: a.config.Contact, Accounts: a.config.Accounts,
			Language: a.config.Language, HasTerms: slices.ContainsFunc(who.Pages, func(p web.StandingPage) bool { return p.Name == web.TermsPage }),
		},
		Member: func(r *http.Request) (string, bool) { return site.Member(r) },
	})
	site, err = web.New(a.Store, words, rest, web.Options{
		SiteName: a.config.SiteName, FullText: a.config.FullText, Secure: strings.HasPrefix(a.config.PublicURL, "https://"),
		CountryName: a.catalogue.CountryName, Catalogue: a.catalogue, Log: a.log, Observe: a.observe,
		Identity: who, PublicURL: a.config.PublicURL, Settings: a.config.inForce(a.origins), Disk: func() (free, total uint64, err error) { return diskSpace(a.config.Data) },
	})
	return site, err
}

// SetupToken makes a new one-time token for the operator's account, or "" when there is an account.
func (a *App) SetupToken(ctx context.Context) (token string, err error) {
	has, err := a.Store.HasMembers(ctx)
	if err != nil || has {
		return "", err
	}
	err = a.Store.Write(ctx, func(tx *store.Tx) error {
		token, err = tx.NewSetupToken(ctx)
		return err
	})
	return token, err
}
