package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/news"
)

// outline is a page as a list of text blocks in the tree of the elements that
// hold them, made in one walk. The text of all blocks stands in one string.
type outline struct {
	head     *head
	text     string
	blocks   []block
	elements []element // parents before children; 0 is the root
	tokens   []uint32  // of class, id and the like, of all elements
	runs     []run
	breaks   []int32 // offsets in text of the line breaks inside blocks
	first    hashSet // first words of blocks already seen, to know repetitions

	times       []stamp
	authorLinks []authorLink
	links       []link
	images      []*html.Node
}

// block is a run of text inside one block-level element.
type block struct {
	start, end                                 int32 // in outline.text
	chars, words, link, punct, upper, digits   int32
	strong, breaks                             int32
	el                                         int32
	runs                                       int32 // end in outline.runs
	kind                                       news.BlockKind
	flags                                      flags
	endsSentence, repeated, afterImage, afterH bool
	wordTokens                                 [wordTokens]uint32
	wordWeight                                 float32
	inlineWeight                               float32
	termWeight, termLeast                      float32
	opening                                    uint64 // hash of the first words, normalised; 0 when there are fewer than four
}

// element is a block-level element, or an inline one with a class.
type element struct {
	node                      *html.Node
	parent                    int32
	tokenStart, tokenEnd      int32
	firstBlock, lastBlock     int32 // blocks inside: [first, last)
	chars, link, prose        int32 // text, text in links, text in paragraphs, of the subtree
	paragraphs, count         int32
	depth                     int16
	inline                    bool
	tag                       atom.Atom
	flags                     flags
	own, least, most, decayed float32 // weights of the tokens here and above
	shape                     uint32  // tag and class
}

// authorLink is the text of a link that leads to an author's page.
type authorLink struct {
	text  string
	block int32
}

// link is a link and the block that it stands in.
type link struct {
	node  *html.Node
	block int32
}

// run is text inside an inline element with a class.
type run struct{ el, chars int32 }

// flags say in what a block stands.
type flags uint32

const (
	inArticle flags = 1 << iota
	inMain
	inAside
	inNav
	inFooter
	inHeader
	inForm
	inFigure
	inList
	inTable
	inQuote
	inSection
	inBodyProp // itemprop="articleBody"
	inDialog
	flagCount = iota
)

// flagOf is what an element adds to the flags of its inside.
func flagOf(a atom.Atom) flags {
	switch a {
	case atom.Article:
		return inArticle
	case atom.Main:
		return inMain
	case atom.Aside:
		return inAside
	case atom.Nav, atom.Menu:
		return inNav
	case atom.Footer:
		return inFooter
	case atom.Header:
		return inHeader
	case atom.Form:
		return inForm
	case atom.Figure, atom.Figcaption:
		return inFigure
	case atom.Ul, atom.Ol, atom.Dl:
		return inList
	case atom.Table:
		return inTable
	case atom.Blockquote:
		return inQuote
	case atom.Section:
		return inSection
	case atom.Dialog:
		return inDialog
	}
	return 0
}

type walker struct {
	o       *outline
	buf     []byte
	cur     block // being filled; start is set
	space   bool
	inLink  int
	inline  int32 // innermost inline element with a class, or -1
	inRow   bool
	image   bool
	heading bool
	plain   bool
}

// newOutline walks a page; plain takes noscript elements for text, as ParsePlain makes them.
func newOutline(root *html.Node, plain bool) *outline {
	o := &outline{head: readHead(root)}
	o.elements = make([]element, 1, 1024)
	o.elements[0] = element{parent: -1, tag: atom.Html, node: root}
	o.blocks = make([]block, 0, 256)
	o.tokens = make([]uint32, 0, 2048)
	w := &walker{o: o, inline: -1, plain: plain, buf: make([]byte, 0, 32<<10)}
	w.walk(root, 0)
	w.flush(0)
	o.elements[0].lastBlock = int32(len(o.blocks))
	o.text = string(w.buf)
	o.sum()
	return o
}

// words is the number of words of the page.
func (o *outline) words() int {
	n := 0
	for i := range o.blocks {
		n += int(o.blocks[i].words)
	}
	return n
}

func (o *outline) of(b *block) string { return o.text[b.start:b.end] }

// lines are the lines of a block as its line breaks part it.
func (o *outline) lines(b *block) []string {
	if b.breaks == 0 {
		return []string{o.of(b)}
	}
	var out []string
	from := b.start
	at, _ := slices.BinarySearch(o.breaks, b.start)
	for _, end := range append(slices.Clone(o.breaks[at:min(at+int(b.breaks), len(o.breaks))]), b.end) {
		if end = min(end, b.end); end > from {
			if s := strings.TrimSpace(o.text[from:end]); s != "" {
				out = append(out, s)
			}
			from = end
		}
	}
	return out
}

func (w *walker) walk(n *html.Node, el int32) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			before := w.cur.chars
			w.text(c.Data)
			if n.DataAtom == atom.Strong || n.DataAtom == atom.B {
				w.cur.strong += w.cur.chars - before
			}
			if w.inline >= 0 && w.cur.chars > before {
				w.o.runs = append(w.o.runs, run{w.inline, w.cur.chars - before})
			}
		case html.ElementNode:
			w.element(c, el)
		}
	}
}

func (w *walker) element(c *html.Node, el int32) {
	a := c.DataAtom
	switch {
	case a == atom.Meta, a == atom.Script, a == atom.Link, a == atom.Title:
		w.o.head.read(c)
	case w.plain && a == atom.Noscript:
		w.block(c, el)
	case dom.IsSkipped(a) && !(a == atom.Template && dom.HasAttr(c, "shadowrootmode")) || dom.IsHidden(c):
		if a == atom.Svg || a == atom.Video || a == atom.Iframe {
			w.image = w.image || a != atom.Svg
		}
	case a == atom.Img:
		w.image = true
		w.o.images = append(w.o.images, c)
	case a == atom.Br:
		w.lineBreak(c, el)
	case a == atom.Time:
		w.o.times = append(w.o.times, stamp{c, int32(len(w.o.blocks)), el})
		w.walk(c, el)
	case w.inRow && (a == atom.Td || a == atom.Th):
		if w.cur.chars > 0 {
			w.buf = append(w.buf, " |"...)
			w.space = true
		}
		w.walk(c, el)
	case w.inRow && dom.IsBlock(a):
		w.space = w.cur.chars > 0
		w.walk(c, el)
		w.space = w.cur.chars > 0
	case dom.IsBlock(a):
		w.block(c, el)
	case len(c.Attr) > 0 && a != atom.A && hasNames(c):
		id := w.open(c, el)
		w.o.elements[id].inline = true
		old := w.inline
		w.inline = id
		w.walk(c, id)
		w.inline = old
		w.o.elements[id].lastBlock = int32(len(w.o.blocks))
	case a == atom.A:
		w.anchor(c, el)
	default:
		w.walk(c, el)
	}
}

func (w *walker) anchor(c *html.Node, el int32) {
	at, n := len(w.buf), int32(len(w.o.blocks))
	w.inLink++
	w.walk(c, el)
	w.inLink--
	w.o.links = append(w.o.links, link{c, n})
	if isAuthorLink(c) && at < len(w.buf) && len(w.buf)-at < 120 {
		w.o.authorLinks = append(w.o.authorLinks, authorLink{strings.TrimSpace(string(w.buf[at:])), n})
	}
}

func isAuthorLink(c *html.Node) bool {
	for i := range c.Attr {
		v := c.Attr[i].Val
		switch c.Attr[i].Key {
		case "rel", "itemprop":
			if strings.Contains(v, "author") {
				return true
			}
		case "href":
			for _, part := range []string{"/author/", "/authors/", "/autor/", "/auteur/", "/by/", "/staff/", "/profile/", "/people/", "/contributor/", "/columnist/", "/journalist/", "/reporter/"} {
				if strings.Contains(v, part) {
					return true
				}
			}
		}
	}
	return false
}

func (w *walker) block(c *html.Node, el int32) {
	w.flush(el)
	id := w.open(c, el)
	inline, row := w.inline, w.inRow
	w.inline, w.inRow = -1, c.DataAtom == atom.Tr && isDataRow(c)
	w.walk(c, id)
	w.inRow = row
	w.flush(id)
	w.inline = inline
	w.o.elements[id].lastBlock = int32(len(w.o.blocks))
}

// lineBreak makes a space of one line break and a new block of several.
func (w *walker) lineBreak(c *html.Node, el int32) {
	next := c.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	if next != nil && next.DataAtom == atom.Br && !w.inRow {
		w.flush(el)
		return
	}
	if w.cur.breaks++; w.cur.chars > 0 {
		w.o.breaks = append(w.o.breaks, int32(len(w.buf)))
		w.space = true
	}
}

// isDataRow reports whether the cells of a table row hold short plain text.
func isDataRow(tr *html.Node) bool {
	budget, size := 80, 0
	var plain func(n *html.Node, inCell bool) bool
	plain = func(n *html.Node, inCell bool) bool {
		blocks := 0
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if budget--; budget < 0 {
				return false
			}
			if c.Type == html.TextNode {
				if size += len(c.Data); size > 600 {
					return false
				}
				continue
			}
			if a := c.DataAtom; inCell && dom.IsBlock(a) {
				if blocks++; blocks > 1 || a != atom.P && a != atom.Div {
					return false
				}
			}
			if !plain(c, true) {
				return false
			}
		}
		return true
	}
	cells := 0
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			cells++
			if !plain(c, true) {
				return false
			}
		}
	}
	return cells > 1
}

// hasNames reports whether an element carries an attribute that names its role.
func hasNames(n *html.Node) bool {
	for i := range n.Attr {
		switch n.Attr[i].Key {
		case "class", "id", "itemprop":
			return true
		}
	}
	return false
}

// open adds an element below el.
func (w *walker) open(c *html.Node, el int32) int32 {
	o := w.o
	p := &o.elements[el]
	e := element{node: c, parent: el, tag: c.DataAtom, depth: p.depth + 1, flags: p.flags | flagOf(c.DataAtom), firstBlock: int32(len(o.blocks))}
	e.tokenStart = int32(len(o.tokens))
	for i := range c.Attr {
		switch at := &c.Attr[i]; at.Key {
		case "class", "id", "role", "data-testid", "data-component", "data-module", "aria-label", "data-type", "data-qa":
			o.tokens = appendTokens(o.tokens, at.Val)
		case "itemprop":
			o.tokens = appendTokens(o.tokens, at.Val)
			if strings.Contains(strings.ToLower(at.Val), "articlebody") {
				e.flags |= inBodyProp
			}
			if at.Val == "datePublished" || at.Val == "dateModified" {
				o.times = append(o.times, stamp{c, int32(len(o.blocks)), el})
			}
		}
	}
	e.tokenEnd = int32(len(o.tokens))
	e.shape = uint32(c.DataAtom) * 0x9e3779b1
	if c.DataAtom == 0 {
		e.shape = hashFold(c.Data)
	}
	for i, t := range o.tokens[e.tokenStart:e.tokenEnd] {
		if i < 4 {
			e.shape = e.shape*16777619 ^ t
		}
	}
	o.elements = append(o.elements, e)
	return int32(len(o.elements) - 1)
}

// kindOf is the kind of a block in element el.
func kindOf(o *outline, el int32) news.BlockKind {
	for k := 0; el > 0 && k < 4; k++ {
		e := &o.elements[el]
		switch e.tag {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return news.Heading
		case atom.Li, atom.Dd, atom.Dt:
			return news.ListItem
		case atom.Tr, atom.Td, atom.Th:
			return news.TableRow
		case atom.Figcaption, atom.Caption:
			return news.Caption
		case atom.Pre:
			return news.Preformatted
		case atom.Blockquote:
			return news.Quote
		case atom.Div, atom.Section, atom.Article:
			if k > 0 {
				return news.Paragraph
			}
		}
		el = e.parent
	}
	return news.Paragraph
}

// isProse reports whether a block reads like a paragraph of running text.
func (b *block) isProse() bool { return b.words >= 12 && b.link*3 < b.chars }

// sum adds the blocks up through the elements that hold them.
func (o *outline) sum() {
	for i := range o.blocks {
		b := &o.blocks[i]
		e := &o.elements[b.el]
		e.chars += b.chars
		e.link += b.link
		e.count++
		if b.isProse() {
			e.prose += b.chars
			e.paragraphs++
		}
	}
	for i := len(o.elements) - 1; i > 0; i-- {
		e := &o.elements[i]
		p := &o.elements[e.parent]
		p.chars += e.chars
		p.link += e.link
		p.count += e.count
		p.prose += e.prose
		p.paragraphs += e.paragraphs
	}
}
