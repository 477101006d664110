package pipeline

import (
	"context"
	"slices"

	"github.com/parley-news/parley/internal/claim"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/rank"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/timeline"
)

// maxLineArticles bounds how many articles of a storyline are looked at together: the latest.
const maxLineArticles = 600

// lineArticle is an article of a storyline with all that was found in it.
type lineArticle struct {
	story news.StoryID
	claim claim.Article
	time  timeline.Source
}

// claims finds what is claimed and denied across a storyline, and the parties, numbers and timeline of each of its stories.
func (p *Pipeline) claims(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := idOf[news.StorylineID](j)
	if err != nil {
		return nil, err
	}
	stories, err := p.store.StorylineStories(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := p.lineArticles(ctx, stories)
	if err != nil {
		return nil, err
	}
	found := claim.Find(inputOf(list))
	digest := digestOf(list)
	type side struct {
		parties []news.Party
		digest  store.Digest
	}
	sides := map[news.StoryID]side{}
	for _, s := range stories {
		var part []lineArticle
		for _, a := range list {
			if a.story == s.ID {
				part = append(part, a)
			}
		}
		sides[s.ID] = side{claim.Parties(inputOf(part)), digestOf(part)}
	}
	return func(tx *store.Tx) error {
		if _, err := tx.PutClaims(ctx, id, found, claimsVersion); err != nil {
			return err
		}
		if err := tx.PutStorylineDigest(ctx, id, digest, claimsVersion); err != nil {
			return err
		}
		for _, old := range stories {
			s, err := tx.Story(ctx, old.ID)
			if notGone(err) != nil {
				return err
			}
			if err != nil || s.ID != old.ID {
				continue
			}
			s.Parties = sides[s.ID].parties
			s.Rank = rank.Story(s)
			if err := tx.PutStory(ctx, s, claimsVersion); err != nil {
				return err
			}
			if err := tx.PutStoryDigest(ctx, s.ID, sides[s.ID].digest, claimsVersion); err != nil {
				return err
			}
		}
		return tx.PutState(ctx, store.Item{Stage: jobs.Claims, ID: int64(id), Version: claimsVersion, State: store.StateDone, Attempts: j.Attempts})
	}, nil
}

// lineArticles reads the articles of stories with all that was found in them, in the order of publication.
func (p *Pipeline) lineArticles(ctx context.Context, stories []news.Story) ([]lineArticle, error) {
	story := map[news.ArticleID]news.StoryID{}
	var ids []news.ArticleID
	for _, s := range stories {
		members, err := p.store.Members(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			story[m.Article] = s.ID
			ids = append(ids, m.Article)
		}
	}
	var list []store.WindowDoc
	if err := p.store.Docs(ctx, ids, func(d store.WindowDoc) error {
		list = append(list, d)
		return nil
	}); err != nil {
		return nil, err
	}
	inOrder(list)
	if len(list) > maxLineArticles {
		list = list[len(list)-maxLineArticles:]
	}
	x, err := p.findings(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]lineArticle, len(list))
	for i, d := range list {
		v, at := d.Version.ID, moment(&d.Version)
		origin := x.origin[d.Article.ID]
		out[i] = lineArticle{
			story: story[d.Article.ID],
			claim: claim.Article{
				ID: d.Article.ID, Version: v, Text: d.Version.Text, Lang: d.Version.Language, Title: d.Version.Title, Outlet: d.Article.Outlet,
				OutletName: d.OutletName, Country: x.country[d.Article.Outlet], Origin: origin, Published: at, Mentions: d.Mentions, Statements: x.statements[v],
			},
			time: timeline.Source{
				Article: d.Article.ID, Outlet: d.OutletName, Origin: origin, Published: at, Text: d.Version.Text, Lang: d.Version.Language,
				Figures: x.figures[v], Events: x.events[v],
			},
		}
	}
	return out, nil
}

// findings is what was found in articles, by version, with their origins and their outlets' countries.
type findings struct {
	statements map[news.VersionID][]news.Statement
	figures    map[news.VersionID][]news.Figure
	events     map[news.VersionID][]news.Event
	origin     map[news.ArticleID]news.OriginID
	country    map[news.OutletID]string
}

func (p *Pipeline) findings(ctx context.Context, list []store.WindowDoc) (x findings, err error) {
	x = findings{map[news.VersionID][]news.Statement{}, map[news.VersionID][]news.Figure{}, map[news.VersionID][]news.Event{}, map[news.ArticleID]news.OriginID{}, map[news.OutletID]string{}}
	var versions []news.VersionID
	for _, d := range list {
		versions = append(versions, d.Version.ID)
	}
	statements, err := p.store.Statements(ctx, versions...)
	if err != nil {
		return x, err
	}
	for _, s := range statements {
		x.statements[s.Version] = append(x.statements[s.Version], s)
	}
	figures, err := p.store.Figures(ctx, versions...)
	if err != nil {
		return x, err
	}
	for _, f := range figures {
		x.figures[f.Version] = append(x.figures[f.Version], f)
	}
	events, err := p.store.Events(ctx, versions...)
	if err != nil {
		return x, err
	}
	for _, e := range events {
		x.events[e.Version] = append(x.events[e.Version], e)
	}
	origins, err := p.store.OriginsOf(ctx, docIDs(list)...)
	if err != nil {
		return x, err
	}
	for _, o := range slices.Backward(origins) { // an article with two counts with the older
		for _, a := range o.Articles {
			x.origin[a] = o.ID
		}
	}
	outlets, err := p.store.Outlets(ctx)
	for _, o := range outlets {
		x.country[o.ID] = o.Country
	}
	return x, err
}

func inputOf(list []lineArticle) claim.Input {
	var in claim.Input
	for _, a := range list {
		in.Articles = append(in.Articles, a.claim)
	}
	return in
}

func digestOf(list []lineArticle) store.Digest {
	var sources []timeline.Source
	for _, a := range list {
		sources = append(sources, a.time)
	}
	return store.Digest{Board: timeline.Board(sources), Timeline: timeline.Merge(sources)}
}
