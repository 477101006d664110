package when

import (
	"strings"
	"time"

	"github.com/parley-news/parley/internal/text"
)

// maxNotation is the longest text that Parse takes for a date, in bytes.
const maxNotation = 160

// Parse reads s, the whole of it, as a date in a notation that machines and mastheads
// write: ISO 8601 and its variants, RFC 3339, 1123, 822 and 850, seconds or milliseconds since 1970,
// "June 18, 2025", "Sun. April 14, 2024", "18 June 2025, 14:20 GMT", month names of
// many languages, Solar Hijri dates. "05-06-2025" could be either and is refused; see ParseDayFirst.
func Parse(s string) (Date, bool) { return parse(s, false) }

// ParseDayFirst is Parse for pages that are known to write the day before the month: "05-06-2025" is the fifth of June.
func ParseDayFirst(s string) (Date, bool) { return parse(s, true) }

func parse(s string, dayFirst bool) (Date, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxNotation {
		return Date{}, false
	}
	if d, ok := parseUnix(s); ok {
		return d, true
	}
	p := parser{s: s, tokens: split(s, anyWord), dayFirst: dayFirst}
	return p.parse()
}

// parseUnix reads a string of digits: a year, YYYYMMDD, YYYYMMDDhhmmss, or seconds, milliseconds, microseconds since 1970.
func parseUnix(s string) (Date, bool) {
	var n int64
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' || i > 17 {
			return Date{}, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	switch len(s) {
	case 4:
		return makeYear(int(n), false), n >= 1000 && n <= 2199
	case 8:
		return checked(makeDay(int(n/10000), int(n/100%100), int(n%100), false))
	case 10:
		return Of(time.Unix(n, 0), Second), true
	case 13:
		return Of(time.UnixMilli(n), Second), true
	case 14:
		t, err := time.Parse("20060102150405", s)
		return Date{Time: t, Precision: Second}, err == nil && t.Year() >= 1000
	case 16:
		return Of(time.UnixMicro(n), Second), true
	}
	return Date{}, false
}

func checked(d Date, ok bool) (Date, bool) {
	return d, ok && d.Time.Year() >= 1000 && d.Time.Year() <= 2199
}

// parser reads a date from tokens in any sensible order; every token must have a part in it.
type parser struct {
	s        string
	tokens   []token
	dayFirst bool

	date               Date // set when a whole date stood in one piece
	year, month, day   int
	solar              bool
	hour, min, sec     int
	hasTime, hasSecond bool
	zone               int // seconds east of Greenwich
	zoned              bool
	afternoon          int // 1 am, 2 pm
	words              int // words that are only fillers
}

func (p *parser) parse() (Date, bool) {
	for i := 0; i < len(p.tokens); {
		n := p.take(i)
		if n == 0 {
			return Date{}, false
		}
		i += n
	}
	return p.result()
}

func (p *parser) tok(i int) *token {
	if i < 0 || i >= len(p.tokens) {
		return &noToken
	}
	return &p.tokens[i]
}

func (p *parser) mark(i int, c rune) bool {
	return p.tok(i).kind == markToken && p.tok(i).mark == c
}

// take uses the tokens at i and returns how many, 0 when they belong to no date.
func (p *parser) take(i int) int {
	t := p.tok(i)
	switch t.kind {
	case numberToken:
		return p.takeNumber(i)
	case wordToken:
		return p.takeWord(i)
	}
	switch t.mark {
	case ',', '،', '(', ')', '|', '·', '•', '.', '/', ':', '–', '—', '-', '@', '\'':
		return p.takeMark(i)
	}
	return 0
}

// takeMark uses a mark, with the offset that a sign begins.
func (p *parser) takeMark(i int) int {
	c := p.tok(i).mark
	if (c == '-' || c == '–') && p.hasTime && !p.zoned && p.tok(i+1).kind == numberToken && !p.tok(i+1).space {
		return p.takeOffset(i, -1)
	}
	return 1
}

// takeOffset reads "+02:00", "-0500", "+3" with the sign at i.
func (p *parser) takeOffset(i, sign int) int {
	h := p.tok(i + 1)
	switch {
	case h.kind != numberToken:
		return 0
	case h.digits == 4:
		p.zone, p.zoned = sign*(h.value/100*3600+h.value%100*60), true
		return p.bounded(2)
	case h.digits > 2:
		return 0
	case p.mark(i+2, ':') && p.tok(i+3).kind == numberToken && p.tok(i+3).digits == 2:
		p.zone, p.zoned = sign*(h.value*3600+p.tok(i+3).value*60), true
		return p.bounded(4)
	}
	p.zone, p.zoned = sign*h.value*3600, true
	return p.bounded(2)
}

func (p *parser) bounded(n int) int {
	if p.zone > 15*3600 || p.zone < -15*3600 {
		return 0
	}
	return n
}

func (p *parser) takeNumber(i int) int {
	t := p.tok(i)
	if p.date.IsZero() && p.year == 0 && p.day == 0 {
		if n := p.takeTriple(i); n > 0 {
			return n
		}
	}
	if !p.hasTime {
		if n := p.takeClock(i); n > 0 {
			return n
		}
	}
	if n := p.takeHan(i); n > 0 {
		return n
	}
	switch {
	case t.digits == 4 && p.year == 0 && t.value >= 1000 && t.value <= 2199:
		p.year = t.value
		if p.month == 0 && p.mark(i+1, '-') && p.tok(i+2).digits == 2 && p.tok(i+2).value <= 12 && i+3 == len(p.tokens) { // 2025-06
			p.month = p.tok(i + 2).value
			return 3
		}
	case t.digits <= 2 && p.day == 0 && t.value >= 1 && t.value <= 31:
		p.day = t.value
	case t.digits == 2 && p.day != 0 && p.month != 0 && p.year == 0: // RFC 850 and 822
		p.year = 1900 + t.value
		if t.value < 70 {
			p.year += 100
		}
	default:
		return 0
	}
	return 1
}

// takeTriple reads three numbers joined by one mark: "2025-10-19", "19.10.2025".
func (p *parser) takeTriple(i int) int {
	a, b, c := p.tok(i), p.tok(i+2), p.tok(i+4)
	sep := p.tok(i + 1)
	if b.kind != numberToken || c.kind != numberToken || sep.kind != markToken || !p.mark(i+3, sep.mark) || !strings.ContainsRune("-/.‐‑", sep.mark) {
		return 0
	}
	d, ok := fromTriple(a, b, c, p.dayFirst, p.dayFirst || sep.mark == '.')
	if sep.mark == '.' && c.digits == 4 { // points are written day first
		d, ok = fromTriple(a, b, c, true, true)
	}
	if !ok {
		return 0
	}
	p.date = d
	return 5
}

// takeClock reads "14:20", "14:20:05.123", "2:20 pm", "2 pm", "14h20".
func (p *parser) takeClock(i int) int {
	h, n := p.tok(i), 1
	if h.digits > 2 || h.value > 24 {
		return 0
	}
	sep, m := p.tok(i+1), p.tok(i+2)
	joined := m.kind == numberToken && m.digits == 2 && m.value < 60 && !m.space
	switch {
	case joined && sep.kind == markToken && (sep.mark == ':' || sep.mark == '.' && !sep.space && p.month+p.day+p.year != 0 && p.tok(i+3).kind != numberToken && p.day != 0) && !sep.space,
		joined && sep.kind == wordToken && strings.EqualFold(p.s[sep.start:sep.end], "h"):
		p.min, n = m.value, 3
	case p.meridiem(i+1) > 0:
	default:
		return 0
	}
	p.hour, p.hasTime = h.value, true
	if n == 3 && p.mark(i+3, ':') && p.tok(i+4).kind == numberToken && p.tok(i+4).digits == 2 && p.tok(i+4).value <= 60 {
		p.sec, p.hasSecond, n = min(p.tok(i+4).value, 59), true, 5
		if (p.mark(i+5, '.') || p.mark(i+5, ',')) && p.tok(i+6).kind == numberToken && !p.tok(i+6).space {
			n = 7
		}
	}
	if p.mark(i+n, '+') {
		if z := p.takeOffset(i+n, 1); z > 0 {
			return n + z
		}
		return 0
	}
	return n + p.meridiem(i+n)
}

// meridiem reads "pm", "p.m." at i: how many tokens it has.
func (p *parser) meridiem(i int) int {
	t := p.tok(i)
	if t.kind != wordToken {
		return 0
	}
	n := 0
	w := strings.ToLower(p.s[t.start:t.end])
	switch {
	case w == "am" || w == "pm":
		n = 1
	case (w == "a" || w == "p") && p.mark(i+1, '.') && p.tok(i+2).kind == wordToken && strings.EqualFold(p.s[p.tok(i+2).start:p.tok(i+2).end], "m"):
		n = 3
		if p.mark(i+3, '.') {
			n = 4
		}
	default:
		return 0
	}
	p.afternoon = 1
	if w[0] == 'p' {
		p.afternoon = 2
	}
	return n
}

// takeHan reads "2025年", "6月", "18日".
func (p *parser) takeHan(i int) int {
	t, w := p.tok(i), p.tok(i+1)
	if w.kind != wordToken {
		return 0
	}
	switch p.s[w.start:w.end] {
	case "年", "년":
		if t.digits != 4 {
			return 0
		}
		p.year = t.value
	case "月", "월":
		p.month = t.value
	case "日", "号", "號", "일":
		p.day = t.value
	case "时", "時", "点", "點", "시":
		p.hour, p.hasTime = t.value, true
	case "分", "분":
		p.min = t.value
	case "秒", "초":
		p.sec, p.hasSecond = t.value, true
	default:
		return 0
	}
	return 2
}

// maxFillers is how many words that are no part of a date itself may stand around it.
const maxFillers = 5

func (p *parser) takeWord(i int) int {
	t := p.tok(i)
	w := p.s[t.start:t.end]
	if (w == "T" || w == "t") && !t.space && p.tok(i+1).kind == numberToken {
		return 1
	}
	if z, ok := zones[strings.ToUpper(w)]; ok && (p.hasTime || p.afternoon > 0) {
		return p.takeZone(i, z)
	}
	if n := p.meridiem(i); n > 0 {
		return n
	}
	e := t.word
	switch {
	case e.is(isMonth|isSolar) && p.month == 0 && !(e.is(isFiller|isLink) && p.year != 0):
		p.month, p.solar = int(e.month), e.is(isSolar)
		return 1
	case e.is(isWeekday), e.is(isLink), e.is(isYearWord):
		return 1
	case e.is(isFiller) && p.words < maxFillers:
		p.words++
		return 1
	case p.tok(i-1).kind == numberToken && !t.space && (w == "st" || w == "nd" || w == "rd" || w == "th" || w == "er" || w == "º"):
		return 1
	}
	return 0
}

// takeZone reads the name of a zone, and the offset after "GMT" or "UTC".
func (p *parser) takeZone(i, seconds int) int {
	p.zone, p.zoned = seconds, true
	if seconds == 0 && p.tok(i+2).kind == numberToken && !p.tok(i+1).space {
		sign := 1
		switch {
		case p.mark(i+1, '-'), p.mark(i+1, '−'):
			sign = -1
		case !p.mark(i+1, '+'):
			return 1
		}
		if n := p.takeOffset(i+1, sign); n > 0 {
			return 1 + n
		}
		return 0
	}
	return 1
}

// result puts the parts together.
func (p *parser) result() (Date, bool) {
	d := p.date
	if d.IsZero() {
		var ok bool
		switch {
		case p.year == 0, p.day != 0 && p.month == 0, p.month < 0, p.month > 12:
			return Date{}, false
		case p.day != 0:
			d, ok = makeDay(p.year, p.month, p.day, p.solar)
		case p.month != 0:
			d, ok = makeMonth(p.year, p.month, p.solar), !p.hasTime
		default:
			d, ok = makeYear(p.year, false), !p.hasTime && p.words == 0
		}
		if !ok {
			return Date{}, false
		}
	}
	if p.hasTime {
		return p.withTime(d)
	}
	return checked(d, true)
}

func (p *parser) withTime(d Date) (Date, bool) {
	if p.afternoon > 0 {
		if p.hour > 12 && p.afternoon == 1 {
			return Date{}, false
		}
		if p.hour <= 12 {
			p.hour = p.hour%12 + 12*(p.afternoon-1)
		}
	}
	if p.hour > 24 || p.min > 59 || p.sec > 59 {
		return Date{}, false
	}
	d.Precision = Minute
	if p.hasSecond {
		d.Precision = Second
	}
	d.Zoned = p.zoned
	d.Time = d.Time.Add(time.Duration(p.hour)*time.Hour + time.Duration(p.min)*time.Minute + time.Duration(p.sec)*time.Second - time.Duration(p.zone)*time.Second)
	return checked(d, true)
}

// zones are seconds east of Greenwich; ambiguous names read as the most populous zone.
var zones = map[string]int{
	"Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "EST": -5 * 3600, "EDT": -4 * 3600, "ET": -5 * 3600, "CST": -6 * 3600, "CDT": -5 * 3600, "MST": -7 * 3600, "MDT": -6 * 3600, "PST": -8 * 3600, "PDT": -7 * 3600,
	"BST": 3600, "CET": 3600, "MEZ": 3600, "WEST": 3600, "CEST": 7200, "MESZ": 7200, "EET": 7200, "SAST": 7200, "CAT": 7200, "EEST": 10800, "MSK": 10800, "МСК": 10800, "TRT": 10800, "EAT": 10800, "WAT": 3600,
	"IRST": 12600, "AFT": 16200, "PKT": 18000, "IST": 19800, "NPT": 20700, "WIB": 25200, "WITA": 28800, "WIT": 32400, "ICT": 25200, "SGT": 28800, "HKT": 28800, "MYT": 28800, "PHT": 28800, "JST": 32400, "KST": 32400,
	"AEST": 36000, "AEDT": 39600, "NZST": 43200, "NZDT": 46800, "BRT": -3 * 3600, "ART": -3 * 3600,
}

// anyWord looks a word up in the months and masthead words of all languages.
func anyWord(w string) *entry {
	if len(w) > longestWord {
		return nil
	}
	return anyMonth[text.Fold(w)]
}
