package cli

import (
	"fmt"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

type serveCmd struct{}

// open opens the store with the settings in force.
func (e *env) open(o app.Options) (*app.App, error) {
	c, err := e.config()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", err, errUsage)
	}
	o.Version, o.Log = versionString(), e.err
	if o.Origins, err = app.Origins(e.settings.Config, e.environ, e.settings.given()); err != nil {
		return nil, fmt.Errorf("%w (%w)", err, errUsage)
	}
	return app.Open(e.ctx, c, o)
}

// Run serves until it is interrupted.
func (serveCmd) Run(e *env) error {
	c, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	l, err := app.Listen(c.Addr)
	if err != nil {
		return err
	}
	lock, err := app.Hold(c, "parley serve")
	if err != nil {
		l.Close()
		return err
	}
	defer func() { _ = lock.Release() }()
	a, err := e.open(app.Options{})
	if err != nil {
		l.Close()
		return err
	}
	defer a.Close()
	if err := a.TakeOver(e.ctx); err != nil {
		l.Close()
		return err
	}
	e.warnOfNoContact(c)
	address := c.Address(l)
	fmt.Fprintf(e.out, "Parley is at %s\n", address)
	token, err := a.SetupToken(e.ctx)
	if err != nil {
		l.Close()
		return err
	}
	if token != "" {
		fmt.Fprintf(e.out, "There is no operator yet. Make the account, once, at:\n  %s/setup?token=%s\n", address, token)
	}
	if err := a.Store.Write(e.ctx, func(tx *store.Tx) error { return jobs.Enqueue(e.ctx, tx, jobs.Group, "all", "", tx.Now()) }); err != nil {
		l.Close()
		return err
	}
	return a.Serve(e.ctx, l)
}
