package app

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/sample"
	"github.com/parley-news/parley/internal/store"
)

// The sample is read once, through the real pipeline, for all tests of this file.
var readOnce = sync.OnceValues(func() (*App, error) {
	dir, err := os.MkdirTemp("", "parley-sample")
	if err != nil {
		return nil, err
	}
	c := Defaults()
	c.Data, c.FetchEvery, c.LogLevel, c.Workers = dir, -1, "error", 2
	w, err := sample.Web()
	if err != nil {
		return nil, err
	}
	catalogue, err := sample.Outlets()
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	a, err := Open(ctx, c, Options{Transport: w, Catalogue: catalogue})
	if err != nil {
		return nil, err
	}
	return a, ReadSample(ctx, a, w)
})

func read(t *testing.T) *App {
	t.Helper()
	a, err := readOnce()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestMain(m *testing.M) {
	code := m.Run()
	if a, err := readOnce(); err == nil {
		a.Close()
		os.RemoveAll(filepath.Dir(a.config.DatabaseAddress()))
	}
	os.Exit(code)
}

func page(t *testing.T, h http.Handler, path string) *html.Node {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	body, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: %d, %v\n%.300s", path, w.Code, err, body)
	}
	n, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return n
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(words(c))
	}
	return b.String()
}

// Every page about the news is compared, byte for byte, with the stored text that what it
// shows says it stands in; and every quotation must say so.
func TestEverySentenceShownIsASpan(t *testing.T) { checkSite(t, read(t)) }

func checkSite(t *testing.T, a *App) {
	t.Helper()
	h, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	stories, err := a.Store.Stories(ctx, store.StoryFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	lines, _, err := a.Store.Storylines(ctx, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/search?q=Ostrel", "/search?q=" + "اوسترل"}
	for _, s := range stories {
		paths = append(paths, "/story/"+strconv.FormatInt(int64(s.ID), 10))
		members, err := a.Store.Members(ctx, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			paths = append(paths, "/article/"+strconv.FormatInt(int64(m.Article), 10))
		}
	}
	for _, l := range lines {
		paths = append(paths, "/storyline/"+strconv.FormatInt(int64(l.ID), 10))
	}
	shown := 0
	for _, path := range paths {
		n := checkSpans(t, a, path, page(t, h, path))
		if strings.HasPrefix(path, "/story/") && n == 0 {
			t.Logf("%s shows no quotation", path)
		}
		shown += n
	}
	if shown < 500 {
		t.Errorf("only %d quotations on %d pages", shown, len(paths))
	}
}

func checkSpans(t *testing.T, a *App, path string, root *html.Node) (shown int) {
	t.Helper()
	var walk func(n *html.Node, quoted bool)
	walk = func(n *html.Node, quoted bool) {
		if n.Type == html.ElementNode {
			if v := attr(n, "data-version"); v != "" {
				shown++
				checkSpan(t, a, path, n)
				quoted = true
			}
			if (n.Data == "blockquote") && !quoted && attr(n, "data-version") == "" && !hasSpan(n) {
				t.Errorf("%s: a quotation without a place: %q", path, words(n))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, quoted)
		}
	}
	walk(root, false)
	return shown
}

func hasSpan(n *html.Node) bool {
	for c := range n.Descendants() {
		if attr(c, "data-version") != "" {
			return true
		}
	}
	return false
}

func checkSpan(t *testing.T, a *App, path string, n *html.Node) {
	t.Helper()
	id, err := news.ParseID[news.VersionID](attr(n, "data-version"))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	start, err1 := strconv.Atoi(attr(n, "data-start"))
	end, err2 := strconv.Atoi(attr(n, "data-end"))
	v, err := a.Store.Version(context.Background(), id)
	if err != nil || err1 != nil || err2 != nil || start < 0 || end > len(v.Text) || start >= end {
		t.Fatalf("%s: version %d, %d to %d: %v", path, id, start, end, err)
	}
	if got, want := words(n), v.Text[start:end]; got != want {
		t.Errorf("%s: shows %q, stored is %q", path, got, want)
	}
}

// key reads the README of the sample: which page is which, and what sentences it must have.
type key struct {
	addresses map[string]string // page to address
	sentences map[string][]string
}

var (
	pageRow  = regexp.MustCompile(`^\| ([A-Z]\d+(?:v2)?) \| (\S+) \|`)
	sentence = regexp.MustCompile(`^- ([A-Z]\d+(?:v2)?) \| (.+)$`)
)

func readKey(t *testing.T) key {
	t.Helper()
	data, err := os.ReadFile("../sample/data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	k := key{map[string]string{}, map[string][]string{}}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if m := pageRow.FindStringSubmatch(line); m != nil && strings.Contains(m[2], ".example/") {
			k.addresses[m[1]] = "https://" + strings.TrimSuffix(m[2], "@2")
		}
		if m := sentence.FindStringSubmatch(line); m != nil {
			k.sentences[m[1]] = append(k.sentences[m[1]], m[2])
		}
	}
	if len(k.addresses) < 40 || len(k.sentences) < 20 {
		t.Fatalf("the sample's README gave %d pages and sentences of %d", len(k.addresses), len(k.sentences))
	}
	return k
}

// articleAt is the article whose page is at an address.
func articleAt(t *testing.T, a *App, address string) (news.Article, bool) {
	t.Helper()
	ctx := context.Background()
	var found news.Article
	err := a.Store.Query(ctx, "select c.id, v.article from capture c join version v on v.capture = c.id join article x on x.id = v.article where c.url = $1 and x.parent = 0 order by v.article limit 1", func(row func(...any) error) error {
		var c int64
		return row(&c, &found.ID)
	}, address)
	if err != nil {
		t.Fatal(err)
	}
	if found.ID == 0 {
		return found, false
	}
	found, err = a.Store.Article(ctx, found.ID)
	if err != nil {
		t.Fatal(err)
	}
	return found, true
}

func TestSamplePagesAreAllExtracted(t *testing.T) {
	a, k := read(t), readKey(t)
	ctx := context.Background()
	for id, address := range k.addresses {
		if strings.HasSuffix(id, "v2") {
			continue
		}
		if _, ok := articleAt(t, a, address); !ok {
			t.Errorf("%s: no article from %s", id, address)
		}
	}
	if n, err := jobs.Pending(ctx, a.Store, jobs.Fetch, jobs.Extract, jobs.Analyse, jobs.Group, jobs.Claims); err != nil || n != 0 {
		t.Errorf("%d jobs left, %v", n, err)
	}
	o, err := a.Store.Overview(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range o.Failures {
		t.Errorf("failed: %+v", f)
	}
}

func TestSampleEditedArticleKeepsBothVersions(t *testing.T) {
	a, k := read(t), readKey(t)
	x, ok := articleAt(t, a, k.addresses["P19"])
	if !ok {
		t.Fatal("the edited article is missing")
	}
	list, err := a.Store.ArticleVersions(context.Background(), x.ID)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d versions, %v; want 2", len(list), err)
	}
	if !strings.Contains(list[0].Title, "Fourteen dead") || !strings.Contains(list[1].Text, "11 civilians, including four children") {
		t.Errorf("versions: %q, %q", list[0].Title, list[1].Title)
	}
}

// storyOf is the story that a page of the sample is in.
func storyOf(t *testing.T, a *App, k key, page string) news.StoryID {
	t.Helper()
	x, ok := articleAt(t, a, k.addresses[page])
	if !ok {
		t.Fatalf("%s is missing", page)
	}
	s, err := a.Store.StoryOf(context.Background(), x.ID)
	if err != nil {
		t.Fatalf("%s: %v", page, err)
	}
	return s
}

func TestSampleStoriesAndOrigins(t *testing.T) {
	a, k := read(t), readKey(t)
	ctx := context.Background()
	shelling := storyOf(t, a, k, "P02")
	for _, p := range []string{"P01", "P03", "P04", "P05", "P07", "P09"} {
		if s := storyOf(t, a, k, p); s != shelling {
			t.Errorf("%s is not in the story of the shelling", p)
		}
	}
	for _, p := range []string{"T1", "F2", "F3", "B2"} {
		if s := storyOf(t, a, k, p); s == shelling {
			t.Errorf("%s is in the story of the shelling", p)
		}
	}
	origin := func(page string) map[news.OriginID]bool {
		x, _ := articleAt(t, a, k.addresses[page])
		list, err := a.Store.OriginsOf(ctx, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		out := map[news.OriginID]bool{}
		for _, o := range list {
			out[o.ID] = true
		}
		return out
	}
	wire := origin("P02")
	for _, p := range []string{"P03", "P04", "P05", "P06"} {
		if !shares(origin(p), wire) {
			t.Errorf("%s does not go back to the wire report", p)
		}
	}
	for _, p := range []string{"P09", "P10", "P11", "P12", "P13", "P16", "P22"} {
		if shares(origin(p), wire) {
			t.Errorf("%s, a report of its own, is counted with the wire report", p)
		}
	}
	line := func(page string) news.StorylineID {
		s, err := a.Store.Story(ctx, storyOf(t, a, k, page))
		if err != nil {
			t.Fatal(err)
		}
		return s.Storyline
	}
	for _, p := range []string{"P10", "P16", "P22", "T1"} {
		if line(p) != line("P02") {
			t.Errorf("%s is not in the storyline of the shelling", p)
		}
	}
	for _, p := range []string{"F2", "B2"} {
		if line(p) == line("P02") {
			t.Errorf("%s is in the storyline of the shelling", p)
		}
	}
}

func shares(a, b map[news.OriginID]bool) bool {
	for id := range a {
		if b[id] {
			return true
		}
	}
	return false
}

// TestSampleDisputes asks for what the sample's README says is accused and denied.
func TestSampleDisputes(t *testing.T) {
	a, k := read(t), readKey(t)
	ctx := context.Background()
	claims, err := a.Store.ClaimsOfStory(ctx, storyOf(t, a, k, "P02"))
	if err != nil {
		t.Fatal(err)
	}
	disputed := 0
	baseless := false
	for _, c := range claims {
		if c.Status != news.Disputed {
			continue
		}
		disputed++
		for _, m := range c.Members {
			if m.Stance != news.Denies {
				continue
			}
			s, err := a.Store.Statement(ctx, m.Statement)
			if err != nil {
				t.Fatal(err)
			}
			v, err := a.Store.Version(ctx, s.Version)
			if err != nil {
				t.Fatal(err)
			}
			baseless = baseless || strings.Contains(s.Sentence.Of(v.Text), "baseless")
		}
	}
	if disputed < 2 || !baseless {
		t.Errorf("%d disputed claims, denial as baseless found %v; want at least 2, true", disputed, baseless)
	}
}
