package cli

import (
	"fmt"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
)

type outletsCmd struct {
	Name    string   `arg:"" optional:"" help:"A name, part of a name, domain or address; all outlets otherwise."`
	Country []string `help:"Only outlets of these countries (ISO 3166 codes such as IR,AF); media in exile count for both." placeholder:"XX,…"`
	JSON    bool     `name:"json" help:"One outlet a line."`
}

type outletJSON struct {
	Key   string     `json:"key"`
	Name  string     `json:"name"`
	Facts []factJSON `json:"facts"`
}

type factJSON struct {
	Fact  string `json:"fact"`
	Value string `json:"value"`
	In    string `json:"in,omitempty"`
	AsOf  string `json:"as_of,omitempty"`
	Check string `json:"check,omitempty"`
}

// Run lists what the catalogue knows, the operator's file included. It opens no database.
func (c outletsCmd) Run(e *env) error {
	settings, err := e.config()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	catalogue, err := settings.Catalogue()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	list, err := choose(catalogue, c.Name, c.Country)
	if err != nil {
		return err
	}
	for _, o := range list {
		switch {
		case c.JSON:
			err = printJSON(e.out, toOutletJSON(o))
		case c.Name != "":
			printOutlet(e, o)
		default:
			fmt.Fprintln(e.out, outletLine(o))
		}
		if err != nil {
			return err
		}
	}
	if c.Name == "" && !c.JSON {
		fmt.Fprintln(e.err, countOutlets(list)+"; “parley outlets NAME” shows facts, dates and where to check them")
	}
	return nil
}

// choose finds outlets by name and country, in the order of the catalogue.
func choose(c *outlets.Catalogue, name string, countries []string) ([]*outlets.Outlet, error) {
	codes := upper(countries)
	if name == "" {
		list := c.In(codes...)
		if len(list) == 0 {
			return nil, fault.Errorf(fault.NotFound, "no outlet of %s is in the catalogue; countries are codes such as IR or GB", strings.Join(codes, ", "))
		}
		return list, nil
	}
	of := map[*outlets.Outlet]bool{}
	for _, o := range c.In(codes...) {
		of[o] = true
	}
	var list []*outlets.Outlet
	for _, o := range c.Find(name) {
		if of[o] {
			list = append(list, o)
		}
	}
	if len(list) == 0 {
		return nil, fault.Errorf(fault.NotFound, "%q: the catalogue has no such outlet; give a name, part of a name or a domain", name)
	}
	return list, nil
}

func upper(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.ToUpper(strings.TrimSpace(s)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func outletLine(o *outlets.Outlet) string {
	parts := []string{o.Key, o.Name()}
	for _, s := range []string{o.Country.Value, o.Kind.Value, o.State.Value} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if o.Exile.Value != "" {
		parts = append(parts, "in exile from "+o.Exile.Value)
	}
	return strings.Join(parts, " · ")
}

// printOutlet shows every fact on a line with its date and the page where it can be checked.
func printOutlet(e *env, o *outlets.Outlet) {
	fmt.Fprintln(e.out, o.Name())
	for _, f := range o.Facts() {
		what := f.Of
		if f.Language != "" {
			what += " (" + f.Language + ")"
		}
		line := fmt.Sprintf("  %-12s %s", what, f.Value)
		if f.AsOf != "" {
			line += "  [as of " + f.AsOf + "]"
		}
		if f.Check != "" {
			line += "  " + f.Check
		}
		fmt.Fprintln(e.out, line)
	}
}

func countOutlets(list []*outlets.Outlet) string {
	agencies, feeds := 0, 0
	for _, o := range list {
		if o.Kind.Value == string(news.Agency) {
			agencies++
		}
		feeds += len(o.Feeds)
	}
	return strings.Join([]string{plural(len(list)-agencies, "outlet", "outlets"), plural(agencies, "agency", "agencies"), plural(feeds, "feed", "feeds")}, ", ")
}

func toOutletJSON(o *outlets.Outlet) outletJSON {
	x := outletJSON{Key: o.Key, Name: o.Name()}
	for _, f := range o.Facts() {
		x.Facts = append(x.Facts, factJSON{f.Of, f.Value, f.Language, f.AsOf, f.Check})
	}
	return x
}
