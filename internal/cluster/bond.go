package cluster

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// outline is a story or line in numbers: what two of them are compared by.
type outline struct {
	actors []weighted // by number
	terms  []weighted // by number
	lead   []int32    // principal actors, weightiest first
	size   float64    // stories
	first  time.Time
	latest time.Time
}

type weighted struct {
	id int32
	w  float64
}

// bond is what ties two outlines.
type bond struct {
	actorCosine  float64 // of the actors, weighed by rarity
	actorOverlap float64 // the part of both that is common, weighed by rarity
	termCosine   float64 // of the vocabulary
	years        float64 // between the end of one and the beginning of the other
}

// archive numbers actors and words over all stories, and knows how rare each is.
type archive struct {
	canon  *canon
	number map[string]int32
	names  []string
	count  []int // stories
	n      int   // stories
}

// How much belief, in stories, there is that a name or word is as rare as others before it is counted: until an
// archive has some hundreds of stories, rarity hardly tells names apart. 600: best of 60, 200 and 600 on
// the labelled pairs (testdata/storyline-pairs.jsonl), precision .915, recall .64; and a small archive
// that is all about one dispute keeps its main parties.
const rarityWorth = 600

func (a *archive) id(kind byte, key string) int32 {
	k := string(kind) + key
	if i, ok := a.number[k]; ok {
		return i
	}
	i := int32(len(a.names))
	a.number[k] = i
	a.names = append(a.names, key)
	a.count = append(a.count, 0)
	return i
}

func (a *archive) rarity(i int32) float64 {
	return math.Log((float64(a.n) + rarityWorth) / (float64(a.count[i]) + rarityWorth*0.01))
}

// outlineOf numbers a profile. Shares of actors that are one by the canon are added.
func (a *archive) outlineOf(p Profile) outline {
	o := outline{size: 1, first: p.First, latest: p.Latest}
	sum := map[int32]*Actor{}
	var order []int32
	for _, x := range p.Actors {
		i := a.id('@', a.canon.of(x.Key))
		if sum[i] == nil {
			sum[i] = &Actor{}
			order = append(order, i)
		}
		sum[i].Share += x.Share
		sum[i].Title = min(1, sum[i].Title+x.Title)
	}
	for _, i := range order {
		o.actors = append(o.actors, weighted{i, sum[i].weight()})
	}
	for _, t := range p.Terms {
		o.terms = append(o.terms, weighted{a.id('#', t.Word), t.Weight})
	}
	byID(o.actors)
	byID(o.terms)
	return o
}

func byID(v []weighted) {
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Compare(a.id, b.id) })
}

// compare measures what ties x and y.
func (a *archive) compare(x, y *outline) bond {
	var b bond
	b.termCosine = a.cosine(x.terms, y.terms)
	b.actorCosine = a.cosine(x.actors, y.actors)
	wx, wy := a.mass(x.actors), a.mass(y.actors)
	both(x.actors, y.actors, func(i int32, u, v float64) {
		r := a.rarity(i)
		b.actorOverlap += min(u*r/wx, v*r/wy)
	})
	b.years = yearsBetween(x, y)
	return b
}

// principal are the six actors with most weight by rarity.
func (a *archive) principal(o *outline) []int32 {
	v := slices.Clone(o.actors)
	slices.SortFunc(v, func(x, y weighted) int {
		return cmp.Or(cmp.Compare(y.w*a.rarity(y.id), x.w*a.rarity(x.id)), cmp.Compare(x.id, y.id))
	})
	var out []int32
	for _, x := range v[:min(6, len(v))] {
		out = append(out, x.id)
	}
	return out
}

func (a *archive) mass(v []weighted) float64 {
	var m float64
	for _, x := range v {
		m += x.w * a.rarity(x.id)
	}
	return max(m, 1e-9)
}

// yearsBetween is how long one ends before the other begins; a year where either has no date.
func yearsBetween(x, y *outline) float64 {
	if x.first.IsZero() || y.first.IsZero() {
		return 1
	}
	gap := max(x.first.Sub(y.latest), y.first.Sub(x.latest), 0)
	return gap.Hours() / (24 * 365.25)
}

func (a *archive) cosine(x, y []weighted) float64 {
	var dot float64
	both(x, y, func(i int32, u, v float64) {
		r := a.rarity(i)
		dot += u * v * r * r
	})
	if dot == 0 {
		return 0
	}
	return dot / (a.norm(x) * a.norm(y))
}

func (a *archive) norm(v []weighted) float64 {
	var n float64
	for _, x := range v {
		w := x.w * a.rarity(x.id)
		n += w * w
	}
	return math.Sqrt(n)
}

// both calls f for every number that stands in x and y.
func both(x, y []weighted, f func(i int32, u, v float64)) {
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].id < y[j].id:
			i++
		case x[i].id > y[j].id:
			j++
		default:
			f(x[i].id, x[i].w, y[j].w)
			i, j = i+1, j+1
		}
	}
}

func (a *archive) countIn(o outline) {
	for _, list := range [][]weighted{o.actors, o.terms} {
		for _, x := range list {
			a.count[x.id]++
		}
	}
}

// Bounds of a line's outline.
const (
	lineActors = 60
	lineTerms  = 200
)

// blend is the mean of two outlines, by number of stories.
func (a *archive) blend(x, y *outline) *outline {
	o := &outline{size: x.size + y.size, first: x.first, latest: x.latest}
	if o.first.IsZero() || y.first.Before(o.first) && !y.first.IsZero() {
		o.first = y.first
	}
	if y.latest.After(o.latest) {
		o.latest = y.latest
	}
	o.actors = a.mean(x.actors, y.actors, x.size, y.size, lineActors)
	o.terms = a.mean(x.terms, y.terms, x.size, y.size, lineTerms)
	o.lead = a.principal(o)
	return o
}

func (a *archive) mean(x, y []weighted, nx, ny float64, keep int) []weighted {
	n := nx + ny
	var out []weighted
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case j == len(y) || i < len(x) && x[i].id < y[j].id:
			out = append(out, weighted{x[i].id, x[i].w * nx / n})
			i++
		case i == len(x) || y[j].id < x[i].id:
			out = append(out, weighted{y[j].id, y[j].w * ny / n})
			j++
		default:
			out = append(out, weighted{x[i].id, (x[i].w*nx + y[j].w*ny) / n})
			i, j = i+1, j+1
		}
	}
	if len(out) > keep {
		slices.SortFunc(out, func(p, q weighted) int {
			return cmp.Or(cmp.Compare(q.w*a.rarity(q.id), p.w*a.rarity(p.id)), cmp.Compare(p.id, q.id))
		})
		out = out[:keep]
		byID(out)
	}
	return out
}
