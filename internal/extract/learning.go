package extract

import (
	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/learn"
)

// Outline is a page as the model sees it. Only training and measuring need it; everybody else calls Page.
type Outline struct{ o *outline }

// NewOutline reads a page; nil where there is no text.
func NewOutline(page []byte, contentType string) *Outline {
	root, err := dom.Parse(dom.Decode(page, contentType))
	if err != nil {
		return nil
	}
	o := newOutline(root, false)
	if len(o.blocks) == 0 {
		return nil
	}
	o.readLinked("")
	o.detach()
	return &Outline{o}
}

// detach lets go of the tree, which training has no use for.
func (o *outline) detach() {
	for i := range o.elements {
		o.elements[i].node = nil
	}
	o.head.scripts = nil
}

// Len is the number of blocks.
func (x *Outline) Len() int { return len(x.o.blocks) }

// Text is the text of block i.
func (x *Outline) Text(i int) string { return x.o.of(&x.o.blocks[i]) }

// Words is the number of words of block i.
func (x *Outline) Words(i int) int { return int(x.o.blocks[i].words) }

// Names are the tokens of class and id of the nearest twelve elements around block i.
func (x *Outline) Names(i int) []uint32 {
	var out []uint32
	for el, k := x.o.blocks[i].el, 0; el >= 0 && k < 12; el, k = x.o.elements[el].parent, k+1 {
		e := &x.o.elements[el]
		out = append(out, x.o.tokens[e.tokenStart:e.tokenEnd]...)
	}
	start := int32(0)
	if i > 0 {
		start = x.o.blocks[i-1].runs
	}
	for _, r := range x.o.runs[start:x.o.blocks[i].runs] {
		e := &x.o.elements[r.el]
		out = append(out, x.o.tokens[e.tokenStart:e.tokenEnd]...)
	}
	return out
}

// WordTokens are the tokens of the words of block i.
func (x *Outline) WordTokens(i int) []uint32 {
	var out []uint32
	for _, t := range x.o.blocks[i].wordTokens {
		if t != 0 {
			out = append(out, t)
		}
	}
	return out
}

// Terms are the tokens of all words of block i, as far as the model reads.
func (x *Outline) Terms(i int) []uint32 {
	return appendTerms(nil, x.Text(i))
}

// Shape is a number that blocks have in common which stand in elements of the same tag and class.
func (x *Outline) Shape(i int) uint32 { return x.o.shapeOf(&x.o.blocks[i]) }

// IsProse reports whether block i reads like a paragraph of running text.
func (x *Outline) IsProse(i int) bool { return x.o.blocks[i].isProse() }

// First makes the vectors of the first stage with the token weights of m.
func (x *Outline) First(m *Model) *learn.Matrix {
	x.o.weigh(m)
	return x.o.features()
}

// Second makes the vectors of the second stage from the first's and its probabilities.
func (x *Outline) Second(first *learn.Matrix, p []float32) *learn.Matrix {
	return x.o.context(first, p)
}
