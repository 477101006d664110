package when

import (
	"time"

	"github.com/parley-news/parley/internal/text"
)

// Found is a date in running text and the words that name it.
type Found struct {
	Span text.Span
	Date Date
}

// Find finds the dates that s names in a language (BCP 47; "" and unknown ones read as
// English), in text order, without overlaps. Relative dates and those without a year are resolved against ref, the
// moment at which s was written; when ref is zero only absolute dates are found. It takes linear time.
func Find(s string, ref time.Time, lang string) []Found {
	base := baseTag(lang)
	if base == "zh" || base == "ja" {
		return findHan(s, ref)
	}
	t := tableOf(lang)
	f := finder{s: s, t: t, tokens: t.join(split(s, t.find)), english: t == tables["en"]}
	if !ref.IsZero() {
		f.ref = Of(ref, Day).Time
		f.now = ref.UTC()
	}
	var out []Found
	for i := 0; i < len(f.tokens); {
		m, ok := f.at(i)
		if !ok {
			i++
			continue
		}
		out = append(out, Found{text.Span{Start: f.tokens[i].start, End: f.tokens[m.next-1].end}, m.date})
		i = m.next
	}
	return out
}

type finder struct {
	s       string
	t       *table
	tokens  []token
	ref     time.Time // midnight of the day of writing; zero when unknown
	now     time.Time
	english bool
}

// match is a date and the token after it.
type match struct {
	date Date
	next int
}

// at finds the date that begins at token i. The most telling notations come first.
func (f *finder) at(i int) (match, bool) {
	t := &f.tokens[i]
	switch t.kind {
	case markToken:
		return match{}, false
	case numberToken:
		for _, m := range []func(int) (match, bool){f.numeric, f.dayMonth, f.ago, f.yearFirst, f.year} {
			if m, ok := m(i); ok {
				return m, true
			}
		}
		return match{}, false
	}
	if t.word == nil {
		return match{}, false
	}
	for _, m := range []func(int) (match, bool){f.weekdayDate, f.monthDay, f.monthYear, f.season, f.ago, f.edge, f.relative, f.day, f.weekday, f.month, f.yearWord} {
		if m, ok := m(i); ok {
			return m, true
		}
	}
	return match{}, false
}

func (f *finder) tok(i int) *token {
	if i < 0 || i >= len(f.tokens) {
		return &noToken
	}
	return &f.tokens[i]
}

var noToken = token{kind: markToken, newline: true}

func (f *finder) is(i int, r role) bool {
	t := f.tok(i)
	return t.kind == wordToken && t.word.is(r)
}

// isMark reports whether token i is the character c.
func (f *finder) isMark(i int, c rune) bool {
	t := f.tok(i)
	return t.kind == markToken && t.mark == c
}

// skip moves over an optional mark.
func (f *finder) skip(i int, marks string) int {
	t := f.tok(i)
	if t.kind == markToken && i < len(f.tokens) && !t.newline {
		for _, c := range marks {
			if t.mark == c {
				return i + 1
			}
		}
	}
	return i
}

// skipRole moves over up to n words with a role.
func (f *finder) skipRole(i int, r role, n int) int {
	for ; n > 0 && f.is(i, r) && !f.tok(i).newline; n-- {
		i++
	}
	return i
}

// dayNumber reads a day of the month with its ordinal ending or full stop.
func (f *finder) dayNumber(i int) (day, next int) {
	t := f.tok(i)
	if t.kind != numberToken || t.digits > 2 || t.value < 1 || t.value > 31 || f.isMark(i-1, '.') && !f.tok(i).space {
		return 0, i
	}
	next = i + 1
	if n := f.tok(next); n.kind == wordToken && !n.space {
		switch f.s[n.start:n.end] {
		case "st", "nd", "rd", "th", "er", "e", "º", "ª", "-го":
			next++
		default:
			return 0, i
		}
	} else if n.kind == markToken && !n.space && (n.mark == '.' || n.mark == '°') {
		next++
	}
	return t.value, next
}

// monthName reads a month at token i: its number and calendar.
func (f *finder) monthName(i int) (month int, solar bool) {
	t := f.tok(i)
	if t.kind != wordToken || !t.word.is(isMonth|isSolar) || f.t.capital && !t.capital {
		return 0, false
	}
	return int(t.word.month), t.word.is(isSolar)
}

// yearNumber reads a year of four digits that stands as one.
func (f *finder) yearNumber(i int, solar bool) (year, next int) {
	t := f.tok(i)
	if t.kind != numberToken || t.digits != 4 {
		return 0, i
	}
	lo, hi := 1000, 2199
	if solar {
		lo, hi = 1200, 1500
	}
	if t.value < lo || t.value > hi || f.decimal(i) {
		return 0, i
	}
	next = i + 1
	if f.is(next, isYearWord) && f.t != tables["fa"] {
		next++
		if f.isMark(next, '.') && !f.tok(next).space && f.tok(next-1).end-f.tok(next-1).start <= 2 {
			next++
		}
	}
	return t.value, next
}

// decimal reports whether the number at i is part of a longer one: "1,640", "2.5", "$2000", "20%".
func (f *finder) decimal(i int) bool {
	glued := func(a int) bool { // a mark between two numbers without spaces
		return f.tok(a).kind == markToken && (f.tok(a).mark == ',' || f.tok(a).mark == '.') && !f.tok(a).space && !f.tok(a+1).space
	}
	if f.tok(i+1).kind == markToken && glued(i+1) && f.tok(i+2).kind == numberToken || i > 1 && glued(i-1) && f.tok(i-2).kind == numberToken {
		return true
	}
	if p := f.tok(i - 1); p.kind == markToken && !f.tok(i).space {
		switch p.mark {
		case '$', '€', '£', '¥', '₹', '#', '@', '_', '=', '&', '+':
			return true
		}
	}
	n := f.tok(i + 1)
	if n.kind == wordToken && !n.space && i+1 < len(f.tokens) && n.word == nil && isASCIIWord(f.s[n.start:n.end]) {
		return true
	}
	return n.kind == markToken && (n.mark == '%' || n.mark == '_' || n.mark == '=')
}

func isASCIIWord(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] >= 0x80 {
			return false
		}
	}
	return w != "s"
}

// make builds a day, solar or not.
func makeDay(year, month, day int, solar bool) (Date, bool) {
	if solar {
		return OfSolarHijri(year, month, day)
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || month < 1 || month > 12 {
		return Date{}, false
	}
	return Date{Time: t, Precision: Day}, true
}

func makeMonth(year, month int, solar bool) Date {
	if solar {
		d, _ := OfSolarHijri(year, month, 1)
		return Date{Time: d.Time, Precision: Month, Approx: true}
	}
	return Date{Time: time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC), Precision: Month}
}

func makeYear(year int, solar bool) Date {
	if solar {
		d, _ := OfSolarHijri(year, 1, 1)
		return Date{Time: d.Time, Precision: Year, Approx: true}
	}
	return Date{Time: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), Precision: Year}
}
