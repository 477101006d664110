package outlets

import (
	"slices"
	"strings"
)

// place is a path under a host that belongs to an outlet; "" is the whole host.
type place struct {
	path string // "/persian", without a closing slash
	*Outlet
}

// At finds the outlet that an address belongs to: the longest domain of the catalogue that
// the host is or lies under, and there the longest path. It allocates nothing.
//
// host is lower case and without a port; path begins with a slash or is "".
func (c *Catalogue) At(host, path string) (o *Outlet, ok bool) {
	byHost := c.tables().byHost
	for host != "" {
		for _, p := range byHost[host] {
			if under(path, p.path) {
				return p.Outlet, true
			}
		}
		dot := strings.IndexByte(host, '.')
		if dot < 0 {
			return nil, false
		}
		host = host[dot+1:]
	}
	return nil, false
}

// under says whether a path is prefix or lies below it.
func under(path, prefix string) bool {
	return strings.HasPrefix(path, prefix) && (len(path) == len(prefix) || prefix == "" || path[len(prefix)] == '/')
}

// Named finds an outlet by any of its names, however it is capitalised and accented. A name
// that two outlets of the catalogue share finds neither.
func (c *Catalogue) Named(name string) (o *Outlet, ok bool) {
	o = c.tables().byName[foldName(name)]
	return o, o != nil
}

// Find are the outlets that a person means by a name, a domain, an address or a part of a name, in the catalogue's order.
func (c *Catalogue) Find(what string) []*Outlet {
	what = strings.ToLower(strings.TrimSpace(what))
	_, rest, ok := strings.Cut(what, "://")
	if !ok {
		rest = what
	}
	host, path, _ := strings.Cut(strings.TrimSuffix(rest, "/"), "/")
	if o, ok := c.At(host, "/"+path); ok && strings.Contains(host, ".") {
		return []*Outlet{o}
	}
	q := foldName(what)
	if q == "" {
		return nil
	}
	var out []*Outlet
	for _, o := range c.All() {
		if slices.ContainsFunc(o.Names, func(n Name) bool { return strings.Contains(foldName(n.Value), q) }) {
			out = append(out, o)
		}
	}
	return out
}

// index fills the maps from the list.
func (c *tables) index() {
	c.byKey, c.byHost, c.byName = map[string]*Outlet{}, map[string][]place{}, map[string]*Outlet{}
	for _, o := range c.list {
		c.byKey[o.Key] = o
		for _, d := range o.Domains {
			host, path, deeper := strings.Cut(d.Value, "/")
			if deeper {
				path = "/" + path
			}
			c.byHost[host] = append(c.byHost[host], place{path, o})
		}
		for _, n := range o.Names {
			name := foldName(n.Value)
			if other, taken := c.byName[name]; taken && other != o {
				c.byName[name] = nil
				continue
			}
			c.byName[name] = o
		}
	}
	for _, places := range c.byHost {
		slices.SortStableFunc(places, func(a, b place) int { return len(b.path) - len(a.path) })
	}
}
