package text

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
)

// Token is a term of the search index with the bytes of the text it stands for.
type Token struct {
	Term string
	Span Span
}

// maxTerm is the longest term kept, in bytes; longer words are cut, in texts and in searches alike.
const maxTerm = 64

var bigrams = cjk.NewCJKBigramFilter(false)

// Tokens returns the terms of s for searching: words folded, scripts without spaces as
// overlapping pairs of characters. Texts and searches go through it alike.
func Tokens(s string) []Token {
	words := Words(s)
	out := make([]Token, 0, len(words))
	for i := 0; i < len(words); {
		w := words[i]
		r, _ := utf8.DecodeRuneInString(s[w.Start:])
		if !Unspaced(r) {
			if t := term(w.Of(s)); t != "" {
				out = append(out, Token{t, w})
			}
			i++
			continue
		}
		j := i + 1
		for j < len(words) && words[j].Start == words[j-1].End {
			if r, _ := utf8.DecodeRuneInString(s[words[j].Start:]); !Unspaced(r) {
				break
			}
			j++
		}
		out = appendPairs(out, s, words[i:j])
		i = j
	}
	return out
}

// appendPairs adds the overlapping pairs of a run of characters, or the one character.
func appendPairs(out []Token, s string, run []Span) []Token {
	var stream analysis.TokenStream
	for i, w := range run {
		stream = append(stream, &analysis.Token{Term: []byte(Fold(w.Of(s))), Start: w.Start, End: w.End, Position: i + 1, Type: analysis.Ideographic})
	}
	for _, t := range bigrams.Filter(stream) {
		if len(t.Term) > 0 {
			out = append(out, Token{string(t.Term), Span{t.Start, t.End}})
		}
	}
	return out
}

// term is a word as it is indexed: folded, without what joins its parts, plural and possessive 's dropped.
func term(w string) string {
	t := Fold(w)
	t = strings.TrimSuffix(t, "'s")
	t = strings.Map(func(r rune) rune {
		switch r {
		case '\'', '-', '.', ',', '٫', '٬', '·':
			return -1
		}
		return r
	}, t)
	if len(t) > maxTerm {
		t = strings.ToValidUTF8(t[:maxTerm], "")
	}
	return t
}
