// Package sketch reduces a text to a bounded sample of its word sequences, so that
// texts which share passages can be found without comparing them word by word.
//
// Words hashes the words of a text, Shingles the sequences of three, Sample keeps a
// fixed fraction of those: a sequence is kept or left out in every text alike, so that the overlap
// of two samples estimates the overlap of the texts. All functions are pure.
package sketch

import (
	"slices"

	"github.com/parley-news/parley/internal/text"
)

// Word is a word of a text with the hash of its folded form.
type Word struct {
	Span text.Span
	Hash uint32
}

// Words returns the words of s as text.Words finds them, hashed so that case,
// accents and typographic variants make no difference.
func Words(s string) []Word {
	spans := text.Words(s)
	out := make([]Word, len(spans))
	for i, p := range spans {
		out[i] = Word{p, hashWord(s[p.Start:p.End])}
	}
	return out
}

const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

func hashWord(w string) uint32 {
	h := uint32(fnvOffset)
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= 0x80 {
			return hashFolded(text.Fold(w))
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * fnvPrime
	}
	return mix(h)
}

func hashFolded(w string) uint32 {
	h := uint32(fnvOffset)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint32(w[i])) * fnvPrime
	}
	return mix(h)
}

// mix spreads the bits of h (the finaliser of MurmurHash3), so that its low bits may decide on sampling.
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// Width is the number of words in a shingle.
const Width = 3

// Shingles returns the hash of every sequence of Width words; one less than Width
// for each text, none for a shorter one.
func Shingles(words []Word) []uint32 {
	if len(words) < Width {
		return nil
	}
	out := make([]uint32, len(words)-Width+1)
	for i := range out {
		out[i] = mix(words[i].Hash + mix(words[i+1].Hash+mix(words[i+2].Hash)))
	}
	return out
}

// Sample is a subset of the shingles of a text, sorted and without repeats. At
// level n every 2^n-th value is in it, so a sample can be compared with a coarser one by thinning.
type Sample struct {
	Level  uint8
	Hashes []uint32
}

// In reports whether a sample of the given level keeps hash.
func In(hash uint32, level uint8) bool { return hash&(1<<level-1) == 0 }

// SampleOf keeps the shingles of level, or of the first coarser level at which no more than limit are left.
func SampleOf(shingles []uint32, level uint8, limit int) Sample {
	var kept []uint32
	for _, h := range shingles {
		if In(h, level) {
			kept = append(kept, h)
		}
	}
	slices.Sort(kept)
	kept = slices.Compact(kept)
	for len(kept) > limit && level < 31 {
		level++
		kept = slices.DeleteFunc(kept, func(h uint32) bool { return !In(h, level) })
	}
	return Sample{level, slices.Clip(kept)}
}

// At returns how many hashes of s a sample of a coarser level would hold.
func (s Sample) At(level uint8) int {
	if level <= s.Level {
		return len(s.Hashes)
	}
	n := 0
	for _, h := range s.Hashes {
		if In(h, level) {
			n++
		}
	}
	return n
}
