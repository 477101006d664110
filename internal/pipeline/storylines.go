package pipeline

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

const (
	// smallArchive is up to how many stories all storylines are worked out together each time: it costs little, and in a small
	// archive what is rare and who is who still changes with every story.
	smallArchive = 300
	// countedLine is up to how many articles a storyline is counted anew with each chunk; greater ones are counted when their claims are found.
	countedLine = 300
	// A storyline has its claims found at once when it has grown by a quarter or is small; else a little
	// later, or as soon as there is nothing else to do. So the work on a long one grows with its articles, not with their square.
	smallLine  = 12
	claimsWait = 10 * time.Minute
)

func (p *Pipeline) newLine() news.StorylineID { return news.StorylineID(p.opt.IDs.Next()) }

// putStorylines places stories that are new or have changed, and lets go of those that were merged into others.
func (p *Pipeline) putStorylines(ctx context.Context, tx *store.Tx, changed []cluster.Profile, merged []news.StoryID) error {
	p.win.binder.Merge(merged...)
	if p.win.binder.Len()+len(changed) <= smallArchive {
		return p.bindAll(ctx, tx, changed)
	}
	lines, gone := p.win.binder.Put(changed, p.newLine)
	for _, l := range lines {
		if err := tx.SetStoryline(ctx, l.ID, l.Stories...); err != nil {
			return err
		}
	}
	for _, from := range slices.Sorted(maps.Keys(gone)) {
		if err := tx.ForwardStoryline(ctx, from, gone[from]); err != nil {
			return err
		}
	}
	if err := p.forwardEmpty(ctx, tx, merged); err != nil {
		return err
	}
	for _, l := range lines {
		if err := p.putLine(ctx, tx, l); err != nil {
			return err
		}
	}
	switch b := p.win.binder; {
	case b.Len() > maxStories*6/5: // the oldest are let go of
		fresh, err := cluster.Restore(placed(ctx, tx.Profiles), b.Full())
		if err != nil {
			return err
		}
		p.win.binder = fresh
	case b.Due():
		return p.bindAll(ctx, tx, changed)
	}
	return nil
}

// forwardEmpty has the storylines of merged stories that have no other lead to where the story went.
func (p *Pipeline) forwardEmpty(ctx context.Context, tx *store.Tx, merged []news.StoryID) error {
	for _, m := range merged {
		from, to, err := tx.MergedLines(ctx, m)
		if err != nil {
			return err
		}
		if from == 0 || to == 0 || from == to {
			continue
		}
		l, err := tx.LineReach(ctx, from)
		if err != nil {
			return err
		}
		if l.Stories == 0 {
			if err := tx.ForwardStoryline(ctx, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// bindAll works all storylines out together and saves what changed by it, or by the change of a story.
func (p *Pipeline) bindAll(ctx context.Context, tx *store.Tx, touched []cluster.Profile) error {
	was := map[news.StoryID]news.StorylineID{}
	each := placed(ctx, tx.Profiles)
	binder, lines, err := cluster.Bind(func(yield func(cluster.Placed) error) error {
		return each(func(x cluster.Placed) error {
			was[x.Story] = x.Line
			return yield(x)
		})
	}, p.newLine)
	if err != nil {
		return err
	}
	p.win.binder = binder
	changed := map[news.StorylineID]bool{}
	for _, x := range touched {
		if id, ok := binder.Line(x.Story); ok {
			changed[id] = true
		}
	}
	stands := map[news.StorylineID]bool{}
	for _, l := range lines {
		stands[l.ID] = true
		moved := slices.DeleteFunc(slices.Clone(l.Stories), func(s news.StoryID) bool { return was[s] == l.ID })
		if len(moved) > 0 {
			changed[l.ID] = true
		}
		for _, s := range moved {
			changed[was[s]] = true // it has lost a story
		}
		if err := tx.SetStoryline(ctx, l.ID, moved...); err != nil {
			return err
		}
	}
	for _, l := range lines { // lines that lost all their stories lead to where the first of them went
		for _, s := range l.Stories {
			if old := was[s]; old != 0 && !stands[old] {
				stands[old] = true
				if err := tx.ForwardStoryline(ctx, old, l.ID); err != nil {
					return err
				}
			}
		}
	}
	for _, l := range lines {
		if changed[l.ID] {
			if err := p.putLine(ctx, tx, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// putLine saves a storyline and has its claims found.
func (p *Pipeline) putLine(ctx context.Context, tx *store.Tx, l cluster.Line) error {
	line, err := tx.LineReach(ctx, l.ID)
	if err != nil {
		return err
	}
	line.Name = l.Name
	facts, err := tx.LineFacts(ctx, l.ID)
	if err != nil {
		return err
	}
	if len(facts) <= countedLine {
		if line.Counts, err = p.lineCounts(ctx, tx, facts); err != nil {
			return err
		}
	} else if old, err := tx.Storyline(ctx, l.ID); err == nil {
		line.Counts = old.Counts
	}
	if err := tx.PutStoryline(ctx, line, groupVersion); err != nil {
		return err
	}
	return enqueueClaims(ctx, tx, l.ID, len(facts))
}

func (p *Pipeline) lineCounts(ctx context.Context, tx *store.Tx, facts []store.Fact) (news.Counts, error) {
	origins, err := tx.OriginsAmong(ctx, articlesOf(facts)...)
	return countsOf(facts, origins), err
}

// enqueueClaims has the claims of a storyline found, which has so many articles now.
func enqueueClaims(ctx context.Context, tx *store.Tx, line news.StorylineID, articles int) error {
	if line == 0 {
		return nil
	}
	claimed, err := tx.Claimed(ctx, line)
	if err != nil {
		return err
	}
	at := tx.Now()
	if claimed > 0 && articles > smallLine && articles*4 < claimed*5 {
		at = at.Add(claimsWait)
	}
	return jobs.Enqueue(ctx, tx, jobs.Claims, strconv.FormatInt(int64(line), 10), "", at)
}

// endRebuild ends computing everything again: what was before is forgotten, and all storylines are worked out together.
func (p *Pipeline) endRebuild(ctx context.Context) error {
	return p.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.EndRebuild(ctx); err != nil {
			return err
		}
		return p.bindAll(ctx, tx, nil)
	})
}
