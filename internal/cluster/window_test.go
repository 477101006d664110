package cluster

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/news"
)

// assigned is the story of each article of the test data, by Window.
func assigned(t *testing.T, all []labelled, o Options) []Decision {
	t.Helper()
	w, next := New(o), counter[news.StoryID]()
	var out []Decision
	for _, a := range all {
		out = append(out, w.Assign(a.Doc, next))
	}
	return out
}

func TestArticlesOfOneHappeningMakeOneStory(t *testing.T) {
	t.Parallel()
	for name, rename := range map[string]*strings.Replacer{"as written": nil, "renamed": invented} {
		all := articles(t, rename)
		of := map[string]news.StoryID{}
		for i, d := range assigned(t, all, Options{}) {
			label := all[i].story
			if s, ok := of[label]; ok != !d.New || ok && s != d.Story {
				t.Errorf("%s: %q of story %s: got story %d (new %v, score %.2f), want %d", name, all[i].Title, label, d.Story, d.New, d.Score, s)
			}
			of[label] = d.Story
		}
	}
}

func TestReasonsNameWhatIsShared(t *testing.T) {
	t.Parallel()
	all := articles(t, nil)
	var got string
	for i, d := range assigned(t, all, Options{}) {
		if strings.HasPrefix(all[i].Title, "Dravia rejects") {
			got = strings.Join(d.Reasons, "; ")
		}
	}
	for _, want := range []string{"shares the names ", "Dravia", "Anhol", "rare terms", "9 hours apart"} {
		if !strings.Contains(got, want) {
			t.Errorf("reasons %q lack %q", got, want)
		}
	}
}

func TestUndatedArticlesMeet(t *testing.T) {
	t.Parallel()
	all := articles(t, nil)
	for i := range all {
		all[i].Time, all[i].Undated = time.Time{}, true
	}
	of := map[string]news.StoryID{}
	for i, d := range assigned(t, all, Options{}) {
		if s, ok := of[all[i].story]; ok && s != d.Story {
			t.Errorf("%q: got story %d, want %d", all[i].Title, d.Story, s)
		}
		of[all[i].story] = d.Story
	}
}

func TestTimeKeepsStoriesApart(t *testing.T) {
	t.Parallel()
	w, next := New(Options{}), counter[news.StoryID]()
	a := articles(t, nil)[1].Doc
	first := w.Assign(a, next)
	for i, c := range []struct {
		after time.Duration
		same  bool
	}{{2 * time.Hour, true}, {365 * 24 * time.Hour, false}, {-30 * 24 * time.Hour, false}} {
		b := a
		b.ID, b.Time = news.ArticleID(100+i), a.Time.Add(c.after)
		if got := w.Assign(b, next); (got.Story == first.Story) != c.same {
			t.Errorf("same text %v later: story %d after %d, want same: %v", c.after, got.Story, first.Story, c.same)
		}
	}
}

func TestCopyEntersTheStoryOfItsSource(t *testing.T) {
	t.Parallel()
	w, next := New(Options{}), counter[news.StoryID]()
	all := articles(t, nil)
	first := w.Assign(all[1].Doc, next)
	b := all[6].Doc // about something else altogether
	b.CopyOf = all[1].ID
	got := w.Assign(b, next)
	want := Decision{Story: first.Story, Score: 1, Reasons: []string{"repeats an article of the story"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("copy (-want +got):\n%s", d)
	}
	c := all[8].Doc
	c.CopyOf = 999 // not in the window: on its own merits
	if got := w.Assign(c, next); !got.New {
		t.Errorf("copy of an article outside the window: %+v, want a new story", got)
	}
}

func TestNewVersionStaysInItsStory(t *testing.T) {
	t.Parallel()
	all := articles(t, nil)
	w, next := New(Options{}), counter[news.StoryID]()
	for _, a := range all {
		w.Assign(a.Doc, next)
	}
	again := all[6].Doc
	again.Text = "Entirely rewritten. " + all[8].Text
	if got := w.Assign(again, next); got.New || got.Score != 1 {
		t.Errorf("new version: %+v, want its old story", got)
	}
	if n := len(w.entries); n != len(all) {
		t.Errorf("%d entries after a new version, want %d", n, len(all))
	}
}

func TestArticleThatShowsTwoStoriesToBeOneMergesThem(t *testing.T) {
	t.Parallel()
	all := articles(t, nil)
	a, b, both := all[1].Doc, all[2].Doc, all[1].Doc
	both.ID = 50
	both.Title += "; " + b.Title
	both.Text += "\n\n" + b.Text
	m := *DefaultModel()
	m.Merge = 0.6 // whatever the model says, above it stories are one
	w := New(Options{Model: &m, Threshold: 0.6})
	w.Restore(a, 7)
	w.Restore(b, 3)
	got := w.Assign(both, counter[news.StoryID]())
	if got.Story != 3 || !cmp.Equal(got.Merged, []news.StoryID{7}) {
		t.Fatalf("got story %d, merged %v, want 3 and [7]", got.Story, got.Merged)
	}
	for _, e := range w.entries {
		if e.story != 3 {
			t.Errorf("article %d stands in story %d after the merge, want 3", e.id, e.story)
		}
	}
}

func TestLanguagesMeetByNamesOnly(t *testing.T) {
	t.Parallel()
	all := articles(t, nil)
	w, next := New(Options{}), counter[news.StoryID]()
	w.Assign(all[4].Doc, next)
	b := all[6].Doc
	b.Lang = "fr"
	if got := w.Assign(b, next); !got.New {
		t.Errorf("article in another language without common names: %+v, want a new story", got)
	}
	c := all[5].Doc
	c.Lang = "fr"
	if got := w.Assign(c, next); got.Story != 1 {
		t.Errorf("article in another language with the same names: %+v, want story 1", got)
	}
}

func TestEmptyArticleIsAStoryOfItsOwn(t *testing.T) {
	t.Parallel()
	w, next := New(Options{}), counter[news.StoryID]()
	for id := news.ArticleID(1); id < 4; id++ {
		if got := w.Assign(Doc{ID: id}, next); !got.New {
			t.Errorf("empty article %d: %+v, want a new story", id, got)
		}
	}
}
