// Package outlets knows who publishes: a catalogue of outlets with their domains, names,
// country, languages, owner, kind, link to a state and feeds. Start with Builtin, Parse,
// Catalogue.At and Catalogue.Named.
//
// Every fact of the built-in catalogue carries the date as of which it holds and the address
// of a page where that can be checked; a test refuses one that does not. An operator's own
// file is laid over it fact by fact. The form of the files is described in doc/outlets.md.
package outlets

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// Fact is one thing known of an outlet. The zero Fact says that it is not known.
type Fact struct {
	Value string
	AsOf  string // "2024", "2024-10" or "2024-10-02": the day, month or year as of which it holds; "" in an operator's own file
	Check string // address of a page that says so; "" in an operator's own file
}

// Name is a name of an outlet.
type Name struct {
	Language string // BCP 47; "" for the one under which Parley shows it and for further forms
	Fact
}

// Outlet is what the catalogue knows of one outlet. It is shared: callers change nothing in it.
type Outlet struct {
	Key       string // its first domain, under which it is kept and may be overridden
	Names     []Name // the first is the one that is shown
	Domains   []Fact // hosts, where needed with the beginning of a path: "bbc.com/persian"
	Country   Fact   // where it is made: ISO 3166 alpha-2
	Languages []Fact // BCP 47, the main one first
	Kind      Fact   // a news.OutletKind
	Owner     Fact
	State     Fact // a link to a state: one of news.StateLinks
	Exile     Fact // the country whose media it belongs to, where it is made abroad because it cannot be made there
	Feeds     []Fact
	Credits   []Fact // forms under which others credit its text, "AFP"
}

// Name is the name under which the outlet is shown.
func (o *Outlet) Name() string { return o.Names[0].Value }

// NameIn is the outlet's name in a language, or the one that is shown.
func (o *Outlet) NameIn(language string) string {
	for _, n := range o.Names {
		if n.Language == language {
			return n.Value
		}
	}
	return o.Name()
}

// Record is the outlet as the archive keeps it.
func (o *Outlet) Record() news.Outlet {
	r := news.Outlet{
		Key: o.Key, Name: o.Name(), Domain: o.Domains[0].Value, Country: o.Country.Value,
		Kind: news.OutletKind(o.Kind.Value), Owner: o.Owner.Value, StateLink: o.State.Value,
	}
	if len(o.Languages) > 0 {
		r.Language = o.Languages[0].Value
	}
	return r
}

// About is a fact with what it is about.
type About struct {
	Of       string // "name", "domain", "country", "exile", "kind", "language", "owner", "state_link", "feed" or "credit"
	Language string // of a name
	Fact
}

// Facts are all that is known of the outlet, in the order of a page about it.
func (o *Outlet) Facts() []About {
	var out []About
	add := func(of string, list ...Fact) {
		for _, f := range list {
			if f.Value != "" {
				out = append(out, About{Of: of, Fact: f})
			}
		}
	}
	for _, n := range o.Names {
		out = append(out, About{"name", n.Language, n.Fact})
	}
	add("domain", o.Domains...)
	add("country", o.Country)
	add("exile", o.Exile)
	add("kind", o.Kind)
	add("language", o.Languages...)
	add("owner", o.Owner)
	add("state_link", o.State)
	add("feed", o.Feeds...)
	add("credit", o.Credits...)
	return out
}

// Catalogue finds outlets. A nil or zero Catalogue is empty. It is not changed after it
// was made and is safe for concurrent use.
type Catalogue struct {
	read func() *tables // nil: empty
}

// tables are what a catalogue holds. The built-in one's are made when they are first
// needed: many commands never ask.
type tables struct {
	list      []*Outlet          // in the order of the files
	byKey     map[string]*Outlet // by Outlet.Key
	byHost    map[string][]place // by the host of a domain, longest path first
	byName    map[string]*Outlet // by folded name; nil where two outlets share it
	countries map[string]string  // names of codes that no standard knows
}

var empty tables

func (c *Catalogue) tables() *tables {
	if c == nil || c.read == nil {
		return &empty
	}
	return c.read()
}

// Key makes the key of an outlet that the catalogue does not know from its site key, or
// from its name where it has no site.
func Key(site, name string) string {
	if site != "" {
		return site
	}
	if name = foldName(name); name != "" {
		return "name:" + name
	}
	return ""
}

func foldName(name string) string { return text.Fold(strings.TrimSpace(name)) }

// All are the outlets in the order of the files. The slice must not be changed.
func (c *Catalogue) All() []*Outlet {
	return c.tables().list
}

// Outlet finds an outlet by its key. ok is false when the catalogue has none of that key.
func (c *Catalogue) Outlet(key string) (o *Outlet, ok bool) {
	o, ok = c.tables().byKey[key]
	return o, ok
}

// CountryName is the name the catalogue gives to a country code that no standard knows, or "".
func (c *Catalogue) CountryName(code string) string {
	return c.tables().countries[code]
}

// Feeds are the sources that the catalogue names, in its order: all of them, or those of
// outlets of the given countries (codes in capitals), an outlet in exile counting for both.
func (c *Catalogue) Feeds(countries ...string) []news.Source {
	var out []news.Source
	for _, o := range c.All() {
		if !o.isOf(countries) {
			continue
		}
		for _, f := range o.Feeds {
			out = append(out, news.Source{URL: f.Value, Title: o.Name()})
		}
	}
	return out
}

func (o *Outlet) isOf(countries []string) bool {
	for _, c := range countries {
		if o.Country.Value == c || o.Exile.Value == c {
			return true
		}
	}
	return len(countries) == 0
}

// In are the outlets of the given countries, as Feeds counts them.
func (c *Catalogue) In(countries ...string) []*Outlet {
	var out []*Outlet
	for _, o := range c.All() {
		if o.isOf(countries) {
			out = append(out, o)
		}
	}
	return out
}
