package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/collect"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/pipeline"
	"github.com/parley-news/parley/internal/store"
)

type backfillCmd struct {
	Paths []string `arg:"" name:"path" help:"Web archives (.warc, .wet, with or without .gz or .zst), folders of them, or patterns such as 'crawl-*.warc.gz'."`
	Again bool     `help:"Read files once more that were read to their end before."`
	Queue bool     `help:"Only put the files into the queue, for processes that run already or will."`
	JSON  bool     `name:"json" help:"One object for each file and one at the end: rates by tenth of the work, memory, the archive."`
}

// Run has the files read and works until nothing is left to do.
func (c backfillCmd) Run(e *env) error {
	a, lock, busy, err := e.openToWork("parley backfill", app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer func() { _ = lock.Release() }()
	defer a.Close()
	b := &backfill{env: e, app: a, json: c.JSON}
	files, problems := collect.Archives(c.Paths)
	for _, p := range problems {
		e.fail(p)
	}
	if err := b.add(files, c.Again); err != nil {
		return err
	}
	if c.Queue || busy {
		return b.queued(busy)
	}
	if err := b.work(); err != nil {
		return err
	}
	return b.report()
}

// backfill is a run over some files.
type backfill struct {
	*env
	app   *app.App
	json  bool
	files []store.ArchiveFile // as they were when the run began
	pace  *pace
}

// add puts files into the queue. One that was read to its end before is left alone.
func (b *backfill) add(paths []string, again bool) error {
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return err
		}
		size, err := collect.Size(abs)
		if err != nil {
			b.fail(err)
			continue
		}
		f, err := b.app.Pipeline.Backfill(b.ctx, abs, size, again)
		if err != nil {
			return err
		}
		if !f.Finished.IsZero() {
			fmt.Fprintf(b.env.err, "parley: %s: read to its end on %s; --again reads it once more\n", p, f.Finished.Format(time.DateOnly))
		}
		b.files = append(b.files, f)
	}
	return nil
}

func (b *backfill) queued(busy bool) error {
	n := 0
	for _, f := range b.files {
		if f.Finished.IsZero() {
			n++
		}
	}
	if b.json {
		return printJSON(b.out, map[string]any{"files": n, "queued": true})
	}
	by := "a process that works on this archive"
	if busy {
		by = "the program that works on this archive"
	}
	_, err := fmt.Fprintf(b.out, "%d files wait in the queue for %s\n", n, by)
	return err
}

// work works off the queue, and looks now and then how far it has come.
func (b *backfill) work() error {
	bar := newProgress(b.env.err, "reading and working")
	defer bar.done()
	b.pace = newPace(b.app.Store)
	if err := b.pace.look(b.ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(b.ctx)
	defer stop()
	watched := make(chan error, 1)
	go func() { watched <- b.watch(ctx, bar) }()
	err := b.app.Pipeline.Drain(b.ctx, nil)
	stop()
	if werr := <-watched; err == nil && !errors.Is(werr, context.Canceled) {
		err = werr
	}
	if err != nil {
		return err
	}
	return b.pace.look(b.ctx)
}

// lookEvery is the time between two looks at how far the work has come.
const lookEvery = 2 * time.Second

func (b *backfill) watch(ctx context.Context, bar *progress) error {
	for every := lookEvery; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
		began := time.Now()
		if err := b.pace.look(ctx); err != nil && fault.KindOf(err) != fault.Busy {
			return err
		}
		if done, all, err := b.bytes(ctx); err == nil {
			bar.set(int(done>>20), int(all>>20))
		}
		every = max(lookEvery, 50*time.Since(began)) // looking must not cost what it measures
	}
}

// bytes is how far the files have been read.
func (b *backfill) bytes(ctx context.Context) (done, all int64, err error) {
	for _, f := range b.files {
		now, err := b.app.Store.ArchiveFile(ctx, f.Path)
		if err != nil {
			return 0, 0, err
		}
		all += now.Size
		if done += min(now.Offset, now.Size); !now.Finished.IsZero() {
			done += now.Size - min(now.Offset, now.Size)
		}
	}
	return done, all, nil
}

// archiveJSON is what came of one file.
type archiveJSON struct {
	Path     string                `json:"path"`
	Finished bool                  `json:"finished"`
	Error    string                `json:"error"` // why it is not finished
	Pages    int                   `json:"pages"`
	New      int                   `json:"new"`
	Purged   int                   `json:"purged"`
	LeftOut  map[string]int        `json:"left_out"`
	Damaged  int                   `json:"damaged"`
	Damage   []store.ArchiveDamage `json:"damage"`
}

// outcomes are the files with what came of them.
func (b *backfill) outcomes() (out []archiveJSON, err error) {
	reasons, err := jobs.Reasons(b.ctx, b.app.Store, jobs.Backfill)
	if err != nil {
		return nil, err
	}
	for _, f := range b.files {
		now, err := b.app.Store.ArchiveFile(b.ctx, f.Path)
		if err != nil {
			return nil, err
		}
		x := archiveJSON{Path: f.Path, Finished: !now.Finished.IsZero(), Pages: now.Tally.Pages, New: now.Tally.New, Purged: now.Tally.Purged, LeftOut: now.Tally.Left, Damaged: now.Tally.Damaged, Damage: now.Tally.Damage}
		if !x.Finished {
			x.Error = cmp.Or(reasons[f.Path], "not finished: run the command again")
		}
		if x.LeftOut == nil {
			x.LeftOut = map[string]int{}
		}
		if x.Damage == nil {
			x.Damage = []store.ArchiveDamage{}
		}
		out = append(out, x)
	}
	return out, nil
}

func (b *backfill) report() error {
	list, err := b.outcomes()
	if err != nil {
		return err
	}
	for _, x := range list {
		if !x.Finished {
			b.failed++
			fmt.Fprintf(b.env.err, "parley: %s\n", x.Error)
		}
		if b.json {
			if err := printJSON(b.out, x); err != nil {
				return err
			}
			continue
		}
		b.print(x)
	}
	_, failures := b.app.Pipeline.Stats()
	for _, f := range failures {
		if f.Stage != jobs.Backfill {
			b.failed++
			fmt.Fprintf(b.env.err, "parley: %s %s: %s\n", f.Stage, f.Item, oneLine(f.Err))
		}
	}
	o, err := b.app.Store.Overview(b.ctx)
	if err != nil {
		return err
	}
	return b.pace.print(b.out, b.json, o, stagesJSON(b.app.Pipeline))
}

func (b *backfill) print(x archiveJSON) {
	fmt.Fprintf(b.out, "%s: %d pages (%d new)", x.Path, x.Pages, x.New)
	if x.Purged > 0 {
		fmt.Fprintf(b.out, ", %d taken out for good by who made it", x.Purged)
	}
	fmt.Fprintln(b.out)
	var keys []string
	for k := range x.LeftOut {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(p, q string) int { return cmp.Or(cmp.Compare(x.LeftOut[q], x.LeftOut[p]), cmp.Compare(p, q)) })
	for _, k := range keys {
		fmt.Fprintf(b.out, "  %6d  left out: %s\n", x.LeftOut[k], k)
	}
	for _, d := range x.Damage {
		fmt.Fprintf(b.out, "  damaged at byte %d: %s\n", d.Offset, d.Reason)
	}
	if more := x.Damaged - len(x.Damage); more > 0 {
		fmt.Fprintf(b.out, "  and %d more damaged places\n", more)
	}
}

func stagesJSON(p *pipeline.Pipeline) (out []stageJSON) {
	stages, _ := p.Stats()
	for _, s := range stages {
		out = append(out, stageJSON{s.Stage, s.Jobs, s.Failed, s.Spent.Seconds()})
	}
	return out
}
