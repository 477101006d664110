package statement

import (
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// Confidence of what the rules find: they see only plain cases.
const (
	quotedConfidence   = 0.8 // quotation, reporting verb and source
	quotationOnly      = 0.4 // quotation without a source
	reportedConfidence = 0.7 // named source, reporting verb and conjunction
)

// foreign finds the statements of a body in a language for which there is no model: quotations
// with the reporting verb and source beside them, and named sources that report with a
// conjunction ("X dijo que …"). A quotation of fewer than four words is a word put between marks, not a statement.
func (a *article) foreign(lang string) []said {
	l := tongues[lang]
	var out []said
	for _, p := range text.Paragraphs(a.body) {
		quotes := quotationsIn(a.body, p)
		for _, q := range quotes {
			if s, ok := a.quoted(l, p, q); ok {
				out = append(out, s)
			}
		}
		if l != nil {
			out = append(out, a.reported(l, p, quotes)...)
		}
	}
	return joinQuotes(out)
}

// quotationsIn returns the quotations of a paragraph, marks included. One that is not closed is none.
func quotationsIn(body string, p text.Span) []text.Span {
	var out []text.Span
	open, closer := -1, rune(0)
	for i, r := range p.Of(body) {
		at := p.Start + i
		switch {
		case open >= 0 && (r == closer || closer == '“' && r == '”'):
			out = append(out, text.Span{Start: open, End: at + len(string(r))})
			open = -1
		case open < 0:
			if c, ok := closers[r]; ok {
				open, closer = at, c
			}
		}
	}
	return out
}

// closers tells for each opening mark which mark closes.
var closers = map[rune]rune{'«': '»', '„': '“', '“': '”', '"': '"', '»': '«', '「': '」', '『': '』'}

const leastQuoted = 4

// quoted makes a statement of a quotation, with the verb and source that stand right after or before it.
func (a *article) quoted(l *tongue, p, q text.Span) (said, bool) {
	if len(text.Words(q.Of(a.body))) < leastQuoted {
		return said{}, false
	}
	s := said{content: []text.Span{q}, kind: news.Assert, quoting: news.Direct, confidence: quotationOnly}
	if l == nil {
		return s, true
	}
	sent := a.sentenceAt(q.End - 1)
	after := text.Span{Start: q.End, End: min(p.End, max(sent.End, q.End+1))}
	if next := a.sentenceAt(min(q.End+1, len(a.body)-1)); next.Start <= q.End+2 && next.End > after.End && next.End <= p.End && startsLower(a.body[q.End:next.End]) {
		after.End = next.End
	}
	before := text.Span{Start: a.sentenceAt(q.Start).Start, End: q.Start}
	if !l.verbFirst && a.attach(&s, l, before, true) || a.attach(&s, l, after, false) || a.attach(&s, l, before, true) {
		s.confidence = quotedConfidence
	}
	s.negated = l.negates(a.spanWords(q))
	return s, true
}

func startsLower(s string) bool {
	s = strings.TrimLeft(s, " ,–—-")
	return s != "" && strings.ToLower(s[:1]) == s[:1]
}

// attach looks in p for a reporting verb with a source beside it: the verb nearest to the quotation.
func (a *article) attach(s *said, l *tongue, p text.Span, last bool) bool {
	ws := text.Words(p.Of(a.body))
	if last {
		slices.Reverse(ws)
	}
	for n, w := range ws {
		if n >= 12 {
			return false
		}
		word := text.Fold(w.Shift(p.Start).Of(a.body))
		if _, ok := l.verbs[word]; !ok {
			continue
		}
		cue := w.Shift(p.Start)
		source, ok := a.besideVerb(l, p, cue)
		if !ok {
			continue
		}
		s.source, s.cue, s.kind = source, cue, l.verbs[word]
		return true
	}
	return false
}

// besideVerb returns the name or pronoun nearest to the verb inside p.
func (a *article) besideVerb(l *tongue, p, cue text.Span) (text.Span, bool) {
	best, distance := text.Span{}, 1<<30
	for _, m := range a.namesIn(p) {
		if m.Span.End > p.End || m.Demonym && a.name(m).Kind != mention.Person {
			continue
		}
		d := m.Span.Start - cue.End
		if m.Span.End <= cue.Start {
			d = cue.Start - m.Span.End
		}
		if d >= 0 && d < distance && d <= 90 {
			best, distance = m.Span, d
		}
	}
	if best.Len() > 0 {
		return best, true
	}
	for _, w := range text.Words(p.Of(a.body)) {
		if l.nouns[text.Fold(w.Shift(p.Start).Of(a.body))] {
			return w.Shift(p.Start), true
		}
	}
	return text.Span{}, false
}

// reported finds a named source before a reporting verb and a conjunction: "El ministro Rey dijo que …".
func (a *article) reported(l *tongue, p text.Span, quotes []text.Span) []said {
	var out []said
	for _, sent := range a.sentencesIn(p) {
		ws := text.Words(sent.Of(a.body))
		for k := 1; k+1 < len(ws); k++ {
			cue := ws[k].Shift(sent.Start)
			word := text.Fold(cue.Of(a.body))
			if _, ok := l.verbs[word]; !ok || within(quotes, cue) {
				continue
			}
			that := ws[k+1].Shift(sent.Start)
			if !l.that[text.Fold(that.Of(a.body))] {
				continue
			}
			source, ok := a.besideVerb(l, text.Span{Start: sent.Start, End: cue.Start}, cue)
			content := text.Span{Start: that.Start, End: sent.End}
			content.End -= len(content.Of(a.body)) - len(strings.TrimRight(content.Of(a.body), ".!… "))
			if !ok || len(text.Words(content.Of(a.body))) < leastQuoted {
				continue
			}
			s := said{source: source, cue: cue, kind: l.verbs[word], content: []text.Span{content}, quoting: news.Indirect, confidence: reportedConfidence}
			for _, q := range quotes {
				if content.Overlap(q) > 0 {
					s.quoting = news.Mixed
				}
			}
			s.negated = l.negates(a.spanWords(content))
			out = append(out, s)
			break
		}
	}
	return out
}

func (a *article) sentencesIn(p text.Span) []text.Span {
	i, _ := slices.BinarySearchFunc(a.sentences, p.Start, func(s text.Span, at int) int { return s.Start - at })
	j := i
	for j < len(a.sentences) && a.sentences[j].Start < p.End {
		j++
	}
	return a.sentences[i:j]
}

func within(list []text.Span, p text.Span) bool {
	i, _ := slices.BinarySearchFunc(list, p.Start, func(q text.Span, at int) int { return q.End - at })
	return i < len(list) && list[i].Start <= p.Start && p.Start < list[i].End
}

// joinQuotes drops quotations that stand inside a reported content, and the quotation's part of two with one cue.
func joinQuotes(list []said) []said {
	slices.SortStableFunc(list, func(x, y said) int { return x.content[0].Start - y.content[0].Start })
	out := list[:0]
	covered := 0
	for _, s := range list {
		if s.quoting == news.Direct && s.content[0].End <= covered {
			continue
		}
		if n := len(out); n > 0 && s.cue.Len() > 0 && out[n-1].cue == s.cue && s.quoting == news.Direct && out[n-1].quoting == news.Direct {
			out[n-1].content = append(out[n-1].content, s.content...)
			continue
		}
		if s.quoting != news.Direct {
			covered = max(covered, s.content[0].End)
		}
		out = append(out, s)
	}
	return out
}
