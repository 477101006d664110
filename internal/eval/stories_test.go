package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// storyStream is a small invented stream; background documents have no story.
const storyStream = `
{"id":"c","time":"2030-03-03","lang":"en","title":"Dravia denies strike on Anhol","text":"Dravia denied that its jets bombed the village of Anhol, where Morvane counts 12 dead. The Dravian army spoke of a rebel camp."}
{"id":"a","time":"2030-03-02","lang":"en","title":"Morvane: strike on Anhol kills 12","text":"Morvane said that jets of Dravia bombed the village of Anhol and killed 12 people. Dravia has not answered.","story":"strike"}
{"id":"b","time":"2030-03-02","lang":"en","title":"Strike on Anhol: Morvane accuses Dravia","text":"Twelve people died in the village of Anhol when jets bombed it, said Morvane, which accuses Dravia.","story":"strike"}
{"id":"d","time":"2030-03-03","lang":"en","title":"Kelm Rovers win the cup","text":"Kelm Rovers beat Lake United in the cup final after extra time. Jonas Pelk scored the winner.","story":"cup"}

{"id":"e","time":"2030-03-03","lang":"en","title":"Pelk wins cup for Kelm Rovers","text":"A late goal by Jonas Pelk in extra time decided the cup final between Kelm Rovers and Lake United.","story":"cup"}
`

func storyFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stream.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStoriesScoresLabelledDocumentsOnly(t *testing.T) {
	t.Parallel()
	var predictions bytes.Buffer
	r, err := Stories(storyFile(t, storyStream), Options{Predictions: &predictions})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 4 || r.F1 != 1 || r.More["pair_f1"] != 1.0 || r.More["documents"] != 5 {
		t.Errorf("report %+v, want 4 labelled of 5 documents and F1 1", r)
	}
	story := map[string]string{}
	for line := range strings.Lines(predictions.String()) {
		var p struct{ ID, Story string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		story[p.ID] = p.Story
	}
	if len(story) != 5 || story["a"] != story["b"] || story["d"] != story["e"] || story["a"] == story["d"] {
		t.Errorf("predictions %v", story)
	}
}

func TestStoryScore(t *testing.T) {
	t.Parallel()
	rows := []storyRow{{Story: "x"}, {Story: "x"}, {Story: "y"}, {}}
	for _, c := range []struct {
		name  string
		group []news.StoryID
		want  storyScore
	}{
		{"right", []news.StoryID{1, 1, 2, 2}, storyScore{3, 1, 1, 1, 1}},
		{"all in one", []news.StoryID{1, 1, 1, 1}, storyScore{3, 5.0 / 9, 1, 1.0 / 3, 1}},
		{"all apart", []news.StoryID{1, 2, 3, 1}, storyScore{3, 1, 2.0 / 3, 0, 0}},
	} {
		got := scoreStories(rows, c.group, nil)
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-5 })
		if d := cmp.Diff(c.want, got, cmp.AllowUnexported(storyScore{}), near); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestStoriesRefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	if _, err := Stories(storyFile(t, `{"a":1}`), Options{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("no documents: error %v, want Invalid", err)
	}
	if _, err := Stories("nowhere.jsonl", Options{}); !errors.Is(err, fault.NotFound) {
		t.Errorf("no file: error %v, want NotFound", err)
	}
}

func TestLearnStoriesSeparates(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	for i, day := range []string{"02", "09", "16", "23", "30"} {
		many.WriteString(strings.NewReplacer("2030-03-02", "2030-03-"+day, "2030-03-03", "2030-03-"+day, `"id":"`, `"id":"`+day,
			`"story":"`, `"story":"`+day, "Anhol", "Anhol"+string(rune('a'+i)), "Pelk", "Pelk"+string(rune('a'+i))).Replace(storyStream))
	}
	m, r, err := LearnStories(storyFile(t, many.String()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.F1 < 0.9 || m.Threshold <= 0 || len(m.Weights) == 0 {
		t.Errorf("cross-validated F1 %.3f, model %+v", r.F1, m)
	}
}

func TestStorylinesOnPairsOfItsOwn(t *testing.T) {
	t.Parallel()
	pairs := `{"a":"a","b":"c","same":true}
{"a":"a","b":"d","same":false}
{"a":"a","b":"elsewhere","same":true}
`
	r, err := Storylines(storyFile(t, storyStream+pairs), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 2 || r.Precision != 1 || r.Recall != 1 {
		t.Errorf("report %+v, want 2 pairs, precision and recall 1", r)
	}
	if _, err := Storylines(storyFile(t, storyStream), Options{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("no pair with both documents: error %v, want Invalid", err)
	}
}
