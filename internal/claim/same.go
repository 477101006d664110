package claim

import (
	"math"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// How alike two statements must be. Chosen on hand-made disputes in testdata; a missing
// member costs a reader less than a wrong one.
const (
	sameRoles    = 0.85 // same predicate, same actors in the same roles
	genericRoles = 0.65 // one of them speaks of "any group"
	looseRoles   = 0.60 // one of them leaves the other side out, but the words agree
	landPenalty  = 0.10 // the doer is a group in one, the land it is named with in the other
	minWords     = 0.50 // cosine of content words by one speaker
	minWordsFar  = 0.60 // and by different ones
	minSame      = 0.55
	minShared    = 3 // content words that wordings without a common predicate must share

	eventWindow = 4 * 24 * time.Hour       // reports of one happening
	stateWindow = 3 * 365 * 24 * time.Hour // statements on a lasting state of affairs
)

// likeness is how far two statements speak of the same thing, and why.
type likeness struct {
	score    float64
	opposite bool // one says it is so, the other that it is not
	family   family
}

// compare compares what two statements say.
func compare(a, b *said) likeness {
	if a.wording == b.wording && a.wording != "" && (a.Kind == b.Kind || a.party == b.party) {
		return likeness{score: 1}
	}
	best := likeness{}
	for i := range a.frames {
		for j := range b.frames {
			fa, fb := &a.frames[i], &b.frames[j]
			if boasts(a, fa) != boasts(b, fb) {
				continue
			}
			if s := alikeFrames(a, b, fa, fb); s > best.score {
				best = likeness{score: s, opposite: a.denies(fa) != b.denies(fb), family: fa.family}
			}
		}
	}
	if best.score >= minSame {
		return best
	}
	if s := alikeWords(a, b); s > best.score {
		return likeness{score: s, opposite: a.negative() != b.negative()}
	}
	return best
}

// boasts reports whether the speaker tells of a harmful act of its own without owning up to
// it: "our guns aimed only at the camp" is another thing than the accusation it answers.
func boasts(x *said, f *frame) bool {
	return x.party >= 0 && f.agent == x.party && harmful[f.family] && x.Kind != news.Concede && x.Kind != news.Confirm && !x.denies(f)
}

// denies reports whether the statement says that the frame does not hold.
func (x *said) denies(f *frame) bool { return f.negated || x.isDenial() }

// negative reports whether the statement as a whole says that something is not so.
func (x *said) negative() bool { return x.negated || x.isDenial() }

func alikeFrames(a, b *said, fa, fb *frame) float64 {
	if fa.family != fb.family || fa.doubtful || fb.doubtful || fa.agent < 0 || fb.agent < 0 {
		return 0
	}
	if fa.agent != fb.agent && !(fa.family == harbour && a.who.sameSide(fa.agent, fb.agent)) {
		return 0
	}
	cos, _ := cosine(a, b)
	score := 0.0
	switch meet := patientsMeet(fa.patients, fb.patients); {
	case meet == sameActor:
		score = sameRoles
	case meet == anyActor:
		score = genericRoles
	case meet == unknownActor && len(fa.patients)+len(fb.patients) == 0 && (!lasting[fa.family] || cos >= 0.3):
		score = looseRoles
	case meet == unknownActor && (cos >= 0.2 || patientsMeet(append(fa.patients, fa.others...), append(fb.patients, fb.others...)) == sameActor):
		score = looseRoles
	case meet == unknownActor && !lasting[fa.family] && near(a, b, eventWindow/2) && (a.article == b.article || toldThere(fa, b) || toldThere(fb, a)):
		score = looseRoles
	default:
		return 0
	}
	if !lasting[fa.family] && !sameEvent(a, b, fa.family, cos, score) {
		return 0
	}
	if lasting[fa.family] && !near(a, b, stateWindow) {
		return 0
	}
	if fa.agent != fb.agent {
		score -= landPenalty
	}
	return math.Min(1, score+0.1*cos)
}

// toldThere reports whether the article of x is about the one to whom f happens.
func toldThere(f *frame, x *said) bool {
	return len(f.patients) > 0 && f.patients[0] >= 0 && x.topics[f.patients[0]]
}

type meeting uint8

const (
	differentActors meeting = iota
	sameActor
	anyActor
	unknownActor
)

func patientsMeet(x, y []int) meeting {
	if len(x) == 0 || len(y) == 0 {
		return unknownActor
	}
	any := false
	for _, p := range x {
		for _, q := range y {
			if p >= 0 && p == q {
				return sameActor
			}
			any = any || p == whoever || q == whoever
		}
	}
	if any {
		return anyActor
	}
	return differentActors
}

// sameEvent reports whether two statements on a happening can mean the same one: published
// within days, no different dates, no different numbers, and something more in common than who did it.
func sameEvent(a, b *said, fam family, cos, score float64) bool {
	if !near(a, b, eventWindow) || apartIn(a.dates, b.dates) || apartIn(a.numbers, b.numbers) && cos < 0.5 {
		return false
	}
	if a.article == b.article || cos >= 0.15 || meetIn(a.numbers, b.numbers) || score == looseRoles && near(a, b, eventWindow/2) {
		return true
	}
	if score < sameRoles || !near(a, b, eventWindow/2) {
		return false
	}
	return fam != attack || sharedActors(a, b) >= 3
}

func near(a, b *said, window time.Duration) bool {
	x, y := a.article.Published, b.article.Published
	if x.IsZero() || y.IsZero() {
		return true
	}
	d := x.Sub(y)
	return d <= window && d >= -window
}

func apartIn(x, y map[string]bool) bool {
	return len(x) > 0 && len(y) > 0 && !meetIn(x, y)
}

func meetIn(x, y map[string]bool) bool {
	for k := range x {
		if y[k] {
			return true
		}
	}
	return false
}

func sharedActors(a, b *said) int {
	n := 0
	for k := range a.actors {
		if b.actors[k] {
			n++
		}
	}
	return n
}

// alikeWords compares wordings that share actors but no known predicate.
func alikeWords(a, b *said) float64 {
	cos, shared := cosine(a, b)
	least := minWordsFar
	if a.party >= 0 && a.party == b.party {
		least = minWords
	}
	if cos < least || shared < minShared || apartIn(a.numbers, b.numbers) || apartIn(a.dates, b.dates) || !near(a, b, stateWindow) {
		return 0
	}
	if sharedActors(a, b) == 0 && !(a.party >= 0 && a.party == b.party) {
		return 0
	}
	if len(a.frames) > 0 && len(b.frames) > 0 && rolesClash(a, b) || firstActor(a, b) {
		return 0
	}
	return cos
}

// rolesClash reports whether both have predicates of one family, but nobody in the same role.
func rolesClash(a, b *said) bool {
	clash := false
	for i := range a.frames {
		for j := range b.frames {
			fa, fb := &a.frames[i], &b.frames[j]
			if fa.family != fb.family {
				continue
			}
			if fa.agent >= 0 && fb.agent >= 0 && fa.agent != fb.agent || patientsMeet(fa.patients, fb.patients) == differentActors {
				clash = true
			}
		}
	}
	return clash
}

// firstActor reports whether two actors that both name stand in different order: "A hit B", "B hit A".
func firstActor(a, b *said) bool {
	x, y := firstShared(a, b), firstShared(b, a)
	return x != y
}

func firstShared(a, b *said) int {
	for i := range a.words {
		if k := a.words[i].actor; k >= 0 && b.actors[k] {
			return k
		}
	}
	return none
}

// cosine compares the content words of two statements, rare ones counting more, and counts the shared ones.
func cosine(a, b *said) (float64, int) {
	if a.norm == 0 || b.norm == 0 {
		return 0, 0
	}
	if len(a.content) > len(b.content) {
		a, b = b, a
	}
	dot, n := 0.0, 0
	for _, w := range a.terms {
		if v := b.content[w]; v > 0 {
			dot += a.content[w] * v
			n++
		}
	}
	return dot / (a.norm * b.norm), n
}
