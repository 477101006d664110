package timeline

import (
	"strings"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// quantity is a number with the words that make it a bound, in words [a, b).
type quantity struct {
	a, b       int
	low, high  float64 // high 0: no upper bound; low 0: no lower one
	approx     bool
	start, end int    // bytes, with a currency sign or percent sign that touches it
	money      string // currency, for an amount of money
	percent    bool
	tail       string // unit written in the same word: "kilometer" of "10-kilometer"
}

// quantity reads the number that begins at word i, with what stands before it.
func (f *figures) quantity(s sentence, i int) (quantity, bool) {
	q, ok := f.number(s, i)
	if !ok || f.dated(text.Span{Start: q.start, End: q.end}) {
		return q, false
	}
	f.sign(&q)
	f.bound(s, &q)
	if q.b+2 <= s.b && f.low(q.b, q.b+2) == "or more" {
		q.b, q.high, q.end = q.b+2, 0, f.words[q.b+1].span.End
	}
	return q, true
}

func (f *figures) number(s sentence, i int) (quantity, bool) {
	w := f.words[i]
	if w.number < 0 {
		return f.vague(s, i)
	}
	m := f.set.Mentions[w.number]
	if m.Span.Start < w.span.Start && i > s.a && f.words[i-1].number == w.number {
		return quantity{}, false // inside a number that was refused at its first word
	}
	q := quantity{a: i, b: i + 1, low: m.Value, high: m.Value, start: m.Span.Start, end: m.Span.End}
	for q.b < s.b && f.words[q.b].number == w.number {
		q.b++
	}
	last := f.words[q.b-1]
	if m.Span.End < last.span.End {
		q.tail = strings.TrimLeft(f.body[m.Span.End:last.span.End], "-‑‐")
	}
	f.upper(&q)
	if ordinal(w.low) || f.clock(q) || q.low == 0 && q.high == 0 || f.partOfName(q) {
		return q, false
	}
	return q, true
}

// upper finds the upper end of a range: "3 to 5", "3–5", "between 3 and 5".
func (f *figures) upper(q *quantity) {
	for i := q.a + 1; i < q.b; i++ {
		w := f.words[i]
		if v, ok := plainNumber(w.low); ok && v > q.low && rangeMark(f.body[f.words[i-1].span.End:w.span.Start], f.words[i-1].low) {
			q.high = v
			return
		}
	}
	if q.a > 0 && f.lex.between[f.words[q.a-1].low] && q.b+1 < len(f.words) && f.lex.ands[f.words[q.b].low] && f.words[q.b+1].number >= 0 {
		m := f.set.Mentions[f.words[q.b+1].number]
		if m.Value > q.low {
			q.high = m.Value
			q.a--
			for q.b++; q.b < len(f.words) && f.words[q.b].span.Start < m.Span.End; q.b++ {
			}
			q.start, q.end = f.words[q.a].span.Start, m.Span.End
		}
	}
}

func rangeMark(gap, before string) bool {
	gap = strings.TrimSpace(gap)
	return gap == "–" || gap == "-" || before == "to" || before == "تا" || before == "до" || before == "a" || before == "bis"
}

// plainNumber reads digits of any script, or a small number word.
func plainNumber(w string) (float64, bool) {
	v := 0.0
	for _, r := range w {
		d := text.Digit(r)
		switch {
		case d >= 0:
			v = v*10 + float64(d)
		case r != ',' && r != '٬':
			n, ok := smallNumbers[w]
			return n, ok
		}
	}
	return v, w != "" && v < 1e12
}

// vague reads words that stand for a number: "dozens of", "hundreds", "tens of thousands", "a dozen", "one" before a person.
func (f *figures) vague(s sentence, i int) (quantity, bool) {
	q := quantity{a: i, start: f.words[i].span.Start}
	for n := min(3, s.b-i); n > 0; n-- {
		v, ok := f.lex.vague[f.low(i, i+n)]
		if !ok {
			continue
		}
		q.b, q.low, q.approx = i+n, v, true
		q.end = f.words[q.b-1].span.End
		if v == 1 || v == 12 {
			q.high, q.approx = v, false
		}
		return q, v != 1 || f.onePerson(s, i+n)
	}
	return q, false
}

// onePerson reports whether the word after "one" is a person, so that it counts: "one child".
func (f *figures) onePerson(s sentence, i int) bool {
	for n := 0; n < 2 && i+n < s.b; n++ {
		if u, ok := f.lex.units[f.words[i+n].low]; ok {
			return u.kind == people
		}
	}
	return false
}

func ordinal(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return text.Digit(r) >= 0 && (strings.HasSuffix(w, "st") || strings.HasSuffix(w, "nd") || strings.HasSuffix(w, "rd") || strings.HasSuffix(w, "th") || strings.HasSuffix(w, "s"))
}

// partOfName reports whether the number belongs to a name: "Article 12", "Brigade 4".
func (f *figures) partOfName(q quantity) bool {
	return f.words[q.a].name >= 0 && q.a > 0 && f.words[q.a-1].name == f.words[q.a].name
}

// clock reports whether a colon joins the number to another: "01:26", "3:1".
func (f *figures) clock(q quantity) bool {
	before, after := f.body[:q.start], f.body[q.end:]
	return len(before) > 1 && before[len(before)-1] == ':' && text.Digit(rune(before[len(before)-2])) >= 0 ||
		len(after) > 1 && after[0] == ':' && text.Digit(rune(after[1])) >= 0
}

// sign reads a currency sign before the number and a percent sign after it.
func (f *figures) sign(q *quantity) {
	for _, c := range currencySigns {
		mark, name := c[0], c[1]
		if strings.HasSuffix(f.body[:q.start], mark) {
			q.money, q.start = name, q.start-len(mark)
			for _, c := range []string{"US", "A", "C"} { // "US$5"
				if before, ok := strings.CutSuffix(f.body[:q.start], c); ok && mark == "$" {
					q.start = len(before)
					break
				}
			}
			return
		}
		if strings.HasPrefix(strings.TrimLeft(f.body[q.end:], " \u00a0"), mark) {
			q.money = name
			q.end += strings.Index(f.body[q.end:], mark) + len(mark)
			return
		}
	}
	for _, mark := range []string{"%", "٪", "％", " %", "\u00a0%", "\u202f%"} {
		if strings.HasPrefix(f.body[q.end:], mark) {
			q.percent, q.end = true, q.end+len(mark)
			return
		}
	}
}

// bound reads the words before the number that make it a bound or an estimate, several at once ("an estimated", "at least some").
func (f *figures) bound(s sentence, q *quantity) {
	for range 2 {
		if !f.oneBound(s, q) {
			return
		}
	}
}

func (f *figures) oneBound(s sentence, q *quantity) bool {
	for n := min(4, q.a-s.a); n > 0; n-- {
		b, ok := f.lex.bounds[f.low(q.a-n, q.a)]
		if !ok || n == 1 && f.words[q.a].comma {
			continue
		}
		q.a -= n
		q.start = min(q.start, f.words[q.a].span.Start)
		switch b {
		case atLeast:
			if q.high == q.low {
				q.high = 0
			}
		case atMost:
			if q.high == q.low {
				q.low = 0
			}
		case about:
			q.approx = true
		}
		return true
	}
	return false
}
