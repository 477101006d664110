package pipeline

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// world is a pipeline over a real store and a server on this machine, with a clock of its own.
type world struct {
	*Pipeline
	t     *testing.T
	st    *store.Store
	url   string
	mu    sync.Mutex
	now   time.Time
	pages map[string]http.HandlerFunc
	asked map[string]int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 12, 12, 0, 0, 0, time.UTC), pages: map[string]http.HandlerFunc{}, asked: map[string]int{}}
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked[r.URL.Path]++
		h := w.pages[r.URL.Path]
		w.mu.Unlock()
		if h == nil {
			http.NotFound(rw, r)
			return
		}
		h(rw, r)
	}))
	t.Cleanup(srv.Close)
	w.url = srv.URL
	ids := news.NewIDs(w.clock, 1)
	st, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "p.db"), store.Options{IDs: ids, Now: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w.st = st
	w.restart()
	return w
}

// restart is what a restarted process has: a client that has asked nobody yet.
func (w *world) restart() {
	w.t.Helper()
	client, err := fetch.New(fetch.Options{Allow: []string{"127.0.0.0/8"}, Every: -1, Now: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Pipeline = New(w.st, Options{Fetch: client, IDs: news.NewIDs(w.clock, 2), Now: w.clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	w.now = w.now.Add(d)
	w.mu.Unlock()
}

func (w *world) count(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[path]
}

// serve answers a path; {host} in the text stands for the server's address.
func (w *world) serve(path, contentType, text string) {
	w.handle(path, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", contentType)
		fmt.Fprint(rw, strings.ReplaceAll(text, "{host}", w.url))
	})
}

func (w *world) handle(path string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[path] = h
}

func (w *world) add(path string) news.SourceID {
	w.t.Helper()
	var id news.SourceID
	err := w.st.Write(w.t.Context(), func(tx *store.Tx) error {
		if _, err := jobs.AddSource(w.t.Context(), tx, news.Source{URL: w.url + path}, "test"); err != nil {
			return err
		}
		list, err := tx.Sources(w.t.Context())
		id = list[len(list)-1].ID
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// look does one look at a source, whether it is due or not, as the queue would.
func (w *world) look(id news.SourceID) news.Source {
	w.t.Helper()
	save, err := w.poll(w.t.Context(), jobs.Job{Kind: jobs.Poll, Key: fmt.Sprint(int64(id))})
	if err == nil && save != nil {
		err = w.st.Write(w.t.Context(), save)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return w.source(id)
}

func (w *world) source(id news.SourceID) news.Source {
	w.t.Helper()
	s, err := w.st.Source(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// jobAt is when a job is due; false when there is none.
func (w *world) jobAt(kind, key string) (at time.Time, found bool) {
	w.t.Helper()
	err := w.st.Query(w.t.Context(), "select run_at from job where kind = $1 and key = $2 and state = 'ready'", func(row func(...any) error) error {
		var n int64
		err := row(&n)
		at, found = time.UnixMicro(n).UTC(), true
		return err
	}, kind, key)
	if err != nil {
		w.t.Fatal(err)
	}
	return at, found
}

const oneItem = `<rss><channel><title>F</title><item><title>One</title><link>{host}/1</link><pubDate>Thu, 12 Nov 2026 11:00:00 GMT</pubDate></item></channel></rss>`

func TestPollReadsAndPlansTheNextLook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.handle("/feed", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"1"`)
		rw.Header().Set("Cache-Control", "max-age=7200")
		if r.Header.Get("If-None-Match") == `"1"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(rw, strings.ReplaceAll(oneItem, "{host}", w.url))
	})
	id := w.add("/feed")
	s := w.look(id)
	if s.Problem != "" || s.Links != 1 || s.Title != "F" || s.Kind != string(feed.RSS) || s.ETag != `"1"` || !s.Succeeded.Equal(w.clock()) {
		t.Errorf("first look: %+v", s)
	}
	if wait := s.Next.Sub(w.clock()); wait < 2*time.Hour || wait > 3*time.Hour {
		t.Errorf("next look in %v though the server says that this is fresh for 2 h", wait)
	}
	if at, ok := w.jobAt(jobs.Poll, fmt.Sprint(int64(id))); !ok || at.After(s.Next) {
		t.Errorf("the next look is not in the queue: %v %v", at, ok)
	}
	if _, ok := w.jobAt(jobs.Fetch, w.url+"/1"); !ok {
		t.Error("the page is not in the queue")
	}
	w.pass(3 * time.Hour)
	if s = w.look(id); s.Links != 1 || s.ETag != `"1"` {
		t.Errorf("unchanged: %+v", s)
	}
	looks, err := w.st.Looks(t.Context(), id)
	if err != nil || len(looks) != 2 || looks[0].Outcome != store.LookSame || looks[1].Outcome != store.LookNew || looks[1].Fresh != 1 {
		t.Errorf("looks = %+v, %v", looks, err)
	}
}

func TestPollBacksOffAndKeepsToRetryAfter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.handle("/feed", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "18000")
		rw.WriteHeader(http.StatusServiceUnavailable)
	})
	s := w.look(w.add("/feed"))
	if wait := s.Next.Sub(w.clock()); s.Failures != 1 || s.Problem == "" || s.Stopped != "" || wait < 5*time.Hour || wait > 6*time.Hour {
		t.Errorf("after a failure: %+v, next in %v", s, wait)
	}
	w = newWorld(t)
	w.serve("/html", "text/plain", "hello")
	if s = w.look(w.add("/html")); !strings.Contains(s.Problem, "neither XML nor JSON") {
		t.Errorf("not a feed: %q", s.Problem)
	}
	w.serve("/typed", "text/html", oneItem) // a wrong Content-Type is the server's fault, the feed is one
	if s = w.look(w.add("/typed")); s.Links != 1 || s.Problem != "" {
		t.Errorf("wrong content type: %+v", s)
	}
}

func TestPollFollowsWhatMovedAndStopsAtWhatIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.serve("/new", "text/xml", oneItem)
	w.handle("/old", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/new", http.StatusMovedPermanently)
	})
	id := w.add("/old")
	for i := range confirmations {
		if s := w.source(id); s.URL != w.url+"/old" || s.Moves != i {
			t.Errorf("before look %d: %+v", i+1, s)
		}
		w.look(id)
		w.pass(time.Hour)
	}
	if s := w.source(id); s.URL != w.url+"/new" || s.Moves != 0 {
		t.Errorf("after %d confirmations: %+v", confirmations, s)
	}
	w.handle("/new", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusGone) })
	s := w.look(id)
	if !strings.Contains(s.Stopped, "410") {
		t.Errorf("gone: %+v", s)
	}
	if err := w.st.Write(t.Context(), func(tx *store.Tx) error { return jobs.ForgetSource(t.Context(), tx, id) }); err != nil {
		t.Fatal(err)
	}
	asked := w.count("/new")
	w.look(id)
	if w.count("/new") != asked {
		t.Error("a source that is gone was looked at")
	}
}

func TestPollLooksAroundASite(t *testing.T) {
	t.Parallel()
	article := "<a href='/2026/11/12/clash-at-the-border-%d'>Clash at the border leaves many dead, day %d</a>"
	page := "<!doctype html><html><head><title>Herald</title></head><body>"
	for i := range 4 {
		page += fmt.Sprintf(article, i, i)
	}
	t.Run("feeds that it names", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.serve("/", "text/html", `<html><head><link rel="alternate" type="application/rss+xml" href="/f.xml"></head></html>`)
		s := w.look(w.add("/"))
		list, err := w.st.Sources(t.Context())
		if err != nil || len(list) != 2 || list[1].URL != w.url+"/f.xml" || !strings.Contains(s.Stopped, "/f.xml") {
			t.Errorf("%+v, %v", list, err)
		}
	})
	t.Run("usual places", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.serve("/", "text/html", page)
		w.serve("/rss.xml", "text/xml", oneItem)
		w.look(w.add("/"))
		if list, err := w.st.Sources(t.Context()); err != nil || len(list) != 2 || list[1].URL != w.url+"/rss.xml" {
			t.Errorf("%+v, %v", list, err)
		}
	})
	t.Run("sitemaps of robots.txt", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.serve("/", "text/html", page)
		w.serve("/robots.txt", "text/plain", "Sitemap: {host}/old.xml\nSitemap: {host}/news.xml\n")
		w.serve("/news.xml", "text/xml", `<urlset><url><loc>{host}/1</loc><lastmod>2026-11-11</lastmod></url></urlset>`)
		w.look(w.add("/"))
		if list, err := w.st.Sources(t.Context()); err != nil || len(list) != 2 || list[1].URL != w.url+"/news.xml" {
			t.Errorf("%+v, %v", list, err)
		}
	})
	t.Run("its own links", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.serve("/", "text/html", page)
		id := w.add("/")
		s := w.look(id)
		if s.Kind != string(feed.Section) || s.Links != 4 {
			t.Errorf("%+v", s)
		}
		asked := w.count("/rss.xml")
		if s = w.look(id); w.count("/rss.xml") != asked || s.Links != 4 {
			t.Errorf("it was looked around again, or links were counted twice: %+v", s)
		}
	})
	t.Run("nothing", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.serve("/", "text/html", "<html><body>Welcome</body></html>")
		if s := w.look(w.add("/")); !strings.Contains(s.Problem, "no feed and no list of articles") {
			t.Errorf("%+v", s)
		}
	})
}

func TestPollReadsAnIndexOfSitemaps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var z bytes.Buffer
	gz := gzip.NewWriter(&z)
	fmt.Fprintf(gz, `<urlset><url><loc>%s/new</loc><lastmod>2026-11-11T10:00:00Z</lastmod></url><url><loc>%s/old</loc><lastmod>2020-01-01</lastmod></url></urlset>`, w.url, w.url)
	gz.Close()
	w.serve("/index.xml", "text/xml", `<sitemapindex><sitemap><loc>{host}/deeper.xml</loc></sitemap><sitemap><loc>{host}/missing.xml</loc></sitemap><sitemap><loc>{host}/index.xml</loc></sitemap></sitemapindex>`)
	w.serve("/deeper.xml", "text/xml", `<sitemapindex><sitemap><loc>{host}/news.xml.gz</loc></sitemap></sitemapindex>`)
	w.serve("/news.xml.gz", "application/gzip", z.String())
	s := w.look(w.add("/index.xml"))
	if s.Problem != "" || s.Links != 1 || s.Kind != string(feed.SitemapIndex) {
		t.Errorf("%+v; want the one that is new", s)
	}
	if n := w.count("/index.xml"); n > 1+maxNested {
		t.Errorf("an index that names itself was read %d times", n)
	}
	looks, err := w.st.Looks(t.Context(), s.ID)
	if err != nil || len(looks) != 1 || !strings.Contains(looks[0].Note, "missing.xml") {
		t.Errorf("looks = %+v, %v; want the one that is missing named", looks, err)
	}
}

func TestADeniedPageIsCountedAndNotAskedForAtEveryLook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.serve("/feed", "text/xml", oneItem)
	w.handle("/1", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusUnauthorized) })
	id := w.add("/feed")
	for range 3 {
		w.look(id)
		if err := w.Drain(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Hour)
	}
	if n := w.count("/1"); n != 1 {
		t.Errorf("the page was asked for %d times", n)
	}
	misses, err := w.st.Misses(t.Context(), id)
	if err != nil || len(misses) != 1 || misses[0].Reason != string(fetch.LoginWall) || misses[0].Count != 1 || !strings.Contains(misses[0].Note, "lawful options") {
		t.Errorf("misses = %+v, %v", misses, err)
	}
}

func TestPagesAreLookedAtAgainForVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.serve("/feed", "text/xml", oneItem)
	body := "<html><body><article><h1>Clash at the border</h1><p>First text of the article, long enough to be one, said the minister on Thursday in the capital.</p></article></body></html>"
	conditional := 0
	w.handle("/1", func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		defer w.mu.Unlock()
		tag := fmt.Sprintf(`"%d"`, len(body))
		rw.Header().Set("ETag", tag)
		rw.Header().Set("Content-Type", "text/html")
		if r.Header.Get("If-None-Match") == tag {
			conditional++
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(rw, body)
	})
	id := w.add("/feed")
	w.look(id)
	if err := w.st.Write(t.Context(), func(tx *store.Tx) error { return jobs.PauseSource(t.Context(), tx, id, true, "test") }); err != nil {
		t.Fatal(err)
	}
	captures := func() (n int) {
		w.t.Helper()
		if err := w.st.Query(t.Context(), "select count(*) from capture", func(row func(...any) error) error { return row(&n) }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	drain := func() {
		t.Helper()
		if err := w.Drain(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	drain()
	if n := captures(); n != 1 {
		t.Fatalf("%d captures at first", n)
	}
	at, ok := w.jobAt(jobs.Refetch, w.url+"/1")
	if wait := at.Sub(w.clock()); !ok || wait < time.Hour || wait > 66*time.Minute {
		t.Fatalf("first refetch in %v, %v", wait, ok)
	}
	w.pass(66 * time.Minute)
	drain()
	if n := captures(); n != 1 || conditional != 1 {
		t.Errorf("unchanged after an hour: %d captures, %d conditional requests", n, conditional)
	}
	w.mu.Lock()
	body = strings.Replace(body, "First text", "Corrected second text", 1)
	w.mu.Unlock()
	w.pass(26 * time.Hour)
	drain()
	if n := captures(); n != 2 {
		t.Errorf("changed after a day: %d captures, want 2", n)
	}
	w.handle("/1", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusGone) })
	w.pass(8 * 24 * time.Hour)
	drain()
	last, err := w.st.LatestCapture(t.Context(), w.url+"/1")
	if err != nil {
		t.Fatal(err)
	}
	if state, err := w.st.State(t.Context(), jobs.Refetch, int64(last.ID)); err != nil || state.State != store.StateEmpty || !strings.Contains(state.Reason, "410") {
		t.Errorf("withdrawn after a week: %+v, %v", state, err)
	}
	if _, ok := w.jobAt(jobs.Refetch, w.url+"/1"); ok {
		t.Error("a page that is gone waits to be looked at again")
	}
}

func TestPagesFromArchivesAreNotLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Ingest(t.Context(), []*news.Capture{{URL: w.url + "/x", FinalURL: w.url + "/x", Time: w.clock(), Status: 200, ContentType: "text/html", Body: []byte("<p>x</p>")}})
	if err == nil {
		err = w.Drain(t.Context(), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := w.jobAt(jobs.Refetch, w.url+"/x"); ok {
		t.Error("a page of an archive waits to be fetched")
	}
}

func TestTendSurvivesAClockSetBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.serve("/feed", "text/xml", oneItem)
	id := w.add("/feed")
	w.pass(365 * 24 * time.Hour)
	w.look(id)
	w.pass(-365 * 24 * time.Hour)
	w.restart()
	if s := w.source(id); s.Next.Sub(w.clock()) < 300*24*time.Hour {
		t.Fatalf("the test does not test: next %v", s.Next)
	}
	if err := w.st.Write(t.Context(), func(tx *store.Tx) error { return jobs.ForgetSource(t.Context(), tx, id) }); err != nil {
		t.Fatal(err)
	}
	if err := w.st.Write(t.Context(), func(tx *store.Tx) error { return jobs.Look(t.Context(), tx, id, w.url, w.source(id).Next) }); err != nil {
		t.Fatal(err)
	}
	if err := w.Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
	at, ok := w.jobAt(jobs.Poll, fmt.Sprint(int64(id)))
	if !ok || at.Sub(w.clock()) > time.Hour {
		t.Errorf("the look is at %v, %v; the clock says %v", at, ok, w.clock())
	}
	s := w.look(id)
	if wait := s.Next.Sub(w.clock()); wait < 0 || wait > latestLook {
		t.Errorf("next look in %v", wait)
	}
}

func TestTendFindsALookThatWasLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.add("/feed")
	if err := w.st.Write(t.Context(), func(tx *store.Tx) error { return jobs.ForgetSource(t.Context(), tx, id) }); err != nil {
		t.Fatal(err)
	}
	w.pass(3 * time.Hour)
	if err := w.Tend(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := w.jobAt(jobs.Poll, fmt.Sprint(int64(id))); !ok {
		t.Error("a source without a look in the queue stays so")
	}
}
