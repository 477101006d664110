package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/testkit/htmlcheck"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 11, 12, 18, 0, 0, 0, time.UTC)
)

// testSite is the site over a database of its own.
type testSite struct {
	t   *testing.T
	st  *store.Store
	web *Server
}

func newSite(t *testing.T, o Options) *testSite {
	t.Helper()
	t.Parallel()
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "parley.db"), store.Options{IDs: news.NewIDs(time.Now, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	words, err := i18n.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	o.SiteName, o.Now, o.Log = "Parley", func() time.Time { return now }, slog.New(slog.DiscardHandler)
	o.CountryName = func(code string) string { return map[string]string{"XS": "Sella", "XN": "Northmark"}[code] }
	web, err := New(st, words, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	return &testSite{t, st, web}
}

func (s *testSite) write(f func(tx *store.Tx) error) {
	s.t.Helper()
	if err := s.st.Write(ctx, f); err != nil {
		s.t.Fatal(err)
	}
}

// browser keeps cookies from one request to the next, and does not follow redirects.
type browser struct {
	site    *testSite
	cookies map[string]string
	header  http.Header // sent with every request
	host    string      // asked for; "" is example.com
	json    string      // the body in place of a form
}

func (s *testSite) browser() *browser {
	return &browser{site: s, cookies: map[string]string{}, header: http.Header{}}
}

func (b *browser) do(method, target string, form url.Values) *http.Response {
	b.site.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	if b.json != "" {
		body = strings.NewReader(b.json)
	}
	r := httptest.NewRequest(method, target, body)
	if b.host != "" {
		r.Host = b.host
	}
	if b.json != "" {
		r.Header.Set("Content-Type", "application/json")
	} else if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for k, v := range b.header {
		r.Header[k] = v
	}
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	w := httptest.NewRecorder()
	b.site.web.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 || c.Value == "" {
			delete(b.cookies, c.Name)
		}
	}
	return res
}

func (b *browser) get(target string) *http.Response { return b.do(http.MethodGet, target, nil) }

func (b *browser) post(target string, pairs ...string) *http.Response {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, target, form)
}

// page asks for a page and checks its status.
func (b *browser) page(target string, status int) htmlcheck.Page {
	b.site.t.Helper()
	res := b.get(target)
	if res.StatusCode != status {
		b.site.t.Fatalf("GET %s: %d, want %d", target, res.StatusCode, status)
	}
	return htmlcheck.Parse(b.site.t, res.Body)
}

func (s *testSite) page(target string, status int) htmlcheck.Page {
	s.t.Helper()
	return s.browser().page(target, status)
}

// piece is an article to put: its outlet, its text, when it was published.
type piece struct {
	key, outlet, title, body, lang, url string
	published                           time.Time
	edit                                func(*news.Version)
}

func (s *testSite) outlet(o news.Outlet) (id news.OutletID) {
	s.t.Helper()
	s.write(func(tx *store.Tx) (err error) { id, err = tx.PutOutlet(ctx, o); return err })
	return id
}

// put saves an article and makes it findable.
func (s *testSite) put(p piece, outlet news.OutletID) (v news.Version) {
	s.t.Helper()
	if p.url == "" {
		p.url = "https://" + p.key
	}
	v = news.Version{Title: p.title, Text: p.body, Language: p.lang, Seen: now.Add(-time.Hour).UnixMicro(), OutletName: p.outlet}
	if !p.published.IsZero() {
		v.Published = when.Of(p.published, when.Minute)
	}
	if p.edit != nil {
		p.edit(&v)
	}
	s.write(func(tx *store.Tx) error {
		a, put, _, err := tx.PutVersion(ctx, news.Article{Key: p.key, URL: p.url, Outlet: outlet}, v, v.Seen, 1)
		if err != nil {
			return err
		}
		v = put
		return tx.IndexVersion(ctx, a, &v, v.Seen)
	})
	return v
}

func span(v news.Version, words string) text.Span {
	i := strings.Index(v.Text, words)
	if i < 0 {
		panic("no such words: " + words)
	}
	return text.Span{Start: i, End: i + len(words)}
}

// says saves what is said in a version; each statement's sentence and content are given in words.
func (s *testSite) says(v news.Version, list ...news.Statement) []news.Statement {
	s.t.Helper()
	s.write(func(tx *store.Tx) (err error) { list, err = tx.PutStatements(ctx, &v, list, 1); return err })
	return list
}

func statement(v news.Version, kind news.StatementKind, speaker, party, sentence, content string) news.Statement {
	return news.Statement{Kind: kind, Speaker: speaker, Party: party, Sourcing: news.NamedBody, Sentence: span(v, sentence), Content: []text.Span{span(v, content)}}
}

// story puts versions into a story of a storyline.
func (s *testSite) story(line news.StorylineID, rank float64, parties []news.Party, versions ...news.Version) (id news.StoryID) {
	s.t.Helper()
	s.write(func(tx *store.Tx) error {
		id = news.StoryID(tx.NewID())
		counts := news.Counts{Articles: len(versions), Origins: len(versions), Countries: 2, Languages: []string{"en"}}
		st := news.Story{ID: id, Storyline: line, Title: versions[0].Title, Lead: versions[0].Article, First: versions[0].Seen, Latest: versions[0].Seen, Counts: counts, Parties: parties, Rank: rank}
		if err := tx.PutStory(ctx, st, 1); err != nil {
			return err
		}
		for _, v := range versions {
			if err := tx.PutMember(ctx, news.Member{Story: id, Article: v.Article, Score: 1, Reasons: []string{"shares the names Sella, Norrin Line"}}, 1); err != nil {
				return err
			}
		}
		return nil
	})
	return id
}

// world is a small archive: one story of three articles that is disputed, one of a Persian article, one that was merged.
type world struct {
	*testSite
	harbour, copied, reply, persian news.Version
	post, mail                      news.OutletID
	story1, story2, merged          news.StoryID
	line                            news.StorylineID
}

const (
	accusation = "The harbour ministry accused the Norrin Line of dumping ash at Port Lune."
	denial     = "“The accusation is baseless,” the Norrin Line said on Friday."
	toll       = "At least 14 boats were damaged."
	farsi      = "وزارت بندر گفت که چهارده قایق آسیب دیده است."
)

func newWorld(t *testing.T, o Options) *world {
	s := newSite(t, o)
	w := &world{testSite: s}
	w.post = s.outlet(news.Outlet{Key: "post.example", Name: "Harbour Post", Domain: "post.example", Country: "XS", Kind: "newspaper", Language: "en", Owner: "Harbour Trust", StateLink: "none"})
	w.mail = s.outlet(news.Outlet{Key: "mail.example", Name: "Northmark Mail", Domain: "mail.example", Country: "XN"})
	day := now.Add(-26 * time.Hour)
	w.harbour = s.put(piece{key: "post.example/ash", title: "Ministry accuses Norrin Line of dumping ash", lang: "en", published: day,
		body: accusation + " " + toll + "\n\nThe harbour was closed for a day. Nobody could say for how long."}, w.post)
	w.copied = s.put(piece{key: "mail.example/ash", title: "Norrin Line accused over ash", lang: "en", published: day.Add(time.Hour),
		body: accusation + " " + toll}, w.mail)
	w.reply = s.put(piece{key: "mail.example/reply", title: "Norrin Line rejects ash claim", lang: "en",
		body: "The shipping company answered its critics at noon.\n\n" + denial}, w.mail)
	w.persian = s.put(piece{key: "post.example/fa", title: "بندر بسته شد", lang: "fa", published: day, body: farsi}, w.post)

	a := s.says(w.harbour, statement(w.harbour, news.Accuse, "The harbour ministry", "sella", accusation, "the Norrin Line of dumping ash at Port Lune"))
	b := s.says(w.copied, statement(w.copied, news.Accuse, "The harbour ministry", "sella", accusation, "the Norrin Line of dumping ash at Port Lune"))
	c := s.says(w.reply, statement(w.reply, news.Deny, "the Norrin Line", "norrin line", denial, "The accusation is baseless"))
	d := s.says(w.persian, statement(w.persian, news.Assert, "وزارت بندر", "", farsi, "چهارده قایق آسیب دیده است"))
	parties := []news.Party{{Key: "sella", Name: "Sella", Says: 2}, {Key: "norrin line", Name: "Norrin Line", Says: 1, Accused: 2}, {Key: "port lune", Name: "Port Lune", Accused: 1}}
	s.write(func(tx *store.Tx) error {
		w.line = news.StorylineID(tx.NewID())
		return tx.PutStoryline(ctx, news.Storyline{ID: w.line, Name: "Sella – Norrin Line", First: w.harbour.Seen, Latest: w.harbour.Seen, Stories: 2, Counts: news.Counts{Articles: 4, Origins: 3, Countries: 2}}, 1)
	})
	w.story1 = s.story(w.line, 3, parties, w.harbour, w.copied, w.reply)
	w.story2 = s.story(w.line, 2, nil, w.persian)
	w.merged = s.story(0, 1, nil, w.reply)
	s.write(func(tx *store.Tx) error { return w.findings(tx, a[0], b[0], c[0], d[0]) })
	return w
}

// findings saves what stages after the statements found: claims, digests, copies and origins.
func (w *world) findings(tx *store.Tx, accuse, again, deny, farsi news.Statement) error {
	if err := tx.MergeStories(ctx, w.story1, w.merged); err != nil {
		return err
	}
	for _, v := range []news.Version{w.harbour, w.copied, w.reply} { // the merge brought the reply back; each keeps its reasons
		if err := tx.PutMember(ctx, news.Member{Story: w.story1, Article: v.Article, Reasons: []string{"shares the names Sella, Norrin Line"}}, 1); err != nil {
			return err
		}
	}
	_, err := tx.PutClaims(ctx, w.line, []news.Claim{
		{Status: news.Disputed, Lead: accuse.ID, Origins: 1, Target: "norrin line", Members: []news.ClaimMember{
			{Statement: accuse.ID, Stance: news.Asserts, Why: "the same words"}, {Statement: again.ID, Stance: news.Asserts, Why: "the same words"},
			{Statement: deny.ID, Stance: news.Denies, Why: "answers the accusation"}}},
		{Status: news.OneSided, Lead: farsi.ID, Origins: 1, Members: []news.ClaimMember{{Statement: farsi.ID, Stance: news.Asserts}}},
	}, 1)
	if err != nil {
		return err
	}
	figure := func(v news.Version) news.Figure {
		return news.Figure{Article: v.Article, Version: v.ID, Low: 14, Unit: "boat", Act: "damaged", Span: span(v, "At least 14 boats"), Sentence: span(v, toll)}
	}
	event := news.Event{Article: w.harbour.Article, Version: w.harbour.ID, Date: when.Of(now.Add(-30*time.Hour), when.Day), Span: span(w.harbour, "14 boats were damaged"), Sentence: span(w.harbour, toll)}
	digest := store.Digest{
		Board:    []news.Count{{Label: "boats damaged", Unit: "boat", Act: "damaged", Differ: true, Figures: []news.Figure{figure(w.harbour), figure(w.copied)}}},
		Timeline: []news.Entry{{Date: event.Date, Events: []news.Event{event}, Conflict: "figures differ: At least 14 boats / nine boats"}, {Date: event.Date, Events: []news.Event{{Article: event.Article, Version: event.Version, Date: event.Date, Span: span(w.harbour, "closed for a day"), Sentence: span(w.harbour, "The harbour was closed for a day.")}}}},
	}
	if err := tx.PutStoryDigest(ctx, w.story1, digest, 1); err != nil {
		return err
	}
	if err := tx.PutStorylineDigest(ctx, w.line, digest, 1); err != nil {
		return err
	}
	if err := tx.PutCopies(ctx, w.copied.Article, []news.Copy{{Derived: w.copied.Article, Source: w.harbour.Article, Kind: news.CopyExcerpt, Share: .5, Score: .9, Reasons: []string{"the longest passage in common has 18 words"}}}, 1); err != nil {
		return err
	}
	_, err = tx.PutOrigins(ctx, []news.Origin{
		{Root: w.harbour.Article, Articles: []news.ArticleID{w.harbour.Article, w.copied.Article}},
		{Root: w.reply.Article, Articles: []news.ArticleID{w.reply.Article}}, {Root: w.persian.Article, Articles: []news.ArticleID{w.persian.Article}},
	}, 1)
	return err
}

func at[T ~int64](prefix string, id T) string { return prefix + strconv.FormatInt(int64(id), 10) }
