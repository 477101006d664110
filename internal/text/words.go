package text

import (
	"unicode"
	"unicode/utf8"
)

// Words returns the words of s in order: runs of letters, marks and digits, with
// an apostrophe, hyphen or dot kept where it joins two of them ("don't",
// "Tehrik-i-Taliban", "U.S", "1,640"). Each Han, kana, Thai, Lao, Khmer or Burmese character is a
// word of its own, since those scripts write no spaces.
func Words(s string) []Span {
	out := make([]Span, 0, len(s)/6+1)
	start := -1
	var prev rune
	for i, r := range s {
		switch {
		case Unspaced(r):
			if start >= 0 {
				out = append(out, Span{start, i})
				start = -1
			}
			out = append(out, Span{i, i + utf8.RuneLen(r)})
		case isWord(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && joins(r) && isWord(prev) && joinsNext(s[i+utf8.RuneLen(r):], r, prev):
		case start >= 0:
			out = append(out, Span{start, i})
			start = -1
		}
		prev = r
	}
	if start >= 0 {
		out = append(out, Span{start, len(s)})
	}
	return out
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '\u200c' || r == '\u200d'
}

func joins(r rune) bool {
	switch r {
	case '\'', '’', '-', '‐', '‑', '.', ',', '٫', '٬', '·':
		return true
	}
	return false
}

// joinsNext decides on a joiner between prev and rest: commas and decimal marks
// join digits only, dots join digits or single letters ("U.S."), the others join letters.
func joinsNext(rest string, joiner, prev rune) bool {
	r, n := utf8.DecodeRuneInString(rest)
	if !isWord(r) || Unspaced(r) {
		return false
	}
	switch joiner {
	case ',', '٫', '٬':
		return unicode.IsDigit(prev) && unicode.IsDigit(r)
	case '.':
		if unicode.IsDigit(prev) || unicode.IsDigit(r) {
			return unicode.IsDigit(prev) && unicode.IsDigit(r)
		}
		next, _ := utf8.DecodeRuneInString(rest[n:])
		return unicode.IsUpper(prev) && unicode.IsUpper(r) && !isWord(next)
	}
	return true
}

// Unspaced reports whether r belongs to a script that is written without spaces between words.
func Unspaced(r rune) bool {
	if r < 0x0e00 {
		return false
	}
	return r >= 0x3040 && r <= 0x30ff && r != '・' || // kana
		r >= 0x3400 && r <= 0x4dbf || r >= 0x4e00 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff || // Han
		r >= 0x20000 && r <= 0x3ffff ||
		r >= 0x0e00 && r <= 0x0eff && isWord(r) || // Thai, Lao
		r >= 0x1780 && r <= 0x17ff && isWord(r) || // Khmer
		r >= 0x1000 && r <= 0x109f && isWord(r) // Burmese
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r)
}
