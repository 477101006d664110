package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// mixer makes the archive. After plan it is read only, so that files can be written side by side.
type mixer struct {
	options
	texts    texts
	words    *vocabulary
	outlets  []outlet
	articles []article // in the order of time
	stories  int
}

type kind string

const (
	own       kind = "own"       // a text of its own
	verbatim  kind = "verbatim"  // another article's text as it is
	edited    kind = "edited"    // with another beginning and end and some paragraphs left out
	truncated kind = "truncated" // its first part
	spliced   kind = "spliced"   // half of it, then a text of its own
)

// article says how to make one article; the text itself is made when it is written.
type article struct {
	story, group int
	unit         int   // which text of the story
	whole        bool  // the story has no other text, so that this one may have all of its source
	kind         kind  // what it is
	of           *root // the article it repeats, where it does
	seed         uint64
	time         time.Time
	outlet       int
	number       int // its place in the archive; part of its address
	next         *root
}

// root is a text that others may repeat.
type root struct {
	unit   int
	whole  bool
	seed   uint64
	number int // of the article that had it first; known once all are in order
	time   time.Time
}

// sizes are the shares of stories by how many articles they have: at most the first number, with the second's chance.
var sizes = []struct {
	most   int
	chance float64
}{{1, .70}, {2, .10}, {3, .07}, {8, .09}, {20, .04}}

// copyShare is how many of a story's further articles repeat an earlier one.
const copyShare = .45

func (m *mixer) plan() {
	r := rand.New(rand.NewPCG(m.seed, 7))
	period := time.Duration(m.days) * 24 * time.Hour
	for len(m.articles) < m.n {
		size := min(storySize(r), m.n-len(m.articles))
		m.story(r, size, m.start.Add(time.Duration(r.Float64()*float64(period))), m.start.Add(period))
		m.stories++
	}
	slices.SortStableFunc(m.articles, func(a, b article) int { return cmp.Or(a.time.Compare(b.time), cmp.Compare(a.story, b.story)) })
	for i := range m.articles {
		m.articles[i].number = i
		if m.articles[i].kind == own {
			m.articles[i].next.number = i
		}
	}
}

func storySize(r *rand.Rand) int {
	x, least := r.Float64(), 1
	for _, s := range sizes {
		if x < s.chance {
			return least + r.IntN(s.most-least+1)
		}
		x -= s.chance
		least = s.most + 1
	}
	return 1
}

// story plans one story: reports of its own on different texts, and copies of them.
func (m *mixer) story(r *rand.Rand, size int, first, end time.Time) {
	var roots []*root
	group := r.IntN(len(m.texts.groups))
	for i := range size {
		a := article{story: m.stories, group: group, kind: own, seed: r.Uint64(), outlet: r.IntN(len(m.outlets))}
		a.time = first
		if i > 0 {
			a.time = first.Add(after(r, 10*time.Hour))
		}
		if i > 0 && r.Float64() < copyShare {
			a.of = roots[r.IntN(len(roots))]
			a.kind = copyKind(r.Float64())
			a.unit = a.of.unit
			a.time = a.of.time.Add(10*time.Minute + after(r, 6*time.Hour))
		} else {
			a.unit = len(roots)
			a.whole = size == 1
			a.next = &root{unit: a.unit, whole: a.whole, seed: a.seed, time: a.time}
			roots = append(roots, a.next)
		}
		if a.time.After(end) { // the archive ends; keep the order of original and copy
			a.time = end
		}
		if a.next != nil {
			a.next.time = a.time
		}
		a.time = a.time.Truncate(time.Second)
		m.articles = append(m.articles, a)
	}
}

func copyKind(x float64) kind {
	switch {
	case x < .4:
		return verbatim
	case x < .7:
		return edited
	case x < .9:
		return truncated
	}
	return spliced
}

// after is a wait with the given mean, at most three days.
func after(r *rand.Rand, mean time.Duration) time.Duration {
	return min(time.Duration(-math.Log(1-r.Float64())*float64(mean)), 72*time.Hour)
}
