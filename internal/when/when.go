// Package when holds dates as people and machines write them, with the
// precision they were written in: a year, a month, a day, a minute.
//
// Date is the value; Parse reads one from a machine's notation, Find finds them in running
// text of many languages. Nothing here reads a clock: whoever needs "now" passes it in.
package when

import "time"

// Precision says how exactly a date is known. Finer is greater.
type Precision uint8

// The precisions.
const (
	Unknown Precision = iota
	Year
	Month
	Day
	Minute
	Second
)

// Date is a moment or a calendar period. Time is the period's first instant, in
// UTC for Minute and Second when the zone was given; for Day and coarser it is midnight UTC of the
// calendar date as written, whatever the zone of the writer.
type Date struct {
	Time      time.Time
	Precision Precision
	Zoned     bool // the zone was stated, so that Time is an exact instant
	Approx    bool // "around", "late November": the period is a guess within its precision
}

// IsZero reports whether nothing is known.
func (d Date) IsZero() bool { return d.Precision == Unknown }

// String is the ISO 8601 form at the date's precision: "2025", "2025-10", "2025-10-19",
// "2025-10-19T14:20Z"; without "Z" where the zone is unknown; "" for the zero Date.
func (d Date) String() string {
	switch d.Precision {
	case Year:
		return d.Time.Format("2006")
	case Month:
		return d.Time.Format("2006-01")
	case Day:
		return d.Time.Format("2006-01-02")
	case Minute:
		return d.Time.Format("2006-01-02T15:04") + d.zone()
	case Second:
		return d.Time.Format("2006-01-02T15:04:05") + d.zone()
	}
	return ""
}

func (d Date) zone() string {
	if d.Zoned {
		return "Z"
	}
	return ""
}

// End is the first instant after the period.
func (d Date) End() time.Time {
	switch d.Precision {
	case Year:
		return d.Time.AddDate(1, 0, 0)
	case Month:
		return d.Time.AddDate(0, 1, 0)
	case Day:
		return d.Time.AddDate(0, 0, 1)
	case Minute:
		return d.Time.Add(time.Minute)
	case Second:
		return d.Time.Add(time.Second)
	}
	return d.Time
}

// Overlaps reports whether both periods share an instant. Unknown dates overlap nothing.
func (d Date) Overlaps(e Date) bool {
	return !d.IsZero() && !e.IsZero() && d.Time.Before(e.End()) && e.Time.Before(d.End())
}

// Of makes a Date of an instant at a precision, cutting what is finer.
func Of(t time.Time, p Precision) Date {
	t = t.UTC()
	y, m, d := t.Date()
	switch p {
	case Year:
		t = time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
	case Month:
		t = time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	case Day:
		t = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	case Minute:
		t = t.Truncate(time.Minute)
	case Second:
		t = t.Truncate(time.Second)
	case Unknown:
		t = time.Time{}
	}
	return Date{Time: t, Precision: p, Zoned: p >= Minute}
}
