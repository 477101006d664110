package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// waitingArticle makes an article that is analysed and waits to be grouped, and says of which capture it is.
func waitingArticle(t *testing.T, st *store.Store, key string) (news.ArticleID, news.CaptureID) {
	t.Helper()
	a, v := article(t, st, key, "Title of "+key, "Body of "+key+".", "en")
	write(t, st, func(tx *store.Tx) error {
		if err := tx.PutMentions(ctx, v.ID, &mention.Set{}, 1); err != nil {
			return err
		}
		return tx.PutWaiting(ctx, a.ID, news.CaptureID(a.ID))
	})
	return a.ID, news.CaptureID(a.ID)
}

func waitingNow(t *testing.T, st *store.Store, readyOnly bool) (out []news.ArticleID) {
	t.Helper()
	err := st.Waiting(ctx, 10, readyOnly, func(d store.WindowDoc) error {
		out = append(out, d.Article.ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What comes later in the order of capture waits for what is on its way before it.
func grouping(t *testing.T, st *store.Store) {
	a, _ := waitingArticle(t, st, "a.example/1")
	b, cb := waitingArticle(t, st, "b.example/1")
	c, cc := waitingArticle(t, st, "c.example/1")
	write(t, st, func(tx *store.Tx) error { return tx.SetUnderway(ctx, cb-1) })
	q, err := st.GroupQueue(ctx, 10)
	if err != nil || q.All != 3 || q.Ready != 1 || !q.Underway || q.Former || q.Last != cc || q.Since.IsZero() {
		t.Errorf("queue = %+v, %v; want 1 of 3 ready", q, err)
	}
	if d := cmp.Diff([]news.ArticleID{a}, waitingNow(t, st, true)); d != "" {
		t.Errorf("ready (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]news.ArticleID{a, b, c}, waitingNow(t, st, false)); d != "" {
		t.Errorf("all (-want +got):\n%s", d)
	}
	steps := []struct {
		name  string
		do    func(tx *store.Tx) error
		ready int
	}{
		{"two texts found", func(tx *store.Tx) error { return tx.SetExtracted(ctx, cb-1, 2) }, 1},
		{"one analysed", func(tx *store.Tx) error { return tx.SetAnalysed(ctx, cb-1) }, 1},
		{"both analysed", func(tx *store.Tx) error { return tx.SetAnalysed(ctx, cb-1) }, 3},
		{"another", func(tx *store.Tx) error { return tx.SetUnderway(ctx, cc-1) }, 2},
		{"without text", func(tx *store.Tx) error { return tx.SetExtracted(ctx, cc-1, 0) }, 3},
		{"a third", func(tx *store.Tx) error { return tx.SetUnderway(ctx, cc-1) }, 2},
		{"given up", func(tx *store.Tx) error { return tx.AbandonBefore(ctx, cc) }, 3},
	}
	for _, s := range steps {
		write(t, st, s.do)
		if q, err := st.GroupQueue(ctx, 10); err != nil || q.Ready != s.ready {
			t.Errorf("%s: %d ready, %v; want %d", s.name, q.Ready, err, s.ready)
		}
	}
	write(t, st, func(tx *store.Tx) error {
		if err := tx.PutStory(ctx, news.Story{ID: 7, Latest: 1}, 1); err != nil {
			return err
		}
		return tx.PutMember(ctx, news.Member{Story: 7, Article: a, Seq: 1}, 1)
	})
	if d := cmp.Diff([]news.ArticleID{b, c}, waitingNow(t, st, false)); d != "" {
		t.Errorf("after the first is in a story (-want +got):\n%s", d)
	}
}

// Two processes that decide from one place cannot both go on.
func advancing(t *testing.T, st *store.Store) {
	write(t, st, func(tx *store.Tx) error { return tx.Advance(ctx, 0, store.Grouping{Seq: 5, Bound: 2, Holder: 99}) })
	if g, err := st.Grouping(ctx); err != nil || g != (store.Grouping{Seq: 5, Bound: 2, Holder: 99}) {
		t.Errorf("grouping = %+v, %v", g, err)
	}
	err := st.Write(ctx, func(tx *store.Tx) error { return tx.Advance(ctx, 0, store.Grouping{Seq: 3}) })
	if !errors.Is(err, fault.Conflict) {
		t.Errorf("advancing from an old place: %v, want Conflict", err)
	}
}

// While everything is computed again, articles come in the order in which they were, and stories that end up empty lead on.
func regrouping(t *testing.T, st *store.Store) {
	a, _ := waitingArticle(t, st, "a.example/1")
	b, _ := waitingArticle(t, st, "b.example/1")
	c, _ := waitingArticle(t, st, "c.example/1")
	write(t, st, func(tx *store.Tx) error {
		for _, id := range []news.StoryID{21, 22} {
			if err := tx.PutStory(ctx, news.Story{ID: id, Latest: 1, Title: "t"}, 1); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, "insert into former_member (article, story, seq) values ($1, 21, 9), ($2, 22, 4)", int64(a), int64(b))
		return err
	})
	if q, err := st.GroupQueue(ctx, 10); err != nil || !q.Former {
		t.Errorf("queue = %+v, %v; want it to know of the former order", q, err)
	}
	if d := cmp.Diff([]news.ArticleID{b, a, c}, waitingNow(t, st, false)); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
	if s, err := st.FormerStory(ctx, a); err != nil || s != 21 {
		t.Errorf("former story = %d, %v; want 21", s, err)
	}
	write(t, st, func(tx *store.Tx) error {
		for i, x := range []news.ArticleID{b, a, c} {
			if err := tx.PutMember(ctx, news.Member{Story: 22, Article: x, Seq: int64(i + 1)}, 1); err != nil {
				return err
			}
		}
		return tx.EndRebuild(ctx)
	})
	if s, err := st.Story(ctx, 21); err != nil || s.ID != 22 {
		t.Errorf("the story left empty leads to %d, %v; want 22", s.ID, err)
	}
	if has, err := st.StoryHasMembers(ctx, 22); err != nil || !has {
		t.Errorf("story 22 has members: %v, %v", has, err)
	}
	if q, err := st.GroupQueue(ctx, 10); err != nil || q.Former || q.All != 0 {
		t.Errorf("queue = %+v, %v; want nothing left", q, err)
	}
	var order []int64
	if err := st.WindowDocs(ctx, st.Now(), 1, func(d store.WindowDoc) error { order = append(order, d.Seq); return nil }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int64{2, 3}, order); d != "" {
		t.Errorf("window after the first (-want +got):\n%s", d)
	}
}
