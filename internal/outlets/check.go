package outlets

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// domainForm is a host in ASCII with at least one dot, and the beginning of a path or not.
var domainForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(/[A-Za-z0-9._~-]+)*$`)

// check looks at every fact that is given. countries are codes that the file itself names.
func (o *Outlet) check(countries map[string]string) error {
	c := checker{}
	for _, n := range o.Names {
		c.fact("name", n.Fact, len(n.Value) <= 200, "is too long a name")
		if n.Language != "" {
			c.fact("names."+n.Language, n.Fact, isLanguage(n.Language), "the key is no language tag (BCP 47), such as fa or zh-Hans")
		}
	}
	for _, d := range o.Domains {
		c.fact("domains", d, domainForm.MatchString(d.Value), "is no domain such as example.org or example.org/persian")
	}
	for _, l := range o.Languages {
		c.fact("languages", l, isLanguage(l.Value), "is no language tag (BCP 47), such as fa or zh-Hans")
	}
	for _, f := range o.Feeds {
		c.fact("feeds", f, isAddress(f.Value), "is no web address")
	}
	for _, f := range o.Credits {
		c.fact("credits", f, len(f.Value) <= 200, "is too long a credit")
	}
	if o.Country.Value != "" {
		c.fact("country", o.Country, isCountry(o.Country.Value, countries), "is no country code (ISO 3166, two capitals)")
	}
	if o.Exile.Value != "" {
		c.fact("exile", o.Exile, isCountry(o.Exile.Value, countries), "is no country code (ISO 3166, two capitals)")
	}
	if o.Kind.Value != "" {
		c.fact("kind", o.Kind, slices.Contains(news.OutletKinds, news.OutletKind(o.Kind.Value)), "is no kind of outlet; doc/outlets.md lists them")
	}
	if o.State.Value != "" {
		c.fact("state", o.State, slices.Contains(news.StateLinks, o.State.Value), "is no link to a state; doc/outlets.md lists them")
	}
	if o.Owner.Value != "" {
		c.fact("owner", o.Owner, len(o.Owner.Value) <= 300, "is too long")
	}
	return c.err
}

type checker struct{ err error }

// fact keeps the first fact that is not right, or whose provenance is not.
func (c *checker) fact(name string, f Fact, ok bool, wrong string) {
	switch {
	case c.err != nil:
	case !ok:
		c.err = fault.Errorf(fault.Invalid, "%s: %q %s", name, f.Value, wrong)
	case f.AsOf != "" && asOf(f.AsOf).IsZero():
		c.err = fault.Errorf(fault.Invalid, "%s: as_of = %q is no date such as 2024, 2024-10 or 2024-10-02", name, f.AsOf)
	case f.Check != "" && !isAddress(f.Check):
		c.err = fault.Errorf(fault.Invalid, "%s: check = %q is no web address", name, f.Check)
	}
}

// asOf is the beginning of the time that a date names, zero where it is none.
func asOf(s string) time.Time {
	for _, layout := range []string{"2006", "2006-01", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func isLanguage(tag string) bool {
	t, err := language.Parse(tag)
	return err == nil && t.String() == tag
}

func isCountry(code string, also map[string]string) bool {
	if len(code) != 2 || strings.ToUpper(code) != code {
		return false
	}
	if also[code] != "" {
		return true
	}
	r, err := language.ParseRegion(code)
	return err == nil && r.IsCountry()
}

func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(s) <= 2000
}
