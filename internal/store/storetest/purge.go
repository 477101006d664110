package storetest

import (
	"errors"
	"strings"
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

// page puts a capture of an address and the article that came out of it, with a statement, and the story it is in.
type page struct {
	capture news.CaptureID
	article news.Article
	version news.Version
	said    news.Statement
}

func putPage(t *testing.T, st *store.Store, url, key, title, body string, story news.StoryID) (p page) {
	t.Helper()
	write(t, st, func(tx *store.Tx) error {
		c := news.Capture{URL: url, FinalURL: url, Time: time.Unix(1000, 0), Status: 200, ContentType: "text/html", Header: []news.Header{{Name: "X-Title", Value: title}}, Body: []byte("<p>" + title + body)}
		var err error
		if p.capture, _, err = tx.PutCapture(ctx, &c); err != nil {
			return err
		}
		a, v, _, err := tx.PutVersion(ctx, news.Article{Key: key, URL: "https://" + key}, news.Version{Title: title, Text: body, Language: "en", Seen: 1000, Capture: p.capture}, 1000, 1)
		if err != nil {
			return err
		}
		p.article, p.version = a, v
		if err := tx.PutMentions(ctx, v.ID, &mention.Set{}, 1); err != nil {
			return err
		}
		said, err := tx.PutStatements(ctx, &v, []news.Statement{{Kind: news.Assert, Speaker: "Ana Lund", Sentence: text.Span{Start: 0, End: len(body)}, Content: []text.Span{{Start: 0, End: len(body)}}}}, 1)
		if err != nil {
			return err
		}
		p.said = said[0]
		if _, err := tx.PutFigures(ctx, &v, []news.Figure{{Low: 3, Unit: "boat"}}, 1); err != nil {
			return err
		}
		if err := tx.IndexVersion(ctx, a, &v, 1000); err != nil {
			return err
		}
		s := news.Story{ID: story, Lead: a.ID, Title: title, First: 1000, Latest: 1000, Parties: []news.Party{{Key: "lund", Name: "Ana Lund"}}}
		if err := tx.PutStory(ctx, s, 1); err != nil {
			return err
		}
		return tx.PutMember(ctx, news.Member{Story: story, Article: a.ID}, 1)
	})
	return p
}

func purge(t *testing.T, st *store.Store, target store.PurgeTarget) (p store.PurgePlan) {
	t.Helper()
	dry, err := st.PlanPurge(ctx, target)
	if err != nil {
		t.Fatal(err)
	}
	write(t, st, func(tx *store.Tx) error {
		_, p, err = tx.Purge(ctx, store.PurgeOrder{Target: target, Who: "ada", Reason: "asked for by its author", Shown: true})
		return err
	})
	if d := cmp.Diff(dry, p); d != "" {
		t.Errorf("the dry run said something else: %s", d)
	}
	return p
}

func purges(t *testing.T, st *store.Store) {
	const line = news.StorylineID(77)
	one := putPage(t, st, "https://www.a.example/ferry?utm_source=x", "a.example/ferry", "Ferry sinks", "Quokka boats sank.", 11)
	two := putPage(t, st, "https://b.example/ferry", "b.example/ferry", "Ferries", "Wombat boats sank.", 11)
	alone := putPage(t, st, "https://a.example/other", "a.example/other", "Other", "Numbat alone.", 12)
	write(t, st, func(tx *store.Tx) error {
		if err := tx.PutStoryline(ctx, news.Storyline{ID: line, Name: "Lund – Quokka", Stories: 2, Latest: 1000}, 1); err != nil {
			return err
		}
		for _, s := range []news.StoryID{11, 12} {
			if err := tx.SetStoryline(ctx, line, s); err != nil {
				return err
			}
			if err := tx.PutStoryDigest(ctx, s, store.Digest{Board: []news.Count{{Label: "Quokka"}}}, 1); err != nil {
				return err
			}
		}
		if err := tx.PutCopies(ctx, two.article.ID, []news.Copy{{Derived: two.article.ID, Source: one.article.ID, Kind: news.CopyExcerpt, Score: .9}}, 1); err != nil {
			return err
		}
		if _, err := tx.PutOrigins(ctx, []news.Origin{{Root: one.article.ID, Articles: []news.ArticleID{one.article.ID, two.article.ID}}}, 1); err != nil {
			return err
		}
		_, err := tx.PutClaims(ctx, line, []news.Claim{
			{Status: news.Agreed, Lead: one.said.ID, Members: []news.ClaimMember{{Statement: one.said.ID, Stance: news.Asserts}, {Statement: two.said.ID, Stance: news.Asserts}}},
			{Status: news.OneSided, Lead: two.said.ID, Members: []news.ClaimMember{{Statement: two.said.ID, Stance: news.Asserts}}},
		}, 1)
		return err
	})

	p := purge(t, st, store.PurgeTarget{Address: "http://a.example/ferry/"})
	want := store.PurgePlan{Captures: []news.CaptureID{one.capture}, Articles: []news.ArticleID{one.article.ID}, Versions: []news.VersionID{one.version.ID}, Statements: 1,
		Stories: []news.StoryID{11}, Lines: []news.StorylineID{line}, Copies: []news.ArticleID{two.article.ID}}
	got := p
	got.Target, got.Blocks, got.Bytes = want.Target, nil, 0
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("what went: %s", d)
	}
	var gone *store.Removed
	if _, err := st.Article(ctx, one.article.ID); !errors.As(err, &gone) || !errors.Is(err, fault.Gone) || gone.Reason != "asked for by its author" || !strings.Contains(err.Error(), gone.Reason) {
		t.Errorf("article: %v, want that it is gone and why", err)
	}
	c, err := st.Capture(ctx, one.capture)
	if err != nil || len(c.Body) != 0 || len(c.Header) != 0 || c.Purged.IsZero() || c.PurgeReason == "" {
		t.Errorf("capture: %+v, %v", c, err)
	}
	if v, err := st.Versions(ctx, one.version.ID); err != nil || len(v) != 0 {
		t.Errorf("versions: %v, %v", v, err)
	}
	if hits, _, err := st.Search(ctx, searched("quokka"), "", 10); err != nil || len(hits) != 0 {
		t.Errorf("search finds %v, %v", hits, err)
	}
	if hits, _, err := st.Search(ctx, searched("wombat"), "", 10); err != nil || len(hits) != 1 {
		t.Errorf("search for what stays finds %v, %v", hits, err)
	}
	s, err := st.Story(ctx, 11)
	if err != nil || s.Lead != two.article.ID || s.Title != "Ferries" || len(s.Parties) != 0 || s.Counts.Articles != 1 {
		t.Errorf("story: %+v, %v", s, err)
	}
	if d, err := st.StoryDigest(ctx, 11); err != nil || len(d.Board) != 0 {
		t.Errorf("digest: %+v, %v", d, err)
	}
	if l, err := st.Storyline(ctx, line); err != nil || strings.Contains(l.Name, "Quokka") {
		t.Errorf("storyline: %+v, %v", l, err)
	}
	if claims, err := st.Claims(ctx, line); err != nil || len(claims) != 1 || claims[0].Lead != two.said.ID {
		t.Errorf("claims: %+v, %v", claims, err)
	}
	if list, err := st.Copies(ctx, two.article.ID); err != nil || len(list) != 0 {
		t.Errorf("copies: %+v, %v", list, err)
	}
	if list, err := st.OriginsOf(ctx, two.article.ID); err != nil || len(list) != 1 || list[0].Root != 0 {
		t.Errorf("origins: %+v, %v", list, err)
	}

	// The last article of a story ends it.
	p = purge(t, st, store.PurgeTarget{Article: alone.article.ID})
	if d := cmp.Diff([]news.StoryID{12}, p.Ended); d != "" {
		t.Errorf("stories that end: %s", d)
	}
	if _, err := st.Story(ctx, 12); !errors.As(err, &gone) {
		t.Errorf("story without articles: %v", err)
	}
	if list, err := st.Stories(ctx, store.StoryFilter{Order: store.ByLatest}); err != nil || len(list) != 1 || list[0].ID != 11 {
		t.Errorf("stories: %+v, %v", list, err)
	}
	purge(t, st, store.PurgeTarget{Article: two.article.ID})
	if _, err := st.Storyline(ctx, line); !errors.As(err, &gone) {
		t.Errorf("storyline without stories: %v", err)
	}
	if _, err := st.PlanPurge(ctx, store.PurgeTarget{Article: two.article.ID}); !errors.Is(err, fault.Gone) {
		t.Errorf("a second purge: %v", err)
	}
	if err := st.Sweep(ctx); err != nil {
		t.Error(err)
	}
}

func blocks(t *testing.T, st *store.Store) {
	one := putPage(t, st, "https://a.example/news/1", "a.example/news/1", "One", "Quokka one.", 11)
	putPage(t, st, "https://a.example/newsroom", "a.example/newsroom", "Room", "Numbat room.", 12)
	p := purge(t, st, store.PurgeTarget{Prefix: "a.example/news/"})
	if d := cmp.Diff([]news.ArticleID{one.article.ID}, p.Articles); d != "" {
		t.Errorf("articles under the prefix: %s", d)
	}
	for address, want := range map[string]bool{
		"https://a.example/news/1": true, "http://www.a.example/news/2?utm_medium=y": true, "https://a.example/news/": true, "https://a.example/news": true,
		"https://a.example/newsroom": false, "https://b.example/news/1": false, "https://sub.a.example/news/1": false, "": false,
	} {
		if got := st.AddressBlocked(ctx, address); (got != nil) != want || got != nil && !errors.Is(got, fault.Gone) {
			t.Errorf("blocked %s: %v, want %v", address, got, want)
		}
	}
	again := news.Version{Title: "One", Text: "Quokka one.", Language: "en", Seen: 2000}
	put := func() error {
		return st.Write(ctx, func(tx *store.Tx) error {
			_, _, _, err := tx.PutVersion(ctx, news.Article{Key: "a.example/news/1"}, again, 2000, 1)
			return err
		})
	}
	if err := put(); !errors.Is(err, fault.Gone) {
		t.Errorf("putting the article again: %v", err)
	}
	c, err := st.Capture(ctx, one.capture)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.ContentBlocked(ctx, c.Hash); !errors.Is(err, fault.Gone) {
		t.Errorf("the same bytes: %v", err)
	}
	list, _, err := st.Blocks(ctx, "", 10)
	if err != nil || len(list) != 2 || list[0].Kind != store.BlockPrefix || list[0].Value != "a.example/news/" {
		t.Fatalf("blocks: %+v, %v", list, err)
	}
	for _, b := range list {
		write(t, st, func(tx *store.Tx) error { return tx.LiftBlock(ctx, b.Kind, b.Value, "ada") })
	}
	if err := put(); err != nil {
		t.Errorf("after lifting: %v", err)
	}
	if err := st.ContentBlocked(ctx, c.Hash); err != nil {
		t.Errorf("the same bytes after lifting: %v", err)
	}
	err = st.Write(ctx, func(tx *store.Tx) error { return tx.LiftBlock(ctx, store.BlockPrefix, "a.example/news/", "ada") })
	if !errors.Is(err, fault.NotFound) {
		t.Errorf("lifting twice: %v", err)
	}
	// Keeping out what was never there.
	if p := purge(t, st, store.PurgeTarget{Address: "https://c.example/x"}); !p.IsEmpty() || st.AddressBlocked(ctx, "https://www.c.example/x/") == nil {
		t.Errorf("an unknown address: %+v", p)
	}
	for _, bad := range []store.PurgeTarget{{}, {Capture: 1, Article: 2}, {Prefix: "/x"}, {Prefix: "https://a.example/?q=1"}} {
		if _, err := st.PlanPurge(ctx, bad); !errors.Is(err, fault.Invalid) {
			t.Errorf("target %+v: %v, want Invalid", bad, err)
		}
	}
}

func shortened(t *testing.T, st *store.Store) {
	p := putPage(t, st, "https://a.example/x", "a.example/x", "First", "Quokka first.", 11)
	var second news.CaptureID
	write(t, st, func(tx *store.Tx) (err error) {
		c := news.Capture{URL: "https://a.example/x", FinalURL: "https://a.example/x", Time: time.Unix(2000, 0), Body: []byte("second")}
		if second, _, err = tx.PutCapture(ctx, &c); err != nil {
			return err
		}
		a, v, _, err := tx.PutVersion(ctx, news.Article{Key: "a.example/x"}, news.Version{Title: "Second", Text: "Wombat second.", Language: "en", Seen: 2000, Capture: second}, 1000, 1)
		if err != nil {
			return err
		}
		return tx.IndexVersion(ctx, a, &v, 1000)
	})
	plan := purge(t, st, store.PurgeTarget{Capture: second})
	if d := cmp.Diff([]news.ArticleID{p.article.ID}, plan.Shortened); d != "" || len(plan.Articles) != 0 {
		t.Errorf("plan %+v", plan)
	}
	if v, err := st.CurrentVersion(ctx, p.article.ID); err != nil || v.ID != p.version.ID {
		t.Errorf("current version: %+v, %v", v, err)
	}
	for words, want := range map[string]int{"wombat": 0, "quokka": 1} {
		if hits, _, err := st.Search(ctx, searched(words), "", 10); err != nil || len(hits) != want {
			t.Errorf("search for %s: %v, %v", words, hits, err)
		}
	}
}

func searched(words string) query.Query {
	q, err := query.Parse(words)
	if err != nil {
		panic(err) // the words are the test's own
	}
	return q
}
