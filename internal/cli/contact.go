package cli

import (
	"fmt"
	"strings"

	"github.com/parley-news/parley/internal/app"
)

// warnOfNoContact tells an operator whose Parley reads sites without saying whose it is. Sites shut out such programs first.
func (e *env) warnOfNoContact(c app.Config) {
	if strings.TrimSpace(c.Contact) == "" {
		fmt.Fprintln(e.err, "parley: warning: no contact is set, so sites that are read cannot reach you and may shut Parley out: set contact to an address or page of yours")
	}
}
