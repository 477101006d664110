package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
)

const maxQuery = 500 // bytes

// serveSearch finds articles, as a page or a feed. A search that cannot be read says why, on the page.
func (s *Server) serveSearch(w http.ResponseWriter, r *http.Request) error {
	p := SearchPage{Chrome: s.chrome(r, "")}
	p.Title, p.NoIndex = p.L.T("search.title"), true
	p.Query = strings.TrimSpace(r.URL.Query().Get("q"))
	if len(p.Query) > maxQuery {
		p.Query = strings.ToValidUTF8(p.Query[:maxQuery], "")
	}
	if p.Query == "" && format(r) != "" {
		return fault.Errorf(fault.Invalid, "a feed of a search needs a search")
	}
	if p.Query == "" {
		return s.render(w, r, http.StatusOK, searchPage(p))
	}
	p.Feeds = feedRefs("/search", p.Query, url.Values{"q": {p.Query}}.Encode())
	q, err := query.Parse(p.Query)
	if err != nil && format(r) != "" {
		return err
	}
	if err != nil {
		p.Problem = err.Error()
		return s.render(w, r, http.StatusOK, searchPage(p))
	}
	hits, next, err := s.store.Search(r.Context(), q, r.URL.Query().Get("after"), pageSize)
	if err != nil {
		return err
	}
	var ids []news.ArticleID
	for _, h := range hits {
		ids = append(ids, h.Article)
	}
	m, err := s.load(r, ids)
	if err != nil {
		return err
	}
	current := m.current()
	if format(r) != "" {
		var list []*news.Version
		for _, h := range hits {
			if v := current[h.Article]; v != nil {
				list = append(list, v)
			}
		}
		return s.writeFeed(w, r, p.Query, s.articleItems(r, m, list))
	}
	for _, h := range hits {
		v := current[h.Article]
		if v == nil {
			continue
		}
		row := HitRow{Article: m.article(v, nil), Quotes: m.snippet(v, h.Spans, 2)}
		st, err := s.storyOf(r.Context(), h.Article)
		if err != nil {
			return err
		}
		if st != nil && st.Title != row.Article.Title {
			row.Story = Link{st.Title, storyHref(st.ID)}
		}
		p.Hits = append(p.Hits, row)
	}
	p.Next = nextAfter(r, next)
	return s.render(w, r, http.StatusOK, searchPage(p))
}
