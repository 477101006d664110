package outlets

import (
	"maps"
	"slices"

	"github.com/parley-news/parley/internal/fault"
)

// Parse reads a catalogue that stands by itself. What is wrong fails with fault.Invalid,
// named by entry and fact.
func Parse(data []byte) (*Catalogue, error) { return (*Catalogue)(nil).Overlay(data) }

// Overlay reads a catalogue file and lays it over c, which stays as it is. An entry whose
// key or first domain is an outlet of c replaces the facts that it gives and keeps the others;
// with "hide" the outlet is left out; every other entry is a new outlet. What is wrong
// fails with fault.Invalid, named by entry and fact.
func (c *Catalogue) Overlay(data []byte) (*Catalogue, error) {
	f, err := decode(data)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "catalogue of outlets: %w", err)
	}
	t, err := c.tables().lay(f)
	if err != nil {
		return nil, err
	}
	return &Catalogue{read: func() *tables { return t }}, nil
}

func (t *tables) lay(f file) (*tables, error) {
	out := &tables{countries: map[string]string{}}
	known := map[string]int{}
	maps.Copy(out.countries, t.countries)
	out.list = slices.Clone(t.list)
	for i, o := range out.list {
		known[o.Key] = i
	}
	maps.Copy(out.countries, f.Countries)
	for i := range f.Outlets {
		e := &f.Outlets[i]
		o, err := e.outlet(f.Sources)
		if err == nil {
			err = out.put(o, e.Hide, known)
		}
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "catalogue of outlets: %s: %w", e.label(i), err)
		}
	}
	out.list = slices.DeleteFunc(out.list, func(o *Outlet) bool { return o == nil })
	if err := out.domainsOnce(); err != nil {
		return nil, fault.Errorf(fault.Invalid, "catalogue of outlets: %w", err)
	}
	out.index()
	return out, nil
}

// put adds or changes one outlet. A hidden one leaves a hole in the list.
func (t *tables) put(o Outlet, hide bool, known map[string]int) error {
	if o.Key == "" {
		return fault.Errorf(fault.Invalid, "needs a key or a domain")
	}
	if err := o.check(t.countries); err != nil {
		return err
	}
	at, exists := known[o.Key]
	switch {
	case hide && !exists:
		return fault.Errorf(fault.Invalid, "hide: no outlet of the catalogue has the key %q", o.Key)
	case hide:
		t.list[at] = nil
		delete(known, o.Key)
	case exists:
		merged := t.list[at].with(o)
		t.list[at] = &merged
	case len(o.Names) == 0 || o.Names[0].Language != "":
		return fault.Errorf(fault.Invalid, "name: is missing, and no outlet of the catalogue has the key %q", o.Key)
	case len(o.Domains) == 0:
		return fault.Errorf(fault.Invalid, "domains: are missing")
	default:
		known[o.Key] = len(t.list)
		t.list = append(t.list, &o)
	}
	return nil
}

// with is o with the facts of p in place of its own. A list replaces the whole list; names
// are replaced language by language, and a new shown name leaves the further forms.
func (o *Outlet) with(p Outlet) Outlet {
	m := *o
	m.Names = mergeNames(o.Names, p.Names)
	for _, l := range []struct{ into, from *[]Fact }{
		{&m.Domains, &p.Domains}, {&m.Languages, &p.Languages}, {&m.Feeds, &p.Feeds}, {&m.Credits, &p.Credits},
	} {
		if len(*l.from) > 0 {
			*l.into = *l.from
		}
	}
	for _, f := range []struct{ into, from *Fact }{
		{&m.Country, &p.Country}, {&m.Kind, &p.Kind}, {&m.Owner, &p.Owner}, {&m.State, &p.State}, {&m.Exile, &p.Exile},
	} {
		if f.from.Value != "" {
			*f.into = *f.from
		}
	}
	return m
}

// mergeNames lays new names over old ones: the first without a language takes the place
// of the shown one, one with a language that of the same language, others are added.
func mergeNames(old, fresh []Name) []Name {
	out := slices.Clone(old)
	for i, n := range fresh {
		at := slices.IndexFunc(out, func(x Name) bool { return n.Language != "" && x.Language == n.Language })
		switch {
		case i == 0 && n.Language == "":
			out[0] = n
		case at >= 0:
			out[at] = n
		default:
			out = append(out, n)
		}
	}
	return out
}

// domainsOnce says which domain two outlets claim.
func (t *tables) domainsOnce() error {
	owner := map[string]*Outlet{}
	for _, o := range t.list {
		for _, d := range o.Domains {
			if other := owner[d.Value]; other != nil {
				return fault.Errorf(fault.Invalid, "domains: %q is claimed by %s and by %s", d.Value, other.Key, o.Key)
			}
			owner[d.Value] = o
		}
	}
	return nil
}
