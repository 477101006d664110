package cli

import (
	"fmt"

	"github.com/parley-news/parley/internal/app"
)

type checkConfigCmd struct {
	Example bool `help:"Print a configuration file with every setting, its meaning and its default, and check nothing."`
}

// Run prints the settings in force. It opens nothing; a password in the database address is not shown.
func (x checkConfigCmd) Run(e *env) error {
	if x.Example {
		app.WriteExample(e.out)
		return nil
	}
	c, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	c.Database = c.DatabaseAddress()
	for _, s := range app.Settings() {
		fmt.Fprintf(e.out, "%-14s = %s\n", s.Name, s.Show(c))
	}
	return nil
}
