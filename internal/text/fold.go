package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as it is compared: compatibility-normalised, lower case, without
// accents and other marks, with the Arabic-script letters that are typed
// interchangeably (yeh, kaf, heh, alef) made one, local digits made ASCII, and
// curly quotation marks straight. The result has no fixed relation to offsets in s.
func Fold(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	ascii := isASCII(s)
	if !ascii {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		if r < utf8.RuneSelf {
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
			continue
		}
		if unicode.Is(unicode.Mn, r) && !keepMark(r) {
			continue
		}
		if d := Digit(r); d >= 0 {
			b.WriteByte(byte('0' + d))
			continue
		}
		if f, ok := folded[r]; ok {
			b.WriteString(f)
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// keepMark tells the marks that spell a word from those that only decorate it:
// vowel signs of the Indic scripts, Thai and kana voicing stay.
func keepMark(r rune) bool {
	return r >= 0x0900 && r <= 0x0dff || r >= 0x0e00 && r <= 0x0eff || r == 0x3099 || r == 0x309a
}

// Digit returns the value of a decimal digit in any script, or -1.
func Digit(r rune) int {
	if r >= '0' && r <= '9' {
		return int(r - '0')
	}
	if r < 0x0660 || !unicode.Is(unicode.Nd, r) {
		return -1
	}
	// Decimal digits stand in runs of ten that begin at a digit zero.
	for _, rg := range unicode.Nd.R16 {
		if uint16(r) >= rg.Lo && r <= 0xffff && uint16(r) <= rg.Hi {
			return int(uint16(r)-rg.Lo) % 10
		}
	}
	for _, rg := range unicode.Nd.R32 {
		if uint32(r) >= rg.Lo && uint32(r) <= rg.Hi {
			return int(uint32(r)-rg.Lo) % 10
		}
	}
	return -1
}

var folded = map[rune]string{
	'ي': "ی", 'ى': "ی", 'ې': "ی", 'ۍ': "ی", 'ئ': "ی", 'ك': "ک", 'ة': "ه", 'ۀ': "ه", 'ھ': "ه", 'ہ': "ه", 'ۂ': "ه", 'ە': "ه",
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ؤ': "و", 'ـ': "", '\u200c': "", '\u200d': "", '\u00ad': "", '\ufeff': "",
	'’': "'", '‘': "'", 'ʼ': "'", '“': "\"", '”': "\"", '«': "\"", '»': "\"", '„': "\"", '‐': "-", '‑': "-", '–': "-", '—': "-",
	'ß': "ss", 'æ': "ae", 'ø': "o", 'đ': "d", 'ł': "l", 'ı': "i", 'œ': "oe", 'þ': "th", 'ð': "d",
	'Æ': "ae", 'Ø': "o", 'Đ': "d", 'Ł': "l", 'Œ': "oe", 'Þ': "th", 'Ð': "d",
}

func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
