// Package outlets reads catalogues of outlets: who publishes under which domain, in
// which country and language, owned by whom. Start with Parse and Catalogue.Find.
//
// A catalogue is data, a JSON array; an operator's own is laid over the built-in one.
package outlets

import (
	"encoding/json"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// entry is one object of the file.
type entry struct {
	Name        string `json:"name"`
	Domain      string `json:"domain"`
	Country     string `json:"country"`
	CountryName string `json:"country_name"`
	Language    string `json:"language"`
	Kind        string `json:"kind"`
	Owner       string `json:"owner"`
	StateLink   string `json:"state_link"`
	Feed        string `json:"feed"`
}

// Catalogue finds outlets by site key and by name. The zero value is empty; a Catalogue is not changed after it was made.
type Catalogue struct {
	byKey     map[string]news.Outlet
	countries map[string]string
	feeds     []news.Source
}

// Key makes the key of an outlet from its site key, or from its name where it has no site.
func Key(site, name string) string {
	if site != "" {
		return site
	}
	if name = text.Fold(strings.TrimSpace(name)); name != "" {
		return "name:" + name
	}
	return ""
}

// Parse reads a catalogue. An entry without a name or a domain fails with fault.Invalid and is named by its place.
func Parse(data []byte) (*Catalogue, error) {
	var list []entry
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fault.Errorf(fault.Invalid, "catalogue of outlets: %w", err)
	}
	c := &Catalogue{byKey: map[string]news.Outlet{}, countries: map[string]string{}}
	for i, e := range list {
		if e.Name == "" || e.Domain == "" {
			return nil, fault.Errorf(fault.Invalid, "catalogue of outlets: entry %d needs a name and a domain", i+1)
		}
		e.Domain = strings.TrimPrefix(strings.ToLower(e.Domain), "www.")
		o := news.Outlet{
			Key: e.Domain, Name: e.Name, Domain: e.Domain, Country: e.Country, Language: e.Language,
			Kind: news.OutletKind(e.Kind), Owner: e.Owner, StateLink: e.StateLink,
		}
		c.byKey[e.Domain] = o
		if k := Key("", e.Name); c.byKey[k].Key == "" {
			c.byKey[k] = o
		}
		if e.CountryName != "" {
			c.countries[e.Country] = e.CountryName
		}
		if e.Feed != "" {
			c.feeds = append(c.feeds, news.Source{URL: e.Feed, Title: e.Name})
		}
	}
	return c, nil
}

// Find looks an outlet up by its site key first, then by the name a page gives it. ok
// is false when the catalogue knows neither.
func (c *Catalogue) Find(site, name string) (o news.Outlet, ok bool) {
	if c == nil {
		return news.Outlet{}, false
	}
	if o, ok = c.byKey[site]; ok && site != "" {
		return o, true
	}
	o, ok = c.byKey[Key("", name)]
	return o, ok
}

// CountryName is the name the catalogue gives to a country code that no standard knows, or "".
func (c *Catalogue) CountryName(code string) string {
	if c == nil {
		return ""
	}
	return c.countries[code]
}

// Feeds are the sources that the catalogue names, in its order.
func (c *Catalogue) Feeds() []news.Source {
	if c == nil {
		return nil
	}
	return c.feeds
}
