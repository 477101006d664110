package cli

import (
	"fmt"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
)

type capturesCmd struct {
	Move capturesMoveCmd `cmd:"" help:"Move the bodies of captures between the database and the store that the setting captures names."`
	GC   capturesGCCmd   `cmd:"" name:"gc" help:"Remove bodies from that store that no capture needs and that are older than a day."`
}

type capturesMoveCmd struct {
	To string `required:"" enum:"store,database" help:"Where to: store or database."`
}

// Run moves all bodies. Others may work meanwhile.
func (c capturesMoveCmd) Run(e *env) error {
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	bar := newProgress(e.err, "moving")
	n, err := a.Store.MoveBodies(e.ctx, c.To == "store", bar.set)
	bar.done()
	if err != nil {
		return fmt.Errorf("%d bodies moved, then: %w; the command goes on where it stopped when it is run again", n, err)
	}
	fmt.Fprintf(e.out, "%d bodies moved to the %s\n", n, c.To)
	return nil
}

type capturesGCCmd struct{}

// Run removes what no capture needs.
func (capturesGCCmd) Run(e *env) error {
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	n, err := a.Store.CollectBodies(e.ctx)
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return fmt.Errorf("%d bodies removed, then: %w", n, err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%d bodies removed that no capture needs\n", n)
	return nil
}
