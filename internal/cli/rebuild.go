package cli

import (
	"fmt"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/pipeline"
	"github.com/parley-news/parley/internal/store"
)

type rebuildCmd struct {
	Stage string `enum:"extract,analyse,group" default:"extract" help:"From which stage on: extract (everything, from the pages as received), analyse or group."`
}

// Run computes everything derived again, or goes on with what was begun before.
func (c rebuildCmd) Run(e *env) error {
	a, lock, busy, err := e.openToWork("parley rebuild", app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer func() { _ = lock.Release() }()
	defer a.Close()
	begun, err := a.Store.Rebuilding(e.ctx)
	if err != nil {
		return err
	}
	if begun {
		fmt.Fprintln(e.err, "parley: going on with the rebuilding that was begun before")
	} else if err := a.Store.Write(e.ctx, func(tx *store.Tx) error {
		if err := tx.Audit(e.ctx, "command line", "rebuild", "from stage "+c.Stage); err != nil {
			return err
		}
		return pipeline.Rebuild(e.ctx, tx, c.Stage)
	}); err != nil {
		return err
	}
	if busy {
		fmt.Fprintln(e.out, "The rebuilding waits in the queue for the program that works on this archive.")
		return nil
	}
	return e.workOff(a)
}

// workOff works until nothing is left to do and tells what the archive has then.
func (e *env) workOff(a *app.App) error {
	bar := newProgress(e.err, "working")
	err := a.Pipeline.Drain(e.ctx, func(p pipeline.Progress) { bar.set(p.Done, p.Done+p.Waiting) })
	bar.done()
	if err != nil {
		return err
	}
	o, err := a.Store.Overview(e.ctx)
	if err != nil {
		return err
	}
	n := map[string]int{}
	for _, x := range o.Counts {
		n[x.Name] = x.N
	}
	fmt.Fprintf(e.out, "The archive has %d articles, %d origins, %d stories, %d storylines, %d statements, %d claims.\n", n["article"], n["origin"], n["story"], n["storyline"], n["statement"], n["claim"])
	if dead := n["given up: "+jobs.Extract] + n["given up: "+jobs.Analyse]; dead > 0 {
		e.fail(fmt.Errorf("%d items were given up: see the queue on the operator's page", dead))
	}
	return nil
}
