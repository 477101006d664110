package web

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// quote cuts a span out of a version and says through whom and when it came.
func (m *material) quote(v *news.Version, span text.Span, said []text.Span) (Quote, bool) {
	if v == nil {
		return Quote{}, false
	}
	q, ok := quoteOf(v, span, said)
	q.Places, q.Moment = []Link{{m.outlet(m.articles[v.Article].Outlet).Name, q.Href}}, m.dated(v)
	q.origin = m.sameOrigin(v.Article) + sameWords(q.words())
	return q, ok
}

func (m *material) sameOrigin(a news.ArticleID) string {
	origin := int64(m.origin[a])
	if origin == 0 {
		origin = -int64(a)
	}
	return strconv.FormatInt(origin, 10) + ":"
}

// sameWords is a text for comparing what copies of one text say: folded, letters and digits only.
func sameWords(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}

// fold puts quotes of the same words from one origin together: the first is shown, the others' places stand beside it.
func fold(list []Quote) []Quote {
	at, known := map[string]int{}, map[string]bool{}
	var out []Quote
	for _, q := range list {
		key := q.Kind + " " + q.origin
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, q)
		}
		for _, p := range q.Places {
			if ok && !known[key+"\x00"+p.Name] {
				out[i].Places = append(out[i].Places, p)
			}
			known[key+"\x00"+p.Name] = true
		}
	}
	return out
}

// statement shows who says what in the sentence that shows it.
func (m *material) statement(id news.StatementID) (Quote, bool) {
	s := m.statements[id]
	if s == nil {
		return Quote{}, false
	}
	q, ok := m.quote(m.versions[s.Version], s.Sentence, s.Content)
	q.Kind, q.Label = string(s.Kind), m.l.T("kind."+string(s.Kind))
	q.Speaker, q.Sourcing, q.party = s.Speaker, m.sourcing(s.Sourcing), m.partyNames[s.Party]
	return q, ok
}

// sourcing says who a speaker is where the name does not: a source without one, a document, another outlet.
func (m *material) sourcing(s news.Sourcing) string {
	switch s {
	case "", news.NoSource, news.NamedPerson, news.NamedBody:
		return ""
	}
	return m.l.T("sourcing." + string(s))
}
