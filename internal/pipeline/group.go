package pipeline

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// chunk is how many articles are grouped and saved together.
const chunk = 500

// group puts the articles that wait into origins and stories, then all stories into
// storylines. It saves chunk by chunk: what was saved before a crash is not done again.
func (p *Pipeline) group(ctx context.Context, _ jobs.Job) (func(tx *store.Tx) error, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if purge, err := p.store.LastPurge(ctx); err != nil {
		return nil, err
	} else if p.win != nil && p.win.purge != purge { // it holds articles that are gone
		p.win = nil
	}
	if p.win == nil {
		w, err := p.openWindow(ctx)
		if err != nil {
			return nil, err
		}
		p.win = w
	}
	p.win.texts.ctx = ctx
	touched := map[news.StoryID]bool{}
	for {
		var waiting []store.WindowDoc
		if err := p.store.Waiting(ctx, chunk, func(d store.WindowDoc) error {
			waiting = append(waiting, d)
			return nil
		}); err != nil {
			return nil, p.forget(err)
		}
		if len(waiting) == 0 {
			break
		}
		if err := p.groupChunk(ctx, waiting, touched); err != nil {
			return nil, p.forget(err)
		}
	}
	latest, err := p.latest(ctx)
	if err != nil {
		return nil, p.forget(err)
	}
	p.win.evict(latest)
	if err := p.putStorylines(ctx, touched); err != nil {
		return nil, p.forget(err)
	}
	return nil, nil
}

// forget drops the window after a failure: it may hold what was not saved. The next run rebuilds it.
func (p *Pipeline) forget(err error) error {
	p.win = nil
	return err
}

// decision is what grouping found out about one article.
type decision struct {
	doc    store.WindowDoc
	copies []news.Copy
	cluster.Decision
}

// groupChunk decides on each article in turn, then saves all decisions in one transaction.
func (p *Pipeline) groupChunk(ctx context.Context, list []store.WindowDoc, touched map[news.StoryID]bool) error {
	inOrder(list)
	p.win.texts.kept = map[news.ArticleID]string{}
	decisions := make([]decision, len(list))
	for i, d := range list {
		p.win.texts.kept[d.Article.ID] = d.Version.Text
		r, c := docs(d.Article, &d.Version, d.Mentions, d.OutletName)
		x := decision{doc: d, copies: p.win.reuse.Add(r)}
		c.CopyOf = p.win.storied(partner(d.Article.ID, x.copies))
		x.Decision = p.win.cluster.Assign(c, func() news.StoryID { return news.StoryID(p.opt.IDs.Next()) })
		p.win.story[d.Article.ID] = x.Story
		decisions[i] = x
	}
	final := finals(decisions)
	return p.store.Write(ctx, func(tx *store.Tx) error {
		if err := p.putDecisions(ctx, tx, decisions, final, touched); err != nil {
			return err
		}
		return p.putOrigins(ctx, tx, storiesOf(decisions, final), touched)
	})
}

// partner is the article that a is surest to repeat, or that repeats a: the two belong to one story. Zero when there is none.
func partner(a news.ArticleID, copies []news.Copy) news.ArticleID {
	var best news.ArticleID
	score := minTogether
	for _, c := range copies {
		other := c.Source
		if c.Source == a {
			other = c.Derived
		}
		if other != 0 && other != a && c.Score >= score && wholly(c.Kind) {
			best, score = other, c.Score
		}
	}
	return best
}

// minTogether is the confidence from which a copy shares its source's story without further ado.
const minTogether = 0.7

// wholly reports whether a copy of a kind is about the same happening: one that only
// splices in paragraphs may be about another.
func wholly(k news.CopyKind) bool {
	return k == news.CopySame || k == news.CopyEdited || k == news.CopyExcerpt || k == news.CopyTranslation
}

// finals tells where stories that were merged within the chunk ended up.
func finals(list []decision) map[news.StoryID]news.StoryID {
	out := map[news.StoryID]news.StoryID{}
	for _, x := range list {
		for _, m := range x.Merged {
			out[m] = x.Story
		}
	}
	for from := range out {
		to := out[from]
		for out[to] != 0 && out[to] != from {
			to = out[to]
		}
		out[from] = to
	}
	return out
}

// storiesOf is the stories that gained articles, after all merges, ascending.
func storiesOf(list []decision, final map[news.StoryID]news.StoryID) []news.StoryID {
	var out []news.StoryID
	for _, x := range list {
		s := x.Story
		if to := final[s]; to != 0 {
			s = to
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (p *Pipeline) putDecisions(ctx context.Context, tx *store.Tx, list []decision, final map[news.StoryID]news.StoryID, touched map[news.StoryID]bool) error {
	at := func(s news.StoryID) news.StoryID {
		if to := final[s]; to != 0 {
			return to
		}
		return s
	}
	for _, x := range list {
		if x.New {
			if err := tx.PutStory(ctx, news.Story{ID: x.Story, Lead: x.doc.Article.ID, Title: x.doc.Version.Title}, groupVersion); err != nil {
				return err
			}
		}
	}
	for _, x := range list {
		s := at(x.Story)
		touched[s] = true
		if len(x.Merged) > 0 {
			slices.Sort(x.Merged)
			if err := tx.MergeStories(ctx, s, x.Merged...); err != nil {
				return err
			}
			for _, m := range x.Merged {
				delete(touched, m)
				delete(p.win.profiles, m)
			}
		}
		if err := tx.PutCopies(ctx, x.doc.Article.ID, x.copies, groupVersion); err != nil {
			return err
		}
		if err := tx.PutMember(ctx, news.Member{Story: s, Article: x.doc.Article.ID, Score: x.Score, Reasons: x.Reasons}, groupVersion); err != nil {
			return err
		}
		if err := tx.PutState(ctx, store.Item{Stage: jobs.Group, ID: int64(x.doc.Article.ID), Version: groupVersion, State: store.StateDone}); err != nil {
			return err
		}
	}
	for id, s := range p.win.story {
		if to := final[s]; to != 0 {
			p.win.story[id] = to
		}
	}
	return nil
}

// putStorylines sums up the stories that changed, puts all stories into storylines, and has
// the claims of what changed found again.
func (p *Pipeline) putStorylines(ctx context.Context, touched map[news.StoryID]bool) error {
	ids := make([]news.StoryID, 0, len(touched))
	for id := range touched {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for start := 0; start < len(ids); start += chunk {
		part := ids[start:min(start+chunk, len(ids))]
		if err := p.store.Write(ctx, func(tx *store.Tx) error {
			for _, id := range part {
				if err := p.sumUp(ctx, tx, id); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	lines := cluster.Lines(p.win.list(), p.win.lines, func() news.StorylineID { return news.StorylineID(p.opt.IDs.Next()) })
	return p.store.Write(ctx, func(tx *store.Tx) error { return p.putLines(ctx, tx, lines, touched) })
}

// sumUp counts a story and makes its profile. Parties and rank follow when its claims are found.
func (p *Pipeline) sumUp(ctx context.Context, tx *store.Tx, id news.StoryID) error {
	members, err := tx.Members(ctx, id)
	if err != nil || len(members) == 0 {
		return err
	}
	s, err := tx.Story(ctx, id)
	if err != nil {
		return err
	}
	var list []cluster.Doc
	var all []store.WindowDoc
	if err := tx.Docs(ctx, articlesOf(members), func(d store.WindowDoc) error {
		_, c := docs(d.Article, &d.Version, d.Mentions, d.OutletName)
		list, all = append(list, c), append(all, d)
		return nil
	}); err != nil {
		return err
	}
	if err := p.summarize(ctx, tx, &s, all); err != nil {
		return err
	}
	profile := cluster.ProfileOf(id, list)
	data, err := json.Marshal(profile)
	if err != nil {
		return err
	}
	p.win.profiles[id] = profile
	return tx.PutProfile(ctx, id, data, groupVersion)
}

func articlesOf(members []news.Member) (out []news.ArticleID) {
	for _, m := range members {
		out = append(out, m.Article)
	}
	return out
}

func (p *Pipeline) putLines(ctx context.Context, tx *store.Tx, lines []cluster.Line, touched map[news.StoryID]bool) error {
	now := map[news.StoryID]news.StorylineID{}
	kept := map[news.StorylineID]bool{}
	for _, l := range lines {
		kept[l.ID] = true
		changed := false
		for _, s := range l.Stories {
			now[s] = l.ID
			if p.win.lines[s] != l.ID {
				changed = true
				if err := tx.SetStoryline(ctx, s, l.ID); err != nil {
					return err
				}
			}
			changed = changed || touched[s]
		}
		if !changed {
			continue
		}
		if err := p.putLine(ctx, tx, l); err != nil {
			return err
		}
		if err := enqueueClaims(ctx, tx, l.ID); err != nil {
			return err
		}
	}
	for s, old := range p.win.lines { // lines that lost all their stories lead to where one of them went
		if !kept[old] && now[s] != 0 {
			kept[old] = true
			if err := tx.ForwardStoryline(ctx, old, now[s]); err != nil {
				return err
			}
		}
	}
	p.win.lines = now
	return nil
}

func (p *Pipeline) putLine(ctx context.Context, tx *store.Tx, l cluster.Line) error {
	line := news.Storyline{ID: l.ID, Name: l.Name, Stories: len(l.Stories)}
	stories, err := tx.StorylineStories(ctx, l.ID)
	if err != nil {
		return err
	}
	for i, s := range stories {
		if i == 0 || s.First < line.First {
			line.First = s.First
		}
		line.Latest = max(line.Latest, s.Latest)
	}
	if line.Counts, err = p.countStories(ctx, tx, stories); err != nil {
		return err
	}
	return tx.PutStoryline(ctx, line, groupVersion)
}
