package english

import (
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// Text is a text read: its tokens with their places in sentences, paragraphs and quotations.
type Text struct {
	Body      string
	Tokens    []Token
	Sentences []Range // of tokens
	quotes    []int32 // tokens in each quotation, by its number
}

// Range is a half-open range of token indices.
type Range struct{ Start, End int }

// A sentence longer than this is cut: nobody wrote it, and what follows looks at whole sentences.
const maxSentence = 160

// A quotation is closed at the end of its paragraph, and at the latest after this many tokens.
const maxQuotation = 600

// Read splits body into tokens and finds its sentences and quotations. Tags are left to Models.Tag.
func Read(body string) *Text {
	t := &Text{Body: body, Tokens: tokenize(body)}
	for i := range t.Tokens {
		t.Tokens[i].read(t.Tokens[i].Span.Of(body))
		t.Tokens[i].head = -1
	}
	t.split(text.Sentences(body))
	t.quotations()
	return t
}

// Word returns the text of token i.
func (t *Text) Word(i int) string { return t.Tokens[i].Span.Of(t.Body) }

// split gives every token its sentence and paragraph.
func (t *Text) split(sentences []text.Span) {
	next, start := 0, 0
	var paragraph int32
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		begins, newParagraph := i == 0, false
		for next < len(sentences) && sentences[next].Start <= tok.Span.Start {
			begins = true
			next++
		}
		if i > 0 {
			newParagraph = hasBreak(t.Body[t.Tokens[i-1].Span.End:tok.Span.Start])
		}
		if i > 0 && (begins || newParagraph || i-start >= maxSentence) {
			t.Sentences = append(t.Sentences, Range{start, i})
			start = i
		}
		if newParagraph {
			paragraph++
		}
		tok.Sentence, tok.Paragraph = int32(len(t.Sentences)), paragraph
	}
	if len(t.Tokens) > 0 {
		t.Sentences = append(t.Sentences, Range{start, len(t.Tokens)})
	}
}

func hasBreak(gap string) bool {
	for i := 0; i < len(gap); i++ {
		if gap[i] == '\n' {
			return true
		}
	}
	return false
}

// quotations gives every token the number of the quotation it stands in.
func (t *Text) quotations() {
	t.quotes = []int32{0}
	open := rune(0)
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if i > 0 && tok.Paragraph != t.Tokens[i-1].Paragraph {
			open = 0
		}
		number := int32(len(t.quotes) - 1)
		if open != 0 && t.quotes[number] >= maxQuotation {
			open = 0
		}
		if tok.Kind == Quotation {
			r, _ := utf8.DecodeRuneInString(t.Body[tok.Span.Start:])
			switch t.markOf(i, r, open) {
			case Open:
				open = r
				t.quotes = append(t.quotes, 0)
				number++
				tok.Mark = Open
			case Close:
				tok.Mark, tok.Quote = Close, number
				t.quotes[number]++
				open = 0
				continue
			}
		}
		if open != 0 {
			tok.Quote = number
			t.quotes[number]++
		}
	}
}

// markOf decides what the quotation mark at token i does, given the mark that is open.
func (t *Text) markOf(i int, r, open rune) Mark {
	switch r {
	case '“', '„', '«', '‟':
		return Open
	case '”', '»':
		if open != 0 && open != '‘' {
			return Close
		}
	case '‘':
		if open == 0 {
			return Open
		}
	case '’':
		if open == '‘' && !startsWord(t.Body[t.Tokens[i].Span.End:]) {
			return Close
		}
	case '"':
		return t.straight(i, open)
	}
	return None
}

// straight decides on a mark that looks the same on both sides: by what is open, and
// where spaces stand, so that one lost mark does not turn all others around.
func (t *Text) straight(i int, open rune) Mark {
	span := t.Tokens[i].Span
	before, _ := utf8.DecodeLastRuneInString(t.Body[:span.Start])
	after, _ := utf8.DecodeRuneInString(t.Body[span.End:])
	left := span.Start == 0 || isSpace(before) || before == '(' || before == '['
	right := span.End == len(t.Body) || isSpace(after)
	switch {
	case left && !right && open == '"': // the closing mark was lost
		return Open
	case open == '"':
		return Close
	case open != 0 || right && !left:
		return None
	}
	return Open
}

// Span returns the bytes that a range of tokens covers; an empty one for an empty range.
func (t *Text) Span(r Range) text.Span {
	if r.End <= r.Start {
		return text.Span{}
	}
	return text.Span{Start: t.Tokens[r.Start].Span.Start, End: t.Tokens[r.End-1].Span.End}
}
