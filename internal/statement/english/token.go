// Package english finds in English text who says what: the spans of sources, cues
// and contents, each cue with its own. Start with Read and Models.Attributions.
//
// It knows words and syntax only; what the spans mean is left to package statement.
// Reading is linear in the length of the text, whatever the text is.
package english

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// Token is a word, a clitic ("’s", "n’t"), a number or a mark.
type Token struct {
	Span      text.Span
	Tag       Tag
	Kind      Kind
	Mark      Mark
	Quote     int32 // number of the quotation it stands in, marks included; 0 outside
	Sentence  int32 // index into Text.Sentences
	Paragraph int32

	form  uint32 // hash of the lower-cased word, numbers as one
	lemma uint32 // hash of the word without its ending
	shape uint32
	tail  [3]uint32 // hashes of the last two, three and four letters
	first uint32    // first letter
	head  int32     // index of the token it depends on, -1 for none
	cue   uint8     // how often words like it are cues: 0 seldom … 4 mostly
}

// Kind says what a token is made of.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota
	Number      // begins with a digit
	Comma
	Stop // ends a sentence
	Quotation
	Other // other marks
)

// Mark says what a quotation mark does.
type Mark uint8

// The marks.
const (
	None Mark = iota
	Open
	Close
)

// tokenize splits s into tokens; only spans and kinds are set.
func tokenize(s string) []Token {
	out := make([]Token, 0, len(s)/5+1)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case isSpace(r):
			i += n
		case isLetter(r) || isDigit(r) || (r == '@' || r == '#' || r == '$') && startsWord(s[i+n:]):
			end := wordEnd(s, i+n)
			out = appendWord(out, s, text.Span{Start: i, End: end})
			i = out[len(out)-1].Span.End
		default:
			end := i + n
			if r == '.' && strings.HasPrefix(s[end:], "..") || r == '-' && strings.HasPrefix(s[end:], "-") {
				for end < len(s) && s[end] == s[i] && end-i < 3 {
					end++
				}
			}
			out = append(out, Token{Span: text.Span{Start: i, End: end}, Kind: kindOfMark(r)})
			i = end
		}
	}
	return out
}

func kindOfMark(r rune) Kind {
	switch r {
	case ',':
		return Comma
	case '.', '!', '?', '…':
		return Stop
	case '"', '“', '”', '„', '«', '»', '‘', '’', '‹', '›', '‟':
		return Quotation
	}
	return Other
}

// wordEnd returns where the word ends that has begun before i.
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case isLetter(r) || isDigit(r) || r == '_':
			i += n
			continue
		case !joinsWord(r) || i+n >= len(s):
			return i
		}
		prev, _ := utf8.DecodeLastRuneInString(s[:i])
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		switch {
		case !isLetter(next) && !isDigit(next):
			return i
		case r == ',' && !(isDigit(prev) && isDigit(next)):
			return i
		case r == '.' && unicode.IsLower(prev) && unicode.IsUpper(next): // a lost space
			return i
		}
		i += n
	}
	return i
}

func joinsWord(r rune) bool {
	switch r {
	case '-', '\'', '’', '.', ',', '&', '/':
		return true
	}
	return false
}

// appendWord adds the word at w, with the full stop of an abbreviation, its clitic split off.
func appendWord(out []Token, s string, w text.Span) []Token {
	word := w.Of(s)
	kind := Word
	if c := word[0]; c >= '0' && c <= '9' || (c == '$' && len(word) > 1 && word[1] >= '0' && word[1] <= '9') {
		kind = Number
	}
	if strings.HasPrefix(s[w.End:], ".") && isAbbreviation(word, s[w.End:]) {
		w.End++
		return append(out, Token{Span: w, Kind: kind})
	}
	cut := cliticLen(word)
	if cut == 0 || cut >= len(word) {
		return append(out, Token{Span: w, Kind: kind})
	}
	at := w.End - cut
	return append(out, Token{Span: text.Span{Start: w.Start, End: at}, Kind: kind}, Token{Span: text.Span{Start: at, End: w.End}})
}

// cliticLen is how many bytes at the end of word are a clitic: "n't", "'s", "'re", …
func cliticLen(word string) int {
	i := strings.LastIndexAny(word, "'’")
	if i <= 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(word[i:])
	end := word[i+n:]
	if len(end) == 0 || len(end) > 2 {
		return 0
	}
	switch lower2(end) {
	case "s", "d", "m", "re", "ve", "ll":
		return len(word) - i
	case "t":
		if c := word[i-1]; (c == 'n' || c == 'N') && i > 1 {
			return len(word) - i + 1
		}
	}
	return 0
}

func lower2(s string) string {
	if s[0] >= 'a' && s[len(s)-1] >= 'a' {
		return s
	}
	return strings.ToLower(s)
}

// isAbbreviation reports whether the full stop between word and rest belongs to the word.
func isAbbreviation(word, rest string) bool {
	capital := word[0] >= 'A' && word[0] <= 'Z'
	switch {
	case len(word) == 1:
		return capital && word != "I"
	case len(word) > 6:
		return false
	case strings.EqualFold(word, "no"):
		return len(rest) > 2 && rest[1] == ' ' && rest[2] >= '0' && rest[2] <= '9'
	case capital:
		return abbreviations[strings.ToLower(word)]
	}
	return smallAbbreviations[word]
}

var (
	abbreviations      = wordSet("mr mrs ms dr sen rep gov gen lt col sgt capt st jr sr u.s u.k u.n d.c vs inc corp co ltd jan feb mar apr jun jul aug sep sept oct nov dec ga fla calif mass pa va md tex ill mich ariz colo conn wis minn tenn ala ark nev ore wash prof rev hon adm maj cmdr supt pres v a.m p.m i.e e.g ph.d m.d n.c s.c n.y n.j n.h n.d s.d w.va")
	smallAbbreviations = wordSet("vs etc a.m p.m i.e e.g")
)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isLetter(r) || isDigit(r)
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r)
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r)
}

func isDigit(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9'
	}
	return unicode.IsDigit(r)
}
