package when

import (
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	markToken
)

// token is a run of letters, a run of digits or one other character.
type token struct {
	start, end int
	kind       tokenKind
	capital    bool // begins with an upper case letter
	space      bool // white space stands before it
	newline    bool // a line break stands before it
	mark       rune // of a markToken
	value      int  // of a numberToken; -1 when too long to be part of a date
	digits     int
	word       *entry // what the language's table says about it, or nil
}

// split cuts s into tokens and looks each word up.
func split(s string, look func(string) *entry) []token {
	out := make([]token, 0, len(s)/5+4)
	space, line := false, false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			space, line = true, line || r == '\n'
			i += n
			continue
		case text.Digit(r) >= 0:
			out = append(out, number(s, i))
		case isLetter(r):
			out = append(out, word(s, i, r, look))
		default:
			out = append(out, token{start: i, end: i + n, kind: markToken, mark: r})
		}
		t := &out[len(out)-1]
		t.space, t.newline = space, line
		space, line = false, false
		i = t.end
	}
	return out
}

func number(s string, i int) token {
	t := token{start: i, kind: numberToken}
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		d := text.Digit(r)
		if d < 0 {
			break
		}
		if t.digits < 17 {
			t.value = t.value*10 + d
		}
		t.digits++
		i += n
	}
	if t.digits > 17 {
		t.value = -1
	}
	t.end = i
	return t
}

func word(s string, i int, first rune, look func(string) *entry) token {
	t := token{start: i, kind: wordToken, capital: unicode.IsUpper(first)}
	if text.Unspaced(first) {
		t.end = i + utf8.RuneLen(first)
		t.word = look(s[t.start:t.end])
		return t
	}
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if c|32 < 'a' || c|32 > 'z' {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isLetter(r) || text.Unspaced(r) {
			break
		}
		i += n
	}
	t.end = i
	t.word = look(s[t.start:t.end])
	return t
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|32 >= 'a' && r|32 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '\u200c' || r == '\u200d'
}
