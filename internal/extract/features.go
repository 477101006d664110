package extract

import (
	"math"

	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/learn"
	"github.com/parley-news/parley/internal/news"
)

// Version of the features. A model trained on another version is refused; raise it
// with every change of a feature's meaning.
const featureVersion = 2

// tagNumber gives the tags that blocks stand in small numbers, roughly from prose to furniture.
func tagNumber(a atom.Atom) float32 {
	switch a {
	case atom.P:
		return 1
	case atom.Blockquote:
		return 2
	case atom.Pre:
		return 3
	case atom.Div:
		return 4
	case atom.Section, atom.Article, atom.Main, atom.Body:
		return 5
	case atom.H1:
		return 6
	case atom.H2:
		return 7
	case atom.H3:
		return 8
	case atom.H4, atom.H5, atom.H6:
		return 9
	case atom.Li, atom.Dd, atom.Dt:
		return 10
	case atom.Tr, atom.Td, atom.Th:
		return 11
	case atom.Figcaption, atom.Caption:
		return 12
	case atom.Header, atom.Footer, atom.Aside, atom.Nav:
		return 13
	case atom.Label, atom.Summary, atom.Legend, atom.Address:
		return 14
	}
	return 15
}

func logOf(n int32) float32 { return float32(math.Log1p(float64(n))) }

func ratio(a, b int32) float32 {
	if b == 0 {
		return 0
	}
	return float32(a) / float32(b)
}

func clamp(x, low, high int) float32 { return float32(max(low, min(high, x))) }

func truth(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// scene is what the features of all blocks of a page share.
type scene struct {
	o           *outline
	best        int32   // element that holds the most prose
	level       []uint8 // of each element below best; 0 outside
	first, last int     // prose blocks in best
	h1          int     // block of the first h1, or -1
	shapes      map[uint32]*shape
	ld          hashSet
	titles      [4]uint64
	descs       [3]uint64
}

// shape gathers the blocks whose elements look alike: same tag and class, in parents of same tag and class.
type shape struct{ count, words, link, chars, prose int32 }

func (o *outline) shapeOf(b *block) uint32 {
	e := &o.elements[b.el]
	if e.parent < 0 {
		return e.shape
	}
	return e.shape*31 ^ o.elements[e.parent].shape
}

func newScene(o *outline) *scene {
	s := &scene{o: o, first: -1, last: -1, h1: -1}
	s.best = bestContainer(o)
	s.level = make([]uint8, len(o.elements))
	for i := range o.elements {
		if int32(i) == s.best {
			s.level[i] = 1
		} else if p := o.elements[i].parent; p >= 0 && s.level[p] > 0 {
			s.level[i] = min(s.level[p]+1, 9)
		}
	}
	s.shapes = make(map[uint32]*shape, 64)
	for i := range o.blocks {
		b := &o.blocks[i]
		if b.isProse() && s.level[b.el] > 0 {
			if s.first < 0 {
				s.first = i
			}
			s.last = i
		}
		if s.h1 < 0 && o.elements[b.el].tag == atom.H1 {
			s.h1 = i
		}
		k := o.shapeOf(b)
		sh := s.shapes[k]
		if sh == nil {
			sh = &shape{}
			s.shapes[k] = sh
		}
		sh.count++
		sh.words += b.words
		sh.link += b.link
		sh.chars += b.chars
		if b.isProse() {
			sh.prose += b.chars
		}
	}
	h := o.head
	s.ld = openings(h.ld.body, 60_000)
	s.titles = [4]uint64{openingHash(h.title), openingHash(h.ld.headline), openingHash(h.meta("og:title")), openingHash(h.meta("twitter:title"))}
	s.descs = [3]uint64{openingHash(h.meta("description")), openingHash(h.meta("og:description")), openingHash(h.ld.description)}
	return s
}

// bestContainer is the element with the most prose, little else, few links, deep rather than shallow.
func bestContainer(o *outline) int32 {
	best, top := int32(0), -1.0
	for i := range o.elements {
		e := &o.elements[i]
		if e.prose == 0 || e.inline {
			continue
		}
		s := float64(e.prose) * (1 - float64(ratio(e.link, e.chars))) * (1 + 0.02*float64(e.depth))
		s *= 0.3 + 0.7*float64(e.prose)/float64(e.chars+1)
		if e.flags&(inAside|inNav|inFooter) != 0 {
			s *= 0.3
		}
		if s > top {
			top, best = s, int32(i)
		}
	}
	return best
}

// firstFeatures is the number of features of the first stage.
const firstFeatures = 78

// features makes the first stage's vectors.
func (o *outline) features() *learn.Matrix {
	s := newScene(o)
	m := learn.NewMatrix(len(o.blocks), firstFeatures)
	var before int32
	total := o.elements[0].chars
	sinceProse, sinceHeading := 100, 100
	var heading *block
	for i := range o.blocks {
		b := &o.blocks[i]
		r := row{m: m, i: i}
		r.own(b, o)
		r.page(i, len(o.blocks), before, total, s)
		r.ancestors(b, s, total)
		r.put(clamp(sinceProse, 0, 20))
		r.put(clamp(sinceHeading, 0, 20))
		if heading != nil {
			r.put(heading.wordWeight)
			r.put(o.elements[heading.el].decayed)
		} else {
			r.put(-9)
			r.put(-9)
		}
		r.matches(b, s)
		r.shape(s.shapes[o.shapeOf(b)], s, total)
		sinceProse++
		sinceHeading++
		if b.isProse() {
			sinceProse = 0
		}
		if b.kind == news.Heading {
			sinceHeading, heading = 0, b
		}
		before += b.chars
		if i == 0 && r.k != firstFeatures {
			panic("extract: features do not fill their vector")
		}
	}
	return m
}

type row struct {
	m    *learn.Matrix
	i, k int
}

func (r *row) put(v float32) {
	r.m.Set(r.i, r.k, v)
	r.k++
}

// own features are of the block itself and the names around it.
func (r *row) own(b *block, o *outline) {
	e := &o.elements[b.el]
	r.put(logOf(b.words))
	r.put(logOf(b.chars))
	r.put(ratio(b.link, b.chars))
	r.put(ratio(b.punct, b.words))
	r.put(logOf(b.punct))
	r.put(ratio(b.upper, b.chars))
	r.put(ratio(b.digits, b.chars))
	r.put(ratio(b.chars, b.words))
	r.put(ratio(b.strong, b.chars))
	r.put(clamp(int(b.breaks), 0, 10))
	r.put(truth(b.endsSentence))
	r.put(tagNumber(e.tag))
	r.put(float32(b.kind))
	r.put(float32(e.depth))
	for f := range flagCount {
		r.put(truth(b.flags&(1<<f) != 0))
	}
	r.put(truth(b.repeated))
	r.put(truth(b.afterImage))
	r.put(truth(b.afterH))
	r.put(e.own)
	r.put(e.least)
	r.put(e.most)
	r.put(e.decayed)
	r.put(b.inlineWeight)
	r.put(b.wordWeight)
	r.put(b.termWeight)
	r.put(b.termLeast)
}

// page features say where on the page the block stands.
func (r *row) page(i, n int, before, total int32, s *scene) {
	r.put(float32(i) / float32(n))
	r.put(ratio(before, total))
	r.put(logOf(int32(n)))
	r.put(logOf(s.o.elements[0].prose))
	r.put(clamp(i-s.first, -20, 60))
	r.put(clamp(s.last-i, -20, 60))
	if s.h1 >= 0 {
		r.put(clamp(i-s.h1, -20, 60))
	} else {
		r.put(-99)
	}
}

// ancestors features are of the elements around the block.
func (r *row) ancestors(b *block, s *scene, total int32) {
	r.put(float32(s.level[b.el]))
	el := b.el
	for k := range 4 {
		e := &s.o.elements[el]
		r.put(logOf(e.prose))
		r.put(ratio(e.link, e.chars))
		r.put(ratio(e.prose, total))
		if k < 2 {
			r.put(clamp(int(e.count), 0, 50))
			r.put(ratio(e.prose, e.chars))
			r.put(clamp(int(e.paragraphs), 0, 30))
		}
		if e.parent >= 0 {
			el = e.parent
		}
	}
}

// matches features compare the block with what the page says of itself.
func (r *row) matches(b *block, s *scene) {
	is := func(of []uint64) float32 {
		for _, h := range of {
			if h != 0 && h == b.opening {
				return 1
			}
		}
		return 0
	}
	r.put(is(s.descs[:]))
	r.put(is(s.titles[:]))
	r.put(truth(b.opening != 0 && s.ld.has(b.opening)))
	r.put(clamp(len(s.ld.m), 0, 200))
}

func (r *row) shape(sh *shape, s *scene, total int32) {
	r.put(clamp(int(sh.count), 0, 60))
	r.put(ratio(sh.words, sh.count))
	r.put(ratio(sh.link, sh.chars))
	r.put(ratio(sh.prose, sh.chars))
	r.put(ratio(sh.prose, total))
}
