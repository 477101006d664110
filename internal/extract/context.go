package extract

import "github.com/parley-news/parley/internal/learn"

// secondFeatures is the number of features of the second stage: those of the first and what
// the first stage thought of the block and of those around it.
const secondFeatures = firstFeatures + contextFeatures

const contextFeatures = 33

// weighted is a mean in the making.
type weighted struct{ sum, weight float32 }

func (w *weighted) add(v, weight float32) {
	w.sum += v * weight
	w.weight += weight
}

func (w weighted) mean() float32 { return w.sum / (w.weight + 1e-6) }

// context makes the second stage's vectors from the first stage's and its probabilities p.
func (o *outline) context(m *learn.Matrix, p []float32) *learn.Matrix {
	n := len(o.blocks)
	out := learn.NewMatrix(n, secondFeatures)
	for j := range firstFeatures {
		copy(out.Column(j), m.Column(j))
	}
	c := newChances(o, p)
	var passed, sofar float32
	for i := range o.blocks {
		b := &o.blocks[i]
		r := row{m: out, i: i, k: firstFeatures}
		r.put(p[i])
		for _, d := range []int{-4, -3, -2, -1, 1, 2, 3, 4} {
			r.put(c.at(i + d))
		}
		r.put(c.window(i-8, i))
		r.put(c.window(i+1, i+9))
		r.put(c.window(i-24, i))
		r.put(c.window(i+1, i+25))
		el := b.el
		for range 5 {
			r.put(c.elements[el].mean())
			if q := o.elements[el].parent; q >= 0 {
				el = q
			}
		}
		r.put(c.shapes[o.shapeOf(b)].mean())
		r.put(clamp(i-c.first, -20, 60))
		r.put(clamp(c.last-i, -20, 60))
		r.put(c.page.mean())
		r.put(logOf(int32(c.positive)))
		r.put(passed / (c.positive + 1e-6))
		r.put(c.peak(i, b))
		r.put(sofar)
		if p[i] > 0.5 {
			passed += float32(b.words)
			sofar = 0
		} else {
			sofar += float32(min(b.words, 40))
		}
		for _, d := range []int{-1, 1} {
			for _, j := range []int{0, 2, 11} { // words, share in links, tag
				if k := i + d; k >= 0 && k < n {
					r.put(m.At(k, j))
				} else {
					r.put(-1)
				}
			}
		}
		r.put(c.longest(i))
		if i == 0 && r.k != secondFeatures {
			panic("extract: context does not fill its vector")
		}
	}
	return out
}

// chances are the first stage's probabilities, gathered in ways that the second stage asks for.
type chances struct {
	p           []float32
	sums        []float32 // running
	elements    []weighted
	shapes      map[uint32]*weighted
	page        weighted
	positive    float32 // words in likely blocks
	first, last int     // likely blocks with more than a few words
	runOf       []float32
}

func newChances(o *outline, p []float32) *chances {
	c := &chances{p: p, first: -1, last: -1, elements: make([]weighted, len(o.elements)), shapes: make(map[uint32]*weighted, 64)}
	c.sums = make([]float32, len(p)+1)
	c.runOf = make([]float32, len(p))
	for i := range p {
		b := &o.blocks[i]
		w := float32(b.words)
		c.sums[i+1] = c.sums[i] + p[i]
		c.elements[b.el].add(p[i], w)
		k := o.shapeOf(b)
		if c.shapes[k] == nil {
			c.shapes[k] = &weighted{}
		}
		c.shapes[k].add(p[i], w)
		c.page.add(p[i], w)
		if p[i] > 0.5 {
			c.positive += w
			if b.words > 8 {
				if c.first < 0 {
					c.first = i
				}
				c.last = i
			}
		}
	}
	for i := len(o.elements) - 1; i > 0; i-- {
		q := &c.elements[o.elements[i].parent]
		q.sum += c.elements[i].sum
		q.weight += c.elements[i].weight
	}
	c.runs(o)
	return c
}

// runs finds for each block how many words the stretch of likely blocks has that it stands in;
// a stretch bears up to three unlikely blocks in a row.
func (c *chances) runs(o *outline) {
	start, gap := 0, 0
	var words float32
	fill := func(end int) {
		for k := start; k < end; k++ {
			c.runOf[k] = words
		}
		start, words = end, 0
	}
	for i := range c.p {
		if c.p[i] > 0.5 {
			words += float32(o.blocks[i].words)
			gap = 0
			continue
		}
		if gap++; gap > 3 {
			fill(i + 1)
		}
	}
	fill(len(c.p))
}

func (c *chances) longest(i int) float32 { return c.runOf[i] / (c.positive + 1e-6) }

func (c *chances) at(i int) float32 {
	if i < 0 || i >= len(c.p) {
		return -0.1
	}
	return c.p[i]
}

// window is the mean probability of the blocks [from, to).
func (c *chances) window(from, to int) float32 {
	n := to - from
	from, to = max(0, from), min(len(c.p), to)
	if from >= to {
		return 0
	}
	return (c.sums[to] - c.sums[from]) / float32(n)
}

// peak compares a block's words with the share of likely words per likely block.
func (c *chances) peak(i int, b *block) float32 { return float32(b.words) / (c.positive + 1) }
