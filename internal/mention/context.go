package mention

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// kind is the guess with the most votes.
func (e *entry) kind() NameKind {
	best := Other
	for _, k := range []NameKind{Person, Group, Place} {
		if e.votes[k] > e.votes[best] {
			best = k
		}
	}
	if best == Other && e.acro {
		return Group
	}
	return best
}

// findContext reads what stands around each mention: titles, offices, owners, prepositions and verbs.
func (f *finder) findContext() {
	ends := make(map[int]int, len(f.pieces)) // last token of a piece -> piece
	for i := range f.pieces {
		ends[f.pieces[i].last] = i
	}
	for i := range f.pieces {
		p := &f.pieces[i]
		f.votes(p)
		f.titleBefore(p, ends)
		f.titleAfter(p, i)
		f.ofOwner(p, i)
		f.ownerBefore(p, ends)
	}
	f.shareKinds()
	f.likelyPersons()
}

// likelyPersons guesses a person where two or three unknown words stand as a name, and nothing else speaks for or against it.
func (f *finder) likelyPersons() {
	known := class(stopWord | commonWord | ordinaryWord | office | portfolio | groupWord | placeWord | calendar)
	for i := range f.pieces {
		p := &f.pieces[i]
		e := &f.entries[p.name]
		if n := p.last - p.first + 1; n < 2 || n > 3 || e.votes != [4]int{} || e.article || e.demonym || f.lang == "de" {
			continue
		}
		likely := true
		for j := p.first; j <= p.last && likely; j++ {
			t := &f.toks[j]
			likely = t.written(capital) && !t.written(acronym) && !t.is(known) && (f.demonyms[t.seen] == noDemonym || j == p.last)
		}
		if likely && !(f.alone(p.first) && f.ev.words[f.toks[p.first].seen].placed > 0) {
			e.votes[Person] = 1
		}
	}
}

func (f *finder) votes(p *piece) {
	e := &f.entries[p.name]
	n := len(e.words)
	if e.demonym {
		return
	}
	if n > 1 && f.toks[p.first].is(givenName) && !f.hasGroup(p.first, p.last) {
		e.votes[Person] += 3
	}
	if f.toks[p.last].is(placeWord) && n > 1 || f.toks[p.first].is(placeWord) && n > 1 && f.toks[p.first].written(capital) {
		e.votes[Place] += 2
	}
	for _, end := range []string{"stan", "abad", "land", "burg", "pur", "grad"} {
		if n == 1 && strings.HasSuffix(e.key, end) && len(e.key) > len(end)+2 {
			e.votes[Place]++
		}
	}
	if p.first > 0 && f.toks[p.first].glue == spaced {
		b := &f.toks[p.first-1]
		e.article = e.article || b.low == "the"
		switch {
		case b.is(inPlace) && !b.is(honorific):
			e.votes[Place] += 1 + btoi(b.low == "in")
		case b.low == "the" && n == 1 && !f.modifies(p.last):
			e.votes[Group]++
		case b.low == "of" && p.first > 1 && f.toks[p.first-2].is(placeWord):
			e.votes[Place] += 2
		}
	}
	if next(f.toks, p.last, spaced) && !f.toks[p.last].owner {
		a := &f.toks[p.last+1]
		switch {
		case a.is(sayVerb) && n >= 2 && n <= 4 && !f.toks[p.first].written(acronym) && !f.hasGroup(p.first, p.last):
			e.votes[Person] += 2
		case a.low == "who" || a.low == "himself" || a.low == "herself":
			e.votes[Person] += 2
		}
	}
	if p.last+1 < len(f.toks) && f.toks[p.last+1].low == "who" {
		e.votes[Person] += 2
	}
	if p.last > 0 && f.toks[p.last].glue == spaced && p.first > 0 && f.toks[p.first-1].is(sayVerb) && f.toks[p.first].glue == spaced && n >= 2 && n <= 4 && !f.hasGroup(p.first, p.last) {
		e.votes[Person]++
	}
}

// modifies reports whether the word at i stands before a noun of lower case: "the Karsund capital".
func (f *finder) modifies(i int) bool {
	return !f.toks[i].owner && (f.toks[i].tail || next(f.toks, i, spaced) && !f.toks[i+1].written(capital|digits) && !f.toks[i+1].is(stopWord|sayVerb|auxVerb|inPlace|particle))
}

// shareKinds gives names without a guess the guess of the name they are listed with: "in X and Y".
func (f *finder) shareKinds() {
	for i := 1; i < len(f.pieces); i++ {
		p, q := &f.pieces[i-1], &f.pieces[i]
		gap := f.body[p.span.End:max(p.span.End, q.span.Start)]
		if gap != " and " && gap != " or " && gap != " y " && gap != " et " && gap != " und " {
			continue
		}
		a, b := &f.entries[f.root(p.name)], &f.entries[f.root(q.name)]
		switch {
		case a.demonym || b.demonym || a.acro != b.acro:
		case a.kind() == Place && b.votes == [4]int{}:
			b.votes[Place]++
		case b.kind() == Place && a.votes == [4]int{}:
			a.votes[Place]++
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// titleBefore records the office before a name, from its run or in lower case, and the owner before the office.
func (f *finder) titleBefore(p *piece, ends map[int]int) {
	e := &f.entries[p.name]
	a, b := p.title[0], p.title[1]
	if p.titled {
		if q := f.lowerTitle(a); q < a && f.toks[a].glue == spaced && f.toks[a-1].is(office|portfolio) {
			a = q
		}
	} else {
		if f.toks[p.first].glue != spaced || e.demonym {
			return
		}
		b = p.first
		if a = f.lowerTitle(b); a == b {
			return
		}
	}
	for a > 2 && f.toks[a-1].low == "and" && f.toks[a].glue == spaced && f.toks[a-2].is(office) { // "Deputy Premier and Foreign Minister X"
		a -= 2
		for a > 0 && f.toks[a].glue == spaced && f.toks[a-1].is(office|portfolio) && f.toks[a-1].low != "of" && f.toks[a-1].low != "for" {
			a--
		}
	}
	e.votes[Person] += 4
	if t := f.titleText(a, b); t != "" && e.title == "" {
		e.title = t
	}
	if k, ok := ends[a-1]; ok && f.toks[a].glue == spaced && e.country < 0 && f.pieces[k].name != p.name {
		e.country = f.pieces[k].name
	}
}

// lowerTitle returns the first token of the lower-case title that ends before token b, or b.
func (f *finder) lowerTitle(b int) int {
	a := b
	for a > 0 && !f.toks[a-1].written(capital) && f.toks[a-1].is(office|portfolio|kinNoun) && f.toks[a-1].low != "of" && f.toks[a-1].low != "and" && f.toks[a-1].low != "for" && (a == b || f.toks[a].glue == spaced) {
		a--
	}
	if a < b && (!f.toks[b-1].is(office|kinNoun) || loneAdjective[f.toks[b-1].low]) {
		return b
	}
	return a
}

// loneAdjective are titles that in lower case are something else.
var loneAdjective = words("major general marshal lord lady sir first chair whip crown head")

// titleText is the title as lower-case words, honorifics left out.
func (f *finder) titleText(a, b int) string {
	var w []string
	for i := a; i < b; i++ {
		if !f.toks[i].is(honorific) && !strings.HasSuffix(f.toks[i].low, "’s") && !strings.HasSuffix(f.toks[i].low, "'s") {
			w = append(w, f.toks[i].low)
		}
	}
	if n := len(w); n > 0 && classOf(w[n-1])&office == 0 && classOf(w[n-1])&(kinNoun|portfolio) == 0 {
		return ""
	}
	return strings.Join(w, " ")
}

// titleAfter reads an office set after a name: ", a former deputy interior minister", ", the Karsundi foreign minister,".
func (f *finder) titleAfter(p *piece, i int) {
	e := &f.entries[p.name]
	j := p.last + 1
	if j >= len(f.toks) || e.demonym || f.body[p.span.End:f.toks[j].span.Start] != ", " {
		return
	}
	start, owner := j, -1
	for ; j < len(f.toks) && j < p.last+8; j++ {
		t := &f.toks[j]
		if j > p.last+1 && t.glue != spaced {
			return
		}
		switch {
		case t.low == "a" || t.low == "an" || t.low == "the" || t.low == "his" || t.low == "her":
			start = j + 1
		case t.is(office|kinNoun) && !t.written(capital) && !(next(f.toks, j, spaced) && f.toks[j+1].is(office|portfolio|kinNoun) && f.toks[j+1].low != "of" && f.toks[j+1].low != "and" && f.toks[j+1].low != "for"):
			f.apposed(p, start, j, owner, i)
			return
		case t.is(portfolio) && t.low != "of" && t.low != "and" || t.is(office|kinNoun):
		case t.written(capital):
			owner, start = j, j+1
		case t.is(stopWord|sayVerb|auxVerb) || t.written(digits):
			return
		}
	}
}

// ofOwner reads "Foreign Minister X of Y".
func (f *finder) ofOwner(p *piece, i int) {
	e := &f.entries[p.name]
	if e.country >= 0 || e.title == "" || i+1 >= len(f.pieces) {
		return
	}
	if q := &f.pieces[i+1]; q.first <= p.last+3 && f.plainlyOf(p.last, q.first) {
		e.country = q.name
	}
}

// apposed records the office that ends at token j, its owner, or the place in "minister of X".
func (f *finder) apposed(p *piece, start, j, owner, i int) {
	e := &f.entries[p.name]
	e.votes[Person] += 3
	if e.title == "" && start <= j {
		e.title = f.titleText(start, j+1)
	}
	if e.country >= 0 {
		return
	}
	for k := i + 1; k < len(f.pieces) && f.pieces[k].first <= j+4; k++ {
		q := &f.pieces[k]
		ofOwner := q.first > j && f.plainlyOf(j, q.first)
		if q.first <= owner && owner <= q.last || ofOwner {
			e.country = q.name
			return
		}
	}
}

// plainlyOf reports whether only "of", "for", "the" stand between token j and token k.
func (f *finder) plainlyOf(j, k int) bool {
	if k == j+1 {
		return false
	}
	for i := j + 1; i <= k; i++ {
		t := &f.toks[i]
		if t.glue != spaced || i < k && t.low != "of" && t.low != "for" && t.low != "the" && t.low != "de" {
			return false
		}
	}
	return true
}

// ownerBefore notes the state or body that owns a group: "Karsund's National Assembly".
func (f *finder) ownerBefore(p *piece, ends map[int]int) {
	e := &f.entries[p.name]
	k, ok := ends[p.first-1]
	if !ok || e.country >= 0 || f.toks[p.first].glue != spaced || p.titled {
		return
	}
	o := &f.pieces[k]
	if !f.toks[o.last].owner && !f.entries[o.name].demonym && !f.generic(p.first, p.last) {
		return
	}
	if f.hasGroup(p.first, p.last) || f.generic(p.first, p.last) {
		e.country = o.name
	}
}

// bodies adds the organs that the text names by their owner in lower case ("Karsund's
// military", "the Velmoran foreign ministry"), and gives organs in capitals the owner's name in their key.
func (f *finder) bodies() {
	n := len(f.pieces)
	starts := make(map[int]int, n)
	for i := range f.pieces {
		starts[f.pieces[i].first] = i
	}
	for i := 0; i < n; i++ {
		p := f.pieces[i]
		owner := f.root(p.name)
		if f.toks[p.last].tail || f.entries[owner].kind() == Person || !f.toks[p.last].owner && !f.entries[p.name].demonym && len(f.entries[owner].words) > 1 {
			continue
		}
		a := p.last + 1
		j := a
		for j < len(f.toks) && j < a+3 && f.toks[j].glue == spaced && f.toks[j].is(bodyAdj) && !f.toks[j].is(bodyHead) {
			j++
		}
		if j >= len(f.toks) || f.toks[j].glue != spaced || !f.toks[j].is(bodyHead) || f.toks[a].glue != spaced {
			continue
		}
		if next(f.toks, j, spaced) && f.toks[j+1].is(office|kinNoun) && !f.toks[j+1].written(capital) {
			continue // "the Karsundi military spokesman"
		}
		f.organ(owner, a, j, starts)
	}
}

func (f *finder) organ(owner, a, b int, starts map[int]int) {
	for i := a + 1; i <= b; i++ {
		if _, ok := starts[i]; ok {
			return
		}
	}
	span := text.Span{Start: f.toks[a].span.Start, End: f.toks[b].span.End}
	key := f.entries[owner].key + " " + strings.Join(strings.Fields(text.Fold(span.Of(f.body))), " ")
	k, ok := f.byKey[key]
	if !ok {
		k = len(f.entries)
		f.entries = append(f.entries, entry{key: key, text: f.entries[owner].text + " " + span.Of(f.body), words: strings.Fields(key), into: k, country: owner, votes: [4]int{Group: 5}})
		f.byKey[key] = k
	}
	if i, ok := starts[a]; ok { // already a name in capitals
		if p := &f.pieces[i]; p.last <= b {
			f.entries[p.name].count--
			p.name, p.span = k, span
			f.entries[k].count++
		}
		return
	}
	f.pieces = append(f.pieces, piece{first: a, last: b, span: span, name: k})
	f.entries[k].count++
}
