package web

import (
	"cmp"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

// from remembers which origin each article goes back to; of two, the older.
func (m *material) from(origins []news.Origin) {
	m.origin = map[news.ArticleID]news.OriginID{}
	for _, o := range slices.Backward(origins) {
		for _, a := range o.Articles {
			m.origin[a] = o.ID
		}
	}
}

// origins shows each origin with its copies among the articles of a story, the most copied first.
func (m *material) origins(list []news.Origin, copies []news.Copy, member map[news.ArticleID]bool) []OriginRow {
	current := m.current()
	derived := map[news.ArticleID][]news.Copy{}
	for _, c := range copies {
		derived[c.Derived] = append(derived[c.Derived], c)
	}
	var out []OriginRow
	for _, o := range list {
		row := OriginRow{Name: o.Name, Elsewhere: o.Root != 0 && !member[o.Root]}
		if v := current[o.Root]; v != nil {
			r := m.article(v, nil)
			row.Root = &r
		}
		for _, id := range o.Articles {
			v := current[id]
			if id == o.Root || v == nil || !member[id] {
				continue
			}
			row.Copies = append(row.Copies, m.copy(v, strongest(derived[id], o)))
		}
		if row.Root != nil || len(row.Copies) > 0 {
			out = append(out, row)
		}
	}
	slices.SortStableFunc(out, func(a, b OriginRow) int { return cmp.Compare(len(b.Copies), len(a.Copies)) })
	return out
}

// strongest is the best reason why an article goes back to an origin.
func strongest(list []news.Copy, o news.Origin) (best news.Copy) {
	for _, c := range list {
		if (slices.Contains(o.Articles, c.Source) || c.Source == 0 && c.Name == o.Name) && c.Score > best.Score {
			best = c
		}
	}
	return best
}

func (m *material) copy(v *news.Version, c news.Copy) CopyRow {
	row := CopyRow{Article: m.article(v, nil), Reasons: c.Reasons}
	if c.Kind != "" {
		row.Kind = m.l.T("copy." + string(c.Kind))
	}
	if c.Share > 0 && row.Kind != "" {
		row.Kind += m.l.T("list.comma") + m.l.T("copy.share", "N", m.l.Number(int(c.Share*100+.5)))
	}
	return row
}
