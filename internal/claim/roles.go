package claim

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
)

// How far the words of one predicate lie apart, in words.
const (
	withinPhrase  = 9 // from "allow" to "operate"
	withinPatient = 8 // from "sheltering" to the sheltered
	withinNegator = 4
)

// frames finds the predicates of a statement's content and who stands in which role.
func (r *reader) frames(x *said) {
	seen := map[family]bool{}
	for i := range x.words {
		w := &x.words[i]
		if w.actor >= 0 {
			continue
		}
		for _, t := range triggers[w.stem] {
			end, ok := t.holds(x.words, i)
			if !ok || background(x.words, i) || !t.swap && !t.stay && t.family != disown && mentioned(x.words, i) || t.family == attack && firingNoun(x.words, i) {
				continue
			}
			if t.family == deceive && x.Kind == news.Deny && dismisses(x.words, i) {
				break
			}
			f := r.roles(x, t, i, end)
			f.agent = r.actors.seat(f.agent)
			if seen[f.family] && (f.agent == none || x.suffers(f.family, f.agent)) {
				continue
			}
			seen[f.family] = true
			x.frames = append(x.frames, f)
			break
		}
	}
}

// holds reports whether the words that the trigger needs follow, and where the last of them stands.
func (t *trigger) holds(words []word, i int) (int, bool) {
	if t.family == disown {
		return i, ownAffair(words, i)
	}
	if t.with == nil {
		return i, true
	}
	for j := i + 1; j < len(words) && j <= i+withinPhrase; j++ {
		if words[j].end || words[j].comma && j > i+4 {
			break
		}
		if t.with[words[j].stem] && words[j].actor < 0 {
			return j, true
		}
	}
	return i, len(t.with) == 0
}

// ownAffair reports whether the noun at i says that something is for an actor alone:
// "X's problem", "an internal matter of X", "a domestic issue for X".
func ownAffair(words []word, i int) bool {
	if i > 0 && words[i-1].actor >= 0 && words[i-1].poss || i > 1 && words[i-2].actor >= 0 && words[i-2].poss && (words[i-1].low == "own" || words[i-1].low == "internal" || words[i-1].low == "domestic") {
		return true
	}
	if i == 0 || words[i-1].low != "internal" && words[i-1].low != "domestic" && words[i-1].low != "home-grown" {
		return false
	}
	return i+2 < len(words) && (words[i+1].low == "of" || words[i+1].low == "for" || words[i+1].low == "to")
}

// roles fills the roles of the predicate that stands at words[i:end+1].
func (r *reader) roles(x *said, t trigger, i, end int) frame {
	f := frame{family: t.family, agent: none}
	f.negated, f.doubtful = polarity(x.words, i)
	switch {
	case t.family == disown:
		f.agent, f.patients = affair(x.words, i)
		return f
	case t.swap:
		f.agent = ownerOf(x.words, i)
		f.patients = without(r.before(x, i), f.agent)
		if len(f.patients) == 0 {
			f.patients, f.others = patients(x.words, i, f.agent)
		}
		return f
	case t.stay:
		f.agent = after(x.words, i, "in", "on", "from", "inside", "within", "across")
		f.patients = without(r.before(x, i), f.agent)
		if len(f.patients) == 0 {
			f.agent = none
		}
		return f
	case passive(x.words, i):
		f.agent = after(x.words, i, "by")
		f.patients = r.before(x, i)
	case x.words[i].stem == "find" || x.words[i].stem == "enjoy" || x.words[i].stem == "seek":
		f.patients = r.before(x, i) // "X finds shelter in Y": Y shelters
		f.agent = after(x.words, end, "in", "inside", "with", "from")
	case i > 0 && x.words[i-1].actor >= 0 && (t.noun || nounAfter(x.words, i)):
		f.agent = x.words[i-1].actor
		f.patients, f.others = patients(x.words, end, f.agent)
	case t.noun && after(x.words, i, "by") >= 0:
		f.agent = after(x.words, i, "by")
		f.patients, f.others = patients(x.words, end, f.agent)
	default:
		f.agent = r.agent(x, i)
		f.patients, f.others = patients(x.words, i, f.agent)
	}
	if f.family == support || f.family == harbour {
		f.patients = helped(x.words, i, f.patients)
	}
	return f
}

// helped leaves out actors that only say whose refugees, independence or economy is helped.
func helped(words []word, i int, list []int) []int {
	out := list[:0]
	for _, k := range list {
		keep := k == whoever
		for j := range words {
			if words[j].actor != k {
				continue
			}
			n := j + 1
			keep = keep || n >= len(words) || words[n].actor == k || words[n].comma || words[n].end || emptyWords[words[n].stem] || rolePrepositions[words[n].low] || armed[words[n].stem] || words[n].actor >= 0 || n == i || triggers[words[n].stem] != nil
		}
		if keep {
			out = append(out, k)
		}
	}
	return out
}

// polarity reads the words before a predicate: is it negated, is it left open.
func polarity(words []word, i int) (negated, open bool) {
	for j := i - 1; j >= 0 && j >= i-withinNegator-2; j-- {
		w := &words[j]
		if words[j+1].end || w.low == "but" || w.low == "that" || words[j+1].comma && j < i-1 {
			break
		}
		if negators[w.low] && (j >= i-withinNegator || w.low == "no" || w.low == "none") {
			if !(w.low == "not" && j+1 < len(words) && words[j+1].low == "only") {
				negated = !negated
			}
		}
		open = open || doubtful[w.low]
	}
	for j := i + 1; j < len(words) && j <= i+2 && !words[j].comma && !words[j].end; j++ { // "rigged nothing", "bombed no hospital"
		if low := words[j].low; low == "no" || low == "nothing" || low == "nobody" || low == "none" {
			return !negated, open
		}
	}
	return negated, open
}

var beForms = set("was were been being is are be gets got get")

// passive reports whether the predicate at i is in the passive: a form of "be" shortly before a participle.
func passive(words []word, i int) bool {
	low := words[i].low
	if len(low) < 3 || low[len(low)-3:] == "ing" || low == words[i].stem && !participle[low] || low[len(low)-1] == 's' {
		return false
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if words[j].actor >= 0 || words[j+1].comma {
			return false
		}
		if beForms[words[j].low] {
			return true
		}
	}
	return i+1 < len(words) && words[i+1].low == "by"
}

var participle = set("hit struck shot broken held shut sunk burnt stolen hidden taken torn beaten given")

// nounAfter reports whether the word at i, which could be a verb, is a noun: "the Karsundi attack on".
func nounAfter(words []word, i int) bool {
	if words[i-1].poss {
		return true
	}
	low := words[i].low
	if low != words[i].stem && low != words[i].stem+"e" && low[len(low)-1] != 's' { // "attacked"
		return false
	}
	if i+1 >= len(words) {
		return true
	}
	switch words[i+1].low {
	case "on", "against", "in", "inside", "near", "along", "across", "of", "by", "that", "which", "this":
		return true
	}
	return false
}

// after is the first actor after one of the prepositions that follow i within the clause.
func after(words []word, i int, preps ...string) int {
	for j := i + 1; j < len(words) && j <= i+withinPatient; j++ {
		if words[j].end || words[j].comma {
			break
		}
		for _, p := range preps {
			if words[j].low != p {
				continue
			}
			for k := j + 1; k < len(words) && k <= j+5 && !words[k].end && !words[k].comma; k++ {
				if words[k].actor >= 0 {
					return words[k].actor
				}
			}
		}
	}
	return none
}

var rolePrepositions = set("along beyond in inside on against from to of with by at near into within over across along between among for about towards toward through outside around under upon")

var firstPersons = set("we our us ours i my me")

var thirdPersons = set("they their it its he his she her them")

// agent is who does what the verb at i says: the nearest actor before it that hangs on no
// preposition, or a pronoun that stands for the speaker; else the main clause's subject for a leading participle; else the accused.
func (r *reader) agent(x *said, i int) int {
	if x.words[i].comma && strings.HasSuffix(x.words[i].low, "ing") && len(x.frames) > 0 { // ", killing six"
		return x.frames[len(x.frames)-1].agent
	}
	k, unknown := r.subject(x, i)
	if k != none || unknown {
		return k
	}
	if leadingParticiple(x.words, i) {
		for j := i + 1; j < len(x.words); j++ {
			if !x.words[j].comma {
				continue
			}
			for k := j; k < len(x.words) && k < j+6; k++ {
				if x.words[k].actor >= 0 {
					return x.words[k].actor
				}
				if p := r.pronoun(x, k); p != none {
					return p
				}
			}
			break
		}
	}
	if k := origin(x.words, i); k >= 0 {
		return k
	}
	switch {
	case x.Kind == news.Deny:
		return x.party
	case x.target >= 0:
		return x.target
	}
	return none
}

// origin is the actor in a subject like "troops of X", "drones from X", "guards in X" right before the verb at i.
func origin(words []word, i int) int {
	j := i - 1
	for j >= 0 && j >= i-3 && words[j].actor < 0 && (beForms[words[j].low] || words[j].low == "had" || words[j].low == "has" || words[j].low == "have" || strings.HasSuffix(words[j].low, "ly")) {
		j--
	}
	if j < 1 || words[j].actor < 0 || words[j].poss {
		return none
	}
	k := words[j].actor
	for j > 0 && !words[j].first {
		j--
	}
	if j < 2 || words[j].comma {
		return none
	}
	head := &words[j-2]
	if words[j-1].low == "the" && j >= 3 {
		head, j = &words[j-3], j-1
	}
	for _, t := range triggers[head.stem] {
		if t.with == nil {
			return none // "the killing of X"
		}
	}
	switch words[j-1].low {
	case "from", "of":
		return k
	case "in":
		if people[head.stem] {
			return k
		}
	}
	return none
}

// people are nouns of persons who act for the state that they are in.
var people = stems("guard guards police officer officers soldier soldiers troops official officials authorities forces agents commander commanders judges prosecutors jailers leaders government army")

// leadingParticiple reports whether the clause of word i opens the content: "By giving refuge to X, Y …".
func leadingParticiple(words []word, i int) bool {
	if low := words[i].low; len(low) < 5 || low[len(low)-3:] != "ing" {
		return false
	}
	return i == 0 || i == 1 && (words[0].low == "by" || words[0].low == "in" || words[0].low == "while" || words[0].low == "after" || words[0].low == "with")
}

// subject also reports whether the doer is certainly somebody else than a name: "the battery that fired".
func (r *reader) subject(x *said, i int) (k int, unknown bool) {
	for j := i - 1; j >= 0; j-- {
		w := &x.words[j]
		if x.words[j+1].end {
			return none, false
		}
		if relatives[w.low] && w.actor < 0 && j >= i-3 && (j > 0 || w.low != "that") && !sayBefore(x.words, j) {
			if j > 0 && x.words[j-1].actor >= 0 {
				return x.words[j-1].actor, false
			}
			return none, true
		}
		if w.actor >= 0 {
			start := j
			for start > 0 && !x.words[start].first {
				start--
			}
			if r.claimant(x, j, start) || hangs(x.words, start) {
				j = start
				continue
			}
			return w.actor, false
		}
		if k := r.pronoun(x, j); k != none {
			return k, false
		}
	}
	return none, false
}

var relatives = set("who which that what")

// sayBefore reports whether "that" at j only opens what somebody says: "claims that X", "the fact that X".
func sayBefore(words []word, j int) bool {
	if words[j].low != "that" || j == 0 {
		return false
	}
	b := &words[j-1]
	return claimNouns[b.stem] || emptyWords[b.stem] || b.low == "fact" || words[j].comma
}

// claimant notes an actor whose claims a statement speaks of, who is not the one claimed to act.
func (r *reader) claimant(x *said, j, start int) bool {
	for k := j + 1; k < len(x.words) && k <= j+2; k++ {
		if claimNouns[x.words[k].stem] {
			x.claimant = x.words[j].actor
			return true
		}
	}
	if start > 1 && (x.words[start-1].low == "by" || x.words[start-1].low == "from" || x.words[start-1].low == "of") && claimNouns[x.words[start-2].stem] {
		x.claimant = x.words[j].actor
		return true
	}
	return false
}

// hangs reports whether the name that begins at start follows a preposition, with at most an article between.
func hangs(words []word, start int) bool {
	for j := start - 1; j >= 0 && j >= start-3; j-- {
		switch {
		case rolePrepositions[words[j].low]:
			return true
		case words[j].low == "the" || words[j].low == "a" || words[j].low == "an" || words[j].low == "its" || words[j].low == "alleged" || words[j].low == "suspected":
		default:
			return false
		}
	}
	return false
}

// pronoun is the actor that the pronoun at i stands for: the speaker's party for "we", and in
// indirect speech for "they"; in direct speech "they" is the accused.
func (r *reader) pronoun(x *said, i int) int {
	low := x.words[i].low
	switch {
	case firstPersons[low]:
		return x.party
	case thirdPersons[low] && hangs(x.words, i):
		return none
	case !thirdPersons[low]:
		return none
	case x.Quoting == news.Direct:
		return x.target
	case x.Kind == news.Accuse && i > 2:
		return x.target
	}
	return x.party
}
