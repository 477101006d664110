package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// body chooses the blocks of the body, finds the comments and puts both together.
func (p *pageReader) body() {
	o := p.o
	p.choose()
	p.comments()
	p.first, p.last = len(o.blocks), -1
	for i, in := range p.inBody {
		if in {
			p.first = min(p.first, i)
			p.last = i
		}
	}
	p.dropTitles()
	w := bodyWriter{}
	for i, in := range p.inBody {
		if in {
			w.add(p.withoutHead(i), p.kind(i))
		}
	}
	if w.b.Len() == 0 || w.b.Len()*4 < len(o.head.ld.body) {
		w = p.linkedBody(w)
	}
	p.d.Body, p.d.Blocks = w.b.String(), w.blocks
	p.standfirst()
}

// choose marks the blocks that the model takes for the body, each text once.
func (p *pageReader) choose() {
	p.inBody = make([]bool, len(p.chance))
	threshold := builtin().Threshold
	for i, c := range p.chance {
		p.inBody[i] = c > threshold
	}
	p.wholeTables()
	var seen hashSet
	for i := range p.inBody {
		b := &p.o.blocks[i]
		if p.inBody[i] && b.chars > 60 && seen.add(openingHash(p.o.of(b))*31^uint64(b.chars)) {
			p.inBody[i] = false
		}
	}
}

// wholeTables makes tables stand in the body with all their rows or not at all, by the mean of their chances.
func (p *pageReader) wholeTables() {
	mean := map[int32]*weighted{}
	table := func(i int) int32 {
		if p.o.blocks[i].kind != news.TableRow {
			return -1
		}
		el := p.o.blocks[i].el
		for el >= 0 && p.o.elements[el].tag != atom.Table {
			el = p.o.elements[el].parent
		}
		if el >= 0 && p.o.elements[el].prose*3 > p.o.elements[el].chars {
			return -1 // a table for layout
		}
		return el
	}
	for i := range p.inBody {
		if t := table(i); t >= 0 {
			if mean[t] == nil {
				mean[t] = &weighted{}
			}
			mean[t].add(p.chance[i], float32(p.o.blocks[i].words))
		}
	}
	before := int32(-1) // the element that holds the last paragraph of the body
	for i := range p.inBody {
		t := table(i)
		if t < 0 {
			if p.inBody[i] && p.o.blocks[i].isProse() {
				before = p.o.elements[p.o.blocks[i].el].parent
			}
			continue
		}
		least := builtin().Threshold
		if p.o.elements[t].parent == before {
			least = besideProse
		}
		p.inBody[i] = mean[t].mean() > least
	}
}

// besideProse is the least chance of a table that stands among the paragraphs of the body. Tables are rare in
// training, and mostly furniture there.
const besideProse = 0.15

// dropTitles takes the title out of the top of the body.
func (p *pageReader) dropTitles() {
	title := squash(p.d.Title)
	for i, n := p.first, 0; i <= p.last && n < 3; i++ {
		if !p.inBody[i] {
			continue
		}
		n++
		if b := &p.o.blocks[i]; int(b.chars) < 300 && title != "" && squash(p.o.of(b)) == title {
			p.inBody[i] = false
		}
	}
}

// kind is what a block of the body is. A cell of a table for layout is a paragraph.
func (p *pageReader) kind(i int) news.BlockKind {
	b := &p.o.blocks[i]
	if tag := p.o.elements[b.el].tag; b.kind == news.TableRow && tag != atom.Tr {
		return news.Paragraph
	}
	return b.kind
}

// withoutHead is the text of a block of the body. Old pages set the headline, the byline and the text as
// lines of one block: of the first, the lines up to the title, and the byline after it, are left out.
func (p *pageReader) withoutHead(i int) string {
	b := &p.o.blocks[i]
	if i != p.first || b.breaks == 0 {
		return p.o.of(b)
	}
	lines := p.o.lines(b)
	title := squash(p.d.Title)
	for k, l := range lines[:min(len(lines), 6)] {
		if squash(l) != title {
			continue
		}
		for k++; k < len(lines) && len(strings.Fields(lines[k])) <= 14 && (startsByline(lines[k]) || !p.found(lines[k]).IsZero()); k++ {
		}
		return strings.Join(lines[k:], " ")
	}
	return p.o.of(b)
}

// bodyWriter puts paragraphs together and remembers where each lies.
type bodyWriter struct {
	b      strings.Builder
	blocks []news.Block
}

func (w *bodyWriter) add(s string, kind news.BlockKind) {
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	if w.b.Len() > 0 {
		w.b.WriteString("\n\n")
	}
	start := w.b.Len()
	w.b.WriteString(s)
	w.blocks = append(w.blocks, news.Block{Kind: kind, Span: text.Span{Start: start, End: w.b.Len()}})
}

// linkedBody takes the text of the linked data where the page itself shows (almost) none of it, as pages do that
// are put together by scripts. It is a hint only: its paragraphs must be running text.
func (p *pageReader) linkedBody(shown bodyWriter) bodyWriter {
	raw := p.h.ld.body
	if len(raw) < 400 || p.h.ld.free == "false" {
		return shown
	}
	raw = strings.NewReplacer("</p>", "\n", "<br>", "\n", "<br/>", "\n", "<br />", "\n", "\r", "\n").Replace(raw)
	var w bodyWriter
	for _, l := range strings.Split(raw, "\n") {
		w.add(unescape(l), news.Paragraph)
	}
	if len(strings.Fields(w.b.String())) < 60 {
		return shown
	}
	return w
}

// standfirst is the page's own description of the article where it is shown above the body and is no part of it.
func (p *pageReader) standfirst() {
	descs := []uint64{openingHash(p.h.ld.description), openingHash(p.h.meta("og:description")), openingHash(p.h.meta("description"))}
	for i := 0; i < min(p.first, len(p.o.blocks)); i++ {
		b := &p.o.blocks[i]
		if b.words < 5 || b.words > 120 || b.opening == 0 {
			continue
		}
		s := p.o.of(b)
		for _, h := range descs {
			if h == b.opening && squash(s) != squash(p.d.Title) {
				p.d.Standfirst = s
				return
			}
		}
		if p.o.hasToken(b.el, 2, standfirstTokens) && b.link*2 < b.chars && i > p.first-12 && !startsByline(s) {
			p.d.Standfirst = s
		}
	}
}

var standfirstTokens = tokenSet("standfirst", "subtitle", "subhead", "subheadline", "dek", "deck", "teaser", "vorspann", "chapo", "sottotitolo", "entradilla", "bajada", "strapline", "lede", "summary", "kicker")

// hasToken reports whether el or one of the up to n-1 elements above it carries one of the tokens.
func (o *outline) hasToken(el int32, n int, set map[uint32]bool) bool {
	for ; n > 0 && el >= 0; n-- {
		e := &o.elements[el]
		for _, t := range o.tokens[e.tokenStart:e.tokenEnd] {
			if set[t] {
				return true
			}
		}
		el = e.parent
	}
	return false
}

// tokenSet is names as they appear hashed in outline.tokens.
func tokenSet(names ...string) map[uint32]bool {
	m := map[uint32]bool{}
	for _, n := range names {
		m[hashFold(n)] = true
	}
	return m
}
