package i18n

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/parley-news/parley/internal/when"
)

// calendar is how a language writes numbers and dates.
type calendar struct {
	zero   rune // digit zero
	group  string
	months [12]string
	day    func(y, m, d string) string
	month  func(y, m string) string
}

func calendarOf(t language.Tag) calendar {
	base, _ := t.Base()
	if base.String() == "fa" {
		return calendar{
			zero: '۰', group: "٬",
			months: [12]string{"ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"},
			day:    func(y, m, d string) string { return d + " " + m + " " + y },
			month:  func(y, m string) string { return m + " " + y },
		}
	}
	return calendar{
		zero: '0', group: ",",
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		day:    func(y, m, d string) string { return d + " " + m + " " + y },
		month:  func(y, m string) string { return m + " " + y },
	}
}

// Number writes a whole number with groups and the language's digits.
func (l *Locale) Number(n int) string {
	s := strconv.Itoa(n)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + l.calendar.group + s[i:]
	}
	if neg {
		s = "\u2212" + s
	}
	return l.digits(s)
}

// Date writes a date at its precision: "2025", "October 2025", "19 October 2025", "19 October 2025, 14:20 UTC". The zero Date is "".
func (l *Locale) Date(d when.Date) string {
	y, m, day := d.Time.Date()
	year := strconv.Itoa(y)
	switch {
	case d.IsZero():
		return ""
	case d.Precision == when.Year:
		return l.digits(year)
	case d.Precision == when.Month:
		return l.digits(l.calendar.month(year, l.calendar.months[m-1]))
	}
	s := l.calendar.day(year, l.calendar.months[m-1], strconv.Itoa(day))
	if d.Precision >= when.Minute {
		s += ", " + d.Time.Format("15:04")
		if d.Zoned {
			s += " UTC"
		}
	}
	return l.digits(s)
}

// Time writes an instant to the minute, in UTC.
func (l *Locale) Time(t time.Time) string { return l.Date(when.Of(t, when.Minute)) }

// Ago says how long before now t was, in the largest unit that fits; the future and the last minute are "just now".
func (l *Locale) Ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return l.T("ago.now")
	case d < time.Hour:
		return l.N("ago.minutes", int(d/time.Minute))
	case d < 24*time.Hour:
		return l.N("ago.hours", int(d/time.Hour))
	case d < 60*24*time.Hour:
		return l.N("ago.days", int(d/(24*time.Hour)))
	case d < 730*24*time.Hour:
		return l.N("ago.months", int(d/(30*24*time.Hour)))
	}
	return l.N("ago.years", int(d/(365*24*time.Hour)))
}
