package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Paragraphs returns the paragraphs of s, separated by one or more line breaks, trimmed; empty ones are left out.
func Paragraphs(s string) []Span {
	var out []Span
	for start := 0; start < len(s); {
		end := strings.IndexByte(s[start:], '\n')
		if end < 0 {
			end = len(s)
		} else {
			end += start
		}
		if p := (Span{start, end}).Trim(s); p.Len() > 0 {
			out = append(out, p)
		}
		start = end + 1
	}
	return out
}

// Sentences returns the sentences of s in order, trimmed; a paragraph break ends
// a sentence. A full stop ends one unless it follows a known abbreviation, an initial or
// stands between digits; closing quotation marks and brackets stay with the sentence they close.
func Sentences(s string) []Span {
	var out []Span
	for _, p := range Paragraphs(s) {
		out = appendSentences(out, s, p)
	}
	return out
}

func appendSentences(out []Span, s string, p Span) []Span {
	start := p.Start
	for i := p.Start; i < p.End; {
		r, n := utf8.DecodeRuneInString(s[i:p.End])
		if !terminal(r) {
			i += n
			continue
		}
		end := i + n
		for end < p.End { // further terminals, then closing marks
			r2, n2 := utf8.DecodeRuneInString(s[end:p.End])
			if !terminal(r2) && !closing(r2) {
				break
			}
			end += n2
		}
		if ends(s, p, start, i, end, r) {
			if q := (Span{start, end}).Trim(s); q.Len() > 0 {
				out = append(out, q)
			}
			start = end
		}
		i = end
	}
	if q := (Span{start, p.End}).Trim(s); q.Len() > 0 {
		out = append(out, q)
	}
	return out
}

func terminal(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '॥', '።':
		return true
	}
	return false
}

func closing(r rune) bool {
	switch r {
	case '"', '\'', '”', '’', '»', '›', ')', ']', '」', '』', '）', '】', '〉', '》':
		return true
	}
	return false
}

// ends decides whether the terminal r at i, whose marks run to end, closes the sentence begun at start.
func ends(s string, p Span, start, i, end int, r rune) bool {
	switch r {
	case '。', '！', '？', '؟', '۔', '।', '॥', '።':
		return true
	}
	if end >= p.End {
		return true
	}
	next, _ := utf8.DecodeRuneInString(s[end:])
	if !isSpace(next) {
		// A lost space after a full stop ("toll.Both sides") still ends a sentence.
		return r == '.' && end == i+1 && unicode.IsUpper(next) && lostSpace(s[start:i], s[end:p.End])
	}
	rest := strings.TrimLeftFunc(s[end:p.End], isSpace)
	first, _ := utf8.DecodeRuneInString(rest)
	if opensWith(rest) {
		return !(r == '.' && end == i+1 && abbreviated(s[start:i], rest))
	}
	return unicode.Is(unicode.Han, first)
}

// opensWith reports whether a sentence can begin with rest: a capital, a digit, an
// opening mark, or a letter of a script without case.
func opensWith(rest string) bool {
	for _, r := range rest {
		switch {
		case unicode.IsUpper(r), unicode.IsTitle(r), unicode.IsDigit(r):
			return true
		case unicode.IsLower(r):
			return false
		case unicode.IsLetter(r):
			return true
		case isSpace(r):
			return true
		}
	}
	return true
}

func lostSpace(before, after string) bool {
	w := lastWord(before)
	if utf8.RuneCountInString(w) < 3 {
		return false
	}
	for _, r := range w {
		if !unicode.IsLower(r) {
			return false
		}
	}
	j := strings.IndexFunc(after, func(r rune) bool { return !isWord(r) })
	return j < 0 || after[j] != '.' && after[j] != '/' && after[j] != '@'
}

func abbreviated(before, rest string) bool {
	w := lastWord(before)
	if w == "" {
		return false
	}
	r, n := utf8.DecodeRuneInString(w)
	if n == len(w) && unicode.IsUpper(r) { // an initial: "J. Smith"
		return true
	}
	if strings.Contains(w, ".") { // "U.S." goes on unless a plain sentence opener follows
		return !startsWithOpener(rest)
	}
	return abbreviations[strings.ToLower(w)]
}

func startsWithOpener(rest string) bool {
	i := strings.IndexFunc(rest, func(r rune) bool { return !isWord(r) })
	if i < 0 {
		i = len(rest)
	}
	return openers[rest[:i]]
}

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return isSpace(r) || r == '(' || r == '“' || r == '"' || r == '—' })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

var openers = set("The A An In On At It He She They We But And This That These Those For As If When While After Before There His Her Their Its")

// abbreviations are written with a full stop that ends no sentence before a capital or digit.
var abbreviations = set("mr mrs ms dr prof gen lt col sgt capt cpl maj adm gov sen rep hon rev fr st jr sr messrs no nos vol pp fig art cf al etc vs v inc ltd co corp dept est approx " +
	"jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun " +
	"e.g i.e u.s u.k u.n ca bzw ggf evtl nr str bd abs geb mme mlle sra sr srta dra ing lic núm av д г ул им т стр руб млн млрд тыс")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
