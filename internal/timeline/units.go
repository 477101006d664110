package timeline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unitKind says what sort of thing a unit is.
type unitKind uint8

const (
	things  unitKind = iota
	people           // persons and groups of them: what a toll counts
	measure          // lengths, weights, percent, money: never a toll
	spell            // hours, years, ages: no figure at all
)

// unitWord is what a counted word stands for.
type unitWord struct {
	name string // singular, English
	kind unitKind
	act  string // what the word itself says happened: "deaths"
}

// unit is a counted word in its place, in words up to b.
type unit struct {
	unitWord
	b   int
	who string
}

// unit finds what q counts: a known word among the next four, past adjectives and names, or else an unknown plural next to it.
func (f *figures) unit(s sentence, q quantity) unit {
	switch {
	case q.percent:
		return unit{unitWord: unitWord{name: "percent", kind: measure}, b: q.b}
	case q.money != "":
		return unit{unitWord: unitWord{name: q.money, kind: measure}, b: q.b}
	case q.tail != "":
		return f.tailUnit(q)
	}
	for i := q.b; i < s.b && i < q.b+5; i++ {
		w := f.words[i]
		if i > q.b && w.comma || w.comma && !f.closeBy(i) {
			break
		}
		if u, ok := f.lex.unit(w.low); ok && (w.name < 0 || f.set.Mentions[w.name].Demonym) && u.kind != spell {
			u = f.refine(u, q.b, i)
			return unit{u, i + 1, f.whoAt(q.b, i)}
		} else if ok {
			return unit{b: q.b, unitWord: unitWord{kind: spell}}
		}
		if w.number >= 0 || f.stops(w.low) && !(i == q.b && f.lex.of[w.low]) {
			break
		}
		if _, ok := f.lex.act(w.low); ok {
			break
		}
	}
	return f.unknownUnit(s, q)
}

// closeBy reports whether only a dash stands before word i.
func (f *figures) closeBy(i int) bool {
	gap := strings.TrimSpace(f.body[f.words[i-1].span.End:f.words[i].span.Start])
	return gap == "-" || gap == "–"
}

func (f *figures) tailUnit(q quantity) unit {
	low := strings.ToLower(q.tail)
	if cut := strings.IndexAny(low, "-‑‐"); cut > 0 { // "45-year-old"
		low = low[:cut]
	}
	u, ok := f.lex.unit(low)
	if !ok || u.kind == spell {
		return unit{b: q.b, unitWord: unitWord{kind: spell}}
	}
	return unit{unitWord: u, b: q.b}
}

// refine reads an adjective that changes what is counted: "мирных жителей" are civilians.
func (f *figures) refine(u unitWord, a, i int) unitWord {
	for ; a < i; a++ {
		for stem, name := range f.lex.adjectives {
			if strings.HasPrefix(f.words[a].low, stem) {
				u.name = name
			}
		}
	}
	return u
}

// whoAt is the name among the words [a, b), as written.
func (f *figures) whoAt(a, b int) string {
	for i := a; i < b; i++ {
		if n := f.words[i].name; n >= 0 {
			return f.set.Mentions[n].Span.Of(f.body)
		}
	}
	return ""
}

// demonyms reports whether a people is named at word i: "137 Karsundis".
func (f *figures) demonyms(i int) bool {
	n := f.words[i].name
	return n >= 0 && f.set.Mentions[n].Demonym
}

// unknownUnit takes an English plural that no table holds, right after the number or one word later.
func (f *figures) unknownUnit(s sentence, q quantity) unit {
	none := unit{b: q.b}
	if i := q.b; i < s.b && !f.words[i].comma && f.demonyms(i) {
		for i+1 < s.b && f.words[i+1].name == f.words[i].name {
			i++
		}
		return unit{unitWord{name: "person", kind: people}, i + 1, f.whoAt(q.b, i+1)}
	}
	if f.lang != "en" {
		return none
	}
	for i := q.b; i < s.b && i < q.b+2; i++ {
		w := f.words[i]
		if w.comma || w.name >= 0 || w.number >= 0 || f.stops(w.low) {
			return none
		}
		if _, ok := f.lex.act(w.low); ok {
			return none
		}
		if r, _ := utf8.DecodeRuneInString(w.span.Of(f.body)); unicode.IsLower(r) && len(w.low) > 3 && strings.HasSuffix(w.low, "s") && !strings.HasSuffix(w.low, "ss") && !strings.HasSuffix(w.low, "'s") {
			return unit{unitWord: unitWord{name: singular(w.low)}, b: i + 1}
		}
	}
	return none
}

func (f *figures) stops(w string) bool { return f.lex.stops[w] || f.lex.ands[w] }
