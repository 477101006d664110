// Package storetest states once how a store behaves; both databases must pass it.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/text"
)

// Run runs the suite; open gives a fresh, empty store each time.
func Run(t *testing.T, open func(t *testing.T) *store.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *store.Store)
	}{
		{"captures are kept as received and once", captures},
		{"versions are kept and the same text is none", versions},
		{"statements keep their identifiers", statements},
		{"claims keep their identifiers and forward", claims},
		{"stories merge forward", stories},
		{"origins keep their identifiers", origins},
		{"search finds in every script", search},
		{"writers do not lose each other's work", writers},
		{"sources", sources},
		{"thousands of sources are added at once", manySources},
		{"a source has a history", sourceHistory},
		{"hubs are asked to tell", subscriptions},
		{"accounts and sessions", accounts},
		{"lists are paged by key", pages},
		{"text that a database cannot hold", unstorable},
		{"long texts and long lists", long},
		{"an article has one row, whoever writes it", sameArticle},
		{"an article that goes back to an earlier text", reverted},
		{"a later stage version brings a version up to date", refreshed},
		{"a later stage version replaces the words of a page", replaced},
		{"merges do not depend on their order", mergedTwice},
		{"claims outlive edits and absences", claimsReturn},
		{"files of web archives", archiveFiles},
		{"captures are chosen by time, outlet and address", captureRange},
		{"claims stay with the storyline that has most of them", claimsMove},
		{"articles are grouped in the order of capture", grouping},
		{"grouping goes on from one place once", advancing},
		{"everything computed again keeps its order and identifiers", regrouping},
		{"a purge takes all that came out of a page", purges},
		{"what was purged is kept out until that is lifted", blocks},
		{"a purge of one capture leaves earlier versions", shortened},
		{"the queue as its operator sees it", queue},
		{"captures are found by address and reason", captureList},
		{"passkeys belong to one member", passkeys},
		{"links for accounts and passwords work once", invites},
		{"what it is like is known", measured},
		{"answers about robots are remembered for a month", robots},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, open(t))
		})
	}
}

var ctx = context.Background()

func write(t *testing.T, st *store.Store, f func(tx *store.Tx) error) {
	t.Helper()
	if err := st.Write(ctx, f); err != nil {
		t.Fatal(err)
	}
}

// article puts an article with one version and no analysis.
func article(t *testing.T, st *store.Store, key, title, body, lang string) (a news.Article, v news.Version) {
	t.Helper()
	write(t, st, func(tx *store.Tx) (err error) {
		a, v, _, err = tx.PutVersion(ctx, news.Article{Key: key, URL: "https://" + key}, news.Version{Title: title, Text: body, Language: lang, Seen: 1000}, 1000, 1)
		return err
	})
	return a, v
}

func captures(t *testing.T, st *store.Store) {
	c := news.Capture{URL: "https://a.example/", Time: time.Unix(10, 0).UTC(), Status: 200, ContentType: "text/html", Header: []news.Header{{Name: "ETag", Value: "x"}}, Body: []byte("bytes\x00\xff")}
	var first news.CaptureID
	write(t, st, func(tx *store.Tx) (err error) {
		first, _, err = tx.PutCapture(ctx, &c)
		return err
	})
	again, existed := c, false
	write(t, st, func(tx *store.Tx) (err error) {
		_, existed, err = tx.PutCapture(ctx, &again)
		return err
	})
	if !existed || again.ID != first {
		t.Errorf("same bytes again: existed %v, id %d; want true, %d", existed, again.ID, first)
	}
	got, err := st.Capture(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(c, got); d != "" {
		t.Error(d)
	}
	if _, err := st.Capture(ctx, 5); !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown capture: %v, want NotFound", err)
	}
}

func versions(t *testing.T, st *store.Store) {
	five := 5
	v := news.Version{Title: "T", Text: "Body.", Language: "en", Seen: 7, Authors: []string{"A B"}, Score: &five, Blocks: []news.Block{{Kind: news.Heading, Span: text.Span{Start: 0, End: 5}}}}
	put := func(v news.Version) (a news.Article, got news.Version, fresh bool) {
		write(t, st, func(tx *store.Tx) (err error) {
			a, got, fresh, err = tx.PutVersion(ctx, news.Article{Key: "k", URL: "u"}, v, 7, 1)
			return err
		})
		return a, got, fresh
	}
	a, first, fresh := put(v)
	if !fresh || first.Number != 1 || a.Current != first.ID {
		t.Errorf("first: fresh %v, number %d", fresh, first.Number)
	}
	if got, err := st.Version(ctx, first.ID); err != nil || cmp.Diff(first, got) != "" {
		t.Errorf("read back: %v %s", err, cmp.Diff(first, got))
	}
	if _, same, fresh := put(v); fresh || same.ID != first.ID {
		t.Error("the same text made a version")
	}
	v2 := v
	v2.Text = "Other body."
	if a, second, fresh := put(v2); !fresh || second.Number != 2 || a.Versions != 2 || a.ID != second.Article {
		t.Errorf("second: %+v", second)
	}
	if _, old, fresh := put(v); fresh || old.ID != first.ID {
		t.Error("an old capture gone through again made a version")
	}
	if list, err := st.ArticleVersions(ctx, a.ID); err != nil || len(list) != 2 {
		t.Errorf("versions = %d, %v", len(list), err)
	}
}

func statements(t *testing.T, st *store.Store) {
	_, v := article(t, st, "a.example/1", "T", "He said no. She said yes.", "en")
	s1 := news.Statement{Source: text.Span{Start: 0, End: 2}, Cue: text.Span{Start: 3, End: 7}, Content: []text.Span{{Start: 8, End: 10}}, Kind: news.Deny, Sentence: text.Span{Start: 0, End: 11}}
	s2 := news.Statement{Source: text.Span{Start: 12, End: 15}, Cue: text.Span{Start: 16, End: 20}, Content: []text.Span{{Start: 21, End: 24}}, Kind: news.Assert, Sentence: text.Span{Start: 12, End: 25}}
	put := func(list ...news.Statement) (out []news.Statement) {
		write(t, st, func(tx *store.Tx) (err error) {
			out, err = tx.PutStatements(ctx, &v, list, 1)
			return err
		})
		return out
	}
	first := put(s1, s2)
	s2.Kind = news.Confirm
	second := put(s2)
	if len(second) != 1 || second[0].ID != first[1].ID {
		t.Errorf("statement found again got id %d, want %d", second[0].ID, first[1].ID)
	}
	got, err := st.Statements(ctx, v.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(second, got); d != "" {
		t.Error(d)
	}
}

func member(s news.StatementID, st news.Stance) news.ClaimMember {
	return news.ClaimMember{Statement: s, Stance: st, Confidence: 1, Why: "because"}
}

func claims(t *testing.T, st *store.Store) {
	put := func(list ...news.Claim) (out []news.Claim) {
		write(t, st, func(tx *store.Tx) (err error) {
			out, err = tx.PutClaims(ctx, 1, list, 1)
			return err
		})
		return out
	}
	first := put(
		news.Claim{Status: news.Disputed, Lead: 11, Members: []news.ClaimMember{member(11, news.Asserts), member(12, news.Denies)}},
		news.Claim{Status: news.OneSided, Lead: 21, Members: []news.ClaimMember{member(21, news.Asserts)}})
	a, b := first[0].ID, first[1].ID
	second := put(news.Claim{Status: news.Disputed, Lead: 11, Origins: 2, Members: []news.ClaimMember{member(11, news.Asserts), member(12, news.Denies), member(21, news.Asserts)}})
	if second[0].ID != a {
		t.Errorf("claim with most of its statements got id %d, want %d", second[0].ID, a)
	}
	got, err := st.Claim(ctx, b)
	if err != nil || got.ID != a || len(got.Members) != 3 || got.Origins != 2 {
		t.Errorf("merged claim = %+v, %v; want %d with 3 statements", got, err, a)
	}
	list, err := st.Claims(ctx, 1)
	if err != nil || len(list) != 1 {
		t.Errorf("claims = %d, %v; want 1", len(list), err)
	}
}

func stories(t *testing.T, st *store.Store) {
	a1, _ := article(t, st, "a.example/1", "One", "Body one.", "en")
	a2, _ := article(t, st, "a.example/2", "Two", "Body two.", "en")
	write(t, st, func(tx *store.Tx) error {
		for i, a := range []news.Article{a1, a2} {
			id := news.StoryID(100 + i)
			if err := tx.PutStory(ctx, news.Story{ID: id, Title: a.Key, Lead: a.ID, First: 1, Latest: 2, Rank: float64(i), Counts: news.Counts{Articles: 1, Origins: 1, Languages: []string{"en"}}}, 1); err != nil {
				return err
			}
			if err := tx.PutMember(ctx, news.Member{Story: id, Article: a.ID, Reasons: []string{"first"}}, 1); err != nil {
				return err
			}
		}
		return nil
	})
	write(t, st, func(tx *store.Tx) error {
		if err := tx.PutStory(ctx, news.Story{ID: 102, First: 1, Latest: 1}, 1); err != nil {
			return err
		}
		if err := tx.MergeStories(ctx, 101, 102); err != nil {
			return err
		}
		return tx.MergeStories(ctx, 100, 101)
	})
	for _, id := range []news.StoryID{100, 101, 102} {
		if s, err := st.Story(ctx, id); err != nil || s.ID != 100 {
			t.Errorf("story %d leads to %d, %v; want 100", id, s.ID, err)
		}
	}
	if m, err := st.Members(ctx, 100); err != nil || len(m) != 2 || m[0].Reasons[0] != "first" {
		t.Errorf("members = %+v, %v", m, err)
	}
	list, err := st.Stories(ctx, store.StoryFilter{})
	if err != nil || len(list) != 1 || list[0].Counts.Languages[0] != "en" {
		t.Errorf("stories = %+v, %v", list, err)
	}
	write(t, st, func(tx *store.Tx) error {
		if err := tx.PutMember(ctx, news.Member{Story: 100, Article: a1.ID, Pinned: true}, 1); err != nil {
			return err
		}
		return tx.PutMember(ctx, news.Member{Story: 101, Article: a1.ID}, 1)
	})
	if s, err := st.StoryOf(ctx, a1.ID); err != nil || s != 100 {
		t.Errorf("pinned article went to %d, %v", s, err)
	}
}

func origins(t *testing.T, st *store.Store) {
	write(t, st, func(tx *store.Tx) error {
		_, err := tx.PutOrigins(ctx, []news.Origin{{Root: 1, Articles: []news.ArticleID{1, 2}}, {Name: "Agency", Articles: []news.ArticleID{3}}}, 1)
		return err
	})
	before, err := st.OriginsOf(ctx, 1, 3)
	if err != nil || len(before) != 2 {
		t.Fatalf("origins = %+v, %v", before, err)
	}
	write(t, st, func(tx *store.Tx) error {
		changed, err := tx.PutOrigins(ctx, []news.Origin{{Root: 1, Articles: []news.ArticleID{1, 2, 4}}, {Name: "Agency", Articles: []news.ArticleID{3, 5}}, {Name: "Agency", Articles: []news.ArticleID{6}}}, 1)
		if d := cmp.Diff([]news.ArticleID{4, 5, 6}, changed); d != "" {
			t.Errorf("changed (-want +got):\n%s", d)
		}
		return err
	})
	after, err := st.OriginsOf(ctx, 4, 5)
	if err != nil || len(after) != 2 || after[0].ID != before[0].ID || after[1].ID != before[1].ID {
		t.Errorf("after = %+v, %v; want the identifiers of %+v", after, err, before)
	}
	if d := cmp.Diff([]news.ArticleID{3, 5}, after[1].Articles); d != "" {
		t.Error(d)
	}
	if apart, err := st.OriginsOf(ctx, 6); err != nil || len(apart) != 1 || apart[0].ID == before[1].ID {
		t.Errorf("another text of the same agency: %+v, %v; want an origin of its own", apart, err)
	}
	write(t, st, func(tx *store.Tx) error {
		if err := tx.PutCopies(ctx, 2, []news.Copy{{Derived: 2, Source: 1, Kind: news.CopySame, Score: .9}}, 1); err != nil {
			return err
		}
		if err := tx.PutCopies(ctx, 5, []news.Copy{{Derived: 5, Source: 4, Kind: news.CopySpliced, Share: .7, Score: .9}}, 1); err != nil {
			return err
		}
		return tx.PutCopies(ctx, 4, []news.Copy{{Derived: 4, Source: 2, Kind: news.CopyRewrite, Score: .5}, {Derived: 5, Source: 4, Kind: news.CopySpliced, Share: .7, Score: .9}}, 1)
	})
	if ids, err := st.Connected(ctx, .5, 1); err != nil || cmp.Diff([]news.ArticleID{1, 2, 4}, ids) != "" {
		t.Errorf("connected = %v, %v", ids, err)
	}
	if ids, err := st.Connected(ctx, .6, 1); err != nil || cmp.Diff([]news.ArticleID{1, 2}, ids) != "" {
		t.Errorf("connected by sure copies = %v, %v", ids, err)
	}
	list, err := st.Repeats(ctx, .6, 4)
	if err != nil || len(list) != 1 || list[0].Derived != 5 || list[0].Share != .7 || list[0].Kind != news.CopySpliced {
		t.Errorf("repeats = %+v, %v; want the spliced one with its share", list, err)
	}
	originsMerge(t, st)
}

// Two origins that turn out to be one text leave none of their articles behind, also those that nobody asked about.
func originsMerge(t *testing.T, st *store.Store) {
	t.Helper()
	write(t, st, func(tx *store.Tx) error {
		_, err := tx.PutOrigins(ctx, []news.Origin{{Root: 11, Articles: []news.ArticleID{11, 12}}, {Root: 13, Articles: []news.ArticleID{13, 14}}}, 1)
		return err
	})
	write(t, st, func(tx *store.Tx) error {
		changed, err := tx.PutOrigins(ctx, []news.Origin{{Root: 11, Articles: []news.ArticleID{11, 12, 13}}, {Root: 99, Articles: []news.ArticleID{99}}}, 1, 11, 12, 13)
		if d := cmp.Diff([]news.ArticleID{13}, changed); d != "" {
			t.Errorf("changed (-want +got):\n%s", d)
		}
		return err
	})
	write(t, st, func(tx *store.Tx) error { return tx.PutAlone(ctx, []news.ArticleID{14, 15}, 1) })
	if alone, err := st.OriginsAmong(ctx, 14, 15); err != nil || len(alone) != 2 || alone[0].Root != 11 || alone[1].Root != 15 {
		t.Errorf("origins = %+v, %v; want the one there was and a new one", alone, err)
	}
	list, err := st.OriginsOf(ctx, 14, 99)
	if err != nil || len(list) != 1 || list[0].Root != 11 || cmp.Diff([]news.ArticleID{11, 12, 13, 14}, list[0].Articles) != "" {
		t.Errorf("origins = %+v, %v; want one with all four, and none for what was not asked about", list, err)
	}
}

func search(t *testing.T, st *store.Store) {
	texts := []struct{ key, title, body, lang, find string }{
		{"en", "Shelling of Ostrel", "Officials said the village’s school was hit.", "en", "village school"},
		{"fa", "آتش‌بس زرمهر", "سخنگو گفت که نیروها عقب‌نشینی کردند.", "fa", "سخنگو"},
		{"ru", "Перемирие", "Министр заявил о прекращении огня.", "ru", "министр"},
		{"zh", "停火协议", "双方同意停火。", "zh", "停火"},
		{"hi", "युद्धविराम", "दोनों पक्ष सहमत हुए।", "hi", "पक्ष"},
	}
	for _, x := range texts {
		a, v := article(t, st, x.key, x.title, x.body, x.lang)
		write(t, st, func(tx *store.Tx) error { return tx.IndexVersion(ctx, a, &v, 1000) })
		write(t, st, func(tx *store.Tx) error { return tx.IndexVersion(ctx, a, &v, 1000) })
	}
	for _, x := range texts {
		q, err := query.Parse(x.find)
		if err != nil {
			t.Fatal(err)
		}
		hits, _, err := st.Search(ctx, q, "", 10)
		if err != nil || len(hits) != 1 {
			t.Errorf("%s: %d hits, %v; want 1", x.find, len(hits), err)
			continue
		}
		if len(hits[0].Spans) == 0 {
			t.Errorf("%s: no place marked", x.find)
		}
	}
	for find, want := range map[string]int{`"school village"`: 0, `"village school"`: 1, "village -school": 0, "lang:ru": 1, "village lang:fa": 0, "outlet:nobody": 0, "before:1971 village": 1, "after:1971 village": 0, "absent": 0} {
		q, err := query.Parse(find)
		if err != nil {
			t.Fatal(err)
		}
		if hits, _, err := st.Search(ctx, q, "", 10); err != nil || len(hits) != want {
			t.Errorf("%s: %d hits, %v; want %d", find, len(hits), err, want)
		}
	}
}

func writers(t *testing.T, st *store.Store) {
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range 5 {
				err := st.Write(ctx, func(tx *store.Tx) error {
					_, _, err := tx.AddSource(ctx, news.Source{URL: fmt.Sprintf("https://s%d.example/%d", i, j)})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wg.Wait()
	if list, err := st.Sources(ctx); err != nil || len(list) != 100 {
		t.Errorf("%d sources, %v; want 100", len(list), err)
	}
}

func sources(t *testing.T, st *store.Store) {
	var id news.SourceID
	write(t, st, func(tx *store.Tx) (err error) {
		id, _, err = tx.AddSource(ctx, news.Source{URL: "https://a.example/feed", Folder: "F"})
		return err
	})
	write(t, st, func(tx *store.Tx) error {
		again, added, err := tx.AddSource(ctx, news.Source{URL: "https://a.example/feed", Title: "T", Folder: "G"})
		if added || again != id {
			t.Errorf("added again: %v, %d", added, again)
		}
		return err
	})
	due, err := st.SourcesDue(ctx, st.Now(), 10)
	if err != nil || len(due) != 1 || due[0].Title != "T" || due[0].Folder != "F" {
		t.Fatalf("due = %+v, %v", due, err)
	}
	s := due[0]
	s.Polled, s.Next, s.Problem, s.Failures = st.Now(), st.Now().Add(time.Hour), "login wall", 2
	write(t, st, func(tx *store.Tx) error { return tx.PutPolled(ctx, s) })
	if due, err := st.SourcesDue(ctx, st.Now(), 10); err != nil || len(due) != 0 {
		t.Errorf("due after a look = %v, %v", due, err)
	}
	if got, err := st.Source(ctx, id); err != nil || got.Problem != "login wall" {
		t.Errorf("source = %+v, %v", got, err)
	}
}

func accounts(t *testing.T, st *store.Store) {
	var token string
	write(t, st, func(tx *store.Tx) (err error) {
		token, err = tx.NewSetupToken(ctx)
		return err
	})
	use := func() error { return st.Write(ctx, func(tx *store.Tx) error { return tx.UseSetupToken(ctx, token) }) }
	if err := use(); err != nil {
		t.Errorf("first use: %v", err)
	}
	if err := use(); !errors.Is(err, fault.Denied) {
		t.Errorf("second use: %v, want Denied", err)
	}
	create := func() error {
		return st.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.CreateMember(ctx, store.Member{Name: "op", PasswordHash: "h", Role: "operator"})
			return err
		})
	}
	if err := create(); err != nil {
		t.Fatal(err)
	}
	if err := create(); !errors.Is(err, fault.Exists) {
		t.Errorf("same name again: %v, want Exists", err)
	}
	s := st.Sessions()
	if err := s.Commit("tok", []byte("data"), st.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit("old", []byte("data"), st.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if data, ok, err := s.Find("tok"); err != nil || !ok || string(data) != "data" {
		t.Errorf("session = %q, %v, %v", data, ok, err)
	}
	if _, ok, _ := s.Find("old"); ok {
		t.Error("an expired session was found")
	}
}

func pages(t *testing.T, st *store.Store) {
	write(t, st, func(tx *store.Tx) error {
		for i := range 25 {
			if err := tx.PutStory(ctx, news.Story{ID: news.StoryID(i + 1), Rank: float64(i % 5), First: 1, Latest: int64(i%7) + 1}, 1); err != nil {
				return err
			}
		}
		return tx.PutMentions(ctx, 1, &mention.Set{}, 1)
	})
	for _, order := range []store.StoryOrder{store.ByRank, store.ByLatest} {
		seen, after := map[news.StoryID]bool{}, ""
		for range 10 {
			list, err := st.Stories(ctx, store.StoryFilter{Order: order, After: after, Limit: 7})
			if err != nil {
				t.Fatal(err)
			}
			if len(list) == 0 {
				break
			}
			for _, s := range list {
				if seen[s.ID] {
					t.Errorf("%s: story %d twice", order, s.ID)
				}
				seen[s.ID] = true
			}
			after = store.StoryCursor(list[len(list)-1], order)
		}
		if len(seen) != 25 {
			t.Errorf("%s: %d stories seen, want 25", order, len(seen))
		}
	}
	if _, err := st.Stories(ctx, store.StoryFilter{After: "nonsense"}); !errors.Is(err, fault.Invalid) {
		t.Errorf("nonsense cursor: %v, want Invalid", err)
	}
}
