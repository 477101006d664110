package mention

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// piece is a run of tokens, both ends included, that stands for one name, with what stands around it.
type piece struct {
	first, last int
	name        int // index of its entry
	span        text.Span
	title       [2]int // tokens of the title before it, end excluded; equal when there is none
	titled      bool
	after       bool // an owner or title stands directly before it in the same run
}

// runs finds the capitalised sequences of the article and cuts them into names.
func (f *finder) runs() {
	for i := 0; i < len(f.toks); {
		if !f.toks[i].written(capital) {
			i++
			continue
		}
		end := f.extend(i)
		f.cut(i, end)
		i = end + 1
	}
}

// extend returns the last token of the run that begins at i.
func (f *finder) extend(i int) int {
	for f.continues(i) {
		j := i + 1
		for !f.toks[j].written(capital) { // particles: "of the"
			j++
		}
		if f.toks[j].is(calendar) && !f.toks[i].is(givenName) || f.toks[j].is(stopWord) && !f.toks[j].written(acronym) {
			return i
		}
		i = j
	}
	return i
}

// continues reports whether the run goes on after token i.
func (f *finder) continues(i int) bool {
	t := &f.toks[i]
	if t.owner || t.tail || i+1 >= len(f.toks) {
		return false
	}
	n := &f.toks[i+1]
	if n.written(capital) {
		return n.glue == spaced || n.glue == dotted && abbreviates(t)
	}
	if n.glue != spaced || !n.is(particle) || i+2 >= len(f.toks) || f.toks[i+2].glue != spaced {
		return false
	}
	if !f.toks[i+2].written(capital) {
		if n.low == "of" && f.toks[i+2].low == "the" && i+3 < len(f.toks) && f.toks[i+3].written(capital) && f.toks[i+3].glue == spaced {
			return f.takesOf(i)
		}
		return false
	}
	switch n.low {
	case "of", "de", "du", "des", "do", "da", "della", "del", "für", "for":
		return f.takesOf(i) || t.is(givenName) && n.low != "of" && n.low != "for"
	case "and", "und", "et", "y", "e", "i":
		return f.insideOffice(i)
	}
	return !t.is(stopWord | calendar)
}

// takesOf reports whether the word at i is one that "of X" completes: "Ministry of X", "Gulf of X".
func (f *finder) takesOf(i int) bool {
	t := &f.toks[i]
	if t.is(office) && !t.is(groupWord|placeWord) {
		return i+2 < len(f.toks) && f.toks[i+2].is(portfolio) // "Secretary of State"
	}
	return t.is(groupWord|placeWord) || i > 0 && t.glue == spaced && f.toks[i-1].is(groupWord|placeWord) && f.toks[i-1].written(capital)
}

// insideOffice reports whether "X and Y" at i is one office or body: "Minister of Trade and Industry".
func (f *finder) insideOffice(i int) bool {
	if !f.toks[i].is(portfolio) || i < 2 {
		return false
	}
	of := f.toks[i-1].low == "of" || i >= 3 && f.toks[i-2].low == "of"
	return of
}

// abbreviates reports whether a full stop after t belongs to it: "J.", "Gen."
func abbreviates(t *token) bool {
	return len(t.low) == 1 || len(t.low) <= 5 && t.is(office)
}

// cut trims a run and divides it into owner, title and name.
func (f *finder) cut(a, b int) {
	a = f.trim(a, b)
	for b >= a && (!f.toks[b].written(capital) || f.toks[b].is(stopWord) && !f.toks[b].written(acronym)) {
		b--
	}
	if a > b {
		return
	}
	if a == b && f.toks[a].is(calendar) {
		return
	}
	if a == b && f.toks[a].written(hyphened) && f.pair(a) {
		return
	}
	q, p, ok := f.titleIn(a, b)
	if !ok {
		f.name(a, b, [2]int{}, false)
		return
	}
	if q > a {
		f.name(a, q-1, [2]int{}, false)
	}
	if p < b {
		f.name(p+1, b, [2]int{q, p + 1}, q > a)
	}
}

// trim skips the words at the start of a run that owe their capital to their place.
func (f *finder) trim(a, b int) int {
	for a <= b {
		t := &f.toks[a]
		switch {
		case !t.written(capital):
		case t.is(stopWord) && !(t.written(acronym) && !t.first):
		case t.is(calendar) && a < b:
		case t.first && !f.trusted(a, b):
		default:
			return a
		}
		a++
	}
	return a
}

// trusted reports whether the first word of a sentence belongs to the name it begins.
func (f *finder) trusted(a, b int) bool {
	t := &f.toks[a]
	w := f.ev.words[t.seen]
	if w.mid > 0 && w.mid*2 >= w.low {
		return true
	}
	if t.is(office|honorific) && a < b {
		return true
	}
	if t.is(commonWord | stopWord) {
		return a < b && f.acronymAfter(b, t)
	}
	if t.written(acronym|hyphened) || t.is(givenName) && w.low == 0 {
		return true
	}
	if w.low > 0 {
		return a < b && f.acronymAfter(b, t)
	}
	if t.is(ordinaryWord) && f.english() {
		return a < b && f.acronymAfter(b, t)
	}
	if a < b {
		if a+1 == b && w.mid == 0 && f.alone(b) && !t.is(givenName) && !strings.Contains(t.low, "-") && !f.acronymAfter(b, t) && f.demonyms[t.seen] == noDemonym {
			return false
		}
		return f.toks[a+1].written(capital) && !f.toks[a+1].first && !ordinary(t.low)
	}
	if ordinary(t.low) || f.heading(a) {
		return false
	}
	if t.owner || t.tail {
		return true
	}
	if !next(f.toks, a, spaced) {
		return false
	}
	n := &f.toks[a+1]
	if f.english() {
		return n.is(sayVerb|auxVerb|inPlace|particle|bodyHead|bodyAdj) || n.low == "on" || n.low == "with" || verbLike(n.low)
	}
	return n.is(sayVerb|auxVerb) && !strings.HasSuffix(t.low, "s")
}

func (f *finder) english() bool { return f.lang == "en" || f.lang == "" }

// verbLike reports whether a word has the ending of an English verb in the past or the third person.
func verbLike(low string) bool {
	return len(low) > 3 && (strings.HasSuffix(low, "ed") || strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss"))
}

// heading reports whether the words around a are all marked as owing their capital to their place.
func (f *finder) heading(a int) bool {
	return a+1 < len(f.toks) && f.toks[a+1].first && f.toks[a+1].glue == spaced
}

// acronymAfter reports whether a bracketed acronym after token b begins like t.
func (f *finder) acronymAfter(b int, t *token) bool {
	return next(f.toks, b, bracketed) && f.toks[b+1].written(acronym) && f.toks[b+1].low[0] == t.low[0]
}

// ordinary reports whether an unknown word has an ending of ordinary English words.
func ordinary(low string) bool {
	for _, end := range []string{"ing", "ed", "ly", "tion", "tions", "sion", "ment", "ments", "ness", "ers", "ists", "ies", "ous", "ful", "able", "ible", "ance", "ence", "ity", "ure"} {
		if len(low) > len(end)+2 && strings.HasSuffix(low, end) {
			return true
		}
	}
	return false
}

// titleIn finds an office inside a run: its first and last token. The words before
// it are its owner's, the words after it a person's name.
func (f *finder) titleIn(a, b int) (q, p int, ok bool) {
	p = -1
	for i := a; i <= b; i++ {
		if f.toks[i].is(office) && f.toks[i].written(capital) {
			p = i
		} else if p >= 0 && !f.toks[i].is(portfolio|particle) {
			break
		}
	}
	if p < 0 {
		return 0, 0, false
	}
	q = p
	for q > a && f.toks[q-1].is(portfolio|office|particle) {
		q--
	}
	for p+1 <= b && !f.toks[p+1].written(capital) { // "Secretary of State"
		j := p + 2
		for j <= b && f.toks[j].is(portfolio|particle) {
			j++
		}
		if j == p+2 {
			break
		}
		p = j - 1
	}
	switch {
	case p < b && f.toks[p+1].is(groupWord): // "General Assembly"
		return 0, 0, false
	case p == b && b > a && f.toks[b].is(softOffice) && q == b && !f.alone(b-1): // "Martin Luther King"
		return 0, 0, false
	case p < b && q > a && f.toks[p].is(softOffice) && (generation[f.toks[b].low] || !f.alone(q-1) && f.demonyms[f.toks[q-1].seen] == noDemonym && !f.toks[q-1].written(acronym) && !f.hasGroup(a, q-1)):
		return 0, 0, false
	}
	return q, p, true
}

var generation = words("jr sr ii iii")

func (f *finder) hasGroup(a, b int) bool {
	for i := a; i <= b; i++ {
		if f.toks[i].is(groupWord) && f.toks[i].written(capital) {
			return true
		}
	}
	return false
}

// alone reports whether the word at i is a name by itself elsewhere in the article.
func (f *finder) alone(i int) bool {
	return f.toks[i].written(capital) && f.ev.words[f.toks[i].seen].lone > 0
}

// pair cuts "X-Y" into two names when both are names elsewhere.
func (f *finder) pair(i int) bool {
	t := f.toks[i]
	s := t.span.Of(f.body)
	cut := strings.IndexFunc(s, isHyphen)
	if cut <= 0 || strings.ContainsFunc(s[cut+1:], isHyphen) {
		return false
	}
	width := len(s[cut:]) - len(strings.TrimLeftFunc(s[cut:], isHyphen))
	l, lok := f.ev.index[strings.ToLower(s[:cut])]
	r, rok := f.ev.index[strings.ToLower(s[cut+width:])]
	if !lok || !rok || f.ev.words[l].lone == 0 || f.ev.words[r].lone == 0 {
		return false
	}
	f.add(t.span.Start, t.span.Start+cut, i, i)
	f.add(t.span.Start+cut+width, t.span.End, i, i)
	return true
}
