package statement

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/statement/english"
	"github.com/parley-news/parley/internal/text"
)

// orphanConfidence is given to a quotation without a cue: it is a quotation, but whose is unknown.
const orphanConfidence = 0.3

// english finds the statements of an English body with the trained models.
func (a *article) english() []said {
	t := english.Read(a.body)
	m := models()
	m.Tag(t)
	var out []said
	for _, at := range m.Attributions(t) {
		s := said{source: t.Span(at.Source), cue: t.Span(at.Cue), confidence: at.Odds}
		for _, c := range at.Content {
			if p := t.Span(c); p.Len() > 0 {
				s.content = append(s.content, p)
			}
		}
		if len(s.content) == 0 {
			continue
		}
		if at.Cue.End == 0 {
			s.confidence = orphanConfidence
		}
		for i := at.Cue.Start; i < at.Cue.End; i++ {
			s.words = append(s.words, strings.ToLower(t.Word(i)))
		}
		s.quoting = quotingOf(t, at.Content)
		s.negated = negated(t, at.Content)
		out = append(out, s)
	}
	return out
}

// quotingOf tells whether all, some or none of the content stands between quotation marks.
func quotingOf(t *english.Text, content []english.Range) news.Quoting {
	in, out := 0, 0
	for _, c := range content {
		for i := c.Start; i < c.End; i++ {
			switch tok := &t.Tokens[i]; {
			case tok.Quote > 0:
				in++
			case tok.Kind == english.Word || tok.Kind == english.Number:
				out++
			}
		}
	}
	switch {
	case in == 0:
		return news.Indirect
	case out <= 1 && in > 3:
		return news.Direct
	}
	return news.Mixed
}

// negations are the words that turn the main clause of a content around.
var negations = words("not n't n’t never no nor neither cannot none nothing nobody")

// onlyPart follow a "not" that turns a part around and not the whole: "not only", "not by this but by that".
var onlyPart = words("only just merely by for because simply so all")

// negatedWithin is how many tokens into a content its main verb is expected.
const negatedWithin = 14

// negated tells whether the beginning of the content says that something is not so.
func negated(t *english.Text, content []english.Range) bool {
	n := 0
	for _, c := range content {
		for i := c.Start; i < c.End && n < negatedWithin; i++ {
			if negations[strings.ToLower(t.Word(i))] {
				return i+1 >= c.End || !onlyPart[strings.ToLower(t.Word(i+1))]
			}
			n++
		}
	}
	return false
}

func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// spanWords returns the words of a span in lower case, without marks.
func (a *article) spanWords(p text.Span) []string {
	s := p.Of(a.body)
	var out []string
	for _, w := range text.Words(s) {
		out = append(out, strings.ToLower(w.Of(s)))
	}
	return out
}
