package when

import "time"

// OfSolarHijri returns the day of the Solar Hijri calendar of Iran and Afghanistan as a Date;
// false when there is no such day. Years 1 to 3177 follow the astronomical leap rule.
func OfSolarHijri(year, month, day int) (Date, bool) {
	if year < 1 || year > 3177 || month < 1 || month > 12 || day < 1 || day > solarMonthDays(year, month) {
		return Date{}, false
	}
	first := solarNewYear(year)
	n := (month - 1) * 31
	if month > 7 {
		n -= month - 7
	}
	return Date{Time: first.AddDate(0, 0, n+day-1), Precision: Day}, true
}

func solarMonthDays(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month <= 11:
		return 30
	case solarNewYear(year+1).Sub(solarNewYear(year)) > 365*24*time.Hour:
		return 30
	}
	return 29
}

// solarBreaks are the years at which the 33-year rhythm of leap years breaks (Birashk, Borkowski).
var solarBreaks = [...]int{-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178}

// solarNewYear is 1 Farvardin of a year in the Gregorian calendar.
func solarNewYear(year int) time.Time {
	leap, last, jump := -14, solarBreaks[0], 0
	for _, b := range solarBreaks[1:] {
		jump = b - last
		if year < b {
			break
		}
		leap += jump/33*8 + jump%33/4
		last = b
	}
	n := year - last
	leap += n/33*8 + (n%33+3)/4
	if jump%33 == 4 && jump-n == 4 {
		leap++
	}
	g := year + 621
	leapG := g/4 - (g/100+1)*3/4 - 150
	return time.Date(g, time.March, 20+leap-leapG, 0, 0, 0, 0, time.UTC)
}
