package pipeline

import (
	"context"
	"slices"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/reuse"
	"github.com/parley-news/parley/internal/store"
)

// minOrigin is the confidence from which a copy makes two texts one origin. It lies above
// what shows a copy to readers: a wrong copy is one wrong line, a wrong origin hides a source in every count.
// It is a judgement.
const minOrigin = 0.6

// putOrigins works out again the origins of the stories that gained articles. An agency that several articles of one story
// credit stands for one text; in another story it stands for another. Stories whose articles now go back to something else are touched.
func (p *Pipeline) putOrigins(ctx context.Context, tx *store.Tx, stories []news.StoryID, touched map[news.StoryID]bool) error {
	for _, id := range stories {
		facts, err := tx.StoryFacts(ctx, id)
		if err != nil {
			return err
		}
		if len(facts) == 0 {
			continue
		}
		changed, err := p.putOriginsOf(ctx, tx, articlesOf(facts))
		if err != nil {
			return err
		}
		for _, a := range changed {
			s, err := tx.StoryOf(ctx, a)
			if err == nil {
				touched[s] = true
			} else if fault.KindOf(err) != fault.NotFound {
				return err
			}
		}
	}
	return nil
}

// putOriginsOf works out the origins of articles, of those that are one text with them, and of those that hold passages of them or whose passages they hold.
// To know what these passages go back to, one step more is looked at; further ones change nothing here.
func (p *Pipeline) putOriginsOf(ctx context.Context, tx *store.Tx, articles []news.ArticleID) ([]news.ArticleID, error) {
	ours, _, err := p.around(ctx, tx, articles)
	if err != nil {
		return nil, err
	}
	all, copies, err := p.around(ctx, tx, ours)
	if err != nil {
		return nil, err
	}
	story, err := tx.StoriesOf(ctx, all...)
	if err != nil {
		return nil, err
	}
	list := reuse.Origins(all, copies, func(a news.ArticleID) news.StoryID { return story[a] })
	return tx.PutOrigins(ctx, list, groupVersion, ours...)
}

// around is the articles that are one text with the given ones or with those they share passages with, and all copies among them.
func (p *Pipeline) around(ctx context.Context, tx *store.Tx, articles []news.ArticleID) ([]news.ArticleID, []news.Copy, error) {
	copies, err := tx.Repeats(ctx, minOrigin, articles...)
	if err != nil {
		return nil, nil, err
	}
	near := slices.Clone(articles)
	for _, c := range copies {
		near = append(near, c.Derived)
		if c.Source != 0 {
			near = append(near, c.Source)
		}
	}
	slices.Sort(near)
	all, err := tx.Connected(ctx, minOrigin, slices.Compact(near)...)
	if err != nil {
		return nil, nil, err
	}
	copies, err = tx.Repeats(ctx, minOrigin, all...)
	return all, copies, err
}

// independent counts the texts that articles go back to. An article that draws on two
// counts with the one that most of these articles share; one in no origin yet counts as its own.
func independent(ids []news.ArticleID, origins []news.Origin) int {
	here := map[news.ArticleID]bool{}
	for _, id := range ids {
		here[id] = true
	}
	type bond struct {
		origin news.OriginID
		shared int
	}
	best := map[news.ArticleID]bond{}
	for _, o := range origins {
		shared := 0
		for _, a := range o.Articles {
			if here[a] {
				shared++
			}
		}
		for _, a := range o.Articles {
			if b, ok := best[a]; here[a] && (!ok || shared > b.shared) {
				best[a] = bond{o.ID, shared}
			}
		}
	}
	distinct := map[news.OriginID]bool{}
	alone := 0
	for _, id := range ids {
		if b, ok := best[id]; ok {
			distinct[b.origin] = true
		} else {
			alone++
		}
	}
	return len(distinct) + alone
}
