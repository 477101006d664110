package cluster

import (
	"cmp"
	"math"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

// Bounds on the work for one story: how many others are looked at per shared actor (the nearest in time), and how
// many of the closest are tried.
const (
	perActor = 60
	closest  = 12
)

// Line is a storyline.
type Line struct {
	ID      news.StorylineID
	Name    string         // main actors as the articles write them
	Stories []news.StoryID // ascending
	Reasons []string       // what holds it together, in plain words
}

// Lines puts stories into storylines; every story is in exactly one. old says where stories were before: a
// line keeps the identifier that most of its stories had, the older one on a tie; of the lines that could
// keep one identifier the one with most of its stories does. newLine makes identifiers for the
// rest. Lines come ordered by their first story.
//
// Actors decide. Two stories are compared by their principal actors, weighed by how rarely the archive's stories have them,
// then by their vocabulary; closeness in time helps, distance does not exclude. The cost grows with the number of
// stories times a constant, since only stories that share a principal actor meet.
func Lines(stories []Profile, old map[news.StoryID]news.StorylineID, newLine func() news.StorylineID) []Line {
	stories = slices.Clone(stories)
	slices.SortFunc(stories, func(a, b Profile) int { return cmp.Compare(a.Story, b.Story) })
	b := newBinder(stories)
	for _, e := range b.edges() {
		b.join(e)
	}
	lines := b.lines()
	keepIdentifiers(lines, old, newLine)
	return lines
}

// binder joins stories into lines.
type binder struct {
	stories []Profile
	archive *archive
	single  []outline // by story
	line    []*outline
	parent  []int   // union-find; the least index of a line is its root
	members [][]int // by root
}

func newBinder(stories []Profile) *binder {
	a := &archive{canon: newCanon(stories), number: map[string]int32{}, n: len(stories)}
	b := &binder{stories: stories, archive: a}
	for _, p := range stories {
		b.single = append(b.single, a.outlineOf(p))
	}
	for _, o := range b.single {
		a.countIn(o)
	}
	for i := range b.single {
		b.single[i].lead = a.principal(&b.single[i])
		b.line = append(b.line, &b.single[i])
		b.parent = append(b.parent, i)
		b.members = append(b.members, []int{i})
	}
	return b
}

// edge says how strongly two stories are tied.
type edge struct {
	x, y  int
	score float64
}

// edges are the ties worth trying, strongest first.
func (b *binder) edges() []edge {
	byTime := make([]int, len(b.single))
	for i := range byTime {
		byTime[i] = i
	}
	slices.SortFunc(byTime, func(i, j int) int {
		return cmp.Or(b.single[i].first.Compare(b.single[j].first), cmp.Compare(i, j))
	})
	posting := map[int32][]int{} // actor to stories, by time
	for _, i := range byTime {
		for _, a := range b.single[i].lead {
			posting[a] = append(posting[a], i)
		}
	}
	place := make([]map[int32]int, len(b.single)) // of a story in the posting of each of its actors
	for i := range place {
		place[i] = make(map[int32]int, len(b.single[i].lead))
	}
	for a, list := range posting {
		for k, i := range list {
			place[i][a] = k
		}
	}
	var out []edge
	seen := map[[2]int]bool{}
	for i := range b.single {
		for _, e := range b.edgesOf(i, posting, place[i]) {
			k := [2]int{min(e.x, e.y), max(e.x, e.y)}
			if !seen[k] {
				seen[k] = true
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b edge) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(min(a.x, a.y), min(b.x, b.y)), cmp.Compare(max(a.x, a.y), max(b.x, b.y)))
	})
	return out
}

func (b *binder) edgesOf(i int, posting map[int32][]int, place map[int32]int) []edge {
	var out []edge
	met := map[int]bool{i: true}
	for _, a := range b.single[i].lead {
		list := posting[a]
		k := place[a]
		for _, j := range list[max(0, k-perActor/2):min(len(list), k+perActor/2+1)] {
			if met[j] {
				continue
			}
			met[j] = true
			if s := strength(b.archive.compare(&b.single[i], &b.single[j])); s >= lineThreshold {
				out = append(out, edge{i, j, s})
			}
		}
	}
	slices.SortFunc(out, func(a, b edge) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.y, b.y)) })
	return out[:min(len(out), closest)]
}

// lineThreshold is the least strength that joins. Of 125 pairs drawn blind from lines joined at it, 118 were right (.94);
// see testdata/README.md, also on why a little more recall was not worth it.
const lineThreshold = 0.5

// strength weighs a bond: mostly actors, then vocabulary, less closeness in time.
func strength(b bond) float64 {
	return 0.6*b.actorCosine + 0.4*b.actorOverlap + 0.5*b.termCosine - 0.05*math.Log1p(b.years)
}

// join makes one line of the two that e ties, if as wholes they belong together too.
func (b *binder) join(e edge) {
	x, y := b.root(e.x), b.root(e.y)
	if x == y {
		return
	}
	if strength(b.archive.compare(b.line[x], b.line[y])) < lineThreshold {
		return
	}
	if y < x {
		x, y = y, x
	}
	b.line[x] = b.archive.blend(b.line[x], b.line[y])
	b.line[y] = nil
	b.parent[y] = x
	b.members[x] = append(b.members[x], b.members[y]...)
	b.members[y] = nil
}

func (b *binder) root(i int) int {
	for b.parent[i] != i {
		b.parent[i] = b.parent[b.parent[i]]
		i = b.parent[i]
	}
	return i
}

func (b *binder) lines() []Line {
	var out []Line
	for r, m := range b.members {
		if len(m) == 0 {
			continue
		}
		slices.Sort(m)
		l := Line{Name: b.name(r)}
		for _, i := range m {
			l.Stories = append(l.Stories, b.stories[i].Story)
		}
		l.Reasons = b.reasons(r)
		out = append(out, l)
	}
	return out
}
