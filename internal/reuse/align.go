package reuse

import (
	"github.com/parley-news/parley/internal/sketch"
)

// maxWords is how much of a text is compared; the rest of a longer one is left out.
const maxWords = 20000

// body is a text made ready for alignment.
type body struct {
	words []sketch.Word
	out   []bool // word by word: left out of the measure, as quoted or as anybody's phrase
	free  int    // words that count
}

// minFree: a text with fewer words outside quotations is compared as a whole.
const minFree = 25

func bodyOf(s string) *body {
	b := &body{words: sketch.Words(s)}
	if len(b.words) > maxWords {
		b.words = b.words[:maxWords]
	}
	b.out, b.free = quotedWords(s, b.words)
	if b.free < minFree && b.free < len(b.words) {
		clear(b.out)
		b.free = len(b.words)
	}
	return b
}

// sample returns the sampled shingles that begin with a counted word.
func (b *body) sample() sketch.Sample {
	h := sketch.Shingles(b.words)
	kept := h[:0]
	for i, v := range h {
		if !b.out[i] {
			kept = append(kept, v)
		}
	}
	return sketch.SampleOf(kept, sampleLevel, maxSample)
}

// reach is how far apart two common phrases may begin for the words between them to be common too: three times the
// usual distance of sampled shingles.
const reach = 12

// leaveOut stops counting the words of common phrases.
func (b *body) leaveOut(common map[uint32]bool) {
	if len(common) == 0 {
		return
	}
	last := -reach
	for i, h := range sketch.Shingles(b.words) {
		if !common[h] {
			continue
		}
		from := i
		if i-last < reach {
			from = max(last, 0)
		}
		for k := from; k < i+sketch.Width; k++ {
			if !b.out[k] {
				b.out[k] = true
				b.free--
			}
		}
		last = i
	}
}

// run is a sequence of n words that stands in both texts, at a in the one and at b in the other.
type run struct{ a, b, n int }

// seeds finds where a sequence of sketch.Width words stands in one text.
type seeds struct {
	words []sketch.Word
	hash  []uint32
	heads []int32 // by bucket: first position + 1, or 0
	next  []int32 // by position: the next position of the same bucket + 1, or 0
}

func seedsOf(words []sketch.Word) *seeds {
	s := &seeds{words: words, hash: sketch.Shingles(words)}
	size := 64
	for size < 2*len(s.hash) {
		size *= 2
	}
	s.heads = make([]int32, size)
	s.next = make([]int32, len(s.hash))
	for i := len(s.hash) - 1; i >= 0; i-- { // backwards, so that chains run forwards
		h := &s.heads[s.hash[i]&uint32(size-1)]
		s.next[i] = *h
		*h = int32(i + 1)
	}
	return s
}

// maxSeeds bounds how many places of a repeated phrase are tried; it keeps alignment linear.
const maxSeeds = 8

// align covers b greedily, from left to right, with the longest runs that also stand in the seeded text.
func (s *seeds) align(b []sketch.Word) []run {
	var out []run
	hash := sketch.Shingles(b)
	mask := uint32(len(s.heads) - 1)
	for i := 0; i < len(hash); {
		best := run{}
		tried := 0
		for j := s.heads[hash[i]&mask]; j != 0 && tried < maxSeeds; j = s.next[j-1] {
			tried++
			if s.hash[j-1] != hash[i] {
				continue
			}
			if n := same(s.words[j-1:], b[i:]); n > best.n {
				best = run{int(j - 1), i, n}
			}
		}
		if best.n < sketch.Width {
			i++
			continue
		}
		out = append(out, best)
		i += best.n
	}
	return out
}

func same(a, b []sketch.Word) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i].Hash != b[i].Hash {
			return i
		}
	}
	return n
}
