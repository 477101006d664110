package reuse

import (
	"cmp"
	"slices"

	"github.com/parley-news/parley/internal/sketch"
)

const (
	// commonIn: a phrase that stands in so many unrelated texts belongs to none of them.
	commonIn = 4
	// groupShare: texts that share so much of the smaller sample are one text when phrases are counted.
	groupShare = 0.4
	minShared  = 2
)

// candidate is a document that shares rare sampled shingles with the one searched for.
type candidate struct {
	doc    uint32
	shared int
	weight float64 // shared shingles, each divided by the number of unrelated texts it stands in
	share  float64 // weight over the smaller sample
}

// matches is what a search of the index by shingles gives.
type matches struct {
	sample     sketch.Sample
	common     map[uint32]bool // shingles that are nobody's own
	candidates []candidate     // best first
}

// scratch is working space of a search, kept between searches.
type scratch struct {
	docs  []uint32
	round uint32
	seen  []uint32 // by group: the round in which it was counted
	hits  []hit    // by document
	found []uint32
}

type hit struct {
	shared int32
	weight float32
}

// lookup finds the documents that share shingles with b.
func (x *Index) lookup(b *body) matches {
	m := matches{sample: b.sample(), common: map[uint32]bool{}}
	s := &x.search
	s.fit(len(x.entries))
	for _, h := range m.sample.Hashes {
		s.docs = x.table.find(h, s.docs[:0])
		texts := x.texts(s.docs)
		if texts >= commonIn {
			m.common[h] = true
			continue
		}
		for _, d := range s.docs {
			if x.entries[d].gone {
				continue
			}
			if s.hits[d].shared == 0 {
				s.found = append(s.found, d)
			}
			s.hits[d].shared++
			s.hits[d].weight += 1 / float32(texts)
		}
	}
	for _, d := range s.found {
		if n := int(s.hits[d].shared); n >= minShared {
			m.candidates = append(m.candidates, x.candidate(m.sample, d, n, float64(s.hits[d].weight)))
		}
		s.hits[d] = hit{}
	}
	s.found = s.found[:0]
	slices.SortFunc(m.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.doc, b.doc))
	})
	return m
}

func (x *Index) candidate(s sketch.Sample, doc uint32, shared int, weight float64) candidate {
	o := x.entries[doc].sample
	level := max(s.Level, o.Level)
	smaller := max(1, min(s.At(level), o.At(level)))
	return candidate{doc, shared, weight, weight / float64(smaller)}
}

// texts counts the unrelated texts among docs.
func (x *Index) texts(docs []uint32) int {
	s := &x.search
	s.round++
	n := 0
	for _, d := range docs {
		if g := x.entries[d].group; s.seen[g] != s.round {
			s.seen[g] = s.round
			n++
		}
	}
	return n
}

func (s *scratch) fit(n int) {
	for len(s.seen) < n {
		s.seen = append(s.seen, 0)
		s.hits = append(s.hits, hit{})
	}
}

// group returns the group of the document that the new one is mostly the same text as.
func (m matches) group(x *Index) (uint32, bool) {
	for _, c := range m.candidates {
		o := x.entries[c.doc].sample
		level := max(m.sample.Level, o.Level)
		if n := min(m.sample.At(level), o.At(level)); n > 0 && float64(c.shared) >= groupShare*float64(n) {
			return x.entries[c.doc].group, true
		}
	}
	return 0, false
}
