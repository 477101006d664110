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

// putOrigins works out again the origins of the stories that gained articles, and of
// all that hangs together with them through copies. An agency that several articles of one story
// credit stands for one text; in another story it stands for another.
func (p *Pipeline) putOrigins(ctx context.Context, tx *store.Tx, stories []news.StoryID, touched map[news.StoryID]bool) error {
	for _, id := range stories {
		facts, err := tx.StoryFacts(ctx, id)
		if err != nil {
			return err
		}
		all, err := tx.Connected(ctx, articlesOf(facts)...)
		if err != nil {
			return err
		}
		copies, err := tx.Copies(ctx, all...)
		if err != nil {
			return err
		}
		here := map[news.ArticleID]bool{}
		for _, f := range facts {
			here[f.Article] = true
		}
		for _, a := range all { // an article of another story that gained a copy changes that story's count
			if here[a] {
				continue
			}
			s, err := tx.StoryOf(ctx, a)
			if err == nil {
				touched[s] = true
			} else if fault.KindOf(err) != fault.NotFound {
				return err
			}
		}
		copies = slices.DeleteFunc(copies, func(c news.Copy) bool { return c.Score < minOrigin })
		if err := tx.PutOrigins(ctx, reuse.Origins(all, copies), groupVersion); err != nil {
			return err
		}
	}
	return nil
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
