package timeline

// act finds what happened to what q counts: the verb after it ("10 civilians were killed"), the verb or
// noun before it ("killing 10", "death toll rose to 10"), or a noun that says both. joined tells that q follows
// the figure before it in one list ("3 soldiers and 2 guards"), so that it may share its act.
func (f *figures) act(s sentence, q quantity, u unit) (act string, joined bool) {
	after, passive := f.actAfter(s, u.b)
	if after != "" && passive {
		return after, false
	}
	before, gap := f.actBefore(s, q.a)
	switch {
	case before != "" && (after == "" || gap <= 2):
		return before, false
	case after != "":
		return after, false
	}
	return "", f.end >= s.a && f.listed(q.a)
}

// reachAfter and reachBefore bound, in words, how far a verb may stand from what it counts.
const (
	reachAfter  = 7
	reachBefore = 7
)

func (f *figures) actAfter(s sentence, from int) (act string, passive bool) {
	aux := false
	for i := from; i < s.b && i < from+reachAfter; i++ {
		w := f.words[i]
		if w.comma && i > from {
			if i = f.pastAside(s, i); i < 0 {
				return "", false
			}
			w = f.words[i]
		} else if w.comma && f.lex.parts[w.low] {
			if i = f.pastAside(s, i); i < 0 {
				return "", false
			}
			w = f.words[i]
		} else if w.comma {
			return "", false
		}
		if a, ok := f.lex.act(w.low); ok && (a.place != beforeOnly) {
			if !aux && a.place == anywhere && f.hasObject(s, i) {
				return "", false // "10 soldiers killed the gunman"
			}
			return a.name, aux || i == from
		}
		switch {
		case f.lex.aux[w.low]:
			aux = true
		case f.lex.ands[w.low], w.number >= 0, f.lex.breaks[w.low]:
			return "", false
		}
	}
	return "", false
}

// pastAside returns the word after an aside that begins at i after a comma ("including nine children,"), or -1 for any other comma.
func (f *figures) pastAside(s sentence, i int) int {
	if !f.lex.parts[f.words[i].low] && !(i+1 < s.b && f.lex.parts[f.low(i, i+2)]) {
		return -1
	}
	for n := 1; n < 9 && i+n < s.b; n++ {
		if f.words[i+n].comma {
			return i + n
		}
	}
	return -1
}

// hasObject reports whether an active verb at i is followed by what it acts on.
func (f *figures) hasObject(s sentence, i int) bool {
	if i+1 >= s.b || f.words[i+1].comma {
		return false
	}
	w := f.words[i+1]
	return w.number >= 0 || w.name >= 0 && !f.dated(w.span) || f.lex.determiners[w.low]
}

func (f *figures) actBefore(s sentence, to int) (act string, gap int) {
	for i := to - 1; i >= s.a && to-i <= reachBefore; i-- {
		if i+1 < len(f.words) && f.words[i+1].comma && i+1 != to {
			return "", 0
		}
		if i+1 == to && f.words[to].comma {
			return "", 0
		}
		w := f.words[i]
		if a, ok := f.lex.act(w.low); ok && a.place != afterOnly {
			return a.name, to - i
		}
		if w.number >= 0 && !f.dated(w.span) || f.lex.breaks[w.low] {
			return "", 0
		}
	}
	return "", 0
}
