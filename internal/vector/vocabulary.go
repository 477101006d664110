package vector

import "math"

// Hash is a term's identity: FNV-1a over the bytes that name it. Begin with Seed, then add bytes.
type Hash uint64

// Seed is the hash of nothing.
const Seed Hash = 14695981039346656037

// Add continues h with one byte.
func (h Hash) Add(b byte) Hash { return (h ^ Hash(b)) * 1099511628211 }

// Of is the hash of s, continued from h.
func (h Hash) Of(s string) Hash {
	for i := 0; i < len(s); i++ {
		h = h.Add(s[i])
	}
	return h
}

// Prior is what is believed about a term before any document is counted: in which share of documents it
// stands, and how many documents that belief is worth.
type Prior struct {
	Share float64
	Worth float64
}

// Vocabulary numbers terms and counts in how many documents each stands. Documents can be taken
// away again; a term that stands in none gives its number to another. Rarity never becomes
// meaningless in a small archive, because the prior is worth some documents itself.
type Vocabulary struct {
	prior  func(Hash) Prior
	number map[Hash]int32
	terms  []termStat
	free   []int32
	docs   int
	worths []float64 // the different worths of priors, in order of appearance
	totals []float64 // log(docs + worth) for each
}

type termStat struct {
	hash    Hash
	count   int32
	worth   int32   // index into worths
	believe float64 // share × worth of the prior
	log     float64 // log(count + believe)
}

// NewVocabulary makes an empty one. Priors should come in few different worths, all positive.
func NewVocabulary(prior func(Hash) Prior) *Vocabulary {
	return &Vocabulary{prior: prior, number: map[Hash]int32{}}
}

// Len is an upper bound of the numbers given out.
func (v *Vocabulary) Len() int { return len(v.terms) }

// Docs is the number of documents counted.
func (v *Vocabulary) Docs() int { return v.docs }

// Number returns the number of a term, giving one to a new term.
func (v *Vocabulary) Number(h Hash) int32 {
	if n, ok := v.number[h]; ok {
		return n
	}
	p := v.prior(h)
	t := termStat{hash: h, worth: v.worth(p.Worth), believe: p.Share * p.Worth}
	t.log = math.Log(t.believe)
	n := int32(len(v.terms))
	if k := len(v.free); k > 0 {
		n, v.free = v.free[k-1], v.free[:k-1]
		v.terms[n] = t
	} else {
		v.terms = append(v.terms, t)
	}
	v.number[h] = n
	return n
}

// Find returns the number of a term that has one.
func (v *Vocabulary) Find(h Hash) (int32, bool) {
	n, ok := v.number[h]
	return n, ok
}

func (v *Vocabulary) worth(w float64) int32 {
	for i, x := range v.worths {
		if x == w {
			return int32(i)
		}
	}
	v.worths = append(v.worths, w)
	v.totals = append(v.totals, math.Log(float64(v.docs)+w))
	return int32(len(v.worths) - 1)
}

// Count adds a document that has the terms, each named once.
func (v *Vocabulary) Count(terms []int32) { v.change(terms, 1) }

// Uncount takes a counted document away. Numbers of terms that then stand in no document become invalid.
func (v *Vocabulary) Uncount(terms []int32) {
	v.change(terms, -1)
	for _, n := range terms {
		if v.terms[n].count == 0 {
			delete(v.number, v.terms[n].hash)
			v.free = append(v.free, n)
		}
	}
}

func (v *Vocabulary) change(terms []int32, by int32) {
	v.docs += int(by)
	for i, w := range v.worths {
		v.totals[i] = math.Log(float64(v.docs) + w)
	}
	for _, n := range terms {
		t := &v.terms[n]
		t.count += by
		t.log = math.Log(float64(t.count) + t.believe)
	}
}

// Frequency is the number of counted documents that have the term.
func (v *Vocabulary) Frequency(n int32) int { return int(v.terms[n].count) }

// Rarity weighs a term: the logarithm of how many times fewer documents have it than there are, at least 0.
func (v *Vocabulary) Rarity(n int32) float64 {
	t := &v.terms[n]
	return max(0, v.totals[t.worth]-t.log)
}
