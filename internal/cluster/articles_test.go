package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// labelled is an invented article with the story and the storyline it belongs to.
type labelled struct {
	Doc
	story, line string
}

// articles reads testdata/articles: a header of "key: value" lines, an empty line, the text. rename is applied to the whole file.
func articles(t testing.TB, rename *strings.Replacer) []labelled {
	t.Helper()
	files, err := filepath.Glob("testdata/articles/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/articles: %v, %d files", err, len(files))
	}
	var out []labelled
	for i, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s := string(b)
		if rename != nil {
			s = rename.Replace(s)
		}
		head, body, _ := strings.Cut(s, "\n\n")
		a := labelled{Doc: Doc{ID: news.ArticleID(i + 1), Lang: "en", Text: strings.TrimSpace(body)}}
		for line := range strings.Lines(head) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch key {
			case "time":
				a.Time = moment(t, value)
			case "story":
				a.story = value
			case "line":
				a.line = value
			case "title":
				a.Title = value
			}
		}
		a.Mentions = mention.Find(a.Title, a.Text, a.Lang)
		out = append(out, a)
	}
	return out
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	t.Fatalf("time %q", s)
	return time.Time{}
}

// invented replaces every name of the articles by another, as a reader of another world would have it.
var invented = strings.NewReplacer(
	"Dravian", "Ostovian", "Dravia", "Ostovia", "Morvanian", "Pelluric", "Morvane", "Pelluria",
	"Free Hill Front", "United Marsh League", "Hill Front", "Marsh League", "Front", "League", "FHF", "UML",
	"Sered", "Calvo", "Kelm", "Durbin", "Ostrel", "Varnholt", "Anhol", "Mirepa", "Tarek Olun", "Sabin Kroy",
	"Perell", "Zandor", "Selin", "Quorra", "Lena Forst", "Ida Wenn", "Jonas Pelk", "Rolf Tamm", "Pelk", "Tamm",
	"Lake United", "Forest Athletic", "Mira Dolan", "Nell Arvo", "Ivo Stand", "Per Hask", "Ana Brevik", "Una Solt")

func counter[T ~int64]() func() T {
	var last T
	return func() T { last++; return last }
}
