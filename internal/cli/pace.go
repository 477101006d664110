package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/parley-news/parley/internal/store"
)

// pace follows how many captures are finished: extracted, analysed, findable, grouped and their claims found.
type pace struct {
	store  *store.Store
	began  time.Time
	before int // captures finished before this run
	marks  []mark
	peak   int // megabytes
}

// mark is how far the work had come at a moment.
type mark struct {
	at     time.Duration
	done   int
	memory int // megabytes in use then
}

func newPace(st *store.Store) *pace { return &pace{store: st, began: time.Now(), before: -1} }

// look notes how far the work has come. Only advances are kept: grouping and claims finish many at a time, and the rate between two is even.
func (p *pace) look(ctx context.Context) error {
	all, err := p.store.CountCaptures(ctx)
	if err != nil {
		return err
	}
	left, err := p.store.Unfinished(ctx)
	if err != nil {
		return err
	}
	now, peak := memoryMB()
	p.peak = max(p.peak, peak)
	p.note(time.Since(p.began), max(0, all-left), now)
	return nil
}

// maxMarks bounds what is kept; beyond it every second mark goes.
const maxMarks = 100_000

func (p *pace) note(at time.Duration, finished, memory int) {
	if p.before < 0 {
		p.before = finished
	}
	done := finished - p.before
	if n := len(p.marks); n == 0 || done > p.marks[n-1].done {
		p.marks = append(p.marks, mark{at, done, memory})
	}
	if len(p.marks) > maxMarks {
		half := p.marks[:0]
		for i := 0; i < len(p.marks); i += 2 {
			half = append(half, p.marks[i])
		}
		p.marks = half
	}
}

// tenth is one tenth of the work.
type tenth struct {
	Done      int     `json:"done"`       // articles finished at its end
	Seconds   float64 `json:"seconds"`    // since the beginning, at its end
	PerSecond float64 `json:"per_second"` // within it
	MemoryMB  int     `json:"memory_mb"`  // in use at its end
}

// tenths cuts the work into ten parts of as many articles each.
func (p *pace) tenths() (out []tenth) {
	if len(p.marks) == 0 {
		return nil
	}
	all := p.marks[len(p.marks)-1].done
	last := tenth{}
	for i := 1; i <= 10 && all >= 10; i++ {
		n := all * i / 10
		at, memory := p.when(n)
		x := tenth{Done: n, Seconds: at.Seconds(), MemoryMB: memory}
		if d := x.Seconds - last.Seconds; d > 0 {
			x.PerSecond = float64(n-last.Done) / d
		}
		out, last = append(out, x), x
	}
	return out
}

// when is the moment at which n were done, even between two marks.
func (p *pace) when(n int) (time.Duration, int) {
	prev := mark{}
	for _, m := range p.marks {
		if m.done >= n {
			if m.done == prev.done {
				return m.at, m.memory
			}
			return prev.at + time.Duration(float64(m.at-prev.at)*float64(n-prev.done)/float64(m.done-prev.done)), m.memory
		}
		prev = m
	}
	return prev.at, prev.memory
}

// paceJSON is a run as one object.
type paceJSON struct {
	Done        int            `json:"done"`
	Seconds     float64        `json:"seconds"`
	PerSecond   float64        `json:"per_second"`
	LastToFirst float64        `json:"last_to_first"` // rate of the last tenth by that of the first
	PeakMB      int            `json:"peak_memory_mb"`
	Tenths      []tenth        `json:"tenths"`
	Archive     map[string]int `json:"archive"`
	Stages      []stageJSON    `json:"stages"`
}

func (p *pace) print(w io.Writer, asJSON bool, o store.Overview, stages []stageJSON) error {
	x := paceJSON{Seconds: time.Since(p.began).Seconds(), PeakMB: p.peak, Tenths: p.tenths(), Archive: map[string]int{}, Stages: stages}
	for _, c := range o.Counts {
		x.Archive[c.Name] = c.N
	}
	if n := len(p.marks); n > 0 {
		x.Done = p.marks[n-1].done
		x.PerSecond = float64(x.Done) / x.Seconds
	}
	if n := len(x.Tenths); n > 0 && x.Tenths[0].PerSecond > 0 {
		x.LastToFirst = x.Tenths[n-1].PerSecond / x.Tenths[0].PerSecond
	}
	if asJSON {
		return printJSON(w, x)
	}
	fmt.Fprintf(w, "\n%d pages finished in %.1f s, %.1f a second, at most %d MB of memory\n", x.Done, x.Seconds, x.PerSecond, x.PeakMB)
	if len(x.Tenths) > 0 {
		fmt.Fprintln(w, "\n   done  seconds  a second      MB")
		for _, t := range x.Tenths {
			fmt.Fprintf(w, "%7d %8.1f %9.1f %7d\n", t.Done, t.Seconds, t.PerSecond, t.MemoryMB)
		}
		fmt.Fprintf(w, "The last tenth ran at %.2f of the rate of the first.\n", x.LastToFirst)
	}
	fmt.Fprintln(w, "\nStage      jobs  failed  seconds (summed over workers)")
	for _, s := range stages {
		fmt.Fprintf(w, "%-9s %5d  %6d  %7.2f\n", s.Stage, s.Jobs, s.Failed, s.Seconds)
	}
	return nil
}
