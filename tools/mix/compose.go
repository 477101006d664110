package main

import (
	"math/rand/v2"
)

// text is an article as it is told, before it is put on a page.
type text struct {
	title string
	paras []string
}

// compose makes an article's text. It depends on nothing but the plan.
func (m *mixer) compose(a article) text {
	if a.kind == own {
		return m.report(a.story, a.group, a.unit, a.whole, a.seed)
	}
	t := m.report(a.story, a.group, a.of.unit, a.of.whole, a.of.seed)
	r := rand.New(rand.NewPCG(a.seed, 5))
	switch n := len(t.paras); a.kind {
	case edited:
		from, to := 0, n
		if n > 6 {
			from, to = r.IntN(2), n-r.IntN(3)
		}
		t.paras = append([]string(nil), t.paras[from:to]...)
		place := towns[r.IntN(len(towns))]
		t.paras[0] = place + " (Meridian Wire) — " + t.paras[0]
		t.paras = append(t.paras, "Additional reporting by the "+place+" newsroom.")
	case truncated:
		t.paras = t.paras[:max(3, n*(40+r.IntN(30))/100)]
	case spliced:
		extra := m.report(a.story, a.group, a.of.unit+1, false, a.seed)
		t.title = extra.title
		t.paras = append(append([]string(nil), t.paras[:max(3, n/2)]...), extra.paras[:len(extra.paras)/2]...)
	}
	return t
}

// parts is how many reports share the paragraphs of one source.
const parts = 3

// report makes a text of its own on a story: paragraphs of one of its sources, of which no other report has the same, and
// some of another text, with the words of the story. When the sources are used up, later reports have their
// names and numbers and for the rest mostly words of their own.
func (m *mixer) report(story, group, unit int, whole bool, seed uint64) text {
	r := rand.New(rand.NewPCG(seed, 3))
	salt := mixed(m.seed, uint64(story))
	g := m.texts.groups[group]
	s := g[unit%len(g)]
	part := unit / len(g) % parts
	var picked []string
	for i, p := range s.paras {
		if whole || i%parts == part {
			picked = append(picked, p)
		}
	}
	other := m.texts.groups[r.IntN(len(m.texts.groups))][0]
	for _, p := range other.paras {
		if len(picked) < leastParas || r.Float64() < .12 {
			at := 1 + r.IntN(len(picked))
			picked = append(picked[:at], append([]string{p}, picked[at:]...)...)
		}
	}
	lower := salt
	if unit >= parts*len(g) {
		lower = seed
	}
	swap := func(s string) string { return m.words.swap(s, salt, lower) }
	t := text{title: swap(s.title)}
	if unit >= len(g) {
		t.title = swap(headline(picked[0]))
	}
	for _, p := range picked {
		t.paras = append(t.paras, swap(p))
	}
	return t
}

// headline is the beginning of a paragraph, cut at a word.
func headline(p string) string {
	words := 0
	for i := range len(p) {
		if p[i] == ' ' {
			if words++; words == 11 {
				return p[:i]
			}
		}
	}
	return p
}
