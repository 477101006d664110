package mention

import (
	"slices"
	"strings"
)

// join leads every written form to the fullest form of its name.
func (f *finder) join() {
	f.joinDemonyms()
	f.joinBracketed()
	f.joinInitials()
	f.joinShort()
	f.joinHeads()
}

// joinHeads joins "the Front" to the one name of the article with that word; where none or several have it, it is no name.
func (f *finder) joinHeads() {
	var by map[string][]int
	for k := range f.entries {
		e := &f.entries[k]
		if e.into != k || len(e.words) != 1 || e.count == 0 || classOf(e.key)&groupWord == 0 || e.acro {
			continue
		}
		if by == nil {
			by = map[string][]int{}
			for j := range f.entries {
				if long := &f.entries[j]; long.into == j && long.count > 0 && len(long.words) > 1 {
					for _, w := range long.words {
						if classOf(w)&groupWord != 0 {
							by[w] = append(by[w], j)
						}
					}
				}
			}
		}
		if to, ok := f.onlyOne(by[e.key], k); ok {
			f.merge(k, to)
		} else {
			e.count = 0
		}
	}
}

func (f *finder) merge(from, to int) {
	from, to = f.root(from), f.root(to)
	if from == to {
		return
	}
	a, b := &f.entries[from], &f.entries[to]
	a.into = to
	for k := range b.votes {
		b.votes[k] += a.votes[k]
	}
	if b.title == "" {
		b.title = a.title
	}
	if b.country < 0 {
		b.country = a.country
	}
}

func (f *finder) joinDemonyms() {
	if len(f.demonyms) == 0 { // a script without capitals: no demonyms were looked for
		return
	}
	for i := range f.pieces {
		p := &f.pieces[i]
		e := &f.entries[p.name]
		if !e.demonym || len(e.words) != 1 || e.into != p.name {
			continue
		}
		d := f.demonyms[f.toks[p.first].seen]
		if d < 0 {
			continue
		}
		if to, ok := f.byKey[f.folded[d]]; ok && f.root(to) != p.name {
			f.merge(p.name, to)
			f.entries[f.root(to)].votes[Place] += 2
		}
	}
}

// joinBracketed joins "Long Name (LN)" and "LN (Long Name)".
func (f *finder) joinBracketed() {
	for i := 1; i < len(f.pieces); i++ {
		p, q := &f.pieces[i-1], &f.pieces[i]
		if q.first != p.last+1 || f.toks[q.first].glue != bracketed || !f.closesAfter(q) {
			continue
		}
		long, short := p.name, q.name
		if f.toks[p.last].written(acronym) && p.first == p.last {
			long, short = short, long
		}
		if f.entries[short].acro && len(f.entries[long].words) >= 1 && !f.entries[long].demonym && abbreviatesName(f.entries[short].key, f.entries[long].key) {
			f.merge(short, long)
			f.entries[f.root(long)].votes[Group] += 2
		}
	}
}

func (f *finder) closesAfter(p *piece) bool {
	return p.span.End < len(f.body) && (f.body[p.span.End] == ')' || f.body[p.span.End] == ']')
}

// abbreviatesName reports whether the letters of the folded acronym stand in the folded name in
// order, beginning with its first letter or that of a word of it.
func abbreviatesName(acro, name string) bool {
	acro = strings.ReplaceAll(acro, ".", "")
	if len(acro) > 2 {
		acro = strings.TrimSuffix(acro, "s")
	}
	if acro == "" || name == "" || acro[0] != name[0] {
		return false
	}
	miss, i := 0, 0
	for _, c := range []byte(acro) {
		j := strings.IndexByte(name[i:], c)
		if j < 0 {
			miss++
			continue
		}
		i += j + 1
	}
	return miss == 0 || miss == 1 && len(acro) >= 3
}

// initials are the first letters of a folded name's words, parts of hyphenated
// words counted, with and without its small words.
func initials(name string) (all, main string) {
	var a, m []byte
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || isHyphen(r) }) {
		a = append(a, w[0])
		if classOf(w)&(particle|stopWord) == 0 && len(w) > 1 {
			m = append(m, w[0])
		}
	}
	return string(a), string(m)
}

// joinInitials joins an acronym to the one name of the article whose initials it is.
func (f *finder) joinInitials() {
	byInitials := map[string][]int{}
	for k := range f.entries {
		e := &f.entries[k]
		if e.into != k || e.count == 0 || len(e.words) == 1 && !strings.Contains(e.key, "-") {
			continue
		}
		all, main := initials(e.key)
		byInitials[main] = append(byInitials[main], k)
		if all != main {
			byInitials[all] = append(byInitials[all], k)
		}
	}
	for k := range f.entries {
		e := &f.entries[k]
		short := strings.ReplaceAll(e.key, ".", "")
		if !e.acro || e.into != k || len(short) < 2 || len(e.words) > 1 {
			continue
		}
		if c := byInitials[short]; len(c) == 1 && f.entries[c[0]].kind() != Person {
			f.merge(k, c[0])
		}
	}
}

// joinShort joins surnames to full names, and names of several words to longer ones that end or begin with them.
func (f *finder) joinShort() {
	last, first, tail := map[string][]int{}, map[string][]int{}, map[string][]int{}
	for k := range f.entries {
		e := &f.entries[k]
		if e.into != k || e.count == 0 || len(e.words) < 2 {
			continue
		}
		if generation[e.words[len(e.words)-1]] {
			continue // the short form mostly means somebody else: the father
		}
		if e.kind() == Person || e.votes[Group] <= 0 && e.votes[Place] <= 0 && len(e.words) <= 4 {
			last[surname(e.words)] = append(last[surname(e.words)], k)
			if e.votes[Person] >= 2 && len(e.words) == 2 {
				first[e.words[0]] = append(first[e.words[0]], k)
			}
		}
		for i := 1; i < len(e.words)-1; i++ {
			t := strings.Join(e.words[i:], " ")
			tail[t] = append(tail[t], k)
		}
		if strings.Contains(e.words[0], "-") && !isPersonish(e) {
			tail[e.words[0]] = append(tail[e.words[0]], k)
		}
	}
	for k := range f.entries {
		e := &f.entries[k]
		if e.into != k || e.count == 0 || e.demonym || e.acro && len(e.words) == 1 {
			continue
		}
		from := tail[e.key]
		if len(e.words) == 1 && len(from) == 0 {
			from = last[strings.TrimPrefix(e.key, "al-")]
			if len(from) == 0 {
				from = first[e.key]
			}
			if e.votes[Place] > e.votes[Person] {
				continue
			}
		}
		if to, ok := f.onlyOne(from, k); ok {
			if t := &f.entries[to]; t.votes[Person] < 2 && e.votes[Group] > e.votes[Person] {
				if e.kind() == Group && e.count >= 5*t.count && len(t.words) == 2 && classOf(t.words[0])&(placeWord|groupWord) == 0 && t.votes[Group] <= e.votes[Group] {
					f.merge(to, k) // an adjective before it: "Separatist Karzat"
				}
				continue
			}
			if len(e.words) == 1 && !strings.Contains(e.key, "-") {
				f.entries[to].votes[Person]++
			}
			f.merge(k, to)
		}
	}
}

func isPersonish(e *entry) bool { return e.votes[Person] > e.votes[Group] }

// surname is the last word of a person's name, without an article.
func surname(words []string) string { return strings.TrimPrefix(words[len(words)-1], "al-") }

// onlyOne returns the single name among the candidates, other than k.
func (f *finder) onlyOne(c []int, k int) (int, bool) {
	to := -1
	for _, x := range c {
		x = f.root(x)
		if x == k || x == to {
			continue
		}
		if to >= 0 {
			// One may be a longer form of the other: "Omar Vell", "Asif Omar Vell".
			a, b := f.entries[to].words, f.entries[x].words
			switch {
			case isTail(a, b):
				to = x
			case isTail(b, a) || sameEnds(a, b):
			default:
				return 0, false
			}
			continue
		}
		to = x
	}
	return to, to >= 0
}

func isTail(short, long []string) bool {
	return len(short) < len(long) && slices.Equal(long[len(long)-len(short):], short)
}

func sameEnds(a, b []string) bool { return a[0] == b[0] && a[len(a)-1] == b[len(b)-1] }
