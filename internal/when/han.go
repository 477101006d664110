package when

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/text"
)

// findHan finds dates in Chinese and Japanese: "2025年10月19日", "10月19日", "去年", "昨天", "周四", "三天前".
func findHan(s string, ref time.Time) []Found {
	f := finder{s: s, t: tables["en"]}
	if !ref.IsZero() {
		f.ref, f.now = Of(ref, Day).Time, ref.UTC()
	}
	var out []Found
	for i := 0; i < len(s); {
		if d, n := f.hanAt(i); n > 0 {
			out = append(out, Found{text.Span{Start: i, End: i + n}, d})
			i += n
			continue
		}
		i += max(1, digitRun(s[i:]))
		for i < len(s) && !utf8.RuneStart(s[i]) {
			i++
		}
	}
	return out
}

// digitRun is the length of the digits at the start of s after which no date begins.
func digitRun(s string) int {
	n := 0
	for i, r := range s {
		if text.Digit(r) < 0 {
			break
		}
		n = i + utf8.RuneLen(r)
	}
	return n
}

// hanAt finds the date at offset i and its length; 0 when there is none.
func (f *finder) hanAt(i int) (Date, int) {
	s := f.s[i:]
	if n, rest, ok := hanNumber(s); ok {
		return f.hanCounted(s, n, rest)
	}
	if f.ref.IsZero() {
		return Date{}, 0
	}
	for _, w := range hanWords {
		if strings.HasPrefix(s, w.word) {
			return f.hanWord(s, w)
		}
	}
	for _, w := range []string{"星期", "礼拜", "周", "週"} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			r, n := utf8.DecodeRuneInString(rest)
			if wd := strings.IndexRune("日一二三四五六", r); wd >= 0 && n > 0 {
				return Date{Time: f.ref.AddDate(0, 0, -((int(f.ref.Weekday()) - wd/3 + 7) % 7)), Precision: Day}, len(w) + n
			}
		}
	}
	return Date{}, 0
}

// hanCounted reads a number and what follows it.
func (f *finder) hanCounted(s string, n int, rest string) (Date, int) {
	done := func(rest string) int { return len(s) - len(rest) }
	after, ok := cutAny(rest, "年")
	if ok && n >= 1000 && n <= 2199 {
		m, r, isNum := hanNumber(after)
		if r, ok := cutAny(r, "月"); isNum && ok && m >= 1 && m <= 12 {
			if d, r2, isNum := hanNumber(r); isNum {
				if r2, ok := cutAny(r2, "日", "号", "號"); ok {
					if date, ok := makeDay(n, m, d, false); ok {
						return date, done(r2)
					}
				}
			}
			return makeMonth(n, m, false), done(r)
		}
		return makeYear(n, false), done(after)
	}
	if f.ref.IsZero() {
		return Date{}, 0
	}
	for _, u := range hanUnits {
		if r, ok := strings.CutPrefix(rest, u.word); ok {
			if d, ok := f.back(n, u.unit); ok {
				return d, done(r)
			}
		}
	}
	r, ok := cutAny(rest, "月")
	if !ok || n < 1 || n > 12 {
		return Date{}, 0
	}
	if d, r2, isNum := hanNumber(r); isNum {
		if r2, ok := cutAny(r2, "日", "号", "號"); ok {
			if date, ok := f.nearestDay(n, d, false, 0, 0); ok {
				return date, done(r2)
			}
		}
	}
	return f.nearestMonth(n, false, 0, 0), done(r)
}

type hanRelative struct {
	word string
	unit unit
	step int
}

// hanWords are tried in order; longer ones first where one begins another.
var hanWords = []hanRelative{
	{"去年", unitYear, -1}, {"昨年", unitYear, -1}, {"前年", unitYear, -2}, {"今年", unitYear, 0}, {"明年", unitYear, 1}, {"来年", unitYear, 1},
	{"上个月", unitMonth, -1}, {"上個月", unitMonth, -1}, {"上月", unitMonth, -1}, {"先月", unitMonth, -1}, {"本月", unitMonth, 0}, {"今月", unitMonth, 0}, {"下个月", unitMonth, 1}, {"来月", unitMonth, 1},
	{"上周", unitWeek, -1}, {"上週", unitWeek, -1}, {"先週", unitWeek, -1}, {"本周", unitWeek, 0}, {"今週", unitWeek, 0}, {"下周", unitWeek, 1}, {"来週", unitWeek, 1},
	{"昨天", unitDay, -1}, {"昨日", unitDay, -1}, {"前天", unitDay, -2}, {"今天", unitDay, 0}, {"今日", unitDay, 0}, {"明天", unitDay, 1}, {"明日", unitDay, 1},
}

var hanUnits = []struct {
	word string
	unit unit
}{
	{"分钟前", unitMinute}, {"分鐘前", unitMinute}, {"分前", unitMinute}, {"小时前", unitHour}, {"小時前", unitHour}, {"時間前", unitHour}, {"天前", unitDay}, {"日前", unitDay},
	{"周前", unitWeek}, {"週間前", unitWeek}, {"个月前", unitMonth}, {"個月前", unitMonth}, {"か月前", unitMonth}, {"ヶ月前", unitMonth}, {"年前", unitYear},
}

func (f *finder) hanWord(s string, w hanRelative) (Date, int) {
	if w.unit == unitDay {
		return Date{Time: f.ref.AddDate(0, 0, w.step), Precision: Day}, len(w.word)
	}
	if w.unit == unitYear {
		if m, r, ok := hanNumber(s[len(w.word):]); ok && m >= 1 && m <= 12 {
			if r, ok := cutAny(r, "月"); ok {
				return makeMonth(f.ref.Year()+w.step, m, false), len(s) - len(r)
			}
		}
		return makeYear(f.ref.Year()+w.step, false), len(w.word)
	}
	d, ok := f.turnUnit(w.unit, w.step)
	if !ok {
		return Date{}, 0
	}
	return d, len(w.word)
}

func cutAny(s string, words ...string) (string, bool) {
	s = strings.TrimLeft(s, " ")
	for _, w := range words {
		if r, ok := strings.CutPrefix(s, w); ok {
			return r, true
		}
	}
	return s, false
}

const hanDigits = "〇一二三四五六七八九"

// hanNumber reads a number in digits or simple Chinese numerals ("三", "十二", "二〇二一").
func hanNumber(s string) (n int, rest string, ok bool) {
	s = strings.TrimLeft(s, " ")
	count := 0
	for i, r := range s {
		d := text.Digit(r)
		if d < 0 {
			if count == 0 {
				return hanWordNumber(s)
			}
			return n, s[i:], true
		}
		if count++; count > 4 {
			return 0, s, false
		}
		n = n*10 + d
	}
	return n, "", count > 0
}

func hanWordNumber(s string) (n int, rest string, ok bool) {
	count, tens := 0, false
	for i, r := range s {
		d := strings.IndexRune(hanDigits, r)
		switch {
		case r == '十' && !tens:
			n, tens = max(n, 1)*10, true
		case d >= 0 && r != utf8.RuneError && tens && n%10 == 0:
			n += d / 3
		case d >= 0 && r != utf8.RuneError:
			n = n*10 + d/3
		default:
			return n, s[i:], count > 0
		}
		if count++; count > 4 {
			return 0, s, false
		}
	}
	return n, "", count > 0
}
