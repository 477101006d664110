package api

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

type lineRow struct {
	ID      string     `json:"id"`
	Name    string     `json:"name" doc:"Its main actors, as the articles name them."`
	First   *time.Time `json:"first,omitempty"`
	Latest  *time.Time `json:"latest,omitempty"`
	Counts  counts     `json:"counts"`
	Stories int        `json:"stories" doc:"How many."`
}

type lineList struct {
	Storylines []lineRow `json:"storylines"`
	Next       string    `json:"next" doc:"Cursor of the next page, empty at the end."`
}

// maxLineStories bounds one answer; the list of stories is paged for those who want more.
const maxLineStories = 100

type oneLine struct {
	Storyline lineRow    `json:"storyline"`
	Stories   []storyRow `json:"stories" doc:"Its stories, the latest first, at most 100; more by /stories?storyline=."`
	Claims    []claim    `json:"claims"`
	Board     []count    `json:"board"`
	Timeline  []entry    `json:"timeline"`
}

func (s *server) registerStorylines() {
	get(s, "/storylines", "storylines", "Storylines, the latest first.", s.storylines)
	get(s, "/storylines/{id}", "storyline", "A storyline with its stories, claims, numbers and timeline.", s.storyline)
}

func (s *server) storylines(ctx context.Context, in *Page) (lineList, error) {
	list, next, err := s.store.Storylines(ctx, in.After, in.Limit)
	out := lineList{Storylines: []lineRow{}, Next: next}
	for _, x := range list {
		out.Storylines = append(out.Storylines, toLine(x))
	}
	return out, err
}

func toLine(x news.Storyline) lineRow {
	return lineRow{ident(x.ID), x.Name, moment(x.First), moment(x.Latest), toCounts(x.Counts), x.Stories}
}

func (s *server) storyline(ctx context.Context, in *oneInput) (oneLine, error) {
	id, err := news.ParseID[news.StorylineID](in.ID)
	if err != nil {
		return oneLine{}, err
	}
	line, err := s.store.Storyline(ctx, id)
	if err != nil {
		return oneLine{}, err
	}
	out := oneLine{Storyline: toLine(line)}
	stories, err := s.store.Stories(ctx, store.StoryFilter{Storyline: line.ID, Order: store.ByLatest, Limit: maxLineStories})
	if err != nil {
		return oneLine{}, err
	}
	if out.Stories, err = s.storyRows(ctx, stories); err != nil {
		return oneLine{}, err
	}
	h, err := s.loadStories(ctx, stories)
	if err != nil {
		return oneLine{}, err
	}
	claims, err := s.store.Claims(ctx, line.ID)
	if err != nil {
		return oneLine{}, err
	}
	if out.Claims, err = s.claims(ctx, h, claims); err != nil {
		return oneLine{}, err
	}
	digest, err := s.store.StorylineDigest(ctx, line.ID)
	out.Board, out.Timeline = h.board(digest.Board), h.timeline(digest.Timeline)
	return out, err
}

// loadStories reads the articles of stories.
func (s *server) loadStories(ctx context.Context, stories []news.Story) (*shelf, error) {
	var ids []news.ArticleID
	for _, st := range stories {
		members, err := s.store.Members(ctx, st.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			ids = append(ids, m.Article)
		}
	}
	return s.load(ctx, ids)
}
