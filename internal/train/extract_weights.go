package train

import (
	"maps"
	"math"
	"slices"

	"github.com/parley-news/parley/internal/extract"
)

// tally counts for a token how much of the text near it belongs to bodies, every page having one vote.
type tally struct {
	in, out float64
	pages   int
}

// tokenWeights learns from all pages but those of one fold (-1 for all) how much each class
// token, word token and term speaks for the body: the logarithm of its odds against the average's.
func tokenWeights(m *extract.Model, pages []*page, without int) {
	nameTally, wordTally, termTally := map[uint32]*tally{}, map[uint32]*tally{}, map[uint32]*tally{}
	for _, p := range pages {
		if p.fold == without {
			continue
		}
		byName, byWord, byTerm := map[uint32]*tally{}, map[uint32]*tally{}, map[uint32]*tally{}
		for i := range p.label {
			if p.weight[i] == 0 {
				continue
			}
			for _, t := range p.outline.Names(i) {
				count(byName, t, p.label[i], float64(p.weight[i]))
			}
			for _, t := range p.outline.WordTokens(i) {
				count(byWord, t, p.label[i], 1)
			}
			for _, t := range p.outline.Terms(i) {
				count(byTerm, t, p.label[i], 1)
			}
		}
		vote(nameTally, byName)
		vote(wordTally, byWord)
		vote(termTally, byTerm)
	}
	m.Names, m.Words, m.Terms = odds(nameTally, 6, 3), odds(wordTally, 5, 4), odds(termTally, 10, 4)
}

func count(m map[uint32]*tally, t uint32, label float32, w float64) {
	c := m[t]
	if c == nil {
		c = &tally{}
		m[t] = c
	}
	if label > 0 {
		c.in += w
	} else {
		c.out += w
	}
}

func vote(all, page map[uint32]*tally) {
	for t, c := range page {
		a := all[t]
		if a == nil {
			a = &tally{}
			all[t] = a
		}
		s := c.in + c.out
		a.in += c.in / s
		a.out += c.out / s
		a.pages++
	}
}

// odds keeps the tokens of at least least pages; smooth is the weight of the average.
func odds(m map[uint32]*tally, least int, smooth float64) extract.Weights {
	var in, out float64
	for _, t := range slices.Sorted(maps.Keys(m)) { // sums of floats depend on their order
		in += m[t].in
		out += m[t].out
	}
	prior := in / max(in+out, 1e-9)
	w := map[uint32]float32{}
	for t, c := range m {
		if c.pages < least {
			continue
		}
		q := (c.in + smooth*prior) / (c.in + c.out + smooth)
		w[t] = float32(math.Log(q/(1-q)) - math.Log(prior/(1-prior)))
	}
	return extract.NewWeights(w)
}
