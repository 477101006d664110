package claim

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/news"
)

// The length of a sentence, in words, that stands well for a claim.
const (
	leadLeast = 6
	leadMost  = 32
)

// claims turns the groups into claims, disputed first, then by origins and members.
func (b *book) claims() []news.Claim {
	opposed := b.opposition()
	type ranked struct {
		news.Claim
		first int
	}
	var out []ranked
	for _, g := range b.groups {
		if !g.worth() || len(g.members) == 1 && !g.members[0].sentence() {
			continue
		}
		c := news.Claim{Lead: b.lead(g).Statement.ID, Origins: g.origins(), Status: b.status(g, opposed)}
		if t := b.accused(g); t >= 0 {
			c.Target = b.actors.key[t]
		}
		slices.SortStableFunc(g.members, func(x, y member) int { return x.at - y.at })
		for _, m := range g.members {
			c.Members = append(c.Members, news.ClaimMember{Statement: m.Statement.ID, Stance: m.stance, Confidence: m.confidence, Why: m.why})
		}
		out = append(out, ranked{c, g.members[0].at})
	}
	slices.SortStableFunc(out, func(x, y ranked) int {
		return cmp.Or(rank(x.Status)-rank(y.Status), y.Origins-x.Origins, len(y.Members)-len(x.Members), x.first-y.first)
	})
	list := make([]news.Claim, len(out))
	for i := range out {
		list[i] = out[i].Claim
	}
	return list
}

func rank(s news.ClaimStatus) int {
	if s == news.Disputed {
		return 0
	}
	return 1
}

// worth reports whether somebody who can be named says it, or two origins do.
func (g *group) worth() bool {
	for i := range g.members {
		m := &g.members[i]
		if m.stance == news.Asserts && (m.party >= 0 || m.Sourcing == news.NamedPerson || m.Sourcing == news.NamedBody || m.Sourcing == news.Official) {
			return true
		}
	}
	return g.origins() >= 2
}

// leastWords is how many words a statement has at least that stands for a claim by itself.
const leastWords = 5

// sentence reports whether the content reads as something that is so or not so, not as a bare noun or infinitive.
func (x *said) sentence() bool {
	if len(x.words) < leastWords || x.words[0].low == "to" {
		return false
	}
	for i := range x.frames {
		if x.frames[i].agent != none {
			return true
		}
	}
	for i := range x.words {
		if w := &x.words[i]; finite[w.low] || i == 0 && w.low == "that" || i > 0 && w.actor < 0 && strings.HasSuffix(w.low, "ed") || !ascii(w.low) {
			return true
		}
	}
	return false
}

var finite = set("is are was were has have had will would can could must do does did not isn't aren't wasn't weren't cannot says said remains remain makes made shows poses faces means")

// origins counts the independent origins among the asserting statements.
func (g *group) origins() int {
	seen := map[int64]bool{}
	for i := range g.members {
		m := &g.members[i]
		if m.stance != news.Asserts {
			continue
		}
		o := int64(m.article.Origin)
		if o == 0 {
			o = -int64(m.article.ID)
		}
		seen[o] = true
	}
	return len(seen)
}

// lead is the clearest asserting statement: its doer and act named, neither clipped nor long,
// in words that most origins carry, told rather than quoted with gaps.
func (b *book) lead(g *group) *said {
	same := map[string]map[int64]bool{}
	for i := range g.members {
		m := &g.members[i]
		if same[m.wording] == nil {
			same[m.wording] = map[int64]bool{}
		}
		same[m.wording][int64(m.article.Origin)] = true
	}
	var best *said
	top := math.Inf(-1) // a very long content scores far below zero
	for i := range g.members {
		m := &g.members[i]
		if m.stance != news.Asserts {
			continue
		}
		v := clarity(m.said) + 0.3*float64(len(same[m.wording])-1) + 0.5*m.Statement.Confidence
		if v > top {
			best, top = m.said, v
		}
	}
	return best
}

func clarity(x *said) float64 {
	v := 1.0
	for i := range x.frames {
		f := &x.frames[i]
		if f.agent >= 0 && x.actors[f.agent] {
			v++
			if len(f.patients) > 0 && f.patients[0] >= 0 {
				v++
			}
			break
		}
	}
	n := len(x.words)
	v -= 0.01 * float64(n)
	switch {
	case n < leadLeast:
		v -= 1.5
	case n > leadMost:
		v -= 0.05 * float64(n-leadMost)
	}
	if len(x.Content) > 1 {
		v -= 0.3
	}
	if x.party >= 0 {
		v++
	}
	return v
}

// accused is whom the claim accuses: the target most of its assertions name, else the doer of a harmful act.
func (b *book) accused(g *group) int {
	votes := map[int]int{}
	for i := range g.members {
		m := &g.members[i]
		if m.stance != news.Asserts {
			continue
		}
		if m.Kind == news.Accuse && m.target >= 0 {
			votes[m.target]++
			if m.Target != "" {
				votes[m.target]++
			}
		}
		for j := range m.frames {
			f := &m.frames[j]
			if f.agent >= 0 && harmful[f.family] && f.negated == g.negative && f.agent != m.party {
				votes[f.agent] += 2
			}
		}
	}
	best := none
	for k, n := range votes {
		if best < 0 || n > votes[best] || n == votes[best] && b.actors.key[k] < b.actors.key[best] {
			best = k
		}
	}
	return best
}

// status says how the claim stands.
func (b *book) status(g *group, opposed map[[2]int]bool) news.ClaimStatus {
	parties := []int{}
	for i := range g.members {
		m := &g.members[i]
		if m.stance == news.Denies {
			return news.Disputed
		}
		if m.party >= 0 && !slices.Contains(parties, m.party) {
			parties = append(parties, m.party)
		}
	}
	target := b.accused(g)
	for i, x := range parties {
		for _, y := range parties[i+1:] {
			if opposed[pair(x, y)] {
				return news.Agreed
			}
		}
		if x == target && target >= 0 && len(parties) > 1 {
			return news.Agreed // the accused says so too
		}
	}
	if target >= 0 && !slices.Contains(parties, target) {
		return news.Unanswered
	}
	return news.OneSided
}

// opposition is the pairs of parties of whom one accuses, denies, threatens or condemns the other anywhere in the story.
func (b *book) opposition() map[[2]int]bool {
	out := map[[2]int]bool{}
	for _, x := range b.said {
		t := x.target
		if x.Kind == news.Deny {
			t = x.claimantNamed()
		}
		switch x.Kind {
		case news.Accuse, news.Deny, news.Threaten, news.Condemn:
			if x.party >= 0 && t >= 0 && x.party != t {
				out[pair(x.party, t)] = true
			}
		}
	}
	return out
}

func pair(x, y int) [2]int { return [2]int{min(x, y), max(x, y)} }
