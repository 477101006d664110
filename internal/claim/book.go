package claim

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/parley-news/parley/internal/news"
)

// maxBucket bounds the groups that one statement is compared with for one reason.
const maxBucket = 100

// maxCompared bounds the members of a group that a statement is compared with.
const maxCompared = 24

// book holds the statements of the input and the groups they are sorted into.
type book struct {
	in     Input
	actors *actors
	said   []*said
	groups []*group
	of     map[*said]*group // group a statement asserts in
	denied map[*said]bool   // denies in some group
	index  map[string][]*group
	common map[string]int // in how many statements a content word stands
}

// group is statements that become one claim.
type group struct {
	members  []member
	negative bool // the claim itself says that something is not so
	target   int
}

type member struct {
	*said
	stance     news.Stance
	confidence float64
	why        string
}

func newBook(in Input) *book {
	b := &book{in: in, actors: resolve(in), of: map[*said]*group{}, denied: map[*said]bool{}, index: map[string][]*group{}, common: map[string]int{}}
	b.actors.findSeats(in)
	for i := range in.Articles {
		r := newReader(b.actors, &in.Articles[i])
		for j := range in.Articles[i].Statements {
			x := r.read(&in.Articles[i].Statements[j])
			x.at = len(b.said)
			b.said = append(b.said, x)
			for w := range x.content {
				b.common[w]++
			}
		}
	}
	for _, x := range b.said {
		b.weigh(x)
	}
	return b
}

// weigh gives rare content words more weight than those that every statement has.
func (b *book) weigh(x *said) {
	for w := range x.content {
		x.terms = append(x.terms, w)
	}
	sort.Strings(x.terms)
	sum := 0.0
	n := float64(len(b.said) + 1)
	for _, w := range x.terms {
		v := 1 + 0.5*math.Log(n/float64(b.common[w]))
		x.content[w] = v
		sum += v * v
	}
	x.norm = math.Sqrt(sum)
}

// factual reports whether a statement of this kind says that something is so.
func factual(k news.StatementKind) bool {
	switch k {
	case news.Assert, news.Accuse, news.Confirm, news.Concede, news.Announce, news.Condemn:
		return true
	}
	return false
}

// substantial reports whether there is enough in a statement to stand for a claim.
func (x *said) substantial() bool {
	for i := range x.frames {
		if f := &x.frames[i]; f.agent != none && !f.doubtful {
			return true
		}
	}
	return len(x.content) >= 3 && len(x.actors)+len(x.numbers) > 0
}

// assertions sorts the statements that say that something is so.
func (b *book) assertions() {
	for _, x := range b.said {
		if factual(x.Kind) && x.affirms() && x.substantial() {
			b.place(x, false)
		}
	}
}

// affirms reports whether the statement says that something is so: a predicate with a
// known doer that is not negated, or, where it has none, an opening without negation.
func (x *said) affirms() bool { return x.polarity(false) }

// saysNot reports whether the statement says that something is not so. One statement can do both.
func (x *said) saysNot() bool { return x.polarity(true) }

func (x *said) polarity(negated bool) bool {
	known := false
	for i := range x.frames {
		if f := &x.frames[i]; f.agent != none && !f.doubtful {
			known = true
			if f.negated == negated {
				return true
			}
		}
	}
	return !known && x.negated == negated
}

// place puts an assertion into the group that it agrees with best, or a new one.
func (b *book) place(x *said, negative bool) {
	best, top := b.nearest(x, func(g *group, l likeness) bool { return g.negative == negative && !l.opposite })
	if best == nil {
		best = &group{negative: negative, target: none}
		b.groups = append(b.groups, best)
		best.members = append(best.members, member{said: x, stance: news.Asserts, confidence: 1, why: "says it"})
	} else {
		best.members = append(best.members, member{said: x, stance: news.Asserts, confidence: top.score, why: b.whySame(x, top)})
	}
	b.of[x] = best
	for _, k := range b.keys(x) {
		if list := b.index[k]; len(list) < maxBucket && !slices.Contains(list, best) {
			b.index[k] = append(list, best)
		}
	}
}

// nearest is the group that x is most like, among those that keep allows.
func (b *book) nearest(x *said, keep func(*group, likeness) bool) (*group, likeness) {
	var best *group
	var top likeness
	tried := map[*group]bool{}
	for _, k := range b.keys(x) {
		for _, g := range b.index[k] {
			if tried[g] {
				continue
			}
			tried[g] = true
			l := g.likeness(x)
			if l.score >= minSame && l.score > top.score && keep(g, l) {
				best, top = g, l
			}
		}
	}
	return best, top
}

// likeness of x and a group: that with its best member, if x is like at least half of those compared.
func (g *group) likeness(x *said) likeness {
	var best likeness
	n, like := 0, 0
	for i := range g.members {
		m := &g.members[i]
		if m.stance != news.Asserts {
			continue
		}
		if n == maxCompared {
			break
		}
		n++
		l := compare(x, m.said)
		if l.score >= minSame {
			like++
		}
		if l.score > best.score {
			best = l
		}
	}
	if like*2 < n {
		return likeness{}
	}
	return best
}

// keys are the reasons to compare a statement with a group: the same predicate and doer, the same rare words, the same wording.
func (b *book) keys(x *said) []string {
	var out []string
	for i := range x.frames {
		if f := &x.frames[i]; f.agent >= 0 {
			out = append(out, fmt.Sprintf("f %d %d", f.family, f.agent))
			if c := b.actors.lands[f.agent]; c >= 0 && f.family == harbour {
				out = append(out, fmt.Sprintf("f %d %d", f.family, c))
			}
		}
	}
	rare := slices.Clone(x.terms)
	sort.SliceStable(rare, func(i, j int) bool { return b.common[rare[i]] < b.common[rare[j]] })
	for _, w := range rare[:min(len(rare), 6)] {
		out = append(out, "w "+w)
	}
	return append(out, "t "+x.wording)
}

// denials ties denials to the groups they deny: first within articles, then by opposite predicates.
func (b *book) denials() {
	for i := 0; i < len(b.said); {
		j := i
		for j < len(b.said) && b.said[j].article == b.said[i].article {
			j++
		}
		b.denialsIn(b.said[i:j])
		i = j
	}
	for _, x := range b.said {
		if !b.denied[x] && (x.isDenial() || factual(x.Kind) && x.saysNot()) {
			b.deny(x)
		}
	}
}

func (b *book) denialsIn(list []*said) {
	tied := map[*said]*member{}
	for i, d := range list {
		if !d.isDenial() {
			continue
		}
		s, v := answers(d, list[:i])
		if s == nil || b.of[s] == nil {
			continue
		}
		v = math.Min(v, 0.95)
		b.add(d, b.of[s], v, fmt.Sprintf("%s answers the accusation before it in the same article", b.name(d.party)))
		tied[d] = &member{said: s, confidence: v}
	}
	for i, d := range list { // "X deny it, saying they do not …"
		t := tied[d]
		if t == nil {
			continue
		}
		for _, e := range list[max(0, i-2):min(len(list), i+3)] {
			if !b.denied[e] && b.of[e] == nil && (e.party == d.party || e.party < 0) && e.Sentence == d.Sentence && (e.isDenial() || factual(e.Kind) && e.saysNot()) {
				b.add(e, b.of[t.said], math.Min(t.confidence, 0.85), "goes on from the denial in the same sentence")
			}
		}
	}
}

func (b *book) add(x *said, g *group, confidence float64, why string) {
	g.members = append(g.members, member{said: x, stance: news.Denies, confidence: confidence, why: why})
	b.denied[x] = true
}

// deny ties a denial or negation to the group that says the opposite.
func (b *book) deny(x *said) {
	g, l := b.nearest(x, func(g *group, l likeness) bool { return l.opposite && !g.negative && !g.only(x.party) })
	if g == nil || x.party < 0 && l.score < sameRoles {
		return
	}
	why := "says the opposite in nearly the same words"
	if l.family != noFamily {
		why = fmt.Sprintf("says that %s is not so, of the same actors", plain[l.family])
	}
	b.add(x, g, l.score, why)
}

// only reports whether nobody but the party asserts it: one does not deny oneself.
func (g *group) only(party int) bool {
	for i := range g.members {
		if g.members[i].stance == news.Asserts && (g.members[i].party != party || party < 0) {
			return false
		}
	}
	return true
}

// leftovers makes claims of the negations that deny nothing here: what they say is their own assertion.
func (b *book) leftovers() {
	for _, x := range b.said {
		if b.of[x] == nil && !b.denied[x] && factual(x.Kind) && x.saysNot() && x.substantial() {
			b.place(x, true)
		}
	}
}

func (b *book) name(k int) string {
	if k < 0 {
		return "the speaker"
	}
	if t := b.actors.text[k]; t != "" {
		return t
	}
	return b.actors.key[k]
}

// whySame puts in words why a statement joined a group.
func (b *book) whySame(x *said, l likeness) string {
	if l.score == 1 && l.family == noFamily {
		return "the same words"
	}
	if l.family == noFamily {
		return "the same actors in nearly the same words"
	}
	for i := range x.frames {
		f := &x.frames[i]
		if f.family != l.family || f.agent < 0 {
			continue
		}
		var whom []string
		for _, p := range f.patients {
			if p >= 0 {
				whom = append(whom, b.name(p))
			}
		}
		if len(whom) > 0 {
			return fmt.Sprintf("also tells of %s by %s, of %s", plain[l.family], b.name(f.agent), strings.Join(whom, " and "))
		}
		return fmt.Sprintf("also tells of %s by %s", plain[l.family], b.name(f.agent))
	}
	return "also tells of " + plain[l.family]
}
