package mention

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// Skeleton reduces a name to the consonants it sounds like, word by word, so that
// the same name written in Latin, Arabic, Cyrillic or Devanagari script mostly gives the same key:
// vowels, doubled letters and a final h go, b and p are one, a vowel at the start is "a", v and w
// count only at the start. Names in other scripts give "". A key of fewer than three letters says too little to join by.
func Skeleton(name string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(text.Fold(name), func(r rune) bool { return r == ' ' || isHyphen(r) || r == '/' }) {
		if articleWords[w] {
			continue
		}
		n := b.Len()
		if n > 0 {
			b.WriteByte(' ')
		}
		m := b.Len()
		appendSkeleton(&b, w)
		if b.Len() == m && n > 0 {
			s := b.String()[:n]
			b.Reset()
			b.WriteString(s)
		}
	}
	return b.String()
}

var articleWords = words("al el ul ur as ad the of i e de la the")

// appendSkeleton writes the key of one folded word.
func appendSkeleton(b *strings.Builder, w string) {
	if rest, ok := strings.CutPrefix(w, "ال"); ok && len(rest) >= 6 { // the Arabic article
		w = rest
	}
	w = strings.TrimSuffix(w, "'s")
	var last byte
	r := []rune(w)
	for i := 0; i < len(r); {
		c, n := sound(r, i)
		first := i == 0
		i += n
		switch {
		case c == 0:
			continue
		case c == 'a' || c == 'v':
			if first {
				b.WriteByte(c)
			}
			last = 0
			continue
		case c == 'h' && i >= len(r):
			continue
		case c != last:
			b.WriteByte(c)
		}
		last = c
	}
}

// sound is the letter of the key for the letters of r at i, and how many they are.
func sound(r []rune, i int) (byte, int) {
	if r[i] >= 'a' && r[i] <= 'z' {
		return latinSound(r, i)
	}
	if r[i] == 'д' && i+1 < len(r) && r[i+1] == 'ж' {
		return 'j', 2
	}
	return otherSounds[r[i]], 1
}

func latinSound(r []rune, i int) (byte, int) {
	next := func(k int) rune {
		if i+k < len(r) {
			return r[i+k]
		}
		return 0
	}
	switch c := r[i]; c {
	case 's':
		if next(1) == 'c' && next(2) == 'h' {
			return 'x', 3
		}
		if next(1) == 'h' {
			return 'x', 2
		}
		return 's', 1
	case 'c':
		switch next(1) {
		case 'h':
			return 'c', 2
		case 'e', 'i', 'y':
			return 's', 1
		case 'k':
			return 'k', 2
		}
		return 'k', 1
	case 't':
		if next(1) == 'c' && next(2) == 'h' {
			return 'c', 3
		}
		if next(1) == 'h' {
			return 't', 2
		}
		return 't', 1
	case 'k':
		if next(1) == 'h' {
			return 'h', 2
		}
		return 'k', 1
	case 'd':
		if next(1) == 'j' {
			return 'j', 2
		}
		if next(1) == 'z' && next(2) == 'h' {
			return 'j', 3
		}
		return aspirate('d', next(1))
	case 'g':
		return aspirate('g', next(1))
	case 'b':
		return aspirate('b', next(1))
	case 'p':
		if next(1) == 'h' {
			return 'f', 2
		}
		return 'b', 1
	case 'z':
		if next(1) == 'h' {
			return 'j', 2
		}
		return 'z', 1
	case 'q':
		return 'k', 1
	case 'x':
		return 'k', 1
	case 'v', 'w':
		return 'v', 1
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return 'a', 1
	default:
		return byte(c), 1
	}
}

func aspirate(c byte, next rune) (byte, int) {
	if next == 'h' {
		return c, 2
	}
	return c, 1
}

// otherSounds are the letters of the other scripts, as text.Fold leaves them; letters that are missing have no sound.
var otherSounds = sounds(
	sameSound{'a', "اعیыаеиоуэюяёіїєйअआइईउऊएऐओऔऋ"},
	sameSound{'v', "وवвў"},
	sameSound{'b', "بپбпबपभ"},
	sameSound{'t', "تطтतटथठ"},
	sameSound{'s', "سصثсцस"},
	sameSound{'j', "جژжजझ"},
	sameSound{'c', "چчचछ"},
	sameSound{'h', "حخهхखह"},
	sameSound{'d', "دдदडधढ"},
	sameSound{'z', "ذزضظз"},
	sameSound{'r', "رړڑрर"},
	sameSound{'x', "شшщशष"},
	sameSound{'g', "غگгґगघ"},
	sameSound{'f', "فфफ"},
	sameSound{'k', "قکкक"},
	sameSound{'l', "لлल"},
	sameSound{'m', "مмम"},
	sameSound{'n', "نںнनणङञं"},
)

type sameSound struct {
	key     byte
	letters string
}

func sounds(list ...sameSound) map[rune]byte {
	m := map[rune]byte{}
	for _, s := range list {
		for _, r := range s.letters {
			m[r] = s.key
		}
	}
	return m
}
