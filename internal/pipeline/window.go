package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/reuse"
	"github.com/parley-news/parley/internal/store"
)

// window is what grouping looks at: the articles of the last weeks, indexed for
// copies and for stories, and outlines of the latest stories. It is a function of the articles grouped so
// far and their order, whatever process grouped them; a process whose window is behind rebuilds it from the store.
type window struct {
	reuse   *reuse.Index
	cluster *cluster.Window
	binder  *cluster.Binder
	texts   *texts
	seq     int64     // place of the article grouped last
	latest  time.Time // when the latest of them was published
	purge   int64     // the latest when it was built: one more makes it out of date
}

const (
	// windowReach is how far back from the latest article grouping looks. Older articles are
	// never joined by words; their stories still belong to storylines.
	windowReach = 60 * 24 * time.Hour
	// evictEvery is after how many articles those out of reach are forgotten. It goes by the place in the order, so
	// that it happens at the same article in every process.
	evictEvery = 512
	// maxStories bounds how many stories, the latest, a new one may follow in a storyline.
	maxStories = 50000
)

// texts gives the reuse index the text of an article when two are laid side by side.
type texts struct {
	ctx   context.Context
	store *store.Store
	kept  map[news.ArticleID]string // of the chunk under way
}

func (t *texts) text(id news.ArticleID) string {
	if s, ok := t.kept[id]; ok {
		return s
	}
	v, err := t.store.CurrentVersion(t.ctx, id)
	if err != nil {
		return "" // gone, or the database is: the pair is not compared now
	}
	return v.Text
}

// openWindow rebuilds the window from the store as it was after a place.
func (p *Pipeline) openWindow(ctx context.Context, g store.Grouping) (*window, error) {
	w := &window{texts: &texts{ctx: ctx, store: p.store, kept: map[news.ArticleID]string{}}, seq: g.Seq}
	w.reuse = reuse.New(reuse.Options{Text: w.texts.text})
	w.cluster = cluster.New(cluster.Options{})
	var err error
	if w.latest, err = p.store.GroupedMoment(ctx, g.Seq); err != nil {
		return nil, err
	}
	evicted, err := p.store.GroupedMoment(ctx, g.Seq/evictEvery*evictEvery)
	if err != nil {
		return nil, err
	}
	if w.purge, err = p.store.LastPurge(ctx); err != nil {
		return nil, err
	}
	reach, first := evicted.Add(-windowReach), g.Seq-cluster.DefaultKeep
	err = p.store.WindowDocs(ctx, reach, first, func(d store.WindowDoc) error {
		r, c := docs(d.Article, &d.Version, d.Mentions, d.OutletName)
		if !r.Time.Before(reach) {
			w.reuse.Restore(r)
		}
		if d.Seq > first {
			w.cluster.Restore(c, d.Story)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("rebuild the window: %w", err)
	}
	w.binder, err = cluster.Restore(p.placed(ctx), g.Bound)
	return w, err
}

// placed passes the stories of the archive and the storylines they are in.
func (p *Pipeline) placed(ctx context.Context) cluster.Each { return placed(ctx, p.store.Profiles) }

// profiles is how a store, or a transaction of it, gives profiles.
type profiles func(ctx context.Context, bound int, f func(news.StoryID, news.StorylineID, []byte) error) error

func placed(ctx context.Context, from profiles) cluster.Each {
	return func(yield func(cluster.Placed) error) error {
		return from(ctx, maxStories, func(id news.StoryID, line news.StorylineID, data []byte) error {
			x := cluster.Placed{Line: line}
			if err := json.Unmarshal(data, &x.Profile); err != nil {
				return fmt.Errorf("profile of story %d: %w", id, err)
			}
			x.Story = id
			return yield(x)
		})
	}
}

// pass moves the window on by an article that is about to be grouped.
func (w *window) pass(at time.Time) {
	w.seq++
	if at.After(w.latest) {
		w.latest = at
	}
	if w.seq%evictEvery == 0 {
		w.reuse.Evict(w.latest.Add(-windowReach))
	}
}

// docs is an article as the two engines of grouping see it.
func docs(a news.Article, v *news.Version, m *mention.Set, outlet string) (reuse.Doc, cluster.Doc) {
	t := moment(v)
	return reuse.Doc{ID: a.ID, Time: t, Title: v.Title, Text: v.Text, Lang: v.Language, URL: a.URL, Outlet: outlet, Notices: v.Notices},
		cluster.Doc{ID: a.ID, Time: t, Title: v.Title, Text: v.Text, Lang: v.Language, Mentions: m, Undated: v.Published.IsZero()}
}

// inOrder sorts articles by publication, then by key: the order in which a batch is
// grouped does not depend on which worker was first.
func inOrder(list []store.WindowDoc) {
	slices.SortFunc(list, func(a, b store.WindowDoc) int {
		return cmp.Or(moment(&a.Version).Compare(moment(&b.Version)), cmp.Compare(a.Article.Key, b.Article.Key))
	})
}
