package api

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

type storyRow struct {
	ID        string     `json:"id"`
	Title     string     `json:"title" doc:"Title of its leading article."`
	Language  string     `json:"language" doc:"Of the title, BCP 47."`
	Lead      string     `json:"lead" doc:"The leading article."`
	Storyline string     `json:"storyline,omitempty"`
	First     *time.Time `json:"first,omitempty" doc:"When its earliest article was published."`
	Latest    *time.Time `json:"latest,omitempty"`
	Counts    counts     `json:"counts"`
	Parties   []party    `json:"parties" doc:"Who has a stake in it."`
}

type counts struct {
	Articles  int      `json:"articles"`
	Origins   int      `json:"origins" doc:"Texts that do not go back to one another."`
	Outlets   int      `json:"outlets"`
	Countries int      `json:"countries"`
	Languages []string `json:"languages"`
}

type party struct {
	Key     string `json:"key" doc:"What joins its mentions."`
	Name    string `json:"name"`
	Says    int    `json:"says" doc:"Statements by it."`
	Accuses int    `json:"accuses"`
	Denies  int    `json:"denies"`
	Accused int    `json:"accused" doc:"Statements that accuse it."`
	Origins int    `json:"origins" doc:"In how many origins it is quoted."`
}

type storyList struct {
	Stories []storyRow `json:"stories"`
	Next    string     `json:"next" doc:"Cursor of the next page, empty at the end."`
}

type storiesInput struct {
	Page
	Storyline string `query:"storyline" doc:"Only stories of this storyline."`
	Order     string `query:"order" enum:"rank,latest" default:"rank"`
}

func (s *server) registerStories() {
	get(s, "/stories", "stories", "Stories, by rank or the latest first.", s.stories)
	get(s, "/stories/{id}", "story", "A story from all sides. A story that was merged into another answers as that one, with its id.", s.story)
}

func (s *server) stories(ctx context.Context, in *storiesInput) (storyList, error) {
	f := store.StoryFilter{Order: store.ByRank, After: in.After, Limit: in.Limit}
	if in.Order == "latest" {
		f.Order = store.ByLatest
	}
	if in.Storyline != "" {
		id, err := news.ParseID[news.StorylineID](in.Storyline)
		if err != nil {
			return storyList{}, err
		}
		f.Storyline = id
	}
	list, err := s.store.Stories(ctx, f)
	if err != nil {
		return storyList{}, err
	}
	out := storyList{}
	if out.Stories, err = s.storyRows(ctx, list); err == nil && len(list) == in.Limit {
		out.Next = store.StoryCursor(list[len(list)-1], f.Order)
	}
	return out, err
}

// storyRows adds the language of each title, which its leading article knows.
func (s *server) storyRows(ctx context.Context, list []news.Story) ([]storyRow, error) {
	var leads []news.ArticleID
	for _, st := range list {
		leads = append(leads, st.Lead)
	}
	h, err := s.load(ctx, leads)
	if err != nil {
		return nil, err
	}
	out := []storyRow{}
	for _, st := range list {
		out = append(out, h.story(st))
	}
	return out, nil
}

func (h *shelf) story(st news.Story) storyRow {
	row := storyRow{
		ID: ident(st.ID), Title: st.Title, Lead: ident(st.Lead), Storyline: ident(st.Storyline), First: moment(st.First), Latest: moment(st.Latest),
		Counts: toCounts(st.Counts), Parties: []party{},
	}
	if v := h.current[st.Lead]; v != nil {
		row.Language = v.Language
	}
	for _, p := range st.Parties {
		row.Parties = append(row.Parties, party(p))
	}
	return row
}

func toCounts(n news.Counts) counts {
	return counts{n.Articles, n.Origins, n.Outlets, n.Countries, notNil(n.Languages)}
}
