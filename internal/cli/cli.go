// Package cli is the command line: one file per command. Results go to standard
// output, everything else to standard error; --json gives the same facts, one object a line.
//
// Exit codes: 0 all went well; 1 something failed, each item named on standard
// error; 2 the command line or a setting is wrong; 130 interrupted.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
)

// The exit codes.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// grammar is the whole command line.
type grammar struct {
	Settings

	Demo        demoCmd        `cmd:"" help:"Start Parley on the built-in sample, in a fresh folder; nothing else needed."`
	Serve       serveCmd       `cmd:"" help:"Serve the site, read the sources, work off the queue."`
	Add         addCmd         `cmd:"" help:"Add a feed, a site (its feeds are looked for) or an OPML list of feeds."`
	Ingest      ingestCmd      `cmd:"" help:"Read pages from files, folders, addresses or standard input into the archive."`
	Stories     storiesCmd     `cmd:"" help:"List the stories in the archive."`
	Story       storyCmd       `cmd:"" help:"Show a story from all sides."`
	Outlets     outletsCmd     `cmd:"" help:"Show what is known of outlets: each fact, its date and where to check it."`
	Extract     extractCmd     `cmd:"" help:"Show the article of a page: body, title, authors, dates, comments, related items."`
	Statements  statementsCmd  `cmd:"" help:"Show who says what in an article."`
	Eval        evalCmd        `cmd:"" help:"Measure an engine on a folder of labelled data."`
	Train       trainCmd       `cmd:"" help:"Train an engine's model on a folder of labelled data."`
	CheckConfig checkConfigCmd `cmd:"" help:"Check the settings in force and show them."`
	Version     versionCmd     `cmd:"" help:"Show the version."`
}

// Settings are the flags that every command takes. A nil pointer was not given.
type Settings struct {
	Config        string         `help:"Configuration file (TOML)." type:"path" env:"PARLEY_CONFIG" placeholder:"FILE"`
	DataDir       *string        `help:"Folder of the database and everything else." placeholder:"DIR" group:"Settings"`
	Database      *string        `help:"postgres://… or a SQLite file, instead of parley.db in the data folder." group:"Settings" placeholder:"ADDRESS"`
	Addr          *string        `help:"Where to listen (localhost:8090)." group:"Settings" placeholder:"HOST:PORT"`
	SiteName      *string        `help:"Name in the masthead." group:"Settings" placeholder:"NAME"`
	Language      *string        `help:"Interface language for readers who ask for none: en, fa." group:"Settings" placeholder:"TAG"`
	FullText      *bool          `help:"Show readers whole articles; only where you have the right to." group:"Settings"`
	Contact       *string        `help:"Address or page of the operator, told to the sites that are read." group:"Settings" placeholder:"TEXT"`
	AllowNetworks []string       `help:"Private networks that may be fetched from." group:"Settings" placeholder:"PREFIX"`
	Outlets       *string        `help:"Catalogue of outlets (TOML) laid over the built-in one." group:"Settings" placeholder:"FILE"`
	FetchEvery    *time.Duration `help:"Least time between two requests to one host (1s)." group:"Settings" placeholder:"TIME"`
	PollEvery     *time.Duration `help:"Time between two looks at one feed (15m)." group:"Settings" placeholder:"TIME"`
	Workers       *int           `help:"Parallel workers (one per core)." group:"Settings" placeholder:"N"`
	LogLevel      *string        `help:"debug, info, warn or error." group:"Settings" placeholder:"LEVEL"`
	LogFormat     *string        `help:"text or json." group:"Settings" placeholder:"FORMAT"`
}

// load lays the flags that were given over environment and file.
func (s *Settings) load(environ []string) (app.Config, error) {
	flags := map[string]any{}
	set(flags, "data-dir", s.DataDir)
	set(flags, "database", s.Database)
	set(flags, "addr", s.Addr)
	set(flags, "site-name", s.SiteName)
	set(flags, "language", s.Language)
	set(flags, "full-text", s.FullText)
	set(flags, "contact", s.Contact)
	set(flags, "outlets", s.Outlets)
	set(flags, "fetch-every", s.FetchEvery)
	set(flags, "poll-every", s.PollEvery)
	set(flags, "workers", s.Workers)
	set(flags, "log-level", s.LogLevel)
	set(flags, "log-format", s.LogFormat)
	if s.AllowNetworks != nil {
		flags["allow-networks"] = s.AllowNetworks
	}
	return app.LoadConfig(s.Config, environ, flags)
}

func set[T any](flags map[string]any, name string, v *T) {
	if v != nil {
		flags[name] = *v
	}
}

// env is what a command runs in.
type env struct {
	ctx      context.Context
	settings *Settings
	environ  []string
	stdin    io.Reader
	out, err io.Writer
	failed   int // items that were reported as failed
}

// fail reports one failed item and goes on.
func (e *env) fail(err error) {
	e.failed++
	fmt.Fprintln(e.err, "parley:", oneLine(err))
}

func (e *env) config() (app.Config, error) { return e.settings.load(e.environ) }

// Main runs the command line and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, environ []string) int {
	var g grammar
	exited := -1
	parser, err := kong.New(&g,
		kong.Name("parley"),
		kong.Description("Reads the news from every side and shows one page per story: what all sides say, what is disputed and by whom, how many independent origins stand behind it, who copied whom."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(stderr, "parley:", err)
		return exitUsage
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "parley: %s (see parley --help)\n", oneLine(err))
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	e := &env{ctx: ctx, settings: &g.Settings, environ: environ, stdin: stdin, out: stdout, err: stderr}
	return e.code(k.Run(e))
}

// code turns the outcome into an exit code, reporting the error that ended the command.
func (e *env) code(err error) int {
	switch {
	case err == nil && e.failed == 0:
		return exitOK
	case err == nil:
		return exitFailed
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(e.err, "parley: interrupted")
		return exitInterrupted
	}
	fmt.Fprintln(e.err, "parley:", oneLine(err))
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

// errUsage marks a setting or argument that is wrong.
var errUsage = fault.Errorf(fault.Invalid, "usage")
