package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// maxQuotationBytes bounds a quotation whose closing mark stands far off: beyond it the opening mark was a stray one.
const maxQuotationBytes = 4000

// quotations finds the words in quotation marks, marks left out. A quotation that
// goes on over paragraphs, each opened again, is one mention per paragraph. Of nested quotations the outer one is given.
func quotations(body string) []Mention {
	var out []Mention
	budget := 8*len(body) + maxQuotationBytes // a text full of stray opening marks must not cost more than its length
	paras := text.Paragraphs(body)
	for i, p := range paras {
		goesOn := ""
		if i+1 < len(paras) {
			goesOn = body[paras[i+1].Start:paras[i+1].End]
		}
		out = quotedIn(out, body, p, goesOn, &budget)
	}
	return out
}

func quotedIn(out []Mention, body string, p text.Span, following string, budget *int) []Mention {
	last := map[rune]int{} // where no further closing mark was found, not to look again
	for i := p.Start; i < p.End && *budget > 0; {
		r, n := utf8.DecodeRuneInString(body[i:p.End])
		if !opensQuotation(r) || !opensAt(body, p, i, r, n) {
			i += n
			continue
		}
		if from, ok := last[r]; ok && i >= from {
			i += n
			continue
		}
		start := i + n
		end, width := closing(body, text.Span{Start: start, End: min(p.End, start+maxQuotationBytes)}, r)
		if end < 0 {
			*budget -= min(p.End-start, maxQuotationBytes)
			if start+maxQuotationBytes >= p.End && strings.HasPrefix(following, string(r)) {
				return appendQuotation(out, body, start, p.End)
			}
			if start+maxQuotationBytes >= p.End {
				last[r] = i
			}
			i = start
			continue
		}
		out = appendQuotation(out, body, start, end)
		i = end + width
	}
	return out
}

func appendQuotation(out []Mention, body string, start, end int) []Mention {
	if sp := (text.Span{Start: start, End: end}).Trim(body); sp.Len() > 0 {
		out = append(out, Mention{Kind: QuotationMention, Span: sp, Name: -1})
	}
	return out
}

func opensQuotation(r rune) bool {
	switch r {
	case '"', '\'', '“', '‘', '„', '«', '「', '『', '‚', '`':
		return true
	}
	return false
}

// opensAt tells an opening mark from an apostrophe or a closing mark of the same form.
func opensAt(body string, p text.Span, i int, r rune, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(body[p.Start:i])
	after, _ := utf8.DecodeRuneInString(body[i+n : p.End])
	if i == p.Start {
		before = ' '
	}
	switch r {
	case '"':
		return after != utf8.RuneError && !unicode.IsSpace(after) && !letterOrDigit(before)
	case '\'', '‘', '`', '‚':
		return (unicode.IsLetter(after) || strings.ContainsRune("[“\"…(", after) || unicode.IsDigit(after) && r != '\'') && !letterOrDigit(before) && before != '.' && before != ','
	}
	return true
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// closing finds the mark that closes a quotation opened by r, or -1.
func closing(body string, in text.Span, r rune) (at, width int) {
	depth := 0
	for i := in.Start; i < in.End; {
		c, n := utf8.DecodeRuneInString(body[i:in.End])
		switch {
		case c == r && r != '"' && r != '\'' && r != '`' && strings.ContainsRune("“„«「『", r):
			depth++
		case closes(r, c) && closesAt(body, in, i, n, r):
			if depth == 0 {
				return i, n
			}
			depth--
		}
		i += n
	}
	return -1, 0
}

func closes(open, c rune) bool {
	switch open {
	case '"':
		return c == '"' || c == '”'
	case '\'', '`', '‘':
		return c == '\'' || c == '’'
	case '‚':
		return c == '‘' || c == '’'
	case '“':
		return c == '”' || c == '"'
	case '„':
		return c == '“' || c == '”' || c == '"'
	case '«':
		return c == '»'
	case '「':
		return c == '」'
	case '『':
		return c == '』'
	}
	return false
}

// closesAt tells a closing mark from an apostrophe or an opening mark of the same form.
func closesAt(body string, in text.Span, i, n int, open rune) bool {
	before, _ := utf8.DecodeLastRuneInString(body[in.Start:i])
	after, _ := utf8.DecodeRuneInString(body[i+n : min(len(body), i+n+4)])
	switch open {
	case '\'', '‘', '`':
		if letterOrDigit(after) || unicode.IsSpace(before) || i == in.Start {
			return false
		}
		return !pluralOwner(body, in, i, n, before)
	case '"':
		return i > in.Start && !(unicode.IsSpace(before) && letterOrDigit(after))
	}
	return true
}

// pluralOwner reports whether the mark after an "s" is the apostrophe of "the
// rebels’ camp": a lower-case word follows, and another mark closes before a new one opens.
func pluralOwner(body string, in text.Span, i, n int, before rune) bool {
	if before != 's' || i+n+1 >= in.End || body[i+n] != ' ' {
		return false
	}
	if c := body[i+n+1]; c < 'a' || c > 'z' {
		return false
	}
	rest := body[i+n : min(in.End, i+n+600)]
	for j, r := range rest {
		if r != '\'' && r != '’' && r != '‘' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(rest[:j])
		after, _ := utf8.DecodeRuneInString(rest[j+utf8.RuneLen(r):])
		if r == '‘' || unicode.IsSpace(before) {
			return false
		}
		if !letterOrDigit(after) {
			return true
		}
	}
	return false
}
