package timeline

import (
	"strings"

	"github.com/parley-news/parley/internal/mention"
)

// roles says who acts on whom in a clause.
type roles struct {
	actor, target string
	done          bool // a finite past, not a bare participle
	light         bool // a noun done by somebody: "launched strikes"
}

// mutual events have two sides and no target.
var mutual = map[string]bool{"talks": true, "agreement": true, "ceasefire": true, "clash": true, "talks collapse": true}

// roles reads a clause. Active verbs have their actor on the left and their target on the right, passives the other way round;
// nouns have the actor before them ("Karsundi strikes") or after "by", the target after "on", "against" or "of".
func (e *events) roles(s sentence, c clause) roles {
	var r roles
	if c.kind == noun {
		r = e.nounRoles(s, c)
	} else {
		r = e.verbRoles(s, c)
	}
	if mutual[c.event] && (r.actor == "" || r.target == "" || e.tells(c, r.actor)) {
		r.actor, r.target = e.sides(c, r.actor)
	}
	if c.event == "death" && r.target == "" {
		r.actor, r.target = "", r.actor
	}
	if r.target == r.actor {
		r.target = ""
	}
	return r
}

// suffered events are named after the person they befall: "Ferran’s arrest".
var suffered = map[string]bool{"killing": true, "assassination": true, "detention": true, "release": true, "trial": true}

func (e *events) verbRoles(s sentence, c clause) roles {
	left := e.subjectLeft(c.from, c.a)
	right := e.objectRight(c.b, c.to)
	by := e.agent(c.b, c.to)
	first := e.words[c.a].low
	r := roles{actor: left, target: right, done: !strings.HasSuffix(first, "ing")}
	if e.passive(c) {
		r.actor, r.target = by, left
		if left == "" {
			r.target = e.anyName(c.from, c.a)
		}
		return r
	}
	if by != "" && left != by && right == by { // "detained by X"
		r.actor, r.target = by, left
		return r
	}
	if r.actor == "" {
		r.actor = e.carried(s, c)
	}
	if c.kind == pairHead && r.target == "" {
		r.target = e.anyOther(c.a, c.b, r.actor, r.actor)
	}
	return r
}

// passive reports whether the verb of the clause is a passive: an auxiliary before it, or "by" right after.
func (e *events) passive(c clause) bool {
	for i := c.a - 1; i >= c.from && i >= c.a-3; i-- {
		if e.table.aux[e.words[i].low] {
			return !strings.HasSuffix(e.words[c.a].low, "ing")
		}
	}
	return c.b < c.to && e.table.by[e.words[c.b].low]
}

func (e *events) nounRoles(s sentence, c clause) roles {
	var r roles
	for i := c.a - 1; i >= c.from && i >= c.a-5; i-- { // "Karsund’s brazen strikes"
		if name := e.actorAt(i); name != "" {
			if _, n := e.nameOf(i); suffered[c.event] && e.set.Names[n].Kind == mention.Person {
				r.target = name
			} else if e.owner(i) || i == c.a-1 || e.words[i].name >= 0 && e.set.Mentions[e.words[i].name].Demonym {
				r.actor = name
			}
			break
		}
	}
	for i := c.from; i < c.a; i++ {
		if e.table.light[e.words[i].low] || i+2 <= c.a && e.table.light[e.low(i, i+2)] {
			r.light = true
			if subject := e.subjectLeft(c.from, i); subject != "" {
				r.actor = subject
			} else if r.actor == "" {
				r.actor = e.carried(s, c)
			}
			break
		}
	}
	if by := e.agent(c.b, c.to); by != "" {
		r.actor = by
	}
	if r.target == "" {
		r.target = e.objectRight(c.b, c.to)
	}
	if r.actor == "" && r.target == "" && !e.table.against[e.wordAt(c.b)] {
		r.actor = e.subjectLeft(c.from, c.a)
	}
	return r
}

// carried is the actor that an earlier clause or sentence leaves to this one.
func (e *events) carried(s sentence, c clause) string {
	if relative[e.words[c.from].low] {
		return e.actorAt(c.from - 1)
	}
	if c.from > s.a {
		if subject := e.topic(sentence{a: s.a, b: c.from}); subject != "" {
			return subject
		}
	}
	if e.bodyLeft(c) {
		if name := e.lastGroup(c.from); name != "" {
			return name
		}
	}
	if c.from > s.a || e.pronounLeft(c) {
		return e.subject
	}
	return ""
}

// bodyLeft reports whether "the group" or its like stands before the trigger.
func (e *events) bodyLeft(c clause) bool {
	for i := c.from; i < c.a; i++ {
		if groups[e.words[i].low] {
			return true
		}
	}
	return false
}

// lastGroup is the group named last among the forty words before i.
func (e *events) lastGroup(i int) string {
	for j := i - 1; j >= 0 && j >= i-40; j-- {
		if name, n := e.nameOf(j); n >= 0 && e.set.Names[n].Kind == mention.Group {
			return name
		}
	}
	return ""
}

var groups = set("group organization organisation movement militia faction party rebels insurgents militants")

func (e *events) wordAt(i int) string {
	if i < 0 || i >= len(e.words) {
		return ""
	}
	return e.words[i].low
}

// actorAt is the name at word i, if it can act.
func (e *events) actorAt(i int) string {
	name, n := e.nameOf(i)
	if n < 0 || e.dated(e.words[i].span) {
		return ""
	}
	return name
}

// subjectLeft is the subject among the words [a, b): the last name there that no preposition governs, else the first name.
func (e *events) subjectLeft(a, b int) string {
	best, first := "", ""
	for i := a; i < b; i++ {
		name := e.actorAt(i)
		if name == "" || i > a && e.words[i].name == e.words[i-1].name {
			continue
		}
		if e.placeAt(i) != "" || e.governed(a, i) {
			if first == "" && e.placeAt(i) == "" {
				first = name
			}
			continue
		}
		if best == "" || !e.owner(i) {
			best = name
		}
	}
	if best != "" {
		return best
	}
	return first
}

// governed reports whether the name at i hangs on a preposition: "the wife of X", "talks with X".
func (e *events) governed(a, i int) bool {
	for j := i - 1; j >= a && j >= i-3; j-- {
		w := e.words[j].low
		if prepositions[w] {
			return true
		}
		if !skipped[w] && e.words[j].name != e.words[i].name {
			return false
		}
	}
	return false
}

var prepositions = set("of in on at with from to for by against between under over into than as near during along de en con por contra para en sur dans avec von mit auf bei в на с от по به در از با")

// objectRight is the first name after the verb that is neither a place where nor an agent by whom.
func (e *events) objectRight(a, b int) string {
	for i := a; i < b; i++ {
		name := e.actorAt(i)
		if name == "" || i > a && e.words[i].name == e.words[i-1].name {
			continue
		}
		if e.agentAt(a, i) {
			continue
		}
		if e.placeAt(i) != "" && !e.table.against[e.before(i)] {
			continue
		}
		return name
	}
	return ""
}

// before is the nearest word before i that is no article or direction.
func (e *events) before(i int) string {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if w := e.words[j].low; !skipped[w] {
			return w
		}
	}
	return ""
}

// agent is the name after "by" among the words [a, b).
func (e *events) agent(a, b int) string {
	for i := a; i < b; i++ {
		if name := e.actorAt(i); name != "" && e.agentAt(a, i) {
			return name
		}
	}
	return ""
}

func (e *events) agentAt(a, i int) bool {
	for j := i - 1; j >= a && j >= i-4; j-- {
		if e.table.by[e.words[j].low] {
			return true
		}
		if e.words[j].comma {
			return false
		}
	}
	return false
}

// sides are the two names of a mutual event, the one the clause begins with first.
func (e *events) sides(c clause, actor string) (string, string) {
	own := ""
	if e.tells(c, actor) {
		own, actor = actor, ""
	}
	if first := e.topic(sentence{a: c.from, b: c.a}); first != "" && first != own {
		actor = first
	}
	if actor == "" {
		actor = e.anyOther(c.from, c.to, own, own)
	}
	if actor == "" {
		return "", ""
	}
	return actor, e.anyOther(c.from, c.to, actor, own)
}

// tells reports whether name is what the event itself is called: "Tarvik Talks".
func (e *events) tells(c clause, name string) bool {
	for i := c.a; i < c.b; i++ {
		if e.actorAt(i) == name && i > c.from && e.actorAt(i-1) == name {
			return true
		}
	}
	return false
}

// anyOther is a name among the words [a, b) that is neither of two others and no place where.
func (e *events) anyOther(a, b int, actor, own string) string {
	for i := a; i < b; i++ {
		if name := e.actorAt(i); name != "" && name != actor && name != own && e.placeAt(i) == "" {
			return name
		}
	}
	return ""
}

func (e *events) anyName(a, b int) string {
	for i := a; i < b; i++ {
		if name := e.actorAt(i); name != "" {
			return name
		}
	}
	return ""
}

// owner reports whether the name at i owns what follows: "Karsund’s".
func (e *events) owner(i int) bool {
	if n := e.words[i].name; n >= 0 {
		rest := e.body[e.set.Mentions[n].Span.End:]
		return strings.HasPrefix(rest, "’s") || strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’ ") || e.set.Mentions[n].Demonym
	}
	return false
}

// pronounLeft reports whether a pronoun or "the army" stands for the actor.
func (e *events) pronounLeft(c clause) bool {
	for i := c.from; i < c.a; i++ {
		if pronouns[e.words[i].low] {
			return true
		}
	}
	return false
}

var pronouns = set("it they he she its their his her army military forces government ministry")
