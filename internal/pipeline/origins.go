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

// minOrigin is the confidence from which a copy makes two texts one origin. It lies above
// what shows a copy to readers: a wrong copy is one wrong line, a wrong origin hides a source in every count.
// It is a judgement.
const minOrigin = 0.6

// putOrigins works out again the origins of the stories that gained articles, and of
// all that hangs together with them through copies. An agency that several articles of one story
// credit stands for one text; in another story it stands for another.
func (p *Pipeline) putOrigins(ctx context.Context, tx *store.Tx, stories []news.StoryID, touched map[news.StoryID]bool) error {
	for _, id := range stories {
		members, err := tx.Members(ctx, id)
		if err != nil {
			return err
		}
		all, err := tx.Connected(ctx, articlesOf(members)...)
		if err != nil {
			return err
		}
		copies, err := tx.Copies(ctx, all...)
		if err != nil {
			return err
		}
		for _, a := range all { // an older article that gained a copy changes its story's count
			if s := p.win.story[a]; s != 0 {
				touched[s] = true
			}
		}
		copies = slices.DeleteFunc(copies, func(c news.Copy) bool { return c.Score < minOrigin })
		if err := tx.PutOrigins(ctx, reuse.Origins(all, copies), groupVersion); err != nil {
			return err
		}
	}
	return nil
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
	s.First, s.Latest = reach(list)
	lead := leadOf(list, origins)
	s.Lead, s.Title = lead.Article.ID, lead.Version.Title
	s.Rank = rank.Story(*s)
	return tx.PutStory(ctx, *s, groupVersion)
}

// reach is when the first and the latest of articles in order were published. Articles
// without a date, known only by when they were seen, count only where no other has one.
func reach(list []store.WindowDoc) (first, latest int64) {
	dated := slices.DeleteFunc(slices.Clone(list), func(d store.WindowDoc) bool { return d.Version.Published.IsZero() })
	if len(dated) > 0 {
		list = dated
	}
	return moment(&list[0].Version).UnixMicro(), moment(&list[len(list)-1].Version).UnixMicro()
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
