package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/dom"
)

// head is what a page says of itself in its elements for machines.
type head struct {
	title     string
	metas     []meta
	canonical string
	license   string
	feed      string // title of the first feed that is offered
	language  string
	base      string
	scripts   []string // JSON-LD, raw
	ld        linked
}

type meta struct{ name, value string }

// meta returns the first non-empty value of a meta element by name, property or itemprop.
func (h *head) meta(names ...string) string {
	for _, name := range names {
		for i := range h.metas {
			if h.metas[i].name == name {
				return h.metas[i].value
			}
		}
	}
	return ""
}

// all returns every value of a meta element.
func (h *head) all(name string) []string {
	var out []string
	for i := range h.metas {
		if h.metas[i].name == name {
			out = append(out, h.metas[i].value)
		}
	}
	return out
}

// readHead reads the head element of a page. Metadata that stands in the body is added by the walk.
func readHead(root *html.Node) *head {
	h := &head{}
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Html {
			continue
		}
		h.language = dom.Attr(c, "lang")
		if h.language == "" {
			h.language = dom.Attr(c, "xml:lang")
		}
		for d := c.FirstChild; d != nil; d = d.NextSibling {
			if d.DataAtom == atom.Head {
				h.walk(d)
			}
		}
	}
	return h
}

func (h *head) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !h.read(c) {
			h.walk(c)
		}
	}
}

// maxMetas bounds what a hostile page can make the lookups cost.
const maxMetas = 400

// read takes an element of metadata and reports whether it was one.
func (h *head) read(c *html.Node) bool {
	switch c.DataAtom {
	case atom.Title:
		if h.title == "" && c.FirstChild != nil {
			h.title = dom.Clean(cut(c.FirstChild.Data, 2000))
		}
	case atom.Meta:
		h.readMeta(c)
	case atom.Link:
		h.readLink(c)
	case atom.Base:
		h.base = dom.Attr(c, "href")
	case atom.Script:
		if strings.Contains(strings.ToLower(dom.Attr(c, "type")), "ld+json") && c.FirstChild != nil && len(h.scripts) < 50 {
			h.scripts = append(h.scripts, c.FirstChild.Data)
		}
	default:
		return false
	}
	return true
}

func (h *head) readMeta(c *html.Node) {
	if len(h.metas) >= maxMetas {
		return
	}
	value := ""
	for i := range c.Attr {
		if c.Attr[i].Key == "content" {
			value = dom.Clean(cut(c.Attr[i].Val, 4000))
		}
	}
	if value == "" {
		return
	}
	for i := range c.Attr {
		switch a := &c.Attr[i]; a.Key {
		case "name", "property", "itemprop", "http-equiv":
			h.metas = append(h.metas, meta{lower(strings.TrimSpace(a.Val)), value})
		}
	}
}

func (h *head) readLink(c *html.Node) {
	href := strings.TrimSpace(dom.Attr(c, "href"))
	if t := dom.Attr(c, "type"); h.feed == "" && (strings.Contains(t, "rss") || strings.Contains(t, "atom")) {
		h.feed = dom.Clean(cut(dom.Attr(c, "title"), 200))
	}
	switch rel := lower(strings.TrimSpace(dom.Attr(c, "rel"))); {
	case href == "":
	case rel == "canonical" && h.canonical == "":
		h.canonical = href
	case rel == "license" || rel == "copyright":
		h.license = href
	}
}
