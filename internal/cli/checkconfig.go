package cli

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/parley-news/parley/internal/app"
)

type checkConfigCmd struct{}

// Run prints the settings in force. It opens nothing; a password in the database address is not shown.
func (checkConfigCmd) Run(e *env) error {
	c, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	for _, line := range settingLines(c) {
		fmt.Fprintln(e.out, line)
	}
	return nil
}

func settingLines(c app.Config) []string {
	return []string{
		fmt.Sprintf("data-dir       = %q", c.Data),
		fmt.Sprintf("database       = %q", redacted(c.DatabaseAddress())),
		fmt.Sprintf("addr           = %q", c.Addr),
		fmt.Sprintf("site-name      = %q", c.SiteName),
		fmt.Sprintf("language       = %q", c.Language),
		fmt.Sprintf("full-text      = %v", c.FullText),
		fmt.Sprintf("contact        = %q", c.Contact),
		fmt.Sprintf("allow-networks = [%s]", quoted(c.AllowNetworks)),
		fmt.Sprintf("outlets        = %q", c.Outlets),
		fmt.Sprintf("fetch-every    = %q", c.FetchEvery),
		fmt.Sprintf("poll-every     = %q", c.PollEvery),
		fmt.Sprintf("workers        = %d", c.Workers),
		fmt.Sprintf("log-level      = %q", c.LogLevel),
		fmt.Sprintf("log-format     = %q", c.LogFormat),
	}
}

func quoted(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, fmt.Sprintf("%q", s))
	}
	return strings.Join(out, ", ")
}

func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	return u.Redacted()
}
