package vector

import (
	"math"
	"testing"
)

func testPrior(Hash) Prior { return Prior{Share: 0.01, Worth: 50} }

// document counts the words and returns their vector.
func document(v *Vocabulary, words ...string) Vector {
	var out Vector
	var terms []int32
	for _, w := range words {
		n := v.Number(Seed.Of(w))
		out, terms = append(out, Entry{n, 1}), append(terms, n)
	}
	v.Count(terms)
	return out
}

func TestCosine(t *testing.T) {
	t.Parallel()
	v := NewVocabulary(testPrior)
	a, b, c := document(v, "bridge", "harbour"), document(v, "bridge", "harbour"), document(v, "treaty")
	var s Scatter
	s.Load(a, v)
	if got := s.Cosine(b, v); math.Abs(got-1) > 1e-6 {
		t.Errorf("cosine of equal vectors = %v, want 1", got)
	}
	if got := s.Cosine(c, v); got != 0 {
		t.Errorf("cosine without common terms = %v, want 0", got)
	}
	s.Load(c, v)
	if got := s.Cosine(a, v); got != 0 {
		t.Errorf("cosine after Load = %v: the vector before is still there", got)
	}
	s.Load(nil, v)
	if got := s.Cosine(a, v); got != 0 {
		t.Errorf("cosine with nothing = %v, want 0", got)
	}
}

func TestRareTermsWeighMore(t *testing.T) {
	t.Parallel()
	v := NewVocabulary(testPrior)
	for range 20 {
		document(v, "common")
	}
	document(v, "rare")
	common, rare := v.Rarity(v.Number(Seed.Of("common"))), v.Rarity(v.Number(Seed.Of("rare")))
	if rare <= common || common <= 0 {
		t.Errorf("rarity of a common term %v, of a rare one %v", common, rare)
	}
	if f := v.Frequency(v.Number(Seed.Of("common"))); f != 20 {
		t.Errorf("frequency = %d, want 20", f)
	}
}

func TestUncountUndoesCount(t *testing.T) {
	t.Parallel()
	v := NewVocabulary(testPrior)
	document(v, "bridge")
	before := v.Rarity(v.Number(Seed.Of("bridge")))
	d := document(v, "bridge", "gone")
	terms := []int32{d[0].Term, d[1].Term}
	v.Uncount(terms)
	if got := v.Rarity(v.Number(Seed.Of("bridge"))); got != before {
		t.Errorf("rarity after taking a document away = %v, want %v", got, before)
	}
	if _, ok := v.Find(Seed.Of("gone")); ok {
		t.Error("a term of no document still has a number")
	}
	if n := v.Number(Seed.Of("other")); n != terms[1] {
		t.Errorf("new term got number %d, want %d, which is free", n, terms[1])
	}
}

func BenchmarkCosine(b *testing.B) {
	v := NewVocabulary(testPrior)
	var words []string
	for i := range 160 {
		words = append(words, string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	d := document(v, words...)
	var s Scatter
	s.Load(d, v)
	b.ReportAllocs()
	for b.Loop() {
		s.Cosine(d, v)
	}
}
