package reuse

import (
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/sketch"
	"github.com/parley-news/parley/internal/text"
)

// maxQuoteWords bounds a quotation whose closing mark is found; a longer stretch between two
// marks is taken for two lost ones.
const (
	maxQuoteBytes  = 1500
	maxSingleBytes = 400
)

// quotations returns the stretches of s between quotation marks, in order: “ ”, " ", « », „ “,
// 「 」 and single marks where they cannot be apostrophes. A directed mark that is never closed quotes
// to the end of its paragraph, as speech that runs over several paragraphs does.
func quotations(s string) []text.Span {
	var out []text.Span
	for _, p := range text.Paragraphs(s) {
		for i := p.Start; i < p.End; {
			r, n := utf8.DecodeRuneInString(s[i:p.End])
			end := -1
			if opens(s, p.Start, i, r) {
				end = closeOf(s[:p.End], i+n, r)
			}
			if end < 0 {
				i += n
				continue
			}
			out = append(out, text.Span{Start: i, End: end})
			i = end
		}
	}
	return out
}

// opens reports whether the mark r at i begins a quotation.
func opens(s string, start, i int, r rune) bool {
	switch r {
	case '“', '„', '«', '「', '『':
		return true
	case '»', '"', '‘', '\'', '‚':
		_, n := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		if unicode.IsSpace(next) || next == utf8.RuneError {
			return false
		}
		prev, _ := utf8.DecodeLastRuneInString(s[start:i])
		return i == start || unicode.IsSpace(prev) || prev == '(' || prev == '[' || prev == '—' || prev == '–'
	}
	return false
}

// closeOf returns the offset after the mark that closes a quotation opened by r, or -1 when nothing does.
func closeOf(s string, from int, r rune) int {
	limit := min(len(s), from+maxQuoteBytes)
	single := r == '‘' || r == '\'' || r == '‚'
	if single {
		limit = min(len(s), from+maxSingleBytes)
	}
	for i := from; i < limit; {
		c, n := utf8.DecodeRuneInString(s[i:])
		if closes(r, c) && (!single || endsSingle(s, i, n)) {
			return i + n
		}
		i += n
	}
	if limit == len(s) && (r == '“' || r == '„' || r == '«') {
		return len(s)
	}
	return -1
}

func closes(opener, r rune) bool {
	switch opener {
	case '“':
		return r == '”' || r == '"'
	case '„':
		return r == '“' || r == '”' || r == '"'
	case '«':
		return r == '»'
	case '»':
		return r == '«'
	case '「':
		return r == '」'
	case '『':
		return r == '』'
	case '"':
		return r == '"' || r == '”'
	}
	return r == '’' || r == '\'' || opener == '‚' && r == '‘'
}

// endsSingle tells a closing single mark from an apostrophe: something stands before it and no letter after it.
func endsSingle(s string, i, n int) bool {
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	next, _ := utf8.DecodeRuneInString(s[i+n:])
	return !unicode.IsSpace(prev) && !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// quotedWords tells for each word whether it stands inside a quotation, and how many do not.
func quotedWords(s string, words []sketch.Word) (quoted []bool, free int) {
	quoted = make([]bool, len(words))
	quotes := quotations(s)
	k := 0
	for i, w := range words {
		for k < len(quotes) && quotes[k].End <= w.Span.Start {
			k++
		}
		quoted[i] = k < len(quotes) && quotes[k].Contains(w.Span)
		if !quoted[i] {
			free++
		}
	}
	return quoted, free
}
