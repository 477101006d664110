package timeline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// part of speech of a trigger.
type triggerKind uint8

const (
	verb triggerKind = iota
	noun
	pairHead // one word of a pair; its partner stands near
)

// trigger is what a word or phrase can tell of.
type trigger struct {
	kind  triggerKind
	event string
	words int
	with  map[string]bool // for pairHead: partners
}

// triggers is the table of one language. Keys are folded words and phrases of up to four words.
type triggers struct {
	phrases  map[string][]trigger
	longest  int
	unless   map[string]map[string]bool // by event: words soon after a trigger that make it something else
	light    map[string]bool            // verbs that only say that what the noun names was done
	future   map[string]bool            // nothing has happened yet
	negation map[string]bool
	aux      map[string]bool
	by       map[string]bool
	against  map[string]bool
	breaks   map[string]bool // begin another clause
	joins    map[string]bool // may do so
}

var triggerTables = readTriggers()

// readTriggers reads the table: a language tag on a line, then "verb EVENT: phrases",
// "noun EVENT: phrases", "pair EVENT: phrases | partners that stand near one", "unless EVENT:
// words that make it something else", or a set of function words.
func readTriggers() map[string]*triggers {
	out := map[string]*triggers{}
	var t *triggers
	for _, line := range strings.Split(triggerText, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		head, words, ok := strings.Cut(line, ":")
		if !ok {
			t = newTriggers()
			out[line] = t
			continue
		}
		kind, event, _ := strings.Cut(head, " ")
		t.add(kind, event, words)
	}
	return out
}

func newTriggers() *triggers {
	set := func() map[string]bool { return map[string]bool{} }
	return &triggers{phrases: map[string][]trigger{}, unless: map[string]map[string]bool{}, light: set(), future: set(), negation: set(), aux: set(), by: set(), against: set(), breaks: set(), joins: set()}
}

func phrases(s string) []string {
	var out []string
	for _, w := range strings.Split(s, ",") {
		out = append(out, text.Fold(strings.TrimSpace(w)))
	}
	return out
}

func (t *triggers) add(kind, event, words string) {
	sets := map[string]map[string]bool{"light": t.light, "future": t.future, "negation": t.negation, "aux": t.aux, "by": t.by, "against": t.against, "break": t.breaks, "join": t.joins}
	if s, ok := sets[kind]; ok {
		for _, w := range phrases(words) {
			s[w] = true
		}
		return
	}
	if kind == "unless" {
		t.unless[event] = map[string]bool{}
		for _, w := range phrases(words) {
			t.unless[event][w] = true
		}
		return
	}
	tr := trigger{kind: map[string]triggerKind{"verb": verb, "noun": noun, "pair": pairHead}[kind], event: event}
	if kind == "pair" {
		var partners string
		words, partners, _ = strings.Cut(words, "|")
		tr.with = map[string]bool{}
		for _, w := range phrases(partners) {
			tr.with[w] = true
		}
	}
	for _, w := range phrases(words) {
		tr.words = strings.Count(w, " ") + 1
		t.longest = max(t.longest, tr.words)
		t.phrases[w] = append(t.phrases[w], tr)
	}
}

// hit is a trigger in its place: words [a, b).
type triggerHit struct {
	trigger
	a, b int
}

// hits finds the triggers of a sentence, in order, none inside another. A pair wins over a phrase, a
// longer phrase over a shorter one, a verb over a noun.
func (d *doc) hits(t *triggers, s sentence) []triggerHit {
	var out []triggerHit
	for i := s.a; i < s.b; i++ {
		if h, ok := d.hitAt(t, s, i); ok {
			for len(out) > 0 && out[len(out)-1].b > h.a { // a pair may reach back
				out = out[:len(out)-1]
			}
			out = append(out, h)
			i = h.b - 1
		}
	}
	return out
}

func (d *doc) hitAt(t *triggers, s sentence, i int) (triggerHit, bool) {
	if d.words[i].name >= 0 && !d.partName(i) || d.dated(d.words[i].span) {
		return triggerHit{}, false
	}
	for n := min(t.longest, s.b-i); n > 0; n-- {
		found := t.phrases[d.low(i, i+n)]
		if len(found) == 0 || d.crosses(i, i+n) {
			continue
		}
		for _, tr := range found {
			if tr.kind == pairHead {
				if a, b, ok := d.partner(s, i, i+n, tr); ok {
					return triggerHit{tr, a, b}, true
				}
			}
		}
		for _, tr := range found {
			if tr.kind != pairHead && !d.otherwise(t.unless[tr.event], s, i+n) {
				return triggerHit{tr, i, i + n}, true
			}
		}
	}
	return triggerHit{}, false
}

// otherwise reports whether one of words stands among the three after b.
func (d *doc) otherwise(words map[string]bool, s sentence, b int) bool {
	for i := b; i < b+3 && i < s.b && !d.words[i].comma; i++ {
		if words[d.words[i].low] {
			return true
		}
	}
	return false
}

// partName reports whether the word at i, though inside a name, may tell of an event: it is written small
// or ends a longer name, as in "Tarvik Talks".
func (d *doc) partName(i int) bool {
	w := d.words[i]
	m := d.set.Mentions[w.name].Span
	r, _ := utf8.DecodeRuneInString(w.span.Of(d.body))
	return unicode.IsLower(r) || m.Start < w.span.Start && m.End == w.span.End
}

// crosses reports whether punctuation stands inside the words [a, b).
func (d *doc) crosses(a, b int) bool {
	return slices.ContainsFunc(d.words[a+1:b], func(w word) bool { return w.comma })
}

// reachPair is how many words may stand between the words of a pair.
const reachPair = 7

// partner finds the nearest partner of a pair's head at [a, b); the result covers both.
func (d *doc) partner(s sentence, a, b int, tr trigger) (from, to int, ok bool) {
	for gap := 0; gap <= reachPair; gap++ {
		for n := 1; n <= 3; n++ {
			if i := b + gap; i+n <= s.b && tr.with[d.low(i, i+n)] && !d.crosses(b-1, i+n) {
				return a, i + n, true
			}
			if i := a - gap - n; i >= s.a && tr.with[d.low(i, i+n)] && !d.crosses(i, a+1) {
				return i, b, true
			}
		}
	}
	return 0, 0, false
}
