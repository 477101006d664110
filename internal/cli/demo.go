package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/sample"
)

type demoCmd struct{}

// Run reads the sample through the real pipeline from a small built-in internet, then serves it.
func (demoCmd) Run(e *env) error {
	c, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	l, err := app.Listen(c.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	dir, err := freshFolder()
	if err != nil {
		return err
	}
	c.Data, c.Database, c.FetchEvery, c.Outlets = dir, "", -1, ""
	if e.settings.given()["log-level"] == nil {
		c.LogLevel = "error"
	}
	w, err := sample.Web()
	if err != nil {
		return err
	}
	catalogue, err := sample.Outlets()
	if err != nil {
		return err
	}
	a, err := app.Open(e.ctx, c, app.Options{Version: versionString(), Log: e.err, Transport: w, Catalogue: catalogue})
	if err != nil {
		return err
	}
	defer a.Close()
	fmt.Fprintf(e.err, "Reading the sample, an invented region, into %s …\n", dir)
	began := time.Now()
	if err := app.ReadSample(e.ctx, a, w); err != nil {
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
	fmt.Fprintf(e.err, "%d articles, %d origins, %d stories, %d statements in %.1f s\n", n["article"], n["origin"], n["story"], n["statement"], time.Since(began).Seconds())
	fmt.Fprintf(e.out, "Parley is at %s (stop with Ctrl-C)\n", app.ReadableAddress(l))
	return a.Serve(e.ctx, l)
}

// freshFolder empties and makes the demo's folder under the user's cache.
func freshFolder() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	dir := filepath.Join(base, "parley", "demo")
	if err := os.RemoveAll(dir); err != nil {
		return "", fmt.Errorf("empty the demo's folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the demo's folder: %w", err)
	}
	return dir, nil
}
