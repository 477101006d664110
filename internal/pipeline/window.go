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
// copies and for stories, and the profiles of all stories. It is rebuilt from the store at
// the first run of a process and decides the same afterwards.
type window struct {
	reuse    *reuse.Index
	cluster  *cluster.Window
	texts    *texts
	story    map[news.ArticleID]news.StoryID // of the articles in the window
	profiles map[news.StoryID]cluster.Profile
	lines    map[news.StoryID]news.StorylineID
	purge    int64 // the latest when it was built: one more makes it out of date
}

// windowReach is how far back from the latest article grouping looks. Older articles are
// never joined by words; their stories still belong to storylines.
const windowReach = 60 * 24 * time.Hour

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

// openWindow rebuilds the window from the store.
func (p *Pipeline) openWindow(ctx context.Context) (*window, error) {
	w := &window{
		texts: &texts{ctx: ctx, store: p.store, kept: map[news.ArticleID]string{}}, story: map[news.ArticleID]news.StoryID{},
		profiles: map[news.StoryID]cluster.Profile{}, lines: map[news.StoryID]news.StorylineID{},
	}
	w.reuse = reuse.New(reuse.Options{Text: w.texts.text})
	w.cluster = cluster.New(cluster.Options{})
	latest, err := p.latest(ctx)
	if err != nil {
		return nil, err
	}
	if w.purge, err = p.store.LastPurge(ctx); err != nil {
		return nil, err
	}
	err = p.store.WindowDocs(ctx, latest.Add(-windowReach), func(d store.WindowDoc) error {
		r, c := docs(d.Article, &d.Version, d.Mentions, d.OutletName)
		w.reuse.Restore(r)
		w.cluster.Restore(c, d.Story)
		w.story[d.Article.ID] = d.Story
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("rebuild the window: %w", err)
	}
	err = p.store.Profiles(ctx, func(id news.StoryID, line news.StorylineID, data []byte) error {
		var x cluster.Profile
		if err := json.Unmarshal(data, &x); err != nil {
			return fmt.Errorf("profile of story %d: %w", id, err)
		}
		w.profiles[id] = x
		if line != 0 {
			w.lines[id] = line
		}
		return nil
	})
	return w, err
}

// latest is when the latest article of the archive was published, or the epoch when there is none.
func (p *Pipeline) latest(ctx context.Context) (t time.Time, err error) {
	err = p.store.Query(ctx, "select coalesce(max(moment), 0) from article", func(row func(...any) error) error {
		var n int64
		err := row(&n)
		t = time.UnixMicro(n).UTC()
		return err
	})
	return t, err
}

// storied gives an article back if it is in a story of the window, else none.
func (w *window) storied(id news.ArticleID) news.ArticleID {
	if w.story[id] == 0 {
		return 0
	}
	return id
}

// evict forgets articles that are out of reach of the latest.
func (w *window) evict(latest time.Time) { w.reuse.Evict(latest.Add(-windowReach)) }

// list is the profiles of all stories by identifier.
func (w *window) list() []cluster.Profile {
	out := make([]cluster.Profile, 0, len(w.profiles))
	for _, x := range w.profiles {
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b cluster.Profile) int { return cmp.Compare(a.Story, b.Story) })
	return out
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
