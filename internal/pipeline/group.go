package pipeline

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// group puts the articles that wait into origins, stories and storylines, chunk by chunk. A chunk is saved in one
// transaction with all that follows from it: what was saved before a crash is not done again, and nothing is half done.
func (p *Pipeline) group(ctx context.Context, _ jobs.Job) (func(tx *store.Tx) error, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		next, err := p.nextToGroup(ctx, false)
		if err != nil {
			return nil, err
		}
		if next.n == 0 {
			return nil, nil
		}
		if err := p.readyWindow(ctx); err != nil {
			return nil, p.forget(err)
		}
		done, err := p.groupNext(ctx, next)
		if err != nil {
			return nil, p.forget(err)
		}
		if done {
			return nil, nil
		}
	}
}

// readyWindow has a window that knows all that was grouped.
func (p *Pipeline) readyWindow(ctx context.Context) error {
	g, err := p.store.Grouping(ctx)
	if err != nil {
		return err
	}
	purge, err := p.store.LastPurge(ctx)
	if err != nil {
		return err
	}
	if p.win == nil || p.win.seq != g.Seq || p.win.purge != purge { // behind, or it holds articles that are gone
		if p.win, err = p.openWindow(ctx, g); err != nil {
			return err
		}
	}
	p.win.texts.ctx = ctx
	return nil
}

// groupNext groups one chunk. When nothing waits any more and everything was being computed again, that ends.
func (p *Pipeline) groupNext(ctx context.Context, next toGroup) (done bool, err error) {
	var list []store.WindowDoc
	err = p.store.Waiting(ctx, chunk, next.readyOnly, func(d store.WindowDoc) error {
		list = append(list, d)
		return nil
	})
	if err != nil {
		return false, err
	}
	if len(list) == 0 {
		if next.former {
			return true, p.endRebuild(ctx)
		}
		return true, nil
	}
	if !next.former {
		inOrder(list)
	}
	return false, p.groupChunk(ctx, list, next.former)
}

// forget drops the window after a failure: it may hold what was not saved. The next run rebuilds it.
func (p *Pipeline) forget(err error) error {
	p.win = nil
	return err
}

// decision is what grouping found out about one article.
type decision struct {
	doc    store.WindowDoc
	seq    int64
	copies []news.Copy
	cluster.Decision
}

// groupChunk decides on each article in turn, then saves all decisions and what follows from them in one transaction.
func (p *Pipeline) groupChunk(ctx context.Context, list []store.WindowDoc, former bool) error {
	from := p.win.seq
	p.win.texts.kept = map[news.ArticleID]string{}
	began := map[news.StoryID]bool{}
	decisions := make([]decision, len(list))
	for i, d := range list {
		p.win.texts.kept[d.Article.ID] = d.Version.Text
		r, c := docs(d.Article, &d.Version, d.Mentions, d.OutletName)
		p.win.pass(r.Time)
		x := decision{doc: d, seq: p.win.seq, copies: p.win.reuse.Add(r)}
		c.CopyOf = partner(d.Article.ID, x.copies)
		var failed error
		x.Decision = p.win.cluster.Assign(c, func() news.StoryID {
			id, err := p.newStory(ctx, d.Article.ID, former, began)
			failed = err
			return id
		})
		if failed != nil {
			return failed
		}
		decisions[i] = x
	}
	again := false
	return p.store.Write(ctx, func(tx *store.Tx) error {
		if again { // the window has moved on: only from a fresh one can this be done a second time
			return fault.Errorf(fault.Busy, "grouping met another writer: it begins again")
		}
		again = true
		return p.putChunk(ctx, tx, from, decisions)
	})
}

// newStory is the identifier of a story that an article begins: a new one, but while everything is computed again the one it had before, if no other story has that now.
func (p *Pipeline) newStory(ctx context.Context, a news.ArticleID, former bool, began map[news.StoryID]bool) (news.StoryID, error) {
	if former {
		id, err := p.store.FormerStory(ctx, a)
		if err != nil {
			return 0, err
		}
		if id != 0 && !began[id] {
			taken, err := p.store.StoryHasMembers(ctx, id)
			if err != nil {
				return 0, err
			}
			if !taken {
				began[id] = true
				return id, nil
			}
		}
	}
	return news.StoryID(p.opt.IDs.Next()), nil
}

// putChunk saves decisions, then origins, sums and storylines of the stories that changed.
func (p *Pipeline) putChunk(ctx context.Context, tx *store.Tx, from int64, decisions []decision) error {
	if err := tx.HoldPurges(ctx); err != nil {
		return err
	}
	if purge, err := tx.LastPurge(ctx); err != nil || purge != p.win.purge {
		return cmp.Or(err, fault.Errorf(fault.Conflict, "articles were purged while they were grouped"))
	}
	final := finals(decisions)
	touched := map[news.StoryID]bool{}
	if err := p.putDecisions(ctx, tx, decisions, final, touched); err != nil {
		return err
	}
	alone, again := byOrigin(decisions, final)
	if err := tx.PutAlone(ctx, alone, groupVersion); err != nil {
		return err
	}
	if err := p.putOrigins(ctx, tx, again, touched); err != nil {
		return err
	}
	changed, err := p.sumUpAll(ctx, tx, sorted(touched))
	if err != nil {
		return err
	}
	if err := p.putStorylines(ctx, tx, changed, mergedAway(decisions)); err != nil {
		return err
	}
	if err := jobs.Progressed(ctx, tx, jobs.Group, "all"); err != nil {
		return err
	}
	return tx.Advance(ctx, from, store.Grouping{Seq: p.win.seq, Bound: p.win.binder.Full(), Holder: p.incarnation()})
}

func sorted(set map[news.StoryID]bool) []news.StoryID {
	out := make([]news.StoryID, 0, len(set))
	for id := range set {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func mergedAway(list []decision) (out []news.StoryID) {
	for _, x := range list {
		out = append(out, x.Merged...)
	}
	slices.Sort(out)
	return out
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

// byOrigin tells the articles that go back to nothing else, and the stories, after all merges, whose origins are to be worked out
// again: those that gained an article that repeats or credits something, or were made of several. Both ascend.
func byOrigin(list []decision, final map[news.StoryID]news.StoryID) (alone []news.ArticleID, again []news.StoryID) {
	tied := map[news.ArticleID]bool{}
	for _, x := range list {
		for _, c := range x.copies {
			if c.Score >= minOrigin {
				tied[c.Derived], tied[c.Source] = true, true
			}
		}
	}
	for _, x := range list {
		s := x.Story
		if to := final[s]; to != 0 {
			s = to
		}
		if !tied[x.doc.Article.ID] {
			alone = append(alone, x.doc.Article.ID)
		}
		if tied[x.doc.Article.ID] || len(x.Merged) > 0 {
			again = append(again, s)
		}
	}
	slices.Sort(alone)
	slices.Sort(again)
	return alone, slices.Compact(again)
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
		}
		if err := tx.PutCopies(ctx, x.doc.Article.ID, x.copies, groupVersion); err != nil {
			return err
		}
		if err := tx.PutMember(ctx, news.Member{Story: s, Article: x.doc.Article.ID, Score: x.Score, Reasons: x.Reasons, Seq: x.seq}, groupVersion); err != nil {
			return err
		}
		if err := tx.PutState(ctx, store.Item{Stage: jobs.Group, ID: int64(x.doc.Article.ID), Version: groupVersion, State: store.StateDone}); err != nil {
			return err
		}
	}
	for _, x := range list {
		for _, m := range x.Merged {
			delete(touched, m)
		}
	}
	return nil
}
