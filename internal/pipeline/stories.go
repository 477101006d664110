package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/rank"
	"github.com/parley-news/parley/internal/store"
)

// profiled is how many articles of a story, the latest, its profile is made from; cluster.ProfileOf takes no more.
const profiled = 40

// sumUpAll counts stories and makes their profiles. Parties follow when the claims are found.
func (p *Pipeline) sumUpAll(ctx context.Context, tx *store.Tx, ids []news.StoryID) ([]cluster.Profile, error) {
	var out []cluster.Profile
	for _, id := range ids {
		s, err := tx.Story(ctx, id)
		if err != nil {
			return nil, err
		}
		facts, err := tx.StoryFacts(ctx, id)
		if err != nil {
			return nil, err
		}
		if len(facts) == 0 {
			continue
		}
		if err := p.summarize(ctx, tx, &s, facts); err != nil {
			return nil, err
		}
		x, err := p.profile(ctx, tx, id, facts)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// profile makes and saves what storylines need to know of a story.
func (p *Pipeline) profile(ctx context.Context, tx *store.Tx, id news.StoryID, facts []store.Fact) (cluster.Profile, error) {
	var list []cluster.Doc
	err := tx.Docs(ctx, articlesOf(facts[max(0, len(facts)-profiled):]), func(d store.WindowDoc) error {
		_, c := docs(d.Article, &d.Version, d.Mentions, d.OutletName)
		list = append(list, c)
		return nil
	})
	if err != nil {
		return cluster.Profile{}, err
	}
	x := cluster.ProfileOf(id, list)
	x.Size = len(facts)
	if dated := datedOf(facts); len(dated) > 0 {
		x.First, x.Latest = timeOf(dated[0]), timeOf(dated[len(dated)-1])
	}
	data, err := json.Marshal(x)
	if err != nil {
		return x, err
	}
	return x, tx.PutProfile(ctx, id, data, groupVersion)
}

func timeOf(f store.Fact) time.Time { return time.UnixMicro(f.Moment).UTC() }

func datedOf(facts []store.Fact) []store.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f store.Fact) bool { return !f.Dated })
}

func articlesOf(facts []store.Fact) []news.ArticleID {
	out := make([]news.ArticleID, len(facts))
	for i, f := range facts {
		out[i] = f.Article
	}
	return out
}

// summarize fills a story's counts, times, lead and title from its articles and saves it.
func (p *Pipeline) summarize(ctx context.Context, tx *store.Tx, s *news.Story, facts []store.Fact) error {
	origins, err := tx.OriginsAmong(ctx, articlesOf(facts)...)
	if err != nil {
		return err
	}
	s.Counts = countsOf(facts, origins)
	s.First, s.Latest = reach(facts)
	if s.Lead, s.Title, err = p.leadOf(ctx, tx, facts, origins); err != nil {
		return err
	}
	s.Rank = rank.Story(*s)
	return tx.PutStory(ctx, *s, groupVersion)
}

// reach is when the first and the latest of articles in order were published. Articles
// without a date, known only by when they were seen, count only where no other has one.
func reach(facts []store.Fact) (first, latest int64) {
	if dated := datedOf(facts); len(dated) > 0 {
		facts = dated
	}
	return facts[0].Moment, facts[len(facts)-1].Moment
}

// titlesTried bounds how many articles are asked for a title.
const titlesTried = 10

// leadOf is the article whose title stands for the story: the root of the origin that
// most of its articles go back to, the earliest on a tie; one without a title only where none has any.
func (p *Pipeline) leadOf(ctx context.Context, tx *store.Tx, facts []store.Fact, origins []news.Origin) (news.ArticleID, string, error) {
	carried := map[news.ArticleID]int{}
	for _, o := range origins {
		if o.Root != 0 {
			carried[o.Root] = len(o.Articles)
		}
	}
	order := slices.Clone(facts)
	slices.SortStableFunc(order, func(a, b store.Fact) int { return cmp.Compare(carried[b.Article], carried[a.Article]) })
	for _, f := range order[:min(len(order), titlesTried)] {
		title, err := tx.ArticleTitle(ctx, f.Article)
		if err != nil || title != "" {
			return f.Article, title, err
		}
	}
	return order[0].Article, "", nil
}

// countsOf is the line at the top: articles, origins, outlets, countries, languages.
func countsOf(facts []store.Fact, origins []news.Origin) news.Counts {
	n := news.Counts{Articles: len(facts), Origins: independent(articlesOf(facts), origins)}
	outlets, countries, languages := map[news.OutletID]bool{}, map[string]bool{}, map[string]int{}
	for _, f := range facts {
		if f.Outlet != 0 {
			outlets[f.Outlet] = true
		}
		if f.Country != "" {
			countries[f.Country] = true
		}
		if f.Language != "" {
			languages[f.Language]++
		}
	}
	n.Outlets, n.Countries = len(outlets), len(countries)
	for tag := range languages {
		n.Languages = append(n.Languages, tag)
	}
	slices.SortFunc(n.Languages, func(a, b string) int { return cmp.Or(cmp.Compare(languages[b], languages[a]), cmp.Compare(a, b)) })
	return n
}
