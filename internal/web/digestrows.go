package web

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// board shows every figure where it stands.
func (m *material) board(list []news.Count) []BoardRow {
	var out []BoardRow
	for _, c := range list {
		row := BoardRow{Unit: c.Label, Differ: c.Differ}
		if c.Act != "" && (c.Label == c.Act || strings.HasSuffix(c.Label, " "+c.Act)) {
			row.Unit, row.Act = strings.TrimSuffix(strings.TrimSuffix(c.Label, c.Act), " "), m.word("act.", c.Act)
		}
		var quotes []Quote
		for _, f := range c.Figures {
			q, ok := m.quote(m.versions[f.Version], f.Span, nil)
			if !ok {
				continue
			}
			if s := m.statements[f.Statement]; s != nil {
				q.Speaker = s.Speaker
			}
			quotes = append(quotes, q)
		}
		for _, q := range fold(quotes) {
			row.Figures = append(row.Figures, FigureRow{q})
		}
		if len(row.Figures) > 0 {
			out = append(out, row)
		}
	}
	return out
}

// timeline shows each entry by the sentences that tell it.
func (m *material) timeline(list []news.Entry) []EntryRow {
	var out []EntryRow
	for _, e := range list {
		row := EntryRow{ISO: e.Date.String(), Date: m.l.Date(e.Date), Conflicts: m.conflicts(e.Conflict)}
		shown := map[string]bool{}
		for _, ev := range e.Events {
			q, ok := m.quote(m.versions[ev.Version], ev.Sentence, []text.Span{ev.Span})
			if ok && !shown[place(q)] {
				shown[place(q)] = true
				row.Quotes = append(row.Quotes, q)
			}
		}
		if row.Quotes = fold(row.Quotes); len(row.Quotes) == 0 {
			continue
		}
		row.Again = len(out) > 0 && out[len(out)-1].ISO == row.ISO
		out = append(out, row)
	}
	return out
}

var conflictKeys = map[string]string{"dates differ": "conflict.dates", "who acted differs": "conflict.actors", "figures differ": "conflict.figures"}

// conflicts says in the reader's language what differs between accounts of one event; the values stay as they are.
func (m *material) conflicts(s string) []Fact {
	var out []Fact
	for part := range strings.SplitSeq(s, "; ") {
		what, values, _ := strings.Cut(part, ": ")
		if key := conflictKeys[what]; key != "" {
			out = append(out, Fact{m.l.T(key), values})
		} else if part != "" {
			out = append(out, Fact{part, ""})
		}
	}
	return out
}
