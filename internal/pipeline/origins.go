package pipeline

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/rank"
	"github.com/parley-news/parley/internal/reuse"
	"github.com/parley-news/parley/internal/store"

	"strconv"
)

// putOrigins works out again the origins of the new articles and of all that hang together with them through copies.
func (p *Pipeline) putOrigins(ctx context.Context, tx *store.Tx, list []decision, touched map[news.StoryID]bool) error {
	var ids []news.ArticleID
	for _, x := range list {
		ids = append(ids, x.doc.Article.ID)
	}
	all, err := tx.Connected(ctx, ids...)
	if err != nil {
		return err
	}
	copies, err := tx.Copies(ctx, all...)
	if err != nil {
		return err
	}
	for _, id := range all { // an older article that gained a copy changes its story's count
		if s := p.win.story[id]; s != 0 {
			touched[s] = true
		}
	}
	return tx.PutOrigins(ctx, reuse.Origins(all, copies), groupVersion)
}

// summarize fills a story's counts, times, lead and title from its articles and saves it.
func (p *Pipeline) summarize(ctx context.Context, tx *store.Tx, s *news.Story, list []store.WindowDoc) error {
	slices.SortFunc(list, func(a, b store.WindowDoc) int {
		return cmp.Or(moment(&a.Version).Compare(moment(&b.Version)), cmp.Compare(a.Article.ID, b.Article.ID))
	})
	origins, err := tx.OriginsOf(ctx, docIDs(list)...)
	if err != nil {
		return err
	}
	s.Counts, err = p.counts(ctx, tx, list, origins)
	if err != nil {
		return err
	}
	s.First, s.Latest = moment(&list[0].Version).UnixMicro(), moment(&list[len(list)-1].Version).UnixMicro()
	lead := leadOf(list, origins)
	s.Lead, s.Title = lead.Article.ID, lead.Version.Title
	s.Rank = rank.Story(*s)
	return tx.PutStory(ctx, *s, groupVersion)
}

func docIDs(list []store.WindowDoc) (out []news.ArticleID) {
	for _, d := range list {
		out = append(out, d.Article.ID)
	}
	return out
}

// leadOf is the article whose title stands for the story: the root of the origin that
// most of its articles go back to, the earliest on a tie; titles and shown addresses are preferred.
func leadOf(list []store.WindowDoc, origins []news.Origin) store.WindowDoc {
	carried := map[news.ArticleID]int{}
	for _, o := range origins {
		if o.Root != 0 {
			carried[o.Root] = len(o.Articles)
		}
	}
	best, bestScore := list[0], -1
	for _, d := range list {
		score := carried[d.Article.ID]
		if d.Version.Title != "" {
			score += 100
		}
		if score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// counts is the line at the top: articles, origins, outlets, countries, languages.
func (p *Pipeline) counts(ctx context.Context, tx *store.Tx, list []store.WindowDoc, origins []news.Origin) (news.Counts, error) {
	n := news.Counts{Articles: len(list), Origins: independent(docIDs(list), origins)}
	outletIDs := map[news.OutletID]bool{}
	countries := map[string]bool{}
	languages := map[string]int{}
	for _, d := range list {
		if id := d.Article.Outlet; id != 0 && !outletIDs[id] {
			outletIDs[id] = true
			o, err := tx.Outlet(ctx, id)
			if err != nil {
				return n, err
			}
			if o.Country != "" {
				countries[o.Country] = true
			}
		}
		if d.Version.Language != "" {
			languages[d.Version.Language]++
		}
	}
	n.Outlets, n.Countries = len(outletIDs), len(countries)
	for tag := range languages {
		n.Languages = append(n.Languages, tag)
	}
	slices.SortFunc(n.Languages, func(a, b string) int { return cmp.Or(cmp.Compare(languages[b], languages[a]), cmp.Compare(a, b)) })
	return n, nil
}

// independent counts the texts that articles go back to. An article with two origins
// adds none of its own; one that is in no origin yet counts as its own.
func independent(ids []news.ArticleID, origins []news.Origin) int {
	here := map[news.ArticleID]bool{}
	for _, id := range ids {
		here[id] = true
	}
	covered := map[news.ArticleID]bool{}
	n := 0
	for _, o := range origins {
		any := false
		for _, a := range o.Articles {
			if here[a] {
				covered[a], any = true, true
			}
		}
		if any {
			n++
		}
	}
	for _, id := range ids {
		if !covered[id] {
			n++
		}
	}
	return n
}

// countStories is the line at the top of a storyline.
func (p *Pipeline) countStories(ctx context.Context, tx *store.Tx, stories []news.Story) (news.Counts, error) {
	var ids []news.ArticleID
	for _, s := range stories {
		members, err := tx.Members(ctx, s.ID)
		if err != nil {
			return news.Counts{}, err
		}
		ids = append(ids, articlesOf(members)...)
	}
	origins, err := tx.OriginsOf(ctx, ids...)
	if err != nil {
		return news.Counts{}, err
	}
	var list []store.WindowDoc
	if err := tx.Docs(ctx, ids, func(d store.WindowDoc) error {
		list = append(list, d)
		return nil
	}); err != nil {
		return news.Counts{}, err
	}
	return p.counts(ctx, tx, list, origins)
}

func enqueueClaims(ctx context.Context, tx *store.Tx, line news.StorylineID) error {
	if line == 0 {
		return nil
	}
	return jobs.Enqueue(ctx, tx, jobs.Claims, strconv.FormatInt(int64(line), 10), "", tx.Now())
}
