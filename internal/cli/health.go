package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-news/parley/internal/app"
)

type healthCmd struct {
	Timeout time.Duration `help:"Longest wait for an answer." default:"5s"`
}

// Run asks the running Parley whether it is ready: exit code 0 when it is, 1 when not.
func (x healthCmd) Run(e *env) error {
	c, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	ctx, cancel := context.WithTimeout(e.ctx, x.Timeout)
	defer cancel()
	answer, err := app.AskReady(ctx, c)
	if answer != "" {
		fmt.Fprintln(e.out, answer)
	}
	return err
}
