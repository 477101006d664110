package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// shape says how a token is written.
type shape uint8

const (
	capital  shape = 1 << iota // begins with a capital letter
	acronym                    // two or more capitals and nothing else but digits
	digits                     // begins with a digit
	caseless                   // of a script without case
	split                      // stands for part of a hyphenated word
	hyphened                   // capitalised on both sides of a hyphen
)

// glue says what stands between a token and the one before it.
type glue uint8

const (
	apart     glue = iota // punctuation, a line break, or nothing before
	spaced                // white space on one line
	dotted                // a full stop and a space: "Gen. X"
	bracketed             // a space and an opening bracket
)

// token is one word with what later passes ask of it. low is lower-cased, not folded.
type token struct {
	span  text.Span
	low   string
	class class
	shape shape
	glue  glue
	first bool // may owe its capital to its place: begins a sentence, quotation or list item
	owner bool // possessive: "X's"; span is without the ending
	tail  bool // followed in the same word by lower case: the "X" of "X-backed"
	seen  int  // index into the evidence of the article, for capitalised words
}

func (t *token) is(c class) bool      { return t.class&c != 0 }
func (t *token) written(s shape) bool { return t.shape&s != 0 }

// tokenize splits s into tokens. Hyphenated words are reduced to what of them can be a name.
func tokenize(s, lang string) []token {
	words := text.Words(s)
	sentences := text.Sentences(s)
	out := make([]token, 0, len(words))
	prev, next := 0, 0
	for _, w := range words {
		first := false
		for next < len(sentences) && sentences[next].Start <= w.Start {
			first = true
			next++
		}
		t := token{span: w, first: first}
		gap := s[prev:w.Start]
		t.glue = glueOf(gap)
		if !t.first && opensAfter(gap) {
			t.first = true
		}
		prev = w.End
		t.read(s, lang)
		out = append(out, t)
	}
	return out
}

func glueOf(gap string) glue {
	switch gap {
	case " ":
		return spaced
	case ". ":
		return dotted
	case " (", " [":
		return bracketed
	case "":
		return apart
	}
	for _, r := range gap {
		if r == '\n' || !unicode.IsSpace(r) {
			return apart
		}
	}
	return spaced
}

// opensAfter reports whether the gap ends with a mark after which a sentence may begin.
func opensAfter(gap string) bool {
	for _, r := range gap {
		switch r {
		case '“', '"', '«', '„', '‘', ':', '\n', '•', '–', '—', '·', '|', '>', '…':
			return true
		case '\'':
			return true
		}
	}
	return false
}

// read fills shape, low and class from the word's letters, narrowing the span to the part that can be a name.
func (t *token) read(s, lang string) {
	w := t.span.Of(s)
	if strings.IndexByte(w, '-') > 0 || strings.ContainsRune(w, '‑') || strings.ContainsRune(w, '‐') {
		w = t.narrow(w)
	}
	r, _ := utf8.DecodeRuneInString(w)
	switch {
	case r < utf8.RuneSelf && r >= 'a' && r <= 'z':
		if t.written(capital) { // "al-Hamid"
			w = t.stripPossessive(w)
		}
		t.low = w
		if !isLower(w) {
			t.low = strings.ToLower(w)
		}
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		t.shape |= capital
		w = t.stripPossessive(w)
		t.low = strings.ToLower(w)
		if allCaps(w) {
			t.shape |= acronym
		}
	case text.Digit(r) >= 0:
		t.shape |= digits
		t.low = w
	case unicode.IsLower(r):
		t.low = strings.ToLower(w)
	default:
		t.shape |= caseless
		t.low = w
	}
	t.class = classIn(t.low, lang)
}

func isLower(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] >= 'A' && w[i] <= 'Z' || w[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// allCaps reports whether w is two or more capitals, with digits, dots and a plural "s" allowed.
func allCaps(w string) bool {
	n := 0
	for i, r := range w {
		switch {
		case unicode.IsUpper(r):
			n++
		case r == '.' || r == '&' || unicode.IsDigit(r):
		case r == 's' && i == len(w)-1 && n >= 2:
		default:
			return false
		}
	}
	return n >= 2
}

// stripPossessive takes "'s" off a capitalised word and marks it as an owner.
func (t *token) stripPossessive(w string) string {
	for _, end := range []string{"’s", "'s", "’S", "'S"} {
		if rest, ok := strings.CutSuffix(w, end); ok && rest != "" {
			t.owner = true
			t.span.End -= len(end)
			return rest
		}
	}
	return w
}

// narrow finds in a hyphenated word the part that can be a name: "US" of
// "US-backed", "Karsund" of "anti-Karsund"; all of "Tehrik-i-Lusava" and "al-Hamid".
func (t *token) narrow(w string) string {
	parts := strings.FieldsFunc(w, isHyphen)
	if len(parts) < 2 {
		return w
	}
	if !isCapital(parts[0]) {
		if !isCapital(parts[len(parts)-1]) || classOf(parts[0])&plainHead == 0 {
			if isCapital(parts[len(parts)-1]) && len(parts[0]) <= 4 { // "al-Hamid"
				t.shape |= capital
			}
			return w
		}
		cut := strings.IndexFunc(w, isHyphen)
		_, n := utf8.DecodeRuneInString(w[cut:])
		t.span.Start += cut + n
		t.shape |= split
		t.first = false
		if rest := w[cut+n:]; strings.ContainsFunc(rest, isHyphen) {
			return t.narrow(rest)
		}
		return w[cut+n:]
	}
	last := parts[len(parts)-1]
	if isCapital(last) {
		if len(parts) == 2 || isCapital(parts[1]) {
			t.shape |= hyphened
		}
		return w
	}
	if len(parts) == 2 && len(last) <= 3 && classOf(last)&plainTail == 0 { // "Jong-un"
		return w
	}
	if len(parts) == 3 && isCapital(parts[1]) && !isCapital(last) {
		t.shape |= hyphened
	}
	n := len(w)
	for n > 0 && !isCapital(lastPart(w[:n])) {
		n = strings.LastIndexFunc(w[:n], isHyphen)
	}
	if n <= 0 {
		return w
	}
	t.tail = true
	t.span.End = t.span.Start + n
	return w[:n]
}

func lastPart(w string) string {
	i := strings.LastIndexFunc(w, isHyphen)
	if i < 0 {
		return w
	}
	_, n := utf8.DecodeRuneInString(w[i:])
	return w[i+n:]
}

func isHyphen(r rune) bool { return r == '-' || r == '‑' || r == '‐' }

func isCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}
