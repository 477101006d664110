package storetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
	"github.com/parley-news/parley/internal/store"
)

// unstorable is text with zero bytes and bytes that are no UTF-8: it is kept, and nothing in it moves.
func unstorable(t *testing.T, st *store.Store) {
	body := "One\x00two \xff\xfe three, and the village school."
	a, v := article(t, st, "bad.example/\x00\xff", "T\x00", body, "en")
	got, err := st.CurrentVersion(ctx, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := "One?two ?? three, and the village school."; got.Text != want || v.Text != want || got.Title != "T?" {
		t.Errorf("text = %q and %q, title = %q; want %q", got.Text, v.Text, got.Title, want)
	}
	if _, same := article(t, st, "bad.example/\x00\xff", "T\x00", body, "en"); same.ID != v.ID {
		t.Error("the same text again made a version")
	}
	write(t, st, func(tx *store.Tx) error {
		if err := tx.IndexVersion(ctx, a, &v, 1); err != nil {
			return err
		}
		if err := tx.PutState(ctx, store.Item{Stage: "extract\x00", ID: 1, State: store.StateFailed, Reason: "page says \xff"}); err != nil {
			return err
		}
		_, _, err := tx.AddSource(ctx, news.Source{URL: "https://s.example/\x00", Title: "\xc3"})
		return err
	})
}

// long is a text with more different words than an index takes, and a list longer than a statement names.
func long(t *testing.T, st *store.Store) {
	var b strings.Builder
	b.WriteString("beginning ")
	for i := range 70000 {
		fmt.Fprintf(&b, "w%dاآبپتثجچحخ%d ", i, i)
	}
	a, v := article(t, st, "long.example", "Long", b.String(), "fa")
	write(t, st, func(tx *store.Tx) error { return tx.IndexVersion(ctx, a, &v, 1) })
	q, err := query.Parse("beginning")
	if err != nil {
		t.Fatal(err)
	}
	if hits, _, err := st.Search(ctx, q, "", 10); err != nil || len(hits) != 1 {
		t.Errorf("long text: %d hits, %v; want 1", len(hits), err)
	}
	ids := make([]news.ArticleID, 2345)
	for i := range ids {
		ids[i] = news.ArticleID(i + 1)
	}
	ids[1200] = a.ID
	if got, err := st.Articles(ctx, ids...); err != nil || len(got) != 1 || got[0].ID != a.ID {
		t.Errorf("articles of a long list = %d, %v; want 1", len(got), err)
	}
}

// sameArticle has many writers bring different texts of one new article at once.
func sameArticle(t *testing.T, st *store.Store) {
	const n = 20
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			err := st.Write(ctx, func(tx *store.Tx) error {
				_, _, _, err := tx.PutVersion(ctx, news.Article{Key: "a.example/live"}, news.Version{Text: fmt.Sprint("Update ", i), Seen: int64(i + 1)}, 1, 1)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	a, err := st.ArticleByKey(ctx, "a.example/live")
	if err != nil {
		t.Fatal(err)
	}
	list, err := st.ArticleVersions(ctx, a.ID)
	if err != nil || len(list) != n || a.Versions != n {
		t.Fatalf("%d versions, %d counted, %v; want %d", len(list), a.Versions, err, n)
	}
	for i, v := range list {
		if v.Number != i+1 {
			t.Errorf("version %d has number %d", i+1, v.Number)
		}
	}
	if v, err := st.CurrentVersion(ctx, a.ID); err != nil || v.Seen != n {
		t.Errorf("current version was seen at %d, %v; want the latest, %d", v.Seen, err, n)
	}
}

// reverted is an article that is changed and changed back: readers must see what stands there now.
func reverted(t *testing.T, st *store.Store) {
	put := func(body string, seen int64) (a news.Article, v news.Version, fresh bool) {
		write(t, st, func(tx *store.Tx) (err error) {
			a, v, fresh, err = tx.PutVersion(ctx, news.Article{Key: "k"}, news.Version{Text: body, Seen: seen}, seen, 1)
			return err
		})
		return a, v, fresh
	}
	put("First.", 1)
	put("Second.", 2)
	a, v, fresh := put("First.", 3)
	if !fresh || v.Number != 3 || a.Current != v.ID {
		t.Errorf("changed back: fresh %v, number %d, current %v; want a third version that is current", fresh, v.Number, a.Current == v.ID)
	}
	if a, _, fresh := put("Second.", 2); fresh || a.Current != v.ID {
		t.Errorf("the second capture gone through again: fresh %v", fresh)
	}
	if a, late, fresh := put("Between.", 2); !fresh || a.Current != v.ID || late.Number != 4 {
		t.Errorf("a capture that comes late: fresh %v, current %d; want kept, and current %d", fresh, a.Current, v.ID)
	}
}

// refreshed is a version of which a later stage version finds more with the same words.
func refreshed(t *testing.T, st *store.Store) {
	put := func(author string, maker int) (v news.Version) {
		write(t, st, func(tx *store.Tx) (err error) {
			_, v, _, err = tx.PutVersion(ctx, news.Article{Key: "k"}, news.Version{Text: "Body.", Seen: 1, Authors: []string{author}}, 1, maker)
			return err
		})
		return v
	}
	first := put("A", 1)
	for _, c := range []struct {
		author string
		maker  int
		want   string
	}{{"B", 1, "A"}, {"C", 2, "C"}, {"D", 1, "C"}} {
		v := put(c.author, c.maker)
		got, err := st.Version(ctx, first.ID)
		if err != nil || v.ID != first.ID || got.Authors[0] != c.want || v.Authors[0] != c.want || got.Text != "Body." {
			t.Errorf("author %s by %d: given %v, kept %v, %v; want %s", c.author, c.maker, v.Authors, got.Authors, err, c.want)
		}
	}
}
