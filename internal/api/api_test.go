package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

const (
	accusation = "Résumé of the day. Harbour minister Ola Brandt said Quayside had opened the gates. Six boats sank."
	denial     = "A spokesman for Quayside denied it had opened the gates."
)

// archive is a store with a story of two articles, who accuse and deny, and an outlet.
type archive struct {
	*store.Store
	outlet          news.OutletID
	first, second   news.Article
	accuses, denies news.StatementID
	story, merged   news.StoryID
	line            news.StorylineID
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 11, 12, 10, 0, 0, 0, time.UTC) }
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "parley.db"), store.Options{IDs: news.NewIDs(clock, 1), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	a := &archive{Store: st}
	if err := st.Write(t.Context(), func(tx *store.Tx) error { return a.fill(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	return a
}

// span finds the words in the text.
func span(s, words string) text.Span {
	i := strings.Index(s, words)
	return text.Span{Start: i, End: i + len(words)}
}

func (a *archive) fill(ctx context.Context, tx *store.Tx) (err error) {
	if a.outlet, err = tx.PutOutlet(ctx, news.Outlet{Key: "harbour.example", Name: "Harbour Post", Domain: "harbour.example", Country: "XQ", Language: "en"}); err != nil {
		return err
	}
	day := when.Date{Time: time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC), Precision: when.Day}
	put := func(key, title, body string) (news.Article, news.Version) {
		x, v, _, perr := tx.PutVersion(ctx, news.Article{Key: key, URL: "https://" + key, Outlet: a.outlet, Seen: 1},
			news.Version{Title: title, Text: body, Language: "en", Published: day, Authors: []string{"Ida Moor"}, Seen: 1}, day.Time.UnixMicro(), 1)
		if perr == nil {
			perr = tx.IndexVersion(ctx, x, &v, day.Time.UnixMicro())
		}
		err = errors.Join(err, perr)
		return x, v
	}
	first, v1 := put("harbour.example/1", "Boats sink at Tolm", accusation)
	second, v2 := put("harbour.example/2", "Quayside denies it", denial)
	s1, serr := tx.PutStatements(ctx, &v1, []news.Statement{{
		Source: span(accusation, "Harbour minister Ola Brandt"), Cue: span(accusation, "said"), Content: []text.Span{span(accusation, "Quayside had opened the gates")},
		Sentence: span(accusation, "Harbour minister Ola Brandt said Quayside had opened the gates."), Kind: news.Accuse, Quoting: news.Indirect, Sourcing: news.NamedPerson,
		Speaker: "Ola Brandt", Target: "quayside",
	}}, 1)
	s2, derr := tx.PutStatements(ctx, &v2, []news.Statement{{
		Source: span(denial, "A spokesman for Quayside"), Cue: span(denial, "denied"), Content: []text.Span{span(denial, "it had opened the gates")},
		Sentence: span(denial, denial), Kind: news.Deny, Quoting: news.Indirect, Sourcing: news.Official, Speaker: "a spokesman", Party: "quayside",
	}}, 1)
	if err = errors.Join(err, serr, derr); err != nil {
		return err
	}
	a.first, a.second, a.accuses, a.denies = first, second, s1[0].ID, s2[0].ID
	return a.group(ctx, tx, &v1)
}

func (a *archive) group(ctx context.Context, tx *store.Tx, v *news.Version) error {
	a.story, a.merged, a.line = news.StoryID(tx.NewID()), news.StoryID(tx.NewID()), news.StorylineID(tx.NewID())
	st := news.Story{
		ID: a.story, Storyline: a.line, Title: "Boats sink at Tolm", Lead: a.first.ID, First: 1e15, Latest: 2e15, Rank: 2,
		Counts: news.Counts{Articles: 2, Origins: 2, Outlets: 1, Countries: 1, Languages: []string{"en"}}, Parties: []news.Party{{Key: "quayside", Name: "Quayside", Says: 1, Denies: 1, Accused: 1, Origins: 1}},
	}
	figs, err := tx.PutFigures(ctx, v, []news.Figure{{Low: 6, High: 6, Unit: "boat", Act: "sunk", Span: span(accusation, "Six boats"), Sentence: span(accusation, "Six boats sank.")}}, 1)
	if err != nil {
		return err
	}
	events := []news.Event{{Article: a.first.ID, Version: v.ID, Type: "accident", Span: span(accusation, "sank"), Sentence: span(accusation, "Six boats sank.")}}
	digest := store.Digest{Board: []news.Count{{Label: "boats", Unit: "boat", Act: "sunk", Figures: figs}}, Timeline: []news.Entry{{Type: "accident", Events: events}}}
	var errs []error
	errs = append(errs, tx.PutStory(ctx, st, 1), tx.PutStory(ctx, news.Story{ID: a.merged, First: 1, Latest: 1}, 1), tx.MergeStories(ctx, a.story, a.merged))
	other := news.Story{ID: news.StoryID(tx.NewID()), Storyline: a.line, Title: "Quayside denies it", Lead: a.second.ID, First: 1e15, Latest: 1e15, Rank: 1, Counts: news.Counts{Articles: 1, Origins: 1}}
	errs = append(errs, tx.PutStory(ctx, other, 1), tx.PutMember(ctx, news.Member{Story: a.story, Article: a.first.ID, Reasons: []string{"first of its story"}}, 1),
		tx.PutMember(ctx, news.Member{Story: other.ID, Article: a.second.ID, Score: .5}, 1))
	errs = append(errs, tx.PutStoryline(ctx, news.Storyline{ID: a.line, Name: "Quayside, Ola Brandt", First: 1e15, Latest: 2e15, Stories: 2, Counts: st.Counts}, 1))
	_, err = tx.PutClaims(ctx, a.line, []news.Claim{{
		Storyline: a.line, Status: news.Disputed, Lead: a.accuses, Target: "quayside", Origins: 1,
		Members: []news.ClaimMember{{Statement: a.accuses, Stance: news.Asserts, Confidence: 1}, {Statement: a.denies, Stance: news.Denies, Confidence: .75, Why: "the accused denies"}},
	}}, 1)
	errs = append(errs, err, tx.PutStoryDigest(ctx, a.story, digest, 1), tx.PutStorylineDigest(ctx, a.line, digest, 1))
	_, err = tx.PutOrigins(ctx, []news.Origin{{Root: a.first.ID, Articles: []news.ArticleID{a.first.ID}}, {Name: "Coast Wire", Articles: []news.ArticleID{a.second.ID}}}, 1)
	errs = append(errs, err)
	errs = append(errs, tx.PutCopies(ctx, a.first.ID, []news.Copy{{Derived: a.first.ID, Name: "Coast Wire", URL: "javascript:x", Kind: news.CopyEdited, Share: .5}}, 1))
	return errors.Join(errs...)
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// ask sends a request and decodes the answer into v.
func ask(t *testing.T, h http.Handler, method, path, body string, wantStatus int, v any) {
	t.Helper()
	r := httptest.NewRequest(method, Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	wantType := "application/json"
	if wantStatus >= 400 {
		wantType = "application/problem+json"
	}
	if w.Code != wantStatus || w.Header().Get("Content-Type") != wantType {
		t.Fatalf("%s %s = %d %s, want %d %s\n%s", method, path, w.Code, w.Header().Get("Content-Type"), wantStatus, wantType, w.Body)
	}
	if bytes.Contains(w.Body.Bytes(), []byte(":null")) {
		t.Errorf("%s: the answer has a null: %s", path, w.Body)
	}
	if v != nil {
		if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStoryHasAllSidesWithEvidence(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	h := New(a.Store, Options{Log: quiet()})
	for _, id := range []news.StoryID{a.story, a.merged} {
		var s oneStory
		ask(t, h, "GET", "/stories/"+ident(id), "", 200, &s)
		if s.Story.ID != ident(a.story) || s.Story.Language != "en" || s.Story.Counts.Articles != 2 || s.Story.Parties[0].Name != "Quayside" {
			t.Errorf("story = %+v", s.Story)
		}
		if len(s.Claims) != 1 || s.Claims[0].Status != "disputed" || len(s.Claims[0].Asserts) != 1 || len(s.Claims[0].Denies) != 1 {
			t.Fatalf("claims = %+v", s.Claims)
		}
		lead := s.Claims[0].Lead
		if got := string([]rune(accusation)[lead.Sentence.Start:lead.Sentence.End]); got != lead.Sentence.Text || !strings.HasPrefix(got, "Harbour minister") {
			t.Errorf("offsets of the sentence cut %q, its text is %q", got, lead.Sentence.Text)
		}
		// The denial stands in another story of the storyline and is found all the same.
		if d := s.Claims[0].Denies[0]; d.Statement.Sentence.Text != denial || d.Why == "" {
			t.Errorf("denial = %+v", d)
		}
		if len(s.Board) != 1 || *s.Board[0].Figures[0].Low != 6 || s.Board[0].Figures[0].Words.Text != "Six boats" {
			t.Errorf("board = %+v", s.Board)
		}
		if len(s.Timeline) != 1 || s.Timeline[0].Events[0].Sentence.Text != "Six boats sank." {
			t.Errorf("timeline = %+v", s.Timeline)
		}
		if len(s.Articles) != 1 || s.Articles[0].Reasons[0] != "first of its story" || s.Articles[0].Article.OutletName != "Harbour Post" {
			t.Errorf("articles = %+v", s.Articles)
		}
		if len(s.Origins) != 1 || len(s.Copies) != 1 || s.Copies[0].URL != "" {
			t.Errorf("origins = %+v, copies = %+v", s.Origins, s.Copies)
		}
	}
}

func TestListsArePaged(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	h := New(a.Store, Options{Log: quiet()})
	var seen []string
	for after := ""; ; {
		var list storyList
		ask(t, h, "GET", "/stories?limit=1&storyline="+ident(a.line)+"&after="+after, "", 200, &list)
		for _, s := range list.Stories {
			seen = append(seen, s.Title)
		}
		if after = list.Next; after == "" {
			break
		}
	}
	if strings.Join(seen, "|") != "Boats sink at Tolm|Quayside denies it" {
		t.Errorf("stories by rank = %q", seen)
	}
	var lines lineList
	ask(t, h, "GET", "/storylines", "", 200, &lines)
	if len(lines.Storylines) != 1 || lines.Storylines[0].Stories != 2 {
		t.Errorf("storylines = %+v", lines)
	}
	var line oneLine
	ask(t, h, "GET", "/storylines/"+ident(a.line), "", 200, &line)
	if len(line.Stories) != 2 || len(line.Claims) != 1 || len(line.Board) != 1 || len(line.Timeline) != 1 {
		t.Errorf("storyline = %+v", line)
	}
	var outlets outletList
	ask(t, h, "GET", "/outlets", "", 200, &outlets)
	if len(outlets.Outlets) != 1 || outlets.Outlets[0].Country != "XQ" {
		t.Errorf("outlets = %+v", outlets)
	}
	var o oneOutlet
	ask(t, h, "GET", "/outlets/"+ident(a.outlet)+"?limit=1", "", 200, &o)
	if len(o.Articles) != 1 || o.Next == "" {
		t.Errorf("outlet = %+v", o)
	}
}

func TestOutletGivesTheFactsOfTheCatalogue(t *testing.T) {
	t.Parallel()
	c, err := outlets.Parse([]byte(`
[[outlet]]
name = "Harbour Post"
names.fa = "پست بندر"
domains = ["harbour.example"]
exile = "IR"
owner = { value = "Harbour Trust", as_of = "2025-03", check = "https://harbour.example/imprint" }
`))
	if err != nil {
		t.Fatal(err)
	}
	a := newArchive(t)
	var o oneOutlet
	ask(t, New(a.Store, Options{Catalogue: c}), "GET", "/outlets/"+ident(a.outlet), "", 200, &o)
	if o.Outlet.Country != "XQ" || o.Outlet.Owner != "Harbour Trust" || o.Outlet.Exile != "IR" {
		t.Errorf("outlet = %+v", o.Outlet)
	}
	want := []fact{
		{Fact: "name", Value: "Harbour Post"}, {Fact: "name", Value: "پست بندر", In: "fa"}, {Fact: "domain", Value: "harbour.example"},
		{Fact: "exile", Value: "IR"}, {Fact: "owner", Value: "Harbour Trust", AsOf: "2025-03", Check: "https://harbour.example/imprint"},
	}
	if d := cmp.Diff(want, o.Outlet.Facts); d != "" {
		t.Errorf("facts (-want +got):\n%s", d)
	}
}

func TestWholeTextOnlyWhereAllowed(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	for _, full := range []bool{false, true} {
		h := New(a.Store, Options{FullText: full, Log: quiet()})
		var x oneArticle
		ask(t, h, "GET", "/articles/"+ident(a.first.ID), "", 200, &x)
		if x.Article.Title != "Boats sink at Tolm" || x.Article.Published != "2026-11-12" || x.Story != ident(a.story) || len(x.Versions) != 1 || !x.Versions[0].Current {
			t.Errorf("article = %+v", x)
		}
		if got := x.Versions[0].Text != ""; got != full {
			t.Errorf("full text allowed: %v, shown: %v", full, got)
		}
	}
	var list statementList
	ask(t, New(a.Store, Options{}), "GET", "/articles/"+ident(a.first.ID)+"/statements", "", 200, &list)
	if len(list.Statements) != 1 || list.Statements[0].Kind != "accuse" || list.Statements[0].Content[0].Text != "Quayside had opened the gates" || list.Statements[0].Cue.Text != "said" {
		t.Errorf("statements = %+v", list)
	}
}

func TestSearchSaysWhere(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	h := New(a.Store, Options{Log: quiet()})
	var list hitList
	ask(t, h, "GET", "/search?q=minister", "", 200, &list)
	if len(list.Hits) != 1 || list.Hits[0].Article.ID != ident(a.first.ID) || len(list.Hits[0].Found) != 1 || list.Hits[0].Found[0].Text != "minister" {
		t.Errorf("hits = %+v", list)
	}
	ask(t, h, "GET", "/search?q=before:yesteryear", "", 400, nil)
	ask(t, h, "GET", "/search", "", 422, nil)
}

func TestOnlyWhoIsSignedInAddsSources(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	h := New(a.Store, Options{Log: quiet(), Member: func(r *http.Request) (string, bool) { return "ada", r.Header.Get("Cookie") != "" }})
	ask(t, h, "POST", "/sources", `{"url":"https://harbour.example/feed"}`, 403, nil)
	ask(t, h, "GET", "/sources", "", 403, nil)
	ask(t, New(a.Store, Options{}), "GET", "/sources", "", 403, nil)
	signed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Cookie", "parley=1")
		h.ServeHTTP(w, r)
	})
	ask(t, signed, "POST", "/sources", `{"url":"ftp://harbour.example"}`, 400, nil)
	ask(t, signed, "POST", "/sources", `{"url":7}`, 422, nil)
	ask(t, signed, "POST", "/sources", `{"url":"https://harbour.example/feed"}`, 202, nil)
	if n, err := jobs.Pending(t.Context(), a.Store, jobs.Poll); err != nil || n != 1 {
		t.Errorf("%d jobs, %v; want one that looks at the source", n, err)
	}
	var sources sourceList
	ask(t, signed, "GET", "/sources", "", 200, &sources)
	if len(sources.Sources) != 1 || sources.Sources[0].URL != "https://harbour.example/feed" {
		t.Errorf("sources = %+v", sources)
	}
	var ok health
	ask(t, h, "GET", "/health", "", 200, &ok)
	if ok.Status != "ok" || ok.Waiting != 1 || ok.Counts["article"] != 2 {
		t.Errorf("health = %+v", ok)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	h := New(a.Store, Options{Log: quiet()})
	for path, want := range map[string]int{
		"/stories/5": 404, "/stories/x": 400, "/storylines/5": 404, "/articles/5": 404, "/articles/-1/statements": 400, "/outlets/5": 404, "/nothing": 404,
		"/stories?limit=0": 422, "/stories?after=%00": 400, "/stories?storyline=x": 400,
	} {
		var p struct {
			Title  string
			Status int
			Detail string
		}
		ask(t, h, "GET", path, "", want, &p)
		if p.Status != want || p.Title == "" || p.Detail == "" {
			t.Errorf("%s: problem = %+v", path, p)
		}
	}
	a.Close()
	var log bytes.Buffer
	h = New(a.Store, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	var p struct{ Detail string }
	ask(t, h, "GET", "/outlets", "", 500, &p)
	if strings.Contains(p.Detail, "sql") || !strings.Contains(log.String(), "operation=outlets") {
		t.Errorf("detail %q, log %q", p.Detail, log.String())
	}
}

func TestDescriptions(t *testing.T) {
	t.Parallel()
	h := New(nil, Options{Style: "/s.css?v=1"})
	var o struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", Prefix+"/openapi.json", nil))
	if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil || !strings.HasPrefix(o.OpenAPI, "3.1") || len(o.Paths) < 10 {
		t.Errorf("OpenAPI %q with %d paths, %v", o.OpenAPI, len(o.Paths), err)
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", Prefix+"/docs", nil))
	page := w.Body.String()
	for path := range o.Paths {
		if !strings.Contains(page, " "+path+"</code>") {
			t.Errorf("the page for people does not name %s", path)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "//") || !strings.Contains(page, `href="/s.css?v=1"`) {
		t.Errorf("the page for people loads something else:\n%s", page)
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("content policy = %q", csp)
	}
}
