package pipeline

import (
	"context"
	"maps"
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

// claims finds what is claimed and denied across a storyline, and the parties, numbers and timeline of those of its stories that are looked at.
func (p *Pipeline) claims(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	id, err := idOf[news.StorylineID](j)
	if err != nil {
		return nil, err
	}
	facts, err := p.store.LineFacts(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := p.lineArticles(ctx, facts[max(0, len(facts)-maxLineArticles):])
	if err != nil {
		return nil, err
	}
	found := claim.Find(inputOf(list))
	digest := digestOf(list)
	sides := sidesOf(list)
	return func(tx *store.Tx) error {
		if _, err := tx.PutClaims(ctx, id, found, claimsVersion); err != nil {
			return err
		}
		if err := tx.PutStorylineDigest(ctx, id, digest, claimsVersion); err != nil {
			return err
		}
		for _, x := range sides {
			if err := putSide(ctx, tx, x); err != nil {
				return err
			}
		}
		if err := p.putCounts(ctx, tx, id, facts); err != nil {
			return err
		}
		return tx.PutState(ctx, store.Item{Stage: jobs.Claims, ID: int64(id), Version: claimsVersion, State: store.StateDone, Attempts: j.Attempts})
	}, nil
}

// side is what a story's page shows beside the claims.
type side struct {
	story   news.StoryID
	parties []news.Party
	digest  store.Digest
}

// sidesOf works out the sides of the stories whose articles are looked at, by identifier.
func sidesOf(list []lineArticle) (out []side) {
	parts := map[news.StoryID][]lineArticle{}
	for _, a := range list {
		parts[a.story] = append(parts[a.story], a)
	}
	for _, id := range slices.Sorted(maps.Keys(parts)) {
		out = append(out, side{id, claim.Parties(inputOf(parts[id])), digestOf(parts[id])})
	}
	return out
}

func putSide(ctx context.Context, tx *store.Tx, x side) error {
	s, err := tx.Story(ctx, x.story)
	if err != nil || s.ID != x.story { // gone or merged meanwhile
		return notGone(err)
	}
	s.Parties = x.parties
	s.Rank = rank.Story(s)
	if err := tx.PutStory(ctx, s, claimsVersion); err != nil {
		return err
	}
	return tx.PutStoryDigest(ctx, s.ID, x.digest, claimsVersion)
}

// putCounts saves the line at the top of a storyline, and how many articles it had when its claims were found.
func (p *Pipeline) putCounts(ctx context.Context, tx *store.Tx, id news.StorylineID, facts []store.Fact) error {
	l, err := tx.Storyline(ctx, id)
	if err != nil || l.ID != id { // gone or folded into another meanwhile
		return notGone(err)
	}
	if l.Counts, err = p.lineCounts(ctx, tx, facts); err != nil {
		return err
	}
	if err := tx.PutStoryline(ctx, l, claimsVersion); err != nil {
		return err
	}
	return tx.SetClaimed(ctx, id, len(facts))
}

// lineArticles reads articles with all that was found in them, in the order of publication.
func (p *Pipeline) lineArticles(ctx context.Context, facts []store.Fact) ([]lineArticle, error) {
	story := map[news.ArticleID]news.StoryID{}
	for _, f := range facts {
		story[f.Article] = f.Story
	}
	var list []store.WindowDoc
	if err := p.store.Docs(ctx, articlesOf(facts), func(d store.WindowDoc) error {
		list = append(list, d)
		return nil
	}); err != nil {
		return nil, err
	}
	inOrder(list)
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
	origins, err := p.store.OriginsAmong(ctx, docIDs(list)...)
	if err != nil {
		return x, err
	}
	for _, o := range slices.Backward(origins) { // an article with two counts with the older
		for _, a := range o.Articles {
			x.origin[a] = o.ID
		}
	}
	for _, d := range list {
		id := d.Article.Outlet
		if _, known := x.country[id]; known || id == 0 {
			continue
		}
		o, err := p.store.Outlet(ctx, id)
		if err != nil {
			return x, err
		}
		x.country[id] = o.Country
	}
	return x, nil
}

func docIDs(list []store.WindowDoc) (out []news.ArticleID) {
	for _, d := range list {
		out = append(out, d.Article.ID)
	}
	return out
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
