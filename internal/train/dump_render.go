package train

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/dom"
)

// rendering is a way in which pages are saved as plain text.
type rendering uint8

// The renderings: as a browser copies a page, as a text browser prints it with
// numbered links and a margin, as web archives keep it, one line a block, and as
// careless programs do it, with neighbouring paragraphs run together.
const (
	asCopied rendering = iota
	asPrinted
	asArchived
	asJoined
	renderings
)

// margin is the column at which printed pages break their lines.
const margin = 78

// render writes a page as plain text.
func render(root *html.Node, how rendering) string {
	r := renderer{how: how}
	if how == asArchived {
		if t := dom.Find(root, func(n *html.Node) bool { return n.DataAtom == atom.Title }); t != nil && t.FirstChild != nil {
			r.out.WriteString(strings.Join(strings.Fields(t.FirstChild.Data), " ") + "\n")
		}
	}
	r.walk(root)
	r.end(0)
	if how == asPrinted && len(r.links) > 0 {
		r.out.WriteString("\nReferences\n\n")
		for i, l := range r.links {
			fmt.Fprintf(&r.out, "%4d. %s\n", i+1, l)
		}
	}
	return r.out.String()
}

type renderer struct {
	how    rendering
	out    strings.Builder
	line   strings.Builder
	bullet bool
	links  []string
	gap    bool // a blank line is due
}

func (r *renderer) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			r.line.WriteString(strings.Map(flat, c.Data))
		case html.ElementNode:
			r.element(c)
		}
	}
}

func flat(c rune) rune {
	if c == '\n' || c == '\t' || c == '\r' {
		return ' '
	}
	return c
}

func (r *renderer) element(c *html.Node) {
	a := c.DataAtom
	hidden := (r.how == asCopied || r.how == asJoined) && dom.IsHidden(c)
	switch {
	case a == atom.Br:
		r.end(0)
		return
	case a == atom.Img && r.how == asPrinted && dom.Attr(c, "alt") != "":
		r.line.WriteString("[" + dom.Attr(c, "alt") + "]")
		return
	case a == atom.Button && r.how != asArchived:
		r.line.WriteString(" ")
		if r.how == asPrinted {
			r.line.WriteString("(BUTTON) ")
		}
		r.walk(c)
		return
	case hidden || dom.IsSkipped(a) && a != atom.Noscript || a == atom.Noscript && r.how == asCopied:
		return
	}
	block := dom.IsBlock(a)
	if !block {
		if a == atom.A && r.how == asPrinted && dom.Attr(c, "href") != "" {
			r.links = append(r.links, strings.Join(strings.Fields(dom.Attr(c, "href")), "%20"))
			fmt.Fprintf(&r.line, "[%d]", len(r.links))
		}
		r.walk(c)
		if r.how == asCopied && (a == atom.Td || a == atom.Th) {
			r.line.WriteString("\t")
		}
		return
	}
	if r.how == asJoined && a == atom.P && follows(c) {
		r.line.WriteByte(' ')
		r.walk(c)
		if !leads(c) {
			r.end(1)
		}
		return
	}
	gap := r.wide(a)
	r.end(gap)
	if a == atom.Li {
		r.bullet = true
	}
	r.walk(c)
	if r.how != asJoined || a != atom.P || !leads(c) {
		r.end(gap)
	}
	r.bullet = false
}

// follows and leads report whether a paragraph's neighbour is one too.
func follows(c *html.Node) bool {
	return isParagraph(c, func(n *html.Node) *html.Node { return n.PrevSibling })
}
func leads(c *html.Node) bool {
	return isParagraph(c, func(n *html.Node) *html.Node { return n.NextSibling })
}

func isParagraph(c *html.Node, step func(*html.Node) *html.Node) bool {
	n := step(c)
	for n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
		n = step(n)
	}
	return n != nil && n.DataAtom == atom.P
}

// wide reports whether a block keeps a blank line around it.
func (r *renderer) wide(a atom.Atom) int {
	if r.how == asArchived {
		return 0
	}
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Blockquote, atom.Pre, atom.Table, atom.Figure, atom.Dl:
		return 1
	}
	return 0
}

// end writes the collected line.
func (r *renderer) end(gap int) {
	s := strings.Join(strings.Fields(r.line.String()), " ")
	r.line.Reset()
	if s != "" {
		if r.gap && r.out.Len() > 0 {
			r.out.WriteByte('\n')
		}
		r.gap = false
		if r.bullet && r.how != asArchived {
			s = map[rendering]string{asCopied: "• ", asJoined: "• ", asPrinted: "* "}[r.how] + s
			r.bullet = false
		}
		if r.how == asPrinted {
			r.wrap(s)
		} else {
			r.out.WriteString(s + "\n")
		}
	}
	if gap > 0 {
		r.gap = true
	}
}

func (r *renderer) wrap(s string) {
	col := 3
	r.out.WriteString("   ")
	for i, w := range strings.Fields(s) {
		n := utf8.RuneCountInString(w)
		if i > 0 {
			if col+1+n > margin {
				r.out.WriteString("\n   ")
				col = 3
			} else {
				r.out.WriteByte(' ')
				col++
			}
		}
		r.out.WriteString(w)
		col += n
	}
	r.out.WriteByte('\n')
}
