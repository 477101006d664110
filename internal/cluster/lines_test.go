package cluster

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/news"
)

// profiles makes one profile for each labelled story, and says which line each belongs to.
func profiles(t testing.TB, rename *strings.Replacer) ([]Profile, map[news.StoryID]string) {
	t.Helper()
	var order []string
	members, line := map[string][]Doc{}, map[string]string{}
	for _, a := range articles(t, rename) {
		if members[a.story] == nil {
			order = append(order, a.story)
		}
		members[a.story] = append(members[a.story], a.Doc)
		line[a.story] = a.line
	}
	var out []Profile
	lines := map[news.StoryID]string{}
	for i, s := range order {
		id := news.StoryID(i + 1)
		out = append(out, ProfileOf(id, members[s]))
		lines[id] = line[s]
	}
	return out, lines
}

func TestSameDisputeMakesOneLine(t *testing.T) {
	t.Parallel()
	for name, rename := range map[string]*strings.Replacer{"as written": nil, "renamed": invented} {
		ps, want := profiles(t, rename)
		seen := map[string]bool{}
		for _, l := range Lines(ps, nil, counter[news.StorylineID]()) {
			label := want[l.Stories[0]]
			if seen[label] {
				t.Errorf("%s: line %q stands apart from the rest of %s", name, l.Name, label)
			}
			seen[label] = true
			for _, s := range l.Stories {
				if want[s] != label {
					t.Errorf("%s: line %q has a story of %s and one of %s", name, l.Name, label, want[s])
				}
			}
			if label == "hills" && len(l.Reasons) == 0 {
				t.Errorf("%s: line %q gives no reasons", name, l.Name)
			}
		}
	}
}

func TestLineIsNamedByItsActors(t *testing.T) {
	t.Parallel()
	ps, want := profiles(t, nil)
	for _, l := range Lines(ps, nil, counter[news.StorylineID]()) {
		if want[l.Stories[0]] != "hills" {
			continue
		}
		for _, actor := range []string{"Dravia", "Morvane", "FHF"} {
			if !strings.Contains(l.Name, actor) {
				t.Errorf("line %q does not name %s", l.Name, actor)
			}
		}
	}
}

func TestLinesDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	ps, _ := profiles(t, nil)
	want := Lines(ps, nil, counter[news.StorylineID]())
	r := rand.New(rand.NewSource(3))
	for range 20 {
		r.Shuffle(len(ps), func(i, j int) { ps[i], ps[j] = ps[j], ps[i] })
		if d := cmp.Diff(want, Lines(ps, nil, counter[news.StorylineID]())); d != "" {
			t.Fatalf("another order gives other lines (-want +got):\n%s", d)
		}
	}
}

func TestLinesKeepTheirIdentifiers(t *testing.T) {
	t.Parallel()
	line := func(stories ...news.StoryID) Line { return Line{Stories: stories} }
	for _, c := range []struct {
		name  string
		lines []Line
		old   map[news.StoryID]news.StorylineID
		want  []news.StorylineID
	}{
		{"new", []Line{line(1), line(2)}, nil, []news.StorylineID{101, 102}},
		{"kept", []Line{line(1, 2), line(3)}, map[news.StoryID]news.StorylineID{1: 7, 3: 9}, []news.StorylineID{7, 9}},
		{"majority", []Line{line(1, 2, 3)}, map[news.StoryID]news.StorylineID{1: 5, 2: 8, 3: 8}, []news.StorylineID{8}},
		{"merge of equals keeps the older", []Line{line(1, 2)}, map[news.StoryID]news.StorylineID{1: 8, 2: 5}, []news.StorylineID{5}},
		{"split: the greater part keeps it", []Line{line(1), line(2, 3)}, map[news.StoryID]news.StorylineID{1: 4, 2: 4, 3: 4}, []news.StorylineID{101, 4}},
		{"each identifier once", []Line{line(1, 2), line(3, 4)}, map[news.StoryID]news.StorylineID{1: 4, 2: 4, 3: 4, 4: 6}, []news.StorylineID{4, 6}},
	} {
		last := news.StorylineID(100)
		keepIdentifiers(c.lines, c.old, func() news.StorylineID { last++; return last })
		var got []news.StorylineID
		for _, l := range c.lines {
			got = append(got, l.ID)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestLinesOfNothing(t *testing.T) {
	t.Parallel()
	if got := Lines(nil, nil, counter[news.StorylineID]()); len(got) != 0 {
		t.Errorf("lines of no stories: %v", got)
	}
	empty := []Profile{ProfileOf(1, nil), ProfileOf(2, []Doc{{ID: 1}})}
	if got := Lines(empty, nil, counter[news.StorylineID]()); len(got) != 2 {
		t.Errorf("stories without names: %v, want a line each", got)
	}
}

func TestAcronymsOfOneGroup(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		short, name string
		want        bool
	}{
		{"fhf", "free hill front", true}, {"tlp", "tahrik-e lusava pelluria", true}, {"tl", "tahrik-e lusava", true},
		{"uno", "united marsh league", false}, {"f", "free", false}, {"olun", "tarek olun", false},
	} {
		if got := isAcronymOf(c.short, c.name); got != c.want {
			t.Errorf("isAcronymOf(%q, %q) = %v", c.short, c.name, got)
		}
	}
}
