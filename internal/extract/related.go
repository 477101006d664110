package extract

import (
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/news"
)

// maxRelated bounds what is kept of one page.
const maxRelated = 40

var relatedTokens = tokenSet("related", "recommended", "recommendations", "recommendation", "similar", "readnext", "verwandt", "relacionadas", "relacionados", "relacionado", "mehr", "liees", "weitere", "seealso", "furthermore", "onward")

// related lists the links that the page sets beside its article as related: inside an element
// that says so, outside of the body and the comments, with a title of several words, to the same kind of address.
func (p *pageReader) related() {
	base := p.base()
	seen := map[string]bool{squash(p.d.Title): true, p.d.URL: true}
	for _, l := range p.o.links {
		i := int(l.block)
		if i >= len(p.o.blocks) || len(p.d.Related) >= maxRelated {
			break
		}
		b := &p.o.blocks[i]
		if p.inBody[i] || p.item[i] >= 0 || b.flags&(inNav|inFooter) != 0 || !p.o.hasToken(b.el, 7, relatedTokens) {
			continue
		}
		title := dom.Text(l.node)
		u := resolve(base, dom.Attr(l.node, "href"))
		if n := len(strings.Fields(title)); u == "" || n < 4 && len(title) < 24 || n > 40 || seen[squash(title)] || seen[u] || isFrontPage(u) {
			continue
		}
		seen[squash(title)], seen[u] = true, true
		p.d.Related = append(p.d.Related, news.Document{URL: u, Title: title})
	}
}

// alt is the alternative text of the page's picture with the same file name.
func (p *pageReader) alt(address string) string {
	name := fileName(address)
	if name == "" {
		return ""
	}
	for _, n := range p.o.images[:min(len(p.o.images), 500)] {
		if n.DataAtom != atom.Img {
			continue
		}
		for _, k := range []string{"src", "data-src"} {
			if v := dom.Attr(n, k); v != "" && fileName(v) == name {
				return dom.Clean(dom.Attr(n, "alt"))
			}
		}
	}
	return ""
}

func fileName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if b := path.Base(u.Path); b != "." && b != "/" {
		return b
	}
	return ""
}
