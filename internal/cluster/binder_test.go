package cluster

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/news"
)

// linesOf is the stories of each line, in order of their first.
func linesOf(b *Binder) [][]news.StoryID {
	var out [][]news.StoryID
	for _, l := range b.lines() {
		out = append(out, l.Stories)
	}
	return out
}

func TestStoriesThatComeOneByOneFindTheirLines(t *testing.T) {
	t.Parallel()
	ps, want := profiles(t, nil)
	next := counter[news.StorylineID]()
	b, _, err := Bind(EachOf(nil, nil), next)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ps {
		changed, _ := b.Put([]Profile{p}, next)
		if len(changed) != 1 || !slices.Contains(changed[0].Stories, p.Story) || changed[0].ID == 0 {
			t.Fatalf("putting story %d changed %+v, want its own line", p.Story, changed)
		}
	}
	together := 0
	for _, l := range linesOf(b) {
		for _, s := range l {
			if want[s] != want[l[0]] {
				t.Errorf("a line has a story of %s and one of %s", want[s], want[l[0]])
			}
		}
		if len(l) > 1 {
			together++
		}
	}
	if together == 0 {
		t.Error("no two stories came together")
	}
}

func TestRestoringGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	ps, _ := profiles(t, nil)
	half := len(ps) / 2
	next := counter[news.StorylineID]()
	through, _, err := Bind(EachOf(ps[:half], nil), next)
	if err != nil {
		t.Fatal(err)
	}
	old := map[news.StoryID]news.StorylineID{}
	for _, p := range ps[:half] {
		old[p.Story], _ = through.Line(p.Story)
	}
	again, err := Restore(EachOf(ps[:half], old), through.Full())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(linesOf(through), linesOf(again)); d != "" {
		t.Fatalf("restored (-want +got):\n%s", d)
	}
	for _, p := range ps[half:] {
		through.Put([]Profile{p}, next)
		again.Put([]Profile{p}, next)
	}
	if d := cmp.Diff(linesOf(through), linesOf(again)); d != "" {
		t.Errorf("afterwards (-want +got):\n%s", d)
	}
}

func TestALineThatFoldsIntoAnotherSaysWhereItWent(t *testing.T) {
	t.Parallel()
	ps, want := profiles(t, nil)
	var hills []Profile
	for _, p := range ps {
		if want[p.Story] == "hills" {
			hills = append(hills, p)
		}
	}
	old := map[news.StoryID]news.StorylineID{} // one dispute, kept as two lines, of which the second has one story
	for _, p := range hills {
		old[p.Story] = 7
	}
	last := hills[len(hills)-1]
	old[last.Story] = 5
	b, err := Restore(EachOf(hills, old), len(hills))
	if err != nil {
		t.Fatal(err)
	}
	changed, gone := b.Put([]Profile{last}, counter[news.StorylineID]())
	if d := cmp.Diff(map[news.StorylineID]news.StorylineID{5: 7}, gone); d != "" {
		t.Errorf("gone (-want +got):\n%s", d)
	}
	if len(changed) != 1 || changed[0].ID != 7 || len(changed[0].Stories) != len(hills) {
		t.Errorf("changed = %+v, want line 7 with all %d stories", changed, len(hills))
	}
}

func TestAStoryThatChangesStaysInItsLine(t *testing.T) {
	t.Parallel()
	ps, _ := profiles(t, nil)
	next := counter[news.StorylineID]()
	b, _, _ := Bind(EachOf(ps, nil), next)
	before, n := linesOf(b), b.Len()
	changed, gone := b.Put(ps, next)
	if d := cmp.Diff(before, linesOf(b)); d != "" || b.Len() != n || len(gone) != 0 || len(changed) != len(before) {
		t.Errorf("%d lines changed, %d gone, %d stories of %d (-want +got):\n%s", len(changed), len(gone), b.Len(), n, d)
	}
	b.Merge(ps[0].Story)
	if _, held := b.Line(ps[0].Story); held || b.Len() != n-1 {
		t.Error("a merged story is still held")
	}
	for _, l := range b.lines() {
		if slices.Contains(l.Stories, ps[0].Story) {
			t.Error("a merged story still stands in a line")
		}
	}
}

func BenchmarkPut(b *testing.B) {
	var p []Profile
	for i, d := range crowd(1000) {
		p = append(p, ProfileOf(news.StoryID(i+1), []Doc{d}))
	}
	next := counter[news.StorylineID]()
	binder, _, err := Bind(EachOf(p[:500], nil), next)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		binder.Put(p[500:], next)
	}
	b.ReportMetric(float64(b.N*500)/b.Elapsed().Seconds(), "stories/s")
}
