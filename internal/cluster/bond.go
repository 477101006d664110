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

	// What weighing by rarity gives, at the rarities of one time.
	at                int // archive.table of that time
	termNorm, actNorm float64
	mass              float64
}

type weighted struct {
	id int32
	w  float32
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
	count  []int     // stories, by number
	n      int       // stories
	rare   []float64 // rarity, by number
	rareAt int       // stories when all rarities were worked out
	table  int       // how often they were

	forms     map[string]int32 // names as they are written
	formNames []string
}

func newArchive(c *canon) *archive {
	return &archive{canon: c, number: map[string]int32{}, forms: map[string]int32{"": 0}, formNames: []string{""}}
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
	i := int32(len(a.count))
	a.number[k] = i
	a.count = append(a.count, 0)
	return i
}

func (a *archive) rarity(i int32) float64 { return a.rare[i] }

// settle works the rarities out: all of them when the archive has grown or shrunk by a hundredth since, else those of
// numbers that are new.
func (a *archive) settle() {
	if d := a.n - a.rareAt; d > a.rareAt/100 || -d > a.rareAt/100 {
		a.rare, a.rareAt = a.rare[:0], a.n
		a.table++
	}
	for i := len(a.rare); i < len(a.count); i++ {
		a.rare = append(a.rare, math.Log((float64(a.n)+rarityWorth)/(float64(a.count[i])+rarityWorth*0.01)))
	}
}

// weigh works out what comparing o needs, at the rarities of now.
func (a *archive) weigh(o *outline) {
	if o.at != a.table {
		o.at, o.termNorm, o.actNorm, o.mass = a.table, a.norm(o.terms), a.norm(o.actors), a.massOf(o.actors)
	}
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
		o.actors = append(o.actors, weighted{i, float32(sum[i].weight())})
	}
	for _, t := range p.Terms {
		o.terms = append(o.terms, weighted{a.id('#', t.Word), float32(t.Weight)})
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
	a.weigh(x)
	a.weigh(y)
	var dot float64
	both(x.terms, y.terms, func(i int32, u, v float64) {
		r := a.rarity(i)
		dot += u * v * r * r
	})
	b.termCosine = cosine(dot, x.termNorm, y.termNorm)
	dot = 0
	both(x.actors, y.actors, func(i int32, u, v float64) {
		r := a.rarity(i)
		dot += u * v * r * r
		b.actorOverlap += min(u*r/x.mass, v*r/y.mass)
	})
	b.actorCosine = cosine(dot, x.actNorm, y.actNorm)
	b.years = yearsBetween(x, y)
	return b
}

// principal are the six actors with most weight by rarity.
func (a *archive) principal(o *outline) []int32 {
	v := slices.Clone(o.actors)
	slices.SortFunc(v, func(x, y weighted) int {
		return cmp.Or(cmp.Compare(a.value(y), a.value(x)), cmp.Compare(x.id, y.id))
	})
	var out []int32
	for _, x := range v[:min(6, len(v))] {
		out = append(out, x.id)
	}
	return out
}

// value is what a name or word weighs by how rare it is.
func (a *archive) value(x weighted) float64 { return float64(x.w) * a.rarity(x.id) }

func (a *archive) massOf(v []weighted) float64 {
	var m float64
	for _, x := range v {
		m += a.value(x)
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

func cosine(dot, x, y float64) float64 {
	if dot == 0 {
		return 0
	}
	return dot / (x * y)
}

func (a *archive) norm(v []weighted) float64 {
	var n float64
	for _, x := range v {
		w := a.value(x)
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
			f(x[i].id, float64(x[i].w), float64(y[j].w))
			i, j = i+1, j+1
		}
	}
}

// countIn counts the names and words of an outline in, or out with by = -1.
func (a *archive) countIn(o *outline, by int) {
	for _, list := range [][]weighted{o.actors, o.terms} {
		for _, x := range list {
			a.count[x.id] += by
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
	part := func(x weighted, k float64) float64 { return float64(x.w) * k / n }
	out := make([]weighted, 0, len(x)+len(y))
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case j == len(y) || i < len(x) && x[i].id < y[j].id:
			out = append(out, weighted{x[i].id, float32(part(x[i], nx))})
			i++
		case i == len(x) || y[j].id < x[i].id:
			out = append(out, weighted{y[j].id, float32(part(y[j], ny))})
			j++
		default:
			out = append(out, weighted{x[i].id, float32(part(x[i], nx) + part(y[j], ny))})
			i, j = i+1, j+1
		}
	}
	if len(out) > keep {
		slices.SortFunc(out, func(p, q weighted) int {
			return cmp.Or(cmp.Compare(a.value(q), a.value(p)), cmp.Compare(p.id, q.id))
		})
		out = out[:keep]
		byID(out)
	}
	return out
}
