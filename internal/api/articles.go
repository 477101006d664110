package api

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

type articleRow struct {
	ID         string   `json:"id"`
	URL        string   `json:"url,omitempty"`
	Title      string   `json:"title"`
	Language   string   `json:"language"`
	Published  string   `json:"published,omitempty" doc:"At the precision in which it was stated."`
	Authors    []string `json:"authors"`
	Outlet     string   `json:"outlet"`
	OutletName string   `json:"outlet_name"`
	Country    string   `json:"country,omitempty" doc:"Of the outlet, ISO 3166."`
}

type oneArticle struct {
	Article  articleRow   `json:"article"`
	Story    string       `json:"story,omitempty"`
	Parent   string       `json:"parent,omitempty" doc:"The main article of the page on which this one stood."`
	Seen     *time.Time   `json:"seen,omitempty" doc:"When it was first captured."`
	Versions []versionRow `json:"versions" doc:"The first one first."`
}

type versionRow struct {
	ID         string     `json:"id"`
	Number     int        `json:"number"`
	Current    bool       `json:"current"`
	Seen       *time.Time `json:"seen,omitempty"`
	Title      string     `json:"title"`
	Standfirst string     `json:"standfirst,omitempty"`
	Editor     string     `json:"editor,omitempty"`
	Dateline   string     `json:"dateline,omitempty"`
	Modified   string     `json:"modified,omitempty"`
	License    string     `json:"license,omitempty"`
	Notices    []notice   `json:"notices" doc:"Where its text says that it comes from."`
	Comments   int        `json:"comments" doc:"How many readers' comments the page carried."`
	Text       string     `json:"text,omitempty" doc:"Only where the operator may show whole articles."`
}

type notice struct {
	Kind string `json:"kind" enum:"republished,credit,cites,based-on"`
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
}

func (s *server) registerArticles() {
	get(s, "/articles/{id}", "article", "An article with its versions.", s.article)
}

func (s *server) article(ctx context.Context, in *oneInput) (oneArticle, error) {
	id, err := news.ParseID[news.ArticleID](in.ID)
	if err != nil {
		return oneArticle{}, err
	}
	a, err := s.store.Article(ctx, id)
	if err != nil {
		return oneArticle{}, err
	}
	h, err := s.load(ctx, []news.ArticleID{a.ID})
	if err != nil {
		return oneArticle{}, err
	}
	story, err := s.storyOf(ctx, a.ID)
	if err != nil {
		return oneArticle{}, err
	}
	out := oneArticle{Article: h.article(a.ID), Story: ident(story), Parent: ident(a.Parent), Seen: moment(a.Seen), Versions: []versionRow{}}
	versions, err := s.store.ArticleVersions(ctx, a.ID)
	for i := range versions {
		row := toVersion(&versions[i])
		row.Current = versions[i].ID == a.Current
		if s.opt.FullText {
			row.Standfirst, row.Text = versions[i].Standfirst, versions[i].Text
		}
		out.Versions = append(out.Versions, row)
	}
	return out, err
}

// storyOf is the story of an article, or zero while it has none.
func (s *server) storyOf(ctx context.Context, id news.ArticleID) (news.StoryID, error) {
	story, err := s.store.StoryOf(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	return story, err
}

func (h *shelf) article(id news.ArticleID) articleRow {
	a := h.articles[id]
	o := h.outlets[a.Outlet]
	row := articleRow{ID: ident(id), URL: web(a.URL), Authors: []string{}, Outlet: ident(a.Outlet), OutletName: o.Name, Country: o.Country}
	if v := h.current[id]; v != nil {
		row.Title, row.Language, row.Published, row.Authors = v.Title, v.Language, v.Published.String(), notNil(v.Authors)
	}
	return row
}

func toVersion(v *news.Version) versionRow {
	row := versionRow{
		ID: ident(v.ID), Number: v.Number, Seen: moment(v.Seen), Title: v.Title, Editor: v.Editor, Dateline: v.Dateline,
		Modified: v.Modified.String(), License: v.License, Notices: []notice{}, Comments: len(v.Comments),
	}
	for _, n := range v.Notices {
		row.Notices = append(row.Notices, notice{string(n.Kind), n.Name, web(n.URL)})
	}
	return row
}
