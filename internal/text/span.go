// Package text finds words, sentences and paragraphs in a text as byte spans,
// folds text for comparison, and makes the tokens of the search index.
//
// Nothing here copies or rewrites the text it is given: results point into it.
// All functions are pure and safe for concurrent use.
package text

import "unicode/utf8"

// Span is a half-open range of byte offsets [Start, End) into one immutable text.
type Span struct{ Start, End int }

// Of returns the part of s that the span covers, or "" where it lies outside s.
func (p Span) Of(s string) string {
	if !p.In(s) {
		return ""
	}
	return s[p.Start:p.End]
}

// In reports whether the span is inside s and cuts no character.
func (p Span) In(s string) bool {
	return 0 <= p.Start && p.Start <= p.End && p.End <= len(s) && boundary(s, p.Start) && boundary(s, p.End)
}

// Len is the length in bytes.
func (p Span) Len() int { return p.End - p.Start }

// Overlap is the number of bytes that both spans cover.
func (p Span) Overlap(q Span) int {
	return max(0, min(p.End, q.End)-max(p.Start, q.Start))
}

// Contains reports whether q lies wholly inside p.
func (p Span) Contains(q Span) bool { return p.Start <= q.Start && q.End <= p.End }

// Shift moves the span by n bytes.
func (p Span) Shift(n int) Span { return Span{p.Start + n, p.End + n} }

// Trim narrows the span until it neither starts nor ends with white space.
func (p Span) Trim(s string) Span {
	for p.Start < p.End {
		r, n := utf8.DecodeRuneInString(s[p.Start:p.End])
		if !isSpace(r) {
			break
		}
		p.Start += n
	}
	for p.Start < p.End {
		r, n := utf8.DecodeLastRuneInString(s[p.Start:p.End])
		if !isSpace(r) {
			break
		}
		p.End -= n
	}
	return p
}

func boundary(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

// RuneOffsets converts byte offsets of s to code point offsets, as the command
// line prints them. Offsets must be sorted; each conversion costs one pass over
// the text since the one before.
type RuneOffsets struct {
	s     string
	bytes int
	runes int
}

// NewRuneOffsets starts a conversion over s.
func NewRuneOffsets(s string) *RuneOffsets { return &RuneOffsets{s: s} }

// At returns the code point offset of byte offset i. Going backwards is allowed, but starts over.
func (c *RuneOffsets) At(i int) int {
	if i < c.bytes {
		c.bytes, c.runes = 0, 0
	}
	c.runes += utf8.RuneCountInString(c.s[c.bytes:i])
	c.bytes = i
	return c.runes
}

// ByteOffsets returns, for every code point offset 0…n of s, its byte offset (n+1 entries).
func ByteOffsets(s string) []int {
	out := make([]int, 0, len(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}
