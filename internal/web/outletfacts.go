package web

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/when"
)

// known is what the catalogue says of an outlet; a fact that it has not is the one the
// archive keeps, without a date.
func (m *material) known(o news.Outlet) *outlets.Outlet {
	k := outlets.Outlet{Names: []outlets.Name{{Fact: outlets.Fact{Value: o.Name}}}}
	if c, ok := m.catalogue.Outlet(o.Key); ok {
		k = *c
	}
	for _, f := range []struct {
		into *outlets.Fact
		kept string
	}{{&k.Country, o.Country}, {&k.Kind, string(o.Kind)}, {&k.Owner, o.Owner}, {&k.State, o.StateLink}} {
		if f.into.Value == "" {
			f.into.Value = f.kept
		}
	}
	if len(k.Languages) == 0 && o.Language != "" {
		k.Languages = []outlets.Fact{{Value: o.Language}}
	}
	if len(k.Domains) == 0 && o.Domain != "" {
		k.Domains = []outlets.Fact{{Value: o.Domain}}
	}
	return &k
}

// outletName is an outlet's name in the reader's language where the catalogue has one.
func (m *material) outletName(o news.Outlet) string {
	if k, ok := m.catalogue.Outlet(o.Key); ok {
		return k.NameIn(m.l.Tag)
	}
	return o.Name
}

// outletFacts are the facts of an outlet for its page; what is not known is left out.
func (m *material) outletFacts(o news.Outlet) []OutletFact {
	k := m.known(o)
	var names []outlets.Fact
	for _, n := range k.Names {
		if n.Value != m.outletName(o) {
			names = append(names, n.Fact)
		}
	}
	same := func(s string) string { return s }
	var out []OutletFact
	add := func(key string, say func(string) string, list ...outlets.Fact) {
		for i, f := range list {
			if f.Value == "" {
				continue
			}
			row := m.fact(f, say)
			if i == 0 {
				row.Name = m.l.T(key)
			}
			// Facts in a row that come from one place say so once, after the last.
			if last := len(out) - 1; i > 0 && last >= 0 && out[last].CheckHref == row.CheckHref && out[last].AsOf == row.AsOf {
				out[last].Values = append(out[last].Values, row.Values...)
				continue
			}
			out = append(out, row)
		}
	}
	add("outlet.names", same, names...)
	add("outlet.country", m.countryName, k.Country)
	add("outlet.exile", m.countryName, k.Exile)
	add("outlet.kind", func(s string) string { return m.word("outletkind.", s) }, k.Kind)
	add("outlet.language", m.language, k.Languages...)
	add("outlet.owner", same, k.Owner)
	add("outlet.state", func(s string) string { return m.word("state.", s) }, k.State)
	add("outlet.domains", same, k.Domains...)
	return out
}

// outletRow is an outlet in the list.
func (m *material) outletRow(o news.Outlet) OutletRow {
	k := m.known(o)
	row := OutletRow{
		Href: "/outlet/" + strconv.FormatInt(int64(o.ID), 10), Name: m.outletName(o),
		Country: m.fact(k.Country, m.countryName), Owner: m.fact(k.Owner, func(s string) string { return s }),
		Kind:  m.fact(k.Kind, func(s string) string { return m.word("outletkind.", s) }),
		State: m.fact(k.State, func(s string) string { return m.word("state.", s) }),
	}
	if len(k.Languages) > 0 {
		row.Language = m.fact(k.Languages[0], m.language)
	}
	return row
}

// fact says a fact with its date and the page where it can be checked.
func (m *material) fact(f outlets.Fact, say func(string) string) OutletFact {
	if f.Value == "" {
		return OutletFact{}
	}
	out := OutletFact{Values: []string{say(f.Value)}, CheckHref: f.Check}
	for _, p := range []struct {
		layout    string
		precision when.Precision
	}{{"2006", when.Year}, {"2006-01", when.Month}, {"2006-01-02", when.Day}} {
		if t, err := time.Parse(p.layout, f.AsOf); err == nil {
			out.AsOf = m.l.Date(when.Of(t, p.precision))
		}
	}
	if u, err := url.Parse(f.Check); err == nil {
		out.CheckPlace = strings.TrimPrefix(u.Hostname(), "www.")
	}
	return out
}
