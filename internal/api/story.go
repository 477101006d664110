package api

import (
	"context"

	"github.com/parley-news/parley/internal/news"
)

// oneStory is a story with all that its page shows.
type oneStory struct {
	Story    storyRow     `json:"story"`
	Claims   []claim      `json:"claims"`
	Board    []count      `json:"board" doc:"Every figure given for one count, side by side."`
	Timeline []entry      `json:"timeline"`
	Origins  []origin     `json:"origins"`
	Copies   []copyRow    `json:"copies"`
	Articles []memberItem `json:"articles"`
}

type memberItem struct {
	Article articleRow `json:"article"`
	Score   float64    `json:"score"`
	Reasons []string   `json:"reasons" doc:"Why it is in this story."`
	Pinned  bool       `json:"pinned" doc:"A person put it here."`
}

type origin struct {
	ID       string   `json:"id"`
	Root     string   `json:"root,omitempty" doc:"The article that the others go back to; missing when it is not in the archive."`
	Name     string   `json:"name,omitempty" doc:"Who wrote it, when root is missing."`
	Articles []string `json:"articles"`
}

type copyRow struct {
	ID      string   `json:"id"`
	Derived string   `json:"derived"`
	Source  string   `json:"source,omitempty" doc:"Missing when the text it repeats is not in the archive."`
	Name    string   `json:"name,omitempty"`
	URL     string   `json:"url,omitempty"`
	Kind    string   `json:"kind"`
	Share   float64  `json:"share" doc:"How much of it outside quotations is reused, 0 to 1."`
	Score   float64  `json:"score" doc:"Confidence, 0 to 1."`
	Reasons []string `json:"reasons"`
}

type oneInput struct {
	ID string `path:"id" maxLength:"19"`
}

func (s *server) story(ctx context.Context, in *oneInput) (oneStory, error) {
	id, err := news.ParseID[news.StoryID](in.ID)
	if err != nil {
		return oneStory{}, err
	}
	st, err := s.store.Story(ctx, id)
	if err != nil {
		return oneStory{}, err
	}
	members, err := s.store.Members(ctx, st.ID)
	if err != nil {
		return oneStory{}, err
	}
	var ids []news.ArticleID
	for _, m := range members {
		ids = append(ids, m.Article)
	}
	h, err := s.load(ctx, ids)
	if err != nil {
		return oneStory{}, err
	}
	out := oneStory{Story: h.story(st), Articles: []memberItem{}}
	for _, m := range members {
		out.Articles = append(out.Articles, memberItem{h.article(m.Article), m.Score, notNil(m.Reasons), m.Pinned})
	}
	claims, err := s.store.ClaimsOfStory(ctx, st.ID)
	if err != nil {
		return oneStory{}, err
	}
	if out.Claims, err = s.claims(ctx, h, claims); err != nil {
		return oneStory{}, err
	}
	digest, err := s.store.StoryDigest(ctx, st.ID)
	if err != nil {
		return oneStory{}, err
	}
	out.Board, out.Timeline = h.board(digest.Board), h.timeline(digest.Timeline)
	out.Origins, out.Copies, err = s.lineage(ctx, ids)
	return out, err
}

// lineage is who repeats whom among articles.
func (s *server) lineage(ctx context.Context, ids []news.ArticleID) ([]origin, []copyRow, error) {
	origins, err := s.store.OriginsOf(ctx, ids...)
	if err != nil {
		return nil, nil, err
	}
	copies, err := s.store.Copies(ctx, ids...)
	if err != nil {
		return nil, nil, err
	}
	of, cf := []origin{}, []copyRow{}
	for _, o := range origins {
		of = append(of, origin{ident(o.ID), ident(o.Root), o.Name, idents(o.Articles)})
	}
	for _, c := range copies {
		cf = append(cf, copyRow{
			ID: ident(c.ID), Derived: ident(c.Derived), Source: ident(c.Source), Name: c.Name, URL: web(c.URL), Kind: string(c.Kind),
			Share: c.Share, Score: c.Score, Reasons: notNil(c.Reasons),
		})
	}
	return of, cf, nil
}
