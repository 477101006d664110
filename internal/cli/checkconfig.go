package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-news/parley/internal/app"
)

type checkConfigCmd struct {
	Example bool `help:"Print a configuration file with every setting, its meaning and its default, and check nothing."`
	Connect bool `help:"Ask the database too; nothing is changed there."`
}

// Run prints the settings in force and names what about them cannot be used. No password or secret is shown.
func (x checkConfigCmd) Run(e *env) error {
	if x.Example {
		app.WriteExample(e.out)
		return nil
	}
	c, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	shown := c
	shown.Database = c.DatabaseAddress()
	width := 0
	for _, s := range app.Settings() {
		width = max(width, len(s.Name))
	}
	for _, s := range app.Settings() {
		fmt.Fprintf(e.out, "%-*s = %s\n", width, s.Name, s.Show(shown))
	}
	ctx, cancel := context.WithTimeout(e.ctx, 30*time.Second)
	defer cancel()
	for _, p := range c.Problems(ctx, x.Connect) {
		e.fail(p)
	}
	e.warnOfNoContact(c)
	return nil
}
