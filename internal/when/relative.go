package when

import (
	"strings"
	"time"
)

// ago reads a count and a unit before now: "4 months ago", "three years ago", "vor drei Jahren", "il y a 4 mois".
func (f *finder) ago(i int) (match, bool) {
	if f.ref.IsZero() {
		return match{}, false
	}
	at, pre := i, false
	if f.is(i, isBefore) && f.tok(i).word.roles&isAgo == 0 || f.is(i, isBefore) && f.tok(i+1).kind == numberToken {
		at, pre = i+1, true
	}
	approx := false
	for k := 0; k < 2 && f.is(at, isAround); k++ {
		at, approx = at+1, true
	}
	n, at, vague := f.count(at)
	if n == 0 {
		return match{}, false
	}
	if !f.is(at, isUnit) || f.tok(at).newline {
		return match{}, false
	}
	u := f.tok(at).word.unit
	short := f.is(at, isShort)
	at++
	if f.isMark(at, '.') && short && !f.tok(at).space {
		at++
	}
	if f.is(at, isAgo) && !f.tok(at).newline {
		at++
	} else if !pre {
		return match{}, false
	}
	d, ok := f.back(n, u)
	d.Approx = d.Approx || approx || vague || f.is(i-1, isAround)
	return match{d, at}, ok
}

// count reads a small number, in digits or words.
func (f *finder) count(i int) (n, next int, vague bool) {
	t := f.tok(i)
	switch {
	case t.kind == numberToken && t.digits <= 4 && !(f.isMark(i-1, '.') && !t.space):
		return t.value, i + 1, false
	case f.is(i, isCount):
		n, vague = int(t.word.count), t.word.low == "several" || t.word.low == "few" || t.word.low == "couple"
		if (t.word.low == "a" || t.word.low == "couple") && f.is(i+1, isCount) {
			m, next, _ := f.count(i + 1)
			return m, next, true
		}
		i++
		if vague && f.is(i, isLink) {
			i++
		}
		return n, i, vague
	}
	return 0, i, false
}

// back goes n units back from the day of writing.
func (f *finder) back(n int, u unit) (Date, bool) {
	if n > 4000 {
		return Date{}, false
	}
	switch u {
	case unitMinute, unitHour:
		d := time.Duration(n) * time.Minute
		if u == unitHour {
			d *= 60
		}
		return Date{Time: f.now.Add(-d).Truncate(time.Minute), Precision: Minute, Zoned: true, Approx: true}, true
	case unitDay:
		return Date{Time: f.ref.AddDate(0, 0, -n), Precision: Day}, true
	case unitWeek, unitWeekend:
		return Date{Time: f.ref.AddDate(0, 0, -7*n), Precision: Day, Approx: true}, true
	case unitMonth:
		y, m, _ := f.ref.Date()
		return Of(time.Date(y, m-time.Month(n), 1, 0, 0, 0, 0, time.UTC), Month).calendar(), true
	case unitYear:
		return makeYear(f.ref.Year()-n, false), f.ref.Year()-n > 0
	case unitDecade:
		d := makeYear(f.ref.Year()-10*n, false)
		d.Approx = true
		return d, f.ref.Year()-10*n > 0
	}
	return Date{}, false
}

// calendar clears what only instants have.
func (d Date) calendar() Date { d.Zoned = false; return d }

// edge reads a part of a month or year: "late November", "early 2024", "the end of last year", "mid-October".
func (f *finder) edge(i int) (match, bool) {
	if !f.is(i, isLate) {
		return match{}, false
	}
	at := i + 1
	if f.isMark(at, '-') {
		at++
	}
	at = f.skipRole(at, isLink|isLead, 2)
	if f.tok(at).newline || at >= len(f.tokens) {
		return match{}, false
	}
	var m match
	var ok bool
	switch {
	case f.is(at, isMonth|isSolar):
		if m, ok = f.monthYear(at); !ok {
			if month, solar := f.monthName(at); month != 0 && !f.ref.IsZero() {
				m, ok = match{f.nearestMonth(month, solar, i, at+1), at + 1}, true
			}
		}
	case f.tok(at).kind == numberToken:
		m, ok = f.year(at)
	case f.is(at, isLast|isNext|isThis|isUnit):
		m, ok = f.relative(at)
	}
	m.date.Approx = true
	return m, ok
}

// relative reads "last year", "next Tuesday", "this week", "earlier this month", "last
// November", and "semana pasada" where the language puts the word after.
func (f *finder) relative(i int) (match, bool) {
	if f.ref.IsZero() {
		return match{}, false
	}
	if f.is(i, isEarlier) && f.is(i+1, isThis) {
		m, ok := f.relative(i + 1)
		m.date.Approx = true
		return m, ok
	}
	if f.t.after && f.is(i, isUnit|isWeekday|isMonth|isSolar) && f.is(i+1, isLast|isNext|isThis) && !f.tok(i+1).newline {
		d, ok := f.turn(i, i+1)
		return match{d, i + 2}, ok
	}
	if !f.is(i, isLast|isNext|isThis) || f.tok(i+1).newline {
		return match{}, false
	}
	at := f.skipRole(i+1, isLink, 1)
	d, ok := f.turn(at, i)
	return match{d, at + 1}, ok
}

// turn resolves the noun at token n that the word at token w turns to last, this or next.
func (f *finder) turn(n, w int) (Date, bool) {
	step := 0
	switch {
	case f.is(w, isLast):
		step = -1
	case f.is(w, isNext):
		step = 1
	}
	t := f.tok(n)
	if t.kind != wordToken || t.word == nil {
		return Date{}, false
	}
	switch e := t.word; {
	case e.is(isWeekday) && (!f.t.capital || t.capital) && !(e.is(isShort) && f.english):
		return f.turnWeekday(int(e.weekday), step), true
	case e.is(isUnit):
		return f.turnUnit(e.unit, step)
	case e.is(isMonth|isSolar) && (!f.t.capital || t.capital):
		return f.turnMonth(int(e.month), e.is(isSolar), step), true
	case e.is(isSeason):
		d := f.turnMonth(int(e.month)%12, false, step)
		d.Approx = true
		return d, true
	}
	return Date{}, false
}

func (f *finder) turnWeekday(wd, step int) Date {
	ahead := (wd - int(f.ref.Weekday()) + 7) % 7
	switch {
	case step < 0:
		ahead -= 7
	case step > 0 && ahead == 0:
		ahead = 7
	case step == 0 && ahead > 3:
		ahead -= 7
	}
	return Date{Time: f.ref.AddDate(0, 0, ahead), Precision: Day}
}

func (f *finder) turnUnit(u unit, step int) (Date, bool) {
	y, m, _ := f.ref.Date()
	switch u {
	case unitDay:
		return Date{Time: f.ref.AddDate(0, 0, step), Precision: Day}, step == 0
	case unitWeek:
		return Date{Time: f.ref.AddDate(0, 0, 7*step), Precision: Day, Approx: true}, true
	case unitWeekend:
		d := f.turnWeekday(int(time.Saturday), step)
		d.Approx = true
		return d, true
	case unitMonth:
		return makeMonth(y, int(m), false).shift(0, step), true
	case unitYear:
		return makeYear(y+step, false), true
	}
	return Date{}, false
}

func (d Date) shift(years, months int) Date {
	d.Time = d.Time.AddDate(years, months, 0)
	return d
}

func (f *finder) turnMonth(month int, solar bool, step int) Date {
	if solar {
		return f.nearestMonth(month, true, 0, 0)
	}
	if month == 0 { // winter begins in December
		month = 12
	}
	y, m, _ := f.ref.Date()
	switch {
	case step < 0 && month >= int(m):
		y--
	case step > 0 && month <= int(m):
		y++
	}
	return makeMonth(y, month, false)
}

// day reads yesterday, today, tomorrow. An opening "Today," mostly means these times, and is only near.
func (f *finder) day(i int) (match, bool) {
	if f.ref.IsZero() {
		return match{}, false
	}
	t := f.tok(i)
	if f.is(i, isYearOff) {
		return match{makeYear(f.ref.Year()+int(t.word.shift), false), i + 1}, true
	}
	if !f.is(i, isOffset) {
		return match{}, false
	}
	d := Date{Time: f.ref.AddDate(0, 0, int(t.word.shift)), Precision: Day}
	d.Approx = t.word.shift == 0 && f.isMark(i+1, ',') && t.capital
	return match{d, i + 1}, true
}

// weekday reads a bare weekday: the latest one, or the next where the sentence looks ahead.
func (f *finder) weekday(i int) (match, bool) {
	t := f.tok(i)
	if f.ref.IsZero() || !f.is(i, isWeekday) || f.t.capital && !t.capital || f.is(i, isShort) && !f.is(i-1, isLead) || f.english && f.is(i, isShort) {
		return match{}, false
	}
	n := f.tok(i + 1)
	if f.english && n.kind == wordToken && n.capital && n.word == nil && !f.is(i-1, isLead|isLate) {
		return match{}, false // "Sunday Times"
	}
	wd := int(t.word.weekday)
	if f.future(i, i+1) {
		return match{f.turnWeekday(wd, 1), i + 1}, true
	}
	back := (int(f.ref.Weekday()) - wd + 7) % 7
	return match{Date{Time: f.ref.AddDate(0, 0, -back), Precision: Day}, i + 1}, true
}

// month reads a bare month: "in November", "the October strikes".
func (f *finder) month(i int) (match, bool) {
	month, solar := f.monthName(i)
	if month == 0 || f.ref.IsZero() {
		return match{}, false
	}
	t, n := f.tok(i), f.tok(i+1)
	led := f.is(i-1, isLead) && !f.tok(i).newline
	if f.is(i, isShort) && !(f.english && led && t.word.low == "may") && !(led && !f.english && t.end-t.start > 6) {
		return match{}, false
	}
	if !led && (!f.english || wordLikeMonth[t.word.low] || n.kind == wordToken && n.capital) {
		return match{}, false
	}
	return match{f.nearestMonth(month, solar, i, i+1), i + 1}, true
}

// wordLikeMonth are month names that are also words or given names.
var wordLikeMonth = set("may march april june august mar jan")

// season reads "summer 2021" and "spring of 2022" as its first month.
func (f *finder) season(i int) (match, bool) {
	if !f.is(i, isSeason) {
		return match{}, false
	}
	at := f.skipRole(i+1, isLink|isYearWord, 2)
	if f.tok(at).newline {
		return match{}, false
	}
	year, next := f.yearNumber(at, false)
	if year == 0 || year < 1900 {
		return match{}, false
	}
	d := makeMonth(year, int(f.tok(i).word.month), false)
	d.Approx = true
	return match{d, next}, true
}

// How far ahead of the day of writing a date without a year may lie when nothing in
// its sentence looks ahead, and how far behind when something does. News mostly looks back.
const (
	aheadDays   = 65
	futureDays  = 300
	yearDays    = 365
	futureWords = 8 // words before a date that are searched for "will", "due", "by"
)

// future reports whether the words before or just after a date say that it lies ahead.
func (f *finder) future(i, next int) bool {
	for k := i - 1; k >= 0 && k >= i-futureWords; k-- {
		if f.is(k, isFuture) {
			return true
		}
		if f.isMark(k, '.') || f.tok(k+1).newline {
			break
		}
	}
	return f.is(next, isFuture)
}

// nearestDay resolves a day without a year.
func (f *finder) nearestDay(month, day int, solar bool, i, next int) (Date, bool) {
	if f.ref.IsZero() {
		return Date{}, false
	}
	limit := aheadDays
	if f.future(i, next) {
		limit = futureDays
	}
	y := f.ref.Year()
	if solar {
		y -= 621
	}
	for k := 1; k >= -8; k-- { // 29 February needs up to eight years
		d, ok := makeDay(y+k, month, day, solar)
		if ok && int(d.Time.Sub(f.ref).Hours()/24) <= limit {
			return d, true
		}
	}
	return Date{}, false
}

// nearestMonth resolves a month without a year.
func (f *finder) nearestMonth(month int, solar bool, i, next int) Date {
	limit := aheadDays
	if next > 0 && f.future(i, next) {
		limit = futureDays
	}
	y := f.ref.Year()
	if solar {
		y -= 621
	}
	for k := 1; k > -2; k-- {
		d := makeMonth(y+k, month, solar)
		if int(d.Time.Sub(f.ref).Hours()/24) <= limit {
			return d
		}
	}
	return makeMonth(y-1, month, solar)
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
