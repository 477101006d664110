package english

import (
	"unicode"
	"unicode/utf8"
)

// read fills the hashes of a token from its word.
func (t *Token) read(word string) {
	var buf [64]rune
	letters := buf[:0]
	var shape, last uint32
	digit := false
	for _, r := range word {
		c := r
		class := uint32(r)
		switch {
		case r < utf8.RuneSelf && r >= 'a' && r <= 'z':
			class = 1
		case r < utf8.RuneSelf && r >= 'A' && r <= 'Z':
			class, c = 2, r+'a'-'A'
		case r >= '0' && r <= '9':
			class, digit = 3, true
		case r == '’' || r == '‘':
			c = '\''
		case r == '“' || r == '”':
			c = '"'
		case unicode.IsUpper(r):
			class, c = 2, unicode.ToLower(r)
		case unicode.IsLower(r):
			class = 1
		}
		if class != last {
			shape = shape*31 + class + 7
			last = class
		}
		if len(letters) < cap(buf) {
			letters = append(letters, c)
		}
	}
	t.shape = shape
	t.form = hashRunes(letters)
	t.lemma = t.form
	t.first = 0
	if len(letters) > 0 {
		t.first = uint32(letters[0])
	}
	for k := range t.tail {
		t.tail[k] = hashRunes(letters[max(0, len(letters)-k-2):])
	}
	if digit {
		t.form = 11
		if len(letters) == 4 {
			t.form = 12
		}
		t.lemma = t.form
		return
	}
	if t.Kind == Word {
		t.lemma = lemmaOf(letters, t.form)
	}
}

func hashRunes(rs []rune) uint32 {
	h := uint32(2166136261)
	for _, r := range rs {
		h = (h ^ uint32(r)) * 16777619
	}
	return h ^ h>>15
}

func hashWord(w string) uint32 {
	h := uint32(2166136261)
	for _, r := range w {
		h = (h ^ uint32(r)) * 16777619
	}
	return h ^ h>>15
}

// lemmaOf is the hash of the word without its ending, the same for most forms of a verb.
func lemmaOf(w []rune, form uint32) uint32 {
	if base, ok := irregular[form]; ok {
		return base
	}
	for _, end := range endings {
		if len(w) > len(end)+3 && hasEnd(w, end) {
			return hashRunes(w[:len(w)-len(end)])
		}
	}
	if len(w) > 2 && w[len(w)-1] == 'e' {
		return hashRunes(w[:len(w)-1])
	}
	return form
}

var endings = [][]rune{[]rune("ing"), []rune("ied"), []rune("ies"), []rune("ed"), []rune("es"), []rune("s"), []rune("y")}

func hasEnd(w, end []rune) bool {
	at := len(w) - len(end)
	for i, r := range end {
		if w[at+i] != r {
			return false
		}
	}
	return true
}

var irregular = func() map[uint32]uint32 {
	m := map[uint32]uint32{}
	for _, line := range [][]string{
		{"say", "said", "says", "saying"}, {"tell", "told", "tells", "telling"}, {"think", "thinks", "thought", "thinking"},
		{"writ", "write", "wrote", "writes", "writing", "written"}, {"know", "knew", "knows", "known"}, {"deny", "denied", "denies", "denying"},
		{"be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re"}, {"have", "has", "had", "having", "'ve"}, {"do", "does", "did", "done"},
		{"mak", "make", "made", "makes", "making"}, {"giv", "give", "gave", "given", "gives"}, {"tak", "take", "took", "taken", "takes"},
		{"see", "saw", "seen", "sees", "seeing"}, {"find", "found", "finds"}, {"feel", "felt", "feels"}, {"hear", "heard", "hears"},
		{"hold", "held", "holds"}, {"speak", "spoke", "spoken", "speaks"}, {"swear", "swore", "sworn"}, {"show", "showed", "shown", "shows"},
		{"ask", "asks", "asked"}, {"go", "goes", "went", "gone"}, {"come", "came", "comes"}, {"read", "reads"}, {"mean", "meant", "means"},
		{"claim", "claims", "claimed"}, {"quip", "quipped", "quips"}, {"argu", "argue", "argued", "argues", "arguing"}, {"add", "adds", "added"},
	} {
		for _, w := range line[1:] {
			m[hashWord(w)] = hashWord(line[0])
		}
	}
	return m
}()
