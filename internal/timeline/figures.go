package timeline

import (
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// Figures finds the numbers of an article with what they count, in text order: "at
// least 10 civilians, including nine children" is ten or more civilians killed, and nine children as a part of them. Numbers that
// count nothing (years, ages, durations, ordinals) are left out. m is what package mention found in body; st
// are its statements: a figure inside one carries its identifier. The figures' own IDs are zero.
func Figures(body, lang string, published when.Date, m *mention.Set, st []news.Statement) []news.Figure {
	d := newDoc(body, lang, published, m)
	f := &figures{doc: d, lex: lexiconOf(d.lang)}
	for _, s := range d.sents {
		f.sentence(s)
	}
	link(f.out, st)
	return f.out
}

// figures is the work on one article.
type figures struct {
	*doc
	lex *lexicon
	out []news.Figure
	end int // word after the last figure of the sentence

	measured bool // the last figure is a length, a share or a sum
}

func (f *figures) sentence(s sentence) {
	first := len(f.out)
	f.end = -1
	for i := s.a; i < s.b; {
		q, ok := f.quantity(s, i)
		if !ok {
			i++
			continue
		}
		measured := f.measured
		if fig, next, ok := f.figure(s, q, first); ok {
			if !measured && len(f.out) > first && f.listed(q.a) {
				f.share(fig)
			}
			f.out = append(f.out, fig)
			f.end = next
			i = max(next, q.b)
			continue
		}
		i = q.b
	}
}

// figure finds what quantity q counts and what happened to it. next is the word after the figure.
func (f *figures) figure(s sentence, q quantity, first int) (fig news.Figure, next int, ok bool) {
	u := f.unit(s, q)
	fig = news.Figure{Low: q.low, High: q.high, Approx: q.approx, Unit: u.name, Act: u.act, Who: u.who, Sentence: s.span}
	fig.Part = f.part(s, q)
	before := len(f.out) > first
	if fig.Act == "" && u.kind != measure {
		act, joined := f.act(s, q, u)
		fig.Act = act
		if act == "" && before && (fig.Part || joined) {
			fig.Act = f.out[len(f.out)-1].Act
		}
	}
	if fig.Unit == "" && u.kind != spell && personal[fig.Act] { // "killing 46"
		fig.Unit = "person"
	}
	if fig.Unit == "" || fig.Part && !before && fig.Act == "" && u.kind != people {
		return fig, 0, false
	}
	fig.Part = fig.Part && before
	f.measured = u.kind == measure
	fig.Span = f.span(q.a, u.b)
	fig.Span.Start = min(fig.Span.Start, q.start)
	fig.Span.End = max(fig.Span.End, q.end)
	fig.Place = f.placeNear(s, q.a, u.b)
	fig.Date = f.nearest(s, fig.Span)
	if fig.Part {
		whole := f.out[len(f.out)-1]
		fig.Place, fig.Date = whole.Place, whole.Date
	}
	return fig, u.b, true
}

// part reports whether the words before q make it a part of the figure before: "including nine children".
func (f *figures) part(s sentence, q quantity) bool {
	for n := 1; n <= 3 && q.a-n >= s.a; n++ {
		if f.lex.parts[f.low(q.a-n, q.a)] {
			return true
		}
	}
	return q.b+2 <= s.b && f.lex.parts[f.low(q.b, q.b+2)] // "three of them"
}

// share gives a figure without an act the act of the one that follows it in one list: "three soldiers and two guards were killed".
func (f *figures) share(next news.Figure) {
	if last := &f.out[len(f.out)-1]; last.Act == "" {
		last.Act = next.Act
	}
}

// listed reports whether only "and" or a comma stands between the last figure and word i.
func (f *figures) listed(i int) bool {
	return i == f.end && f.words[i].comma || i == f.end+1 && f.lex.ands[f.words[f.end].low]
}

// placeNear is the place named after or else before the figure in its sentence.
func (f *figures) placeNear(s sentence, a, b int) string {
	for i := b; i < s.b; i++ {
		if name := f.placeAt(i); name != "" {
			return name
		}
	}
	for i := a - 1; i >= s.a; i-- {
		if name := f.placeAt(i); name != "" {
			return name
		}
	}
	return ""
}

// placeAt is the name of the place that begins at word i after a word of place ("in", "near").
func (d *doc) placeAt(i int) string {
	name, n := d.nameOf(i)
	if n < 0 || d.set.Names[n].Kind != mention.Place || d.set.Mentions[d.words[i].name].Demonym {
		return ""
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if locatives[d.words[j].low] {
			return name
		}
		if !skipped[d.words[j].low] && d.words[j].name < 0 {
			return ""
		}
	}
	return ""
}

// link sets the statement that each figure stands in.
func link(figs []news.Figure, st []news.Statement) {
	for i := range figs {
		for _, s := range st {
			if s.ID != 0 && inside(figs[i].Span, s.Content) {
				figs[i].Statement, figs[i].Article, figs[i].Version = s.ID, s.Article, s.Version
				break
			}
		}
	}
}

func inside(p text.Span, content []text.Span) bool {
	for _, c := range content {
		if c.Contains(p) {
			return true
		}
	}
	return false
}

// singular reduces an unknown English plural; other words stay.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		return w[:len(w)-1]
	}
	return w
}
