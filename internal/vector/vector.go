// Package vector holds sparse vectors over numbered terms, the statistics that
// weigh the terms, and cosines between vectors. Start with Vocabulary and Scatter.
//
// Weights stored in a Vector are raw (how much a document is about a term); how
// rare a term is gets multiplied in when two vectors are compared, so that it always
// follows the documents that are counted now. Results do not depend on the numbers that terms
// happen to have, as long as each vector keeps its own order.
package vector

import "math"

// Entry is one term of a vector.
type Entry struct {
	Term   int32
	Weight float32
}

// Vector is the terms of one document; each stands once. The order is the maker's and decides in
// which order floating-point sums run.
type Vector []Entry

// Norm is the length of v after weighing by rarity.
func (v Vector) Norm(voc *Vocabulary) float64 {
	var n float64
	for _, e := range v {
		w := float64(e.Weight) * voc.Rarity(e.Term)
		n += w * w
	}
	return math.Sqrt(n)
}

// Scatter is one vector laid out for comparing many others with it.
type Scatter struct {
	weight []float32 // by term: weight × rarity²
	norm   float64
	from   Vector
}

// Load lays out v, replacing what was laid out before. The vector is kept until the next Load.
func (s *Scatter) Load(v Vector, voc *Vocabulary) {
	for _, e := range s.from {
		s.weight[e.Term] = 0
	}
	if n := voc.Len(); n > len(s.weight) {
		s.weight = append(s.weight, make([]float32, n+n/4-len(s.weight))...)
	}
	s.from, s.norm = v, 0
	for _, e := range v {
		r := voc.Rarity(e.Term)
		s.weight[e.Term] = float32(float64(e.Weight) * r * r)
		w := float64(e.Weight) * r
		s.norm += w * w
	}
	s.norm = math.Sqrt(s.norm)
}

// Cosine compares the vector laid out with v: 0 for nothing in common, 1 for the same direction.
// Terms that are new to the vocabulary since Load count as not shared.
func (s *Scatter) Cosine(v Vector, voc *Vocabulary) float64 {
	if s.norm == 0 {
		return 0
	}
	var dot, norm float64
	for _, e := range v {
		r := voc.Rarity(e.Term)
		w := float64(e.Weight) * r
		norm += w * w
		if int(e.Term) < len(s.weight) {
			dot += float64(e.Weight) * float64(s.weight[e.Term])
		}
	}
	if dot == 0 {
		return 0
	}
	return min(1, dot/(s.norm*math.Sqrt(norm)))
}

// Shared is the number of terms of v that the vector laid out has too and that are at least so rare.
func (s *Scatter) Shared(v Vector, voc *Vocabulary, rarity float64) int {
	n := 0
	for _, e := range v {
		if int(e.Term) < len(s.weight) && s.weight[e.Term] > 0 && voc.Rarity(e.Term) >= rarity {
			n++
		}
	}
	return n
}
