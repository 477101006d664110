package api

import (
	"context"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
)

type searchInput struct {
	Query string `query:"q" required:"true" minLength:"1" maxLength:"500" doc:"What to look for, as in the search field of the site."`
	Page
}

type hitList struct {
	Hits []hit  `json:"hits"`
	Next string `json:"next" doc:"Cursor of the next page, empty at the end."`
}

type hit struct {
	Article articleRow `json:"article"`
	Story   string     `json:"story,omitempty"`
	Found   []words    `json:"found" doc:"Where the words stand, at most ten."`
}

const maxFound = 10

func (s *server) registerSearch() {
	get(s, "/search", "search", "Articles in which the words stand, the best first.", s.search)
}

func (s *server) search(ctx context.Context, in *searchInput) (hitList, error) {
	q, err := query.Parse(in.Query)
	if err != nil {
		return hitList{}, err
	}
	found, next, err := s.store.Search(ctx, q, in.After, in.Limit)
	if err != nil {
		return hitList{}, err
	}
	var ids []news.ArticleID
	for _, x := range found {
		ids = append(ids, x.Article)
	}
	h, err := s.load(ctx, ids)
	if err != nil {
		return hitList{}, err
	}
	out := hitList{Hits: []hit{}, Next: next}
	for _, x := range found {
		row := hit{Article: h.article(x.Article), Found: []words{}}
		story, err := s.storyOf(ctx, x.Article)
		if err != nil {
			return hitList{}, err
		}
		row.Story = ident(story)
		for _, span := range x.Spans {
			if w := h.words(h.articles[x.Article].Current, span); w != nil && len(row.Found) < maxFound {
				row.Found = append(row.Found, *w)
			}
		}
		out.Hits = append(out.Hits, row)
	}
	return out, nil
}
