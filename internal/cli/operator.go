package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

type operatorCmd struct {
	New   operatorNewCmd   `cmd:"" help:"Print a one-time link at which a new operator chooses a password."`
	Reset operatorResetCmd `cmd:"" help:"Print a one-time link at which an operator who forgot the password chooses another; all sessions of the account end."`
}

type operatorNewCmd struct {
	Name string `arg:"" help:"Name of the new account."`
}

type operatorResetCmd struct {
	Name string `arg:"" help:"Name of the account."`
}

// Run prints the link of a new account.
func (c operatorNewCmd) Run(e *env) error { return e.invite(c.Name, false) }

// Run prints the link for a new password.
func (c operatorResetCmd) Run(e *env) error { return e.invite(c.Name, true) }

func (e *env) invite(name string, renew bool) error {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > 64 || !utf8.ValidString(name) {
		return fmt.Errorf("%w (%w)", fault.Errorf(fault.Invalid, "give a name of 1 to 64 characters"), errUsage)
	}
	c, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	var token string
	if err := a.Store.Write(e.ctx, func(tx *store.Tx) (err error) {
		token, err = tx.Invite(e.ctx, name, renew, "command line")
		return err
	}); err != nil {
		return err
	}
	site := strings.TrimSuffix(c.PublicURL, "/")
	if site == "" {
		site = "http://" + c.Addr
	}
	fmt.Fprintf(e.out, "%s/invite?token=%s\n", site, token)
	fmt.Fprintln(e.err, "The link works once, until this time tomorrow.")
	return nil
}
