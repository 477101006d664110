package mention

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// Find finds the names, numbers and quotations of an article. Spans are in body;
// of the title only whether a name stands in it is kept. lang is the language of the body as
// BCP 47, or "" when unknown. Body must be valid UTF-8 for spans to cut no character.
func Find(title, body, lang string) *Set {
	f := &finder{body: body, lang: base(lang), byText: map[string]int{}, byKey: map[string]int{}}
	f.toks = tokenize(body, f.lang)
	f.ev = gather(title, body, f.lang, f.toks)
	if f.lang == "de" {
		f.soberGerman()
	}
	f.findDemonyms()
	f.runs()
	f.findCaseless()
	f.findContext()
	f.join()
	f.bodies()
	f.offices()
	set := f.set(title)
	set.Mentions = append(set.Mentions, f.numbers()...)
	set.Mentions = append(set.Mentions, quotations(body)...)
	slices.SortStableFunc(set.Mentions, func(a, b Mention) int {
		return cmp.Or(a.Span.Start-b.Span.Start, b.Span.End-a.Span.End, int(a.Kind)-int(b.Kind))
	})
	return set
}

// base is the language of a BCP 47 tag without region and script.
func base(lang string) string {
	if i := strings.IndexAny(lang, "-_"); i > 0 {
		lang = lang[:i]
	}
	return strings.ToLower(lang)
}

// finder is the work on one article.
type finder struct {
	body     string
	lang     string
	toks     []token
	ev       *evidence
	demonyms []int    // by evidence index: the evidence index of the place it is made from, -1 unknown place, -2 none
	folded   []string // by evidence index: the word folded
	pieces   []piece
	entries  []entry
	byText   map[string]int // entry by words as written
	byKey    map[string]int // entry by folded words
}

// entry is one written form of a name, and after joining the name itself.
type entry struct {
	key     string
	text    string
	words   []string // of key
	into    int      // the entry it was joined into, or itself
	demonym bool
	count   int
	votes   [4]int // by NameKind
	acro    bool   // written as an acronym
	article bool   // stands after "the"
	country int    // entry, or -1
	title   string
}

// name records tokens a to b as one name, after taking an owner off its front.
func (f *finder) name(a, b int, title [2]int, after bool) {
	for b > a && !f.toks[b].written(capital) {
		b--
	}
	for a < b && !f.toks[a].written(capital) {
		a++
	}
	if title[1] == 0 && b > a && f.ownerFirst(a, b) {
		f.one(a, a, [2]int{}, after)
		f.one(a+1, b, [2]int{}, true)
		return
	}
	f.one(a, b, title, after)
}

func (f *finder) one(a, b int, title [2]int, after bool) {
	if title[1] == 0 && a == b && !f.namesAlone(a) {
		return
	}
	k := f.add(f.toks[a].span.Start, f.toks[b].span.End, a, b)
	p := &f.pieces[len(f.pieces)-1]
	p.title, p.titled, p.after = title, title[1] > 0, after
	e := &f.entries[k]
	if a == b {
		e.acro = e.acro || f.toks[a].written(acronym)
		if f.demonyms[f.toks[a].seen] > noDemonym {
			e.demonym = true
		}
	}
	if f.hasGroup(a, b) {
		e.votes[Group] += 3
	}
}

// namesAlone reports whether a single capitalised word can be a name at all.
func (f *finder) namesAlone(a int) bool {
	t := &f.toks[a]
	if len(t.low) > 2 && t.low[1] == '-' && len(t.low) < 9 && (t.low[0] == 'r' || t.low[0] == 'd') { // a party and a state: "R-Ohio"
		return false
	}
	if t.written(acronym) {
		return len(t.low) >= 2 && !loudWords[t.low]
	}
	w := f.ev.words[t.seen]
	switch {
	case len(t.low) < 2 || t.is(stopWord|calendar|honorific):
		return false
	case t.is(office|portfolio|bodyHead|commonWord) && !t.is(givenName):
		return false
	case t.is(groupWord) && a > 0 && f.toks[a-1].low == "the" && !t.first: // "the Front": joined to a longer name or dropped
		return w.low == 0
	case t.is(groupWord | placeWord | kinNoun):
		return w.low == 0 && w.mid > 1 && !t.is(groupWord)
	}
	return w.low == 0 || w.mid > w.low
}

// loudWords are written in capitals for other reasons than being a name. "US", "UN" and "WHO" are not among them.
var loudWords = words("am pm ok tv id it or in an no so to of on and the not all my me we he if is be do as at by but you his her are was can will for from with this that new now")

// ownerFirst reports whether the first word of a run is not part of the name but
// its owner: "Karsundi Army", "Velmoran Foreign Ministry", "Lusavan Karzat".
func (f *finder) ownerFirst(a, b int) bool {
	t := &f.toks[a]
	if t.is(office | portfolio | groupWord | placeWord | bodyHead) {
		return false
	}
	w := f.ev.words[t.seen]
	demonym := f.demonyms[t.seen] != noDemonym
	if !demonym && w.lone == 0 {
		return false
	}
	if f.generic(a+1, b) {
		return demonym || w.placed > 0 || w.lone > 1
	}
	return demonym && b == a+1 && f.alone(b) && !f.toks[b].is(givenName)
}

// generic reports whether tokens a to b name an organ and nothing else: "Foreign Ministry".
func (f *finder) generic(a, b int) bool {
	head := false
	for i := a; i <= b; i++ {
		t := &f.toks[i]
		if !t.is(bodyHead | bodyAdj | portfolio) {
			return false
		}
		head = head || t.is(bodyHead)
	}
	return head
}

// add records body[start:end] as a mention of a name and returns its entry.
func (f *finder) add(start, end, first, last int) int {
	f.pieces = append(f.pieces, piece{first: first, last: last, span: text.Span{Start: start, End: end}})
	k := f.entry(f.body[start:end])
	f.pieces[len(f.pieces)-1].name = k
	f.entries[k].count++
	return k
}

// entry returns the entry of a written form, made if new.
func (f *finder) entry(written string) int {
	if k, ok := f.byText[written]; ok {
		return k
	}
	words := strings.Fields(text.Fold(written))
	key := strings.Join(words, " ")
	k, ok := f.byKey[key]
	if !ok {
		k = len(f.entries)
		f.entries = append(f.entries, entry{key: key, text: strings.Join(strings.Fields(written), " "), words: words, into: k, country: -1})
		f.byKey[key] = k
	}
	f.byText[written] = k
	return k
}

// root is the entry that k was joined into.
func (f *finder) root(k int) int {
	for f.entries[k].into != k {
		k = f.entries[k].into
	}
	return k
}

// set turns entries and pieces into the result.
func (f *finder) set(title string) *Set {
	s := &Set{}
	index := make([]int, len(f.entries))
	for k := range f.entries {
		index[k] = -1
		e := &f.entries[k]
		if e.into != k || e.count == 0 {
			continue
		}
		index[k] = len(s.Names)
		s.Names = append(s.Names, Name{Key: e.key, Text: e.text, Kind: e.kind(), Title: e.title})
	}
	for k := range f.entries {
		e := &f.entries[k]
		if n := index[f.root(k)]; n >= 0 {
			s.Names[n].Count += e.count
			if e.into != k {
				s.Names[n].Aliases = append(s.Names[n].Aliases, e.key)
			} else if e.country >= 0 && index[f.root(e.country)] >= 0 {
				s.Names[n].Country = f.entries[f.root(e.country)].key
			}
		}
	}
	for i := range f.pieces {
		p := &f.pieces[i]
		if n := index[f.root(p.name)]; n >= 0 {
			s.Mentions = append(s.Mentions, Mention{Kind: NameMention, Span: p.span, Key: s.Names[n].Key, Demonym: f.entries[p.name].demonym, Name: n})
		}
	}
	markTitle(s, title)
	s.order()
	return s
}

// order sorts the names, most mentioned first, and renumbers the mentions.
func (s *Set) order() {
	by := make([]int, len(s.Names))
	for i := range by {
		by[i] = i
	}
	slices.SortFunc(by, func(a, b int) int {
		return cmp.Or(s.Names[b].Count-s.Names[a].Count, strings.Compare(s.Names[a].Key, s.Names[b].Key))
	})
	names := make([]Name, len(by))
	to := make([]int, len(by))
	for i, k := range by {
		names[i], to[k] = s.Names[k], i
		slices.Sort(names[i].Aliases)
	}
	s.Names = names
	for i := range s.Mentions {
		s.Mentions[i].Name = to[s.Mentions[i].Name]
	}
}

// markTitle notes which names stand in the title, in full or by an alias of some length.
func markTitle(s *Set, title string) {
	if title == "" {
		return
	}
	folded := " " + strings.Join(foldedWords(title), " ") + " "
	for i := range s.Names {
		n := &s.Names[i]
		n.InTitle = strings.Contains(folded, " "+n.Key+" ")
		for _, a := range n.Aliases {
			n.InTitle = n.InTitle || strings.Contains(folded, " "+a+" ")
		}
	}
}

// foldedWords are the words of s folded, possessive endings off.
func foldedWords(s string) []string {
	var out []string
	for _, w := range text.Words(s) {
		out = append(out, strings.TrimSuffix(text.Fold(w.Of(s)), "'s"))
	}
	return out
}
