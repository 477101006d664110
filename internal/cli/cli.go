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

	"github.com/alecthomas/kong"

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
	Sources     sourcesCmd     `cmd:"" help:"List the sources and how they do, or write them as OPML."`
	Ingest      ingestCmd      `cmd:"" help:"Read pages from files, folders, addresses or standard input into the archive."`
	Backfill    backfillCmd    `cmd:"" help:"Read web archives (WARC, WET) into the archive; goes on where it was left."`
	Export      exportGroup    `cmd:"" help:"Write the archive out: whole, for the other database, or as web archives."`
	Backup      backupCmd      `cmd:"" help:"Copy the SQLite database while it is in use."`
	Restore     restoreCmd     `cmd:"" help:"Put a copy in the place of the SQLite database; the old one is kept."`
	Import      importCmd      `cmd:"" help:"Read what export wrote into an empty database; identifiers stay."`
	Rebuild     rebuildCmd     `cmd:"" help:"Compute everything derived again, with the same identifiers."`
	Captures    capturesCmd    `cmd:"" help:"Where the bodies of captures lie: move them, remove what nothing needs."`
	Stories     storiesCmd     `cmd:"" help:"List the stories in the archive."`
	Story       storyCmd       `cmd:"" help:"Show a story from all sides."`
	Outlets     outletsCmd     `cmd:"" help:"Show what is known of outlets: each fact, its date and where to check it."`
	Extract     extractCmd     `cmd:"" help:"Show the article of a page: body, title, authors, dates, comments, related items."`
	Statements  statementsCmd  `cmd:"" help:"Show who says what in an article."`
	Eval        evalCmd        `cmd:"" help:"Measure an engine on a folder of labelled data."`
	Train       trainCmd       `cmd:"" help:"Train an engine's model on a folder of labelled data."`
	Purge       purgeCmd       `cmd:"" help:"Show what of a page, an article or all pages under an address would be taken out for good, and with --yes do it."`
	Operator    operatorCmd    `cmd:"" help:"Make one-time links for operators’ accounts and forgotten passwords."`
	CheckConfig checkConfigCmd `cmd:"" help:"Check the settings in force and show them."`
	Health      healthCmd      `cmd:"" help:"Ask the running Parley whether it is ready; for health checks of containers."`
	Version     versionCmd     `cmd:"" help:"Show the version."`
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

// Main runs the command line and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, environ []string) int {
	var g grammar
	g.flags = newFlags()
	exited := -1
	parser, err := kong.New(&g,
		kong.Name("parley"),
		kong.Description("Reads the news from every side and shows one page per story: what all sides say, what is disputed and by whom, how many independent origins stand behind it, who copied whom."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.UsageOnError(),
		kong.Embed(g.flags.Interface()),
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
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
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
