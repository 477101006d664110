package mention

import (
	"cmp"
	"slices"
	"strings"
)

// offices finds, for persons whose office is named by an organ or a pronoun only, whose office it is:
// "the army’s spokesman, Colonel X", "foreign ministry spokeswoman X", "X, the group’s spokesman".
// The organ is that of whoever's army or ministry the article named last.
func (f *finder) offices() {
	slices.SortStableFunc(f.pieces, func(a, b piece) int { return cmp.Compare(a.span.Start, b.span.Start) })
	o := organs{last: map[string]int{}, group: -1}
	for i := range f.pieces {
		p := &f.pieces[i]
		k := f.root(p.name)
		e := &f.entries[k]
		kind := e.kind()
		switch {
		case e.country >= 0 && strings.HasPrefix(e.key, f.entries[f.root(e.country)].key+" "):
			o.note(e.key[len(f.entries[f.root(e.country)].key)+1:], e.country)
		case kind == Group:
			o.group = k
		case kind == Person && e.country < 0 && len(e.words) > 1:
			if c := f.officeOf(p, &o); c >= 0 && f.root(c) != k {
				e.country = c
			}
		}
	}
}

// organs remembers whose organ of each kind was named last, and the last group.
type organs struct {
	last  map[string]int
	group int
}

func (o *organs) note(organ string, owner int) {
	o.last[organ] = owner
	o.last[organKind(organ)] = owner
}

func (o *organs) of(organ string) int {
	if k, ok := o.last[organ]; ok {
		return k
	}
	if k, ok := o.last[organKind(organ)]; ok && !strings.HasSuffix(organ, "ministry") {
		return k
	}
	return -1
}

// organKind makes names of one kind of organ the same.
func organKind(organ string) string {
	w := organ[strings.LastIndexByte(organ, ' ')+1:]
	switch w {
	case "army", "military", "forces", "navy":
		return "military"
	case "cabinet", "administration", "leadership", "authorities":
		return "government"
	}
	return w
}

// officeOf looks at the words before and after a person's name for an office and whose it is.
func (f *finder) officeOf(p *piece, o *organs) int {
	a := p.first
	if p.titled {
		a = p.title[0]
	}
	if a > 0 && (f.toks[a].glue == spaced || f.gapBefore(a) == ", ") && (f.toks[a-1].is(office) || p.titled && f.toks[a].glue == spaced) && !f.toks[a-1].written(capital) {
		if k := f.ownerIn(max(0, a-6), a, o); k >= 0 {
			return k
		}
	}
	if p.titled {
		if k := f.ownerIn(p.title[0], p.title[1], o); k >= 0 {
			return k
		}
	}
	if b := p.last + 1; b < len(f.toks) && f.gapBefore(b) == ", " {
		end := b + 1
		for end < len(f.toks) && end < b+8 && f.toks[end].glue == spaced && !f.toks[end-1].is(office) {
			end++
		}
		if f.toks[end-1].is(office) && !f.toks[end-1].written(capital) {
			return f.ownerIn(b, end, o)
		}
	}
	return -1
}

func (f *finder) gapBefore(i int) string {
	if i == 0 {
		return ""
	}
	end := f.toks[i-1].span.End
	return f.body[min(end, f.toks[i].span.Start):f.toks[i].span.Start]
}

// ownerIn finds, in tokens a to b, an organ ("army’s", "foreign ministry") or "its", "the group’s", and whose it is.
func (f *finder) ownerIn(a, b int, o *organs) int {
	for i := b - 1; i >= a; i-- {
		t := &f.toks[i]
		if i < b-1 && f.toks[i+1].glue != spaced {
			return -1
		}
		low := strings.TrimSuffix(strings.TrimSuffix(t.low, "’s"), "'s")
		switch {
		case t.written(capital) && !t.is(office|portfolio):
			return -1
		case low == "its" || low == "their" || low == "group" && low != t.low:
			return o.group
		case classOf(low)&bodyHead != 0:
			if i > a && classOf(f.toks[i-1].low)&bodyAdj != 0 {
				return o.of(f.toks[i-1].low + " " + low)
			}
			return o.of(low)
		}
	}
	return -1
}
