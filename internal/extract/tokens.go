package extract

import (
	"unicode"
	"unicode/utf8"
)

// wordTokens is how many hashed words of a block the model looks at: the first three with their
// places, the first two together, and the last.
const wordTokens = 5

// hashFold is FNV-1a over s with ASCII letters in lower case.
func hashFold(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// appendTokens adds the hashed letter runs of a class or id, camel case parted, and
// each pair of neighbours within one name.
func appendTokens(out []uint32, s string) []uint32 {
	prev := uint32(0)
	n := len(out)
	for i := 0; i < len(s) && len(out)-n < 24; {
		c := s[i]
		if !asciiLetter(c) {
			if c == ' ' || c == '\n' || c == '\t' {
				prev = 0
			}
			i++
			continue
		}
		j := i + 1
		for j < len(s) && (s[j] >= 'a' && s[j] <= 'z' || s[j] >= 'A' && s[j] <= 'Z' && s[j-1] >= 'A' && s[j-1] <= 'Z') {
			j++
		}
		if j-i >= 2 && j-i <= 20 {
			t := hashFold(s[i:j])
			out = append(out, t)
			if prev != 0 {
				out = append(out, prev*31^t)
			}
			prev = t
		}
		i = j
	}
	return out
}

func asciiLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// read computes the hashes of a block's words: tokens for the model and the opening.
func (b *block) read(s []byte) {
	var word [4]uint32
	n, i := 0, 0
	for n < 4 && i < len(s) {
		h := uint32(2166136261)
		start := i
		for i < len(s) && s[i] != ' ' {
			h = (h ^ uint32(foldByte(s[i]))) * 16777619
			i++
		}
		if i > start {
			word[n] = h
			n++
		}
		i++
	}
	for k := range min(n, 3) {
		b.wordTokens[k] = word[k] ^ uint32(k+1)*0x9e3779b9
	}
	if n >= 2 {
		b.wordTokens[3] = b.wordTokens[0]*31 ^ b.wordTokens[1]
		h := uint32(2166136261)
		at := len(s) - 1
		for at > 0 && s[at-1] != ' ' {
			at--
		}
		for _, c := range s[at:] {
			h = (h ^ uint32(foldByte(c))) * 16777619
		}
		b.wordTokens[4] = h ^ 0x51ed27
	}
	b.opening = openingHash(s)
}

// maxTerms is how many words of a block are looked at one by one.
const maxTerms = 40

// appendTerms adds the hashes of the first words of s, letters only, in lower case.
func appendTerms(out []uint32, s string) []uint32 {
	h, n := uint32(2166136261), 0
	for i := 0; i < len(s) && n < maxTerms; i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= utf8.RuneSelf:
		default:
			if h != 2166136261 {
				out = append(out, h)
				h = 2166136261
				n++
			}
			continue
		}
		h = (h ^ uint32(c)) * 16777619
	}
	if h != 2166136261 && n < maxTerms {
		out = append(out, h)
	}
	return out
}

// foldByte makes letters small and digits one: "12 comments" reads like "7 comments".
func foldByte(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c >= '0' && c <= '9':
		return '0'
	}
	return c
}

// openingLength is how many letters and digits make an opening.
const openingLength = 16

// openingHash hashes the first letters and digits of s, lower case; 0 when there are too few.
func openingHash[T []byte | string](s T) uint64 {
	h := uint64(14695981039346656037)
	n := 0
	for i := 0; i < len(s) && n < openingLength; {
		if c := s[i]; c < utf8.RuneSelf {
			i++
			switch asciiClass[c] {
			case small, digit:
				h = (h ^ uint64(c)) * 1099511628211
				n++
			case capital:
				h = (h ^ uint64(c+'a'-'A')) * 1099511628211
				n++
			}
			continue
		}
		r, k := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		i += k
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			h = (h ^ uint64(unicode.ToLower(r))) * 1099511628211
			n++
		}
	}
	if n < openingLength {
		return 0
	}
	return h
}

func hashBytes(s []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range s {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// openings is the set of opening hashes at every word of a text, to ask in constant time
// whether a block's opening stands in it.
func openings(s string, limit int) hashSet {
	var set hashSet
	inWord := false
	for i, r := range s {
		if i > limit {
			break
		}
		w := unicode.IsLetter(r) || unicode.IsDigit(r)
		if w && (!inWord || r >= 0x3040) {
			if h := openingHash(s[i:min(len(s), i+8*openingLength)]); h != 0 {
				set.add(h)
			}
		}
		inWord = w
	}
	return set
}

// hashSet is a set of non-zero hashes. The zero value is empty.
type hashSet struct{ m map[uint64]struct{} }

// add puts h in and reports whether it was there.
func (s *hashSet) add(h uint64) bool {
	if s.m == nil {
		s.m = make(map[uint64]struct{}, 64)
	}
	if _, ok := s.m[h]; ok {
		return true
	}
	s.m[h] = struct{}{}
	return false
}

func (s *hashSet) has(h uint64) bool {
	_, ok := s.m[h]
	return ok
}
