package when

// numeric reads "2025-10-19", "19/10/2025", "19.10.2025". Day and month that could be
// exchanged are read day first outside English, and left alone in English unless they are equal.
func (f *finder) numeric(i int) (match, bool) {
	a, sep, b, c := f.tok(i), f.tok(i+1), f.tok(i+2), f.tok(i+4)
	if i+4 >= len(f.tokens) || sep.kind != markToken || b.kind != numberToken || c.kind != numberToken || f.tok(i+3).kind != markToken || f.tok(i+3).mark != sep.mark {
		return match{}, false
	}
	if sep.mark != '-' && sep.mark != '/' && sep.mark != '.' && sep.mark != '‐' && sep.mark != '‑' {
		return match{}, false
	}
	for k := i + 1; k <= i+4; k++ {
		if f.tok(k).space {
			return match{}, false
		}
	}
	if p := f.tok(i - 1); p.kind == markToken && !a.space && (p.mark == sep.mark || p.mark == '.' || p.mark == '/' || p.mark == '=') {
		return match{}, false
	}
	if n := f.tok(i + 5); n.kind == markToken && n.mark == sep.mark && !n.space && f.tok(i+6).kind == numberToken && !f.tok(i+6).space {
		return match{}, false
	}
	dayFirst := !f.english
	d, ok := fromTriple(a, b, c, dayFirst, dayFirst)
	return match{d, i + 5}, ok
}

// fromTriple makes a date of three numbers. The order of an ambiguous day and month is
// dayFirst if sure says that this is known; otherwise there is no date.
func fromTriple(a, b, c *token, dayFirst, sure bool) (Date, bool) {
	if a.digits == 4 && b.digits <= 2 && c.digits <= 2 {
		if a.value >= 1200 && a.value <= 1500 {
			return OfSolarHijri(a.value, b.value, c.value)
		}
		if a.value < 1000 || a.value > 2199 {
			return Date{}, false
		}
		return makeDay(a.value, b.value, c.value, false)
	}
	if c.digits != 4 || a.digits > 2 || b.digits > 2 {
		return Date{}, false
	}
	solar := c.value >= 1200 && c.value <= 1500
	if !solar && (c.value < 1000 || c.value > 2199) {
		return Date{}, false
	}
	switch {
	case a.value > 12 || a.value == b.value || solar:
		return makeDay(c.value, b.value, a.value, solar)
	case b.value > 12:
		return makeDay(c.value, a.value, b.value, false)
	case !sure:
		return Date{}, false
	case dayFirst:
		return makeDay(c.value, b.value, a.value, false)
	}
	return makeDay(c.value, a.value, b.value, false)
}

// dayMonth reads "19 October 2025", "19th of October", "19. Oktober", "۲۷ مهر ۱۴۰۴".
func (f *finder) dayMonth(i int) (match, bool) {
	day, next := f.dayNumber(i)
	if day == 0 {
		return match{}, false
	}
	next = f.skipRole(next, isLink, 2)
	if f.isMark(next, '-') && !f.tok(next).space && !f.tok(next+1).space { // 06-Nov-1994
		next++
	}
	month, solar := f.monthName(next)
	if month == 0 || f.tok(next).newline {
		return match{}, false
	}
	next++
	next = f.dotAfterShort(next)
	at := f.skipRole(f.skip(next, ",،-"), isLink|isYearWord|isThis, 2)
	if at < len(f.tokens) && !f.tok(at).newline {
		if year, after := f.yearNumber(at, solar); year != 0 {
			d, ok := makeDay(year, month, day, solar)
			return match{d, after}, ok
		}
		if !solar {
			if year, after := f.yearNumber(at, true); year != 0 && f.t == tables["fa"] {
				return match{}, false
			} else if year != 0 {
				next = after
			}
		}
	}
	d, ok := f.nearestDay(month, day, solar, i, next)
	return match{d, next}, ok
}

// dotAfterShort moves over the full stop of an abbreviation: "Oct. 19", "19 окт. 2025".
func (f *finder) dotAfterShort(i int) int {
	if f.isMark(i, '.') && !f.tok(i).space && f.is(i-1, isShort) && !f.tok(i+1).newline {
		return i + 1
	}
	return i
}

// monthDay reads "October 19, 2025" and "Oct. 19".
func (f *finder) monthDay(i int) (match, bool) {
	month, solar := f.monthName(i)
	if month == 0 {
		return match{}, false
	}
	at := f.skipRole(f.dotAfterShort(i+1), isLink, 1)
	if f.tok(at).newline || !f.tok(at).space {
		return match{}, false
	}
	day, next := f.dayNumber(at)
	if day == 0 || f.decimal(at) && !f.commaYear(at) || f.isMark(next, ':') && !f.tok(next).space {
		return match{}, false
	}
	if y := f.skipRole(f.skip(next, ",،"), isLink, 1); !f.tok(y).newline {
		if year, after := f.yearNumber(y, solar); year != 0 {
			d, ok := makeDay(year, month, day, solar)
			return match{d, after}, ok
		}
	}
	if f.t.after && f.tok(next-1).end-f.tok(at).start == f.tok(at).end-f.tok(at).start && f.t != tables["fa"] && f.t != tables["ar"] && !f.is(i-1, isLead) {
		return match{}, false // Romance languages write the day first
	}
	d, ok := f.nearestDay(month, day, solar, i, next)
	return match{d, next}, ok
}

// commaYear reports whether the number at i is followed by a comma and a year without space.
func (f *finder) commaYear(i int) bool {
	y, _ := f.tok(i+2), 0
	return f.isMark(i+1, ',') && y.kind == numberToken && y.digits == 4
}

// monthYear reads "October 2025", "Oct. 2025", "octubre de 2025", "مهر ۱۴۰۴".
func (f *finder) monthYear(i int) (match, bool) {
	month, solar := f.monthName(i)
	if month == 0 {
		return match{}, false
	}
	at := f.skipRole(f.skip(f.dotAfterShort(i+1), ",،"), isLink|isYearWord|isThis, 2)
	if f.tok(at).newline {
		return match{}, false
	}
	year, next := f.yearNumber(at, solar)
	if year == 0 {
		return match{}, false
	}
	return match{makeMonth(year, month, solar), next}, true
}

// weekdayDate reads a weekday before a fuller date: "Sun. April 14, 2024".
func (f *finder) weekdayDate(i int) (match, bool) {
	if !f.is(i, isWeekday) {
		return match{}, false
	}
	at := f.skip(f.skip(i+1, "."), ",،")
	at = f.skipRole(at, isLead|isLink|isThis, 2)
	t := f.tok(at)
	if t.newline || at >= len(f.tokens) {
		return match{}, false
	}
	if t.kind == numberToken {
		if m, ok := f.numeric(at); ok {
			return m, true
		}
		return f.dayMonth(at)
	}
	if f.is(at, isMonth|isSolar) {
		return f.monthDay(at)
	}
	return match{}, false
}

// yearFirst reads "2025 October 19" and Hungarian "2025. október 19."
func (f *finder) yearFirst(i int) (match, bool) {
	year, _ := f.yearNumber(i, false)
	if year == 0 {
		return match{}, false
	}
	at := f.skip(i+1, ".,")
	month, solar := f.monthName(at)
	if month == 0 || solar || f.tok(at).newline || f.is(at, isShort) && f.english {
		return match{}, false
	}
	day, next := f.dayNumber(f.skip(at+1, "."))
	if day == 0 {
		return match{}, false
	}
	d, ok := makeDay(year, month, day, false)
	return match{d, next}, ok
}

// year reads a bare year: "in 2022", "its 2021 withdrawal", "2019–2021".
func (f *finder) year(i int) (match, bool) {
	t := f.tok(i)
	solar := f.t == tables["fa"] && t.value >= 1200 && t.value <= 1500
	if t.digits != 4 || f.decimal(i) || t.value < 1900 && !solar || t.value > 2100 {
		return match{}, false
	}
	if n := f.tok(i + 1); n.kind == markToken && n.mark == ':' && !n.space || n.kind == wordToken && !n.space {
		return match{}, false
	}
	if p := f.tok(i - 1); p.kind == markToken && !t.space && (p.mark == '/' || p.mark == '.' || p.mark == ':' || p.mark == '-' && f.tok(i-2).kind != numberToken) {
		return match{}, false
	}
	led := f.is(i-1, isLead|isYearWord|isLate|isLink) || f.is(i+1, isYearWord)
	switch {
	case solar && !led, f.is(i+1, isUnit) && f.tok(i+1).space && !f.is(i+1, isYearWord):
		return match{}, false
	case f.is(i-1, isAround|isFuture) && !f.is(i-1, isLead), t.value%100 == 0 && !led, f.counted(i) && !f.is(i-1, isYearWord):
		return match{}, false
	}
	_, next := f.yearNumber(i, solar)
	if next == i {
		next = i + 1
	}
	d := makeYear(t.value, solar)
	d.Approx = d.Approx || f.is(i-1, isLate|isAround)
	return match{d, next}, true
}

// counted reports whether the number at i counts things in English: "2021 people".
func (f *finder) counted(i int) bool {
	if !f.english {
		return false
	}
	n := f.tok(i + 1)
	return n.kind == wordToken && n.space && counted[f.s[n.start:n.end]]
}

var counted = set("people men women children civilians soldiers troops fighters migrants refugees families homes houses cases deaths kilometers kilometres km miles meters metres feet acres hectares " +
	"dollars euros pounds rupees afghanis tons tonnes kg votes seats jobs points members students percent per million billion")

// yearWord reads "سال ۱۴۰۳" and "год 2022" from the word on.
func (f *finder) yearWord(i int) (match, bool) {
	if !f.is(i, isYearWord) || f.tok(i+1).kind != numberToken {
		return match{}, false
	}
	m, ok := f.year(i + 1)
	return m, ok
}
