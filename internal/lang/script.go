package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The sample is the text's beginning and parts of its middle and end, so that a foreign
// quotation at the top does not decide. The sizes are for speed; they were not varied.
const (
	headBytes = 6 << 10
	partBytes = 1 << 10
)

func sample(s string) string {
	if len(s) <= headBytes+2*partBytes {
		return s
	}
	mid := len(s) / 2
	return cut(s, 0, headBytes) + " " + cut(s, mid, mid+partBytes) + " " + cut(s, len(s)-partBytes, len(s))
}

// cut is s[i:j] at character borders.
func cut(s string, i, j int) string {
	for i < j && !utf8.RuneStart(s[i]) {
		i++
	}
	for j < len(s) && j > i && !utf8.RuneStart(s[j]) {
		j--
	}
	return s[i:j]
}

// script groups languages that are told apart by words.
type script uint8

const (
	none script = iota
	latin
	cyrillic
	arabic
	devanagari
	bengali
	han
	hangul
	kana
	hebrew
	greek
	thai
	armenian
	georgian
	tamil
	telugu
	gujarati
	gurmukhi
	kannada
	malayalam
	sinhala
	lao
	khmer
	burmese
	ethiopic
	oriya
	tibetan
	thaana
	scripts
)

// alone names the language of a script that serves one.
var alone = [scripts]string{
	hangul: "ko", kana: "ja", greek: "el", thai: "th", armenian: "hy", georgian: "ka", tamil: "ta", telugu: "te", gujarati: "gu", gurmukhi: "pa", kannada: "kn", malayalam: "ml",
	sinhala: "si", lao: "lo", khmer: "km", burmese: "my", ethiopic: "am", oriya: "or", tibetan: "bo", thaana: "dv", hebrew: "he",
}

// ranges are the scripts' blocks in ascending order.
var ranges = []struct {
	lo, hi rune
	script script
}{
	{0x00c0, 0x024f, latin}, {0x0370, 0x03ff, greek}, {0x0400, 0x052f, cyrillic}, {0x0531, 0x058a, armenian}, {0x0590, 0x05ff, hebrew}, {0x0600, 0x06ff, arabic}, {0x0750, 0x077f, arabic},
	{0x0780, 0x07bf, thaana}, {0x08a0, 0x08ff, arabic}, {0x0900, 0x097f, devanagari}, {0x0980, 0x09ff, bengali}, {0x0a00, 0x0a7f, gurmukhi}, {0x0a80, 0x0aff, gujarati}, {0x0b00, 0x0b7f, oriya},
	{0x0b80, 0x0bff, tamil}, {0x0c00, 0x0c7f, telugu}, {0x0c80, 0x0cff, kannada}, {0x0d00, 0x0d7f, malayalam}, {0x0d80, 0x0dff, sinhala}, {0x0e00, 0x0e7f, thai}, {0x0e80, 0x0eff, lao},
	{0x0f00, 0x0fff, tibetan}, {0x1000, 0x109f, burmese}, {0x10a0, 0x10ff, georgian}, {0x1100, 0x11ff, hangul}, {0x1200, 0x137f, ethiopic}, {0x1780, 0x17ff, khmer}, {0x1c90, 0x1cbf, georgian},
	{0x1e00, 0x1eff, latin}, {0x1f00, 0x1fff, greek}, {0x3040, 0x30ff, kana}, {0x3400, 0x9fff, han}, {0xac00, 0xd7af, hangul}, {0xf900, 0xfaff, han}, {0xfb50, 0xfdff, arabic}, {0xfe70, 0xfeff, arabic},
}

func scriptOf(r rune) script {
	lo, hi := 0, len(ranges)
	for lo < hi {
		mid := (lo + hi) / 2
		if r > ranges[mid].hi {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(ranges) && r >= ranges[lo].lo && (unicode.IsLetter(r) || unicode.Is(unicode.M, r)) {
		return ranges[lo].script
	}
	return none
}

// counts are the letters of a sample by script, and what tells Chinese from Japanese.
type counts struct {
	by          [scripts]int
	traditional int
	simplified  int
}

func countScripts(s string) counts {
	var c counts
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			if b|32 >= 'a' && b|32 <= 'z' {
				c.by[latin]++
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		k := scriptOf(r)
		if k == none {
			continue
		}
		c.by[k]++
		if k == han && strings.ContainsRune("個們這說國會來對時發為與學無過開關門東車見長馬", r) {
			c.traditional++
		} else if k == han && strings.ContainsRune("个们这说国会来对时发为与学无过开关门东车见长马", r) {
			c.simplified++
		}
	}
	return c
}

// main is the script that most letters belong to. A letter of a script that writes whole
// syllables or words counts for more than one of an alphabet.
func (c *counts) main() script {
	best, top := none, 0
	for k := latin; k < scripts; k++ {
		n := c.by[k]
		switch k {
		case han, hangul:
			n *= 3
		case kana:
			continue
		}
		if n > top {
			best, top = k, n
		}
	}
	if k := c.by[kana]; k*3 > top && c.by[han] == 0 {
		return han
	}
	return best
}

func (c *counts) eastAsian(hint string) string {
	switch {
	case c.by[kana]*12 > c.by[han]:
		return "ja"
	case c.by[hangul]*4 > c.by[han]:
		return "ko"
	case c.by[han] < 4 && (hint == "ja" || hint == "zh"):
		return hint
	}
	return "zh"
}
