package reuse

import (
	"net/url"
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// declaration is one thing that an article's notices say about where its text comes from.
type declaration struct {
	kind news.NoticeKind
	name string // as written
	key  string // folded name
	url  string // as written
	addr string // address key
}

// declarations returns what d's notices say, without those that name its own outlet or address.
func declarations(d Doc) []declaration {
	var out []declaration
	own, self := text.Fold(d.Outlet), addressKey(d.URL)
	for _, n := range d.Notices {
		c := declaration{n.Kind, n.Name, strings.TrimSpace(text.Fold(n.Name)), n.URL, addressKey(n.URL)}
		if c.key == "" && c.addr == "" || c.addr != "" && c.addr == self {
			continue
		}
		if c.addr == "" && c.key == own {
			continue
		}
		out = append(out, c)
	}
	return out
}

// addressKey reduces an address to what makes it one page: no scheme, no "www.", no fragment, no trailing
// slash, no tracking parameters. It returns "" for what is no web address.
func addressKey(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return ""
	}
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" {
			q.Del(k)
		}
	}
	key := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") + strings.TrimSuffix(u.EscapedPath(), "/")
	if len(q) > 0 {
		key += "?" + q.Encode()
	}
	return key
}

// names reports whether e declares that its text comes from o, and in which words to say so.
func (e *entry) names(o *entry) (reason string, ok bool) {
	for _, c := range e.declares {
		if c.addr != "" && c.addr == o.url {
			return "cites its address", true
		}
		if c.key != "" && c.key == text.Fold(o.outlet) {
			return c.says(), true
		}
	}
	return "", false
}

func (c *declaration) says() string {
	switch c.kind {
	case news.Republished:
		return "says that it is republished from " + c.name
	case news.Cites:
		return "cites the address it retells"
	case news.BasedOn:
		return "its page names the text it is based on"
	}
	return "credits " + c.name
}

// declared adds the copies that only d's notices tell of: of a document of the
// index by address, else of a text outside the archive.
func (x *Index) declared(self uint32, d Doc, copies []news.Copy) []news.Copy {
	e := &x.entries[self]
	for _, c := range e.declares {
		if n, ok := x.byURL[c.addr]; ok && c.addr != "" && n != self {
			if o := x.entries[n].id; !joined(copies, d.ID, o) {
				copies = append(copies, news.Copy{Derived: d.ID, Source: o, Kind: c.copyKind(), Score: c.trust(), Reasons: []string{c.says()}})
			}
			continue
		}
		if x.carried(copies, d.ID, c) {
			continue
		}
		copies = append(copies, news.Copy{Derived: d.ID, Name: c.name, URL: c.url, Kind: c.copyKind(), Score: c.trust(), Reasons: []string{c.says()}})
	}
	return append(copies, x.citing(self, copies)...)
}

// citing returns the copies by documents added earlier whose notices give the address of the new one.
func (x *Index) citing(self uint32, copies []news.Copy) []news.Copy {
	e := &x.entries[self]
	var out []news.Copy
	if e.url == "" {
		return nil
	}
	for _, n := range x.byCited[e.url] {
		o := &x.entries[n]
		if o.gone || joined(copies, o.id, e.id) {
			continue
		}
		for _, c := range o.declares {
			if c.addr == e.url {
				out = append(out, news.Copy{Derived: o.id, Source: e.id, Kind: c.copyKind(), Score: c.trust(), Reasons: []string{c.says()}})
				break
			}
		}
	}
	return out
}

// joined reports whether copies holds one between the two articles.
func joined(copies []news.Copy, a, b news.ArticleID) bool {
	for _, c := range copies {
		if c.Derived == a && c.Source == b || c.Derived == b && c.Source == a {
			return true
		}
	}
	return false
}

// carried reports whether the declared originator is in the archive: d is already a copy of an article of that outlet.
func (x *Index) carried(copies []news.Copy, d news.ArticleID, c declaration) bool {
	for _, k := range copies {
		if k.Derived != d || k.Source == 0 || c.key == "" {
			continue
		}
		if n, ok := x.byID[k.Source]; ok && text.Fold(x.entries[n].outlet) == c.key {
			return true
		}
	}
	return false
}

func (c *declaration) copyKind() news.CopyKind {
	switch c.kind {
	case news.Republished, news.BasedOn:
		return news.CopySame
	case news.Cites:
		return news.CopyRewrite
	}
	return news.CopyEdited
}

// trust is how far a notice alone proves the copy. These are judgements, not measurements:
// no labelled notices exist. A credit line may stand for a contribution only.
func (c *declaration) trust() float64 {
	switch c.kind {
	case news.Republished, news.BasedOn:
		return 0.95
	case news.Cites:
		return 0.8
	}
	return 0.7
}
