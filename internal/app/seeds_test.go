package app

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/when"
)

// These tests read five real pages saved as text, of one dispute, that lie beside a
// checkout for measuring; PARLEY_CORPUS names the folder. What must come out of them must come out as well
// when all parties, people and places have invented names: nothing may hang on knowing real ones.

func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("PARLEY_CORPUS")
	if dir == "" {
		t.Skip("set PARLEY_CORPUS to the folder of labelled data to run the five real pages through the pipeline")
	}
	return filepath.Join(dir, "seeds")
}

// gold is what the labels say of the pages.
type gold struct {
	Pages map[string]struct {
		Statements []struct {
			Kind, Speaker string
			Content       [][2]int // code points into the file
		}
	}
}

// labelled finds the words of a labelled statement: the nth of a kind by a speaker, on the page whose name begins with prefix.
func labelled(t *testing.T, prefix, kind, speaker string, n int) string {
	t.Helper()
	dir := corpus(t)
	data, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var g gold
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	for name, p := range g.Pages {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		runes := []rune(string(text))
		for _, s := range p.Statements {
			if s.Kind != kind || s.Speaker != speaker {
				continue
			}
			if n--; n == 0 {
				return string(runes[s.Content[0][0]:s.Content[0][1]])
			}
		}
	}
	t.Fatalf("no such labelled statement: %s %s %s", prefix, kind, speaker)
	return ""
}

var (
	address = regexp.MustCompile(`https?://\S+`)
	word    = regexp.MustCompile(`[A-Za-z]+`)
	plain   = regexp.MustCompile(`(^|[.!?:“"‘(] ?|\n)$`) // what stands before a word that would have a capital anyway
	kept    = regexp.MustCompile(`^(January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I|DW|AI|US|UN|AFP|HKFP|Salam|Log|Comments|Best|New|AllAfrica|Related|Articles|Try|Our|Features|International|Affairs|Forum|Islam|Islamic|Islamist|Muslim|Muslims|Western|West)$`)
)

// renamer gives every name in the texts an invented one: words that have a capital in
// the middle of a sentence and are written small nowhere. Words with a common beginning keep it in common (a
// country and its people), and letters of acronyms go the way of the first letters of names.
func renamer(texts ...string) func(string) string {
	all := address.ReplaceAllString(strings.Join(texts, "\n"), " ")
	small, names := map[string]bool{}, map[string]bool{}
	for _, at := range word.FindAllStringIndex(all, -1) {
		w := all[at[0]:at[1]]
		if w == strings.ToLower(w) {
			small[w] = true
		} else if !plain.MatchString(all[max(0, at[0]-2):at[0]]) {
			names[w] = true
		}
	}
	invented := map[string]string{}
	stem := func(w string) string {
		for n := min(len(w), 6); n >= 4; n-- {
			for other := range names {
				if other != w && len(other) >= n && other[:n] == w[:n] {
					return w[:4]
				}
			}
		}
		return w
	}
	for w := range names {
		low := strings.ToLower(w)
		if small[low] || kept.MatchString(w) || len(w) == 1 {
			continue
		}
		if w == strings.ToUpper(w) && len(w) <= 6 { // an acronym
			invented[w] = strings.Map(shift, w)
			continue
		}
		base := stem(strings.ToUpper(w[:1]) + low[1:])
		if len(w) < len(base) {
			base = w
		}
		out := string(shift(rune(base[0]&^0x20))) + syllables(strings.ToLower(base)) + low[min(len(base), len(low)):]
		if w == strings.ToUpper(w) {
			out = strings.ToUpper(out)
		}
		invented[w] = out
	}
	return func(s string) string {
		return word.ReplaceAllStringFunc(s, func(w string) string {
			if n, ok := invented[w]; ok {
				return n
			}
			return w
		})
	}
}

// shift moves a capital letter three on.
func shift(r rune) rune { return 'A' + (r-'A'+3)%26 }

// syllables makes the rest of an invented name out of a real one.
func syllables(s string) string {
	h := fnv.New32a()
	h.Write([]byte(s))
	n := h.Sum32()
	var b strings.Builder
	for i := range 2 + len(s)%2 {
		b.WriteByte("aeiou"[n>>(3*i)%5])
		b.WriteByte("lmnrstvkdb"[n>>(4*i+7)%10])
	}
	return b.String()
}

func ingestSeeds(t *testing.T, change func(string) string) (*App, []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus(t), "*.txt"))
	if err != nil || len(files) != 5 {
		t.Fatalf("%d seed pages, %v; want 5", len(files), err)
	}
	sort.Strings(files)
	c := Defaults()
	c.Data, c.LogLevel = t.TempDir(), "error"
	ctx := context.Background()
	a, err := Open(ctx, c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	var list []*news.Capture
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, &news.Capture{URL: "file:" + f, FinalURL: "file:" + f, Time: time.Now().UTC(), Status: 200, Body: []byte(change(string(data)))})
	}
	if _, err := a.Pipeline.Ingest(ctx, list); err != nil {
		t.Fatal(err)
	}
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, f := range files {
		urls = append(urls, "file:"+f)
	}
	return a, urls
}

func TestSeedsAsTheyAre(t *testing.T) {
	checkSeeds(t, func(s string) string { return s })
}

func TestSeedsWithInventedNames(t *testing.T) {
	var texts []string
	files, err := filepath.Glob(filepath.Join(corpus(t), "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	checkSeeds(t, renamer(texts...))
}

func checkSeeds(t *testing.T, change func(string) string) {
	a, urls := ingestSeeds(t, change)
	ctx := context.Background()
	lines := map[news.StorylineID]int{}
	var line news.StorylineID
	for _, u := range urls {
		x, ok := articleAt(t, a, u)
		if !ok {
			t.Fatalf("%s gave no article", u)
		}
		id, err := a.Store.StoryOf(ctx, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		s, err := a.Store.Story(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		lines[s.Storyline]++
		if lines[s.Storyline] > lines[line] || line == 0 {
			line = s.Storyline
		}
	}
	if len(lines) != 1 {
		t.Errorf("the five pages are in %d storylines, want 1", len(lines))
	}
	stories, err := a.Store.StorylineStories(ctx, line)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range stories {
		n += s.Counts.Articles
	}
	if n != 5 {
		t.Errorf("%d articles in the storyline, want the 5 pages and none of the unrelated neighbours", n)
	}
	claims, err := a.Store.Claims(ctx, line)
	if err != nil {
		t.Fatal(err)
	}
	shelters, permits := change(labelled(t, "000", "accuse", "Pakistan", 1)), change(labelled(t, "000", "deny", "Taliban", 2))
	killed, baseless := change(labelled(t, "000", "accuse", "Taliban", 1)), change(labelled(t, "000", "deny", "Pakistan military", 1))
	var shelter, toll bool
	for _, c := range claims {
		asserts, denies := wordsOf(t, a, c)
		said := strings.Join(asserts, "\n")
		no := strings.Join(denies, "\n")
		if strings.Contains(said, shelters) && strings.Contains(no, permits) {
			shelter = true
			t.Logf("shelter: %s; asserted %d times: %q", c.Status, len(asserts), asserts)
		}
		if strings.Contains(said, killed) && strings.Contains(no, baseless) {
			toll = true
		}
	}
	if !shelter {
		t.Error("the claim that one side lets an armed group work from its soil does not stand as asserted and denied")
	}
	if !toll {
		t.Error("the toll does not stand with who gives it and who calls it baseless")
	}
	if t.Failed() {
		for _, c := range claims {
			if c.Status == news.Disputed {
				asserts, denies := wordsOf(t, a, c)
				t.Logf("disputed: %q\n   denied: %q", asserts, denies)
			}
		}
	}
}

// wordsOf is what the statements of a claim say, with the sentences that show it, apart by stance.
func wordsOf(t *testing.T, a *App, c news.Claim) (asserts, denies []string) {
	t.Helper()
	ctx := context.Background()
	for _, m := range c.Members {
		s, err := a.Store.Statement(ctx, m.Statement)
		if err != nil {
			t.Fatal(err)
		}
		v, err := a.Store.Version(ctx, s.Version)
		if err != nil {
			t.Fatal(err)
		}
		if m.Stance == news.Denies {
			denies = append(denies, s.Sentence.Of(v.Text))
		} else {
			asserts = append(asserts, s.Sentence.Of(v.Text))
		}
	}
	return asserts, denies
}

// background puts every nth article of a stream into the archive as if it had been extracted.
func background(t *testing.T, a *App, nth int) (n int) {
	t.Helper()
	f, err := os.Open(filepath.Join(corpus(t), "../stories/allsides-full-dev.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	in := json.NewDecoder(z)
	for i := 0; in.More(); i++ {
		var d struct{ ID, Time, Lang, Title, Text string }
		if err := in.Decode(&d); err != nil {
			t.Fatal(err)
		}
		if i%nth != 0 {
			continue
		}
		at, err := time.Parse("2006-01-02", d.Time)
		if err != nil {
			t.Fatal(err)
		}
		v := news.Version{Title: d.Title, Text: d.Text, Language: d.Lang, Published: when.Of(at, when.Day), Seen: at.AddDate(0, 0, 1).UnixMicro()}
		err = a.Store.Write(ctx, func(tx *store.Tx) error {
			_, v, _, err := tx.PutVersion(ctx, news.Article{Key: d.ID}, v, at.UnixMicro(), 1)
			if err != nil {
				return err
			}
			return jobs.Enqueue(ctx, tx, jobs.Analyse, strconv.FormatInt(int64(v.ID), 10), "", tx.Now())
		})
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// TestSeedsAmongAThousandOthers asks that none of a thousand other articles joins the five pages' storyline.
func TestSeedsAmongAThousandOthers(t *testing.T) {
	a, urls := ingestSeeds(t, func(s string) string { return s })
	ctx := context.Background()
	n := background(t, a, 11)
	if err := a.Pipeline.Drain(ctx, nil); err != nil {
		t.Fatal(err)
	}
	x, ok := articleAt(t, a, urls[0])
	if !ok {
		t.Fatal("the first page is missing")
	}
	id, err := a.Store.StoryOf(ctx, x.ID)
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.Store.Story(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	stories, err := a.Store.StorylineStories(ctx, s.Storyline)
	if err != nil {
		t.Fatal(err)
	}
	articles := 0
	for _, s := range stories {
		articles += s.Counts.Articles
		t.Logf("%s (%d)", s.Title, s.Counts.Articles)
	}
	if n < 1000 || articles != 5 {
		t.Errorf("%d articles in the storyline among %d others, want the 5 pages", articles, n)
	}
}
