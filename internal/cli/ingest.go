package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/collect"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/pipeline"
)

type ingestCmd struct {
	Paths []string `arg:"" name:"path" help:"Files (HTML, page dumps as text, gzip, web archives), folders, addresses, or - for standard input."`
	Kept  bool     `help:"Name each page as soon as it is kept for good: what was named survives whatever happens next."`
	JSON  bool     `name:"json" help:"One object at the end: captures, articles, stories, per stage and per reason."`
}

// keepTogether is how many captures are kept in one transaction, and how many bytes of pages are held meanwhile.
const (
	keepTogether = 64
	keepBytes    = 32 << 20
)

// Run keeps every page as a capture and works until nothing is left to do.
func (c ingestCmd) Run(e *env) error {
	a, lock, busy, err := e.openToWork("parley ingest", app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer func() { _ = lock.Release() }()
	defer a.Close()
	began := time.Now()
	in := &intake{env: e, app: a, name: c.Kept, json: c.JSON}
	if err := in.take(c.Paths); err != nil {
		return err
	}
	more := &backfill{env: e, app: a, json: c.JSON}
	if err := more.add(in.archives, false); err != nil {
		return err
	}
	if busy {
		if lock, busy, err = e.nowFree("parley ingest", a); err != nil {
			return err
		}
	}
	if busy {
		return in.queued(c.JSON)
	}
	bar := newProgress(e.err, "working")
	err = a.Pipeline.Drain(e.ctx, func(p pipeline.Progress) { bar.set(p.Done, p.Done+p.Waiting) })
	bar.done()
	if err != nil {
		return err
	}
	if err := in.countArchives(more); err != nil {
		return err
	}
	return in.report(c.JSON, time.Since(began))
}

// archivesAt are the web archives that an argument stands for: itself, or those of the folder.
func archivesAt(arg string) []string {
	if arg == "-" {
		return nil
	}
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		list, _ := collect.Archives([]string{arg}) // without any it is a folder of pages
		return list
	}
	if collect.IsArchive(arg) {
		return []string{arg}
	}
	return nil
}

// countArchives counts what came out of web archives with the pages.
func (in *intake) countArchives(b *backfill) error {
	list, err := b.outcomes()
	for _, x := range list {
		in.read, in.fresh = in.read+x.Pages, in.fresh+x.New
		if !x.Finished {
			in.failed++
			fmt.Fprintf(in.err, "parley: %s\n", x.Error)
		}
		if !in.json {
			b.print(x)
		}
	}
	return err
}

// intake gathers captures and keeps them some at a time.
type intake struct {
	*env
	app         *app.App
	held        []*news.Capture
	bytes       int
	read, fresh int
	name, json  bool // name what is kept; as objects
	archives    []string
	client      *fetch.Client
}

func (in *intake) take(args []string) error {
	bar := newProgress(in.err, "reading")
	defer bar.done()
	for _, arg := range args {
		if isAddress(arg) {
			if err := in.address(arg); err != nil {
				return err
			}
			continue
		}
		archives := archivesAt(arg)
		if slices.Equal(archives, []string{arg}) {
			in.archives = append(in.archives, arg)
			continue
		}
		files, problems, skipped := collect.List([]string{arg})
		if len(archives) > 0 { // a folder that has some is not without anything to read
			in.archives, skipped = append(in.archives, archives...), skipped-len(archives)
			problems = slices.DeleteFunc(problems, func(p collect.Problem) bool { return p.Name == arg })
		}
		for _, p := range problems {
			in.fail(p)
		}
		if skipped > 0 {
			fmt.Fprintf(in.err, "parley: %s: %d other files left alone (pages end in .html, .htm, .xhtml or .txt, with or without .gz)\n", arg, skipped)
		}
		for i, f := range files {
			if err := in.file(f); err != nil {
				return err
			}
			bar.set(i+1, len(files))
		}
	}
	return in.flush()
}

func (in *intake) file(name string) error {
	p, err := collect.Read(in.ctx, name, in.stdin)
	if in.ctx.Err() != nil {
		return in.ctx.Err()
	}
	if err != nil {
		in.fail(err)
		return nil
	}
	path := name
	if name != "-" {
		if abs, err := filepath.Abs(name); err == nil {
			path = abs
		}
	}
	at := p.Modified
	if at.IsZero() {
		at = time.Now().UTC()
	}
	return in.hold(&news.Capture{URL: fileURL(path), FinalURL: fileURL(path), Time: at, Status: 200, Body: p.Bytes})
}

func (in *intake) address(arg string) error {
	if in.client == nil {
		c, err := in.env.client()
		if err != nil {
			return err
		}
		in.client = c
	}
	a, err := in.client.Get(in.ctx, arg, fetch.Conditions{})
	if in.ctx.Err() != nil {
		return in.ctx.Err()
	}
	if err != nil {
		in.fail(err)
		return nil
	}
	return in.hold(a.Capture)
}

func (in *intake) hold(c *news.Capture) error {
	in.read++
	in.held = append(in.held, c)
	in.bytes += len(c.Body)
	if len(in.held) >= keepTogether || in.bytes >= keepBytes {
		return in.flush()
	}
	return nil
}

func (in *intake) flush() error {
	n, err := in.app.Pipeline.Ingest(in.ctx, in.held)
	if err == nil && in.name {
		err = in.names()
	}
	in.fresh += n
	in.held, in.bytes = nil, 0
	return err
}

func (in *intake) names() error {
	for _, c := range in.held {
		if in.json {
			if err := printJSON(in.out, map[string]string{"kept": c.URL}); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Fprintf(in.out, "kept %s\n", c.URL); err != nil {
			return err
		}
	}
	return nil
}

// queued tells what was kept for the program that works on the archive.
func (in *intake) queued(asJSON bool) error {
	if asJSON {
		return printJSON(in.out, map[string]any{"pages": in.read, "new": in.fresh, "unreadable": in.failed, "queued": true})
	}
	fmt.Fprintf(in.out, "%d pages read (%d new); they wait in the queue for the program that works on this archive\n", in.read, in.fresh)
	return nil
}

// ingested is what reading pages came to.
type ingested struct {
	Pages      int            `json:"pages"`
	New        int            `json:"new"`
	Unreadable int            `json:"unreadable"`
	Seconds    float64        `json:"seconds"`
	PerSecond  float64        `json:"pages_per_second"`
	MemoryMB   int            `json:"memory_mb"`
	Archive    map[string]int `json:"archive"`
	Reasons    map[string]int `json:"no_article"`
	Stages     []stageJSON    `json:"stages"`
	Failures   []failureJSON  `json:"failures"`
}

type stageJSON struct {
	Stage   string  `json:"stage"`
	Jobs    int     `json:"jobs"`
	Failed  int     `json:"failed"`
	Seconds float64 `json:"seconds"`
}

type failureJSON struct {
	Stage string `json:"stage"`
	Item  string `json:"item"`
	Error string `json:"error"`
}

func (in *intake) report(asJSON bool, spent time.Duration) error {
	o, err := in.app.Store.Overview(in.ctx)
	if err != nil {
		return err
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r := ingested{
		Pages: in.read, New: in.fresh, Unreadable: in.failed, Seconds: spent.Seconds(), PerSecond: float64(in.read) / spent.Seconds(),
		MemoryMB: int(m.Sys >> 20), Archive: map[string]int{}, Reasons: map[string]int{}, Failures: []failureJSON{},
	}
	for _, c := range o.Counts {
		r.Archive[c.Name] = c.N
	}
	for _, c := range o.Reasons {
		r.Reasons[c.Name] = c.N
	}
	stages, failures := in.app.Pipeline.Stats()
	for _, s := range stages {
		r.Stages = append(r.Stages, stageJSON{s.Stage, s.Jobs, s.Failed, s.Spent.Seconds()})
	}
	for _, f := range failures {
		r.Failures = append(r.Failures, failureJSON{f.Stage, f.Item, oneLine(f.Err)})
		in.failed++
	}
	if asJSON {
		return printJSON(in.out, r)
	}
	in.print(r)
	return nil
}

func (in *intake) print(r ingested) {
	fmt.Fprintf(in.out, "%d pages read (%d new) in %.1f s, %.1f a second, %d MB of memory\n", r.Pages, r.New, r.Seconds, r.PerSecond, r.MemoryMB)
	a := r.Archive
	fmt.Fprintf(in.out, "The archive now has %d articles, %d origins, %d stories, %d storylines, %d statements, %d claims.\n", a["article"], a["origin"], a["story"], a["storyline"], a["statement"], a["claim"])
	if len(r.Reasons) > 0 {
		fmt.Fprintln(in.out, "\nPages without an article:")
		var keys []string
		for k := range r.Reasons {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(x, y string) int { return cmp.Or(cmp.Compare(r.Reasons[y], r.Reasons[x]), cmp.Compare(x, y)) })
		for _, k := range keys {
			fmt.Fprintf(in.out, "  %4d  %s\n", r.Reasons[k], k)
		}
	}
	fmt.Fprintln(in.out, "\nStage      jobs  failed  seconds (summed over workers)")
	for _, s := range r.Stages {
		fmt.Fprintf(in.out, "%-9s %5d  %6d  %7.2f\n", s.Stage, s.Jobs, s.Failed, s.Seconds)
	}
	for _, f := range r.Failures {
		fmt.Fprintf(in.err, "parley: %s %s: %s\n", f.Stage, f.Item, f.Error)
	}
}
