package feed

import (
	"hash/fnv"
	"math"
	"slices"
	"time"
)

// The bounds between two looks at a source.
const (
	MinWait = 5 * time.Minute
	MaxWait = 24 * time.Hour
)

// Pace is how often a source really publishes, as far as it was seen.
type Pace struct {
	Gap  time.Duration // between two items, smoothed; 0: not known yet
	Last time.Time     // when the newest item was published, or first seen where it has no date
}

// smooth is the weight of the newest observation. A quarter follows a change of habit within a handful of
// looks and forgets a single busy morning as quickly.
const smooth = .25

// sampled bounds how many of a feed's own dates are read at the first look.
const sampled = 20

// Seen is the pace after a look at now that gave fresh new items; before is the time of the look
// before, zero at the first, when the dates of the items themselves are read instead.
func (p Pace) Seen(now, before time.Time, fresh int, dates []time.Time) Pace {
	if newest := newestOf(dates, now); newest.After(p.Last) {
		p.Last = newest
	} else if fresh > 0 && newest.IsZero() {
		p.Last = now
	}
	if p.Last.After(now) { // the clock was set back
		p.Last = now
	}
	elapsed := now.Sub(before)
	if before.IsZero() || elapsed <= 0 { // the first look, or the clock was set back: only the dates say something
		if p.Gap == 0 {
			p.Gap = gapOf(dates, now)
		}
		return p
	}
	observed := time.Duration(0)
	if fresh > 0 {
		observed = elapsed / time.Duration(fresh)
	} else if quiet := now.Sub(p.Last); !p.Last.IsZero() && quiet > p.Gap { // silence shorter than the usual gap says nothing
		observed = quiet
	}
	switch observed = min(observed, 30*MaxWait); {
	case observed == 0:
	case p.Gap == 0:
		p.Gap = observed
	default:
		p.Gap = time.Duration((1-smooth)*float64(p.Gap) + smooth*float64(observed))
	}
	return p
}

func newestOf(dates []time.Time, now time.Time) (newest time.Time) {
	for _, d := range dates {
		if d.After(newest) && !d.After(now) {
			newest = d
		}
	}
	return newest
}

// gapOf is the mean gap between the newest dates, and not less than half the silence since.
func gapOf(dates []time.Time, now time.Time) time.Duration {
	var past []time.Time
	for _, d := range dates {
		if !d.IsZero() && !d.After(now) {
			past = append(past, d)
		}
	}
	if len(past) < 2 {
		return 0
	}
	slices.SortFunc(past, func(a, b time.Time) int { return b.Compare(a) })
	past = past[:min(len(past), sampled)]
	gap := past[0].Sub(past[len(past)-1]) / time.Duration(len(past)-1)
	return max(gap, now.Sub(past[0])/2, time.Second)
}

// Plan is what decides when to look again.
type Plan struct {
	Pace     Pace
	Hints    Hints
	Usual    time.Duration // where the pace is not known
	Floor    time.Duration // not sooner; 0: MinWait
	Fresh    time.Duration // how long the answer is good for by its own words (Cache-Control)
	Retry    time.Duration // how long the server asks to be left alone (Retry-After)
	Failures int           // in a row
	Pushed   bool          // a hub tells of changes: looking is only a safeguard
	Key      string        // of the source: makes its jitter its own
}

// Next is when to look again after a look at now: between MinWait and MaxWait from now, twice
// within the source's gap, later where it or its server asks so, ever later while it fails, and a
// little off so that sources do not come in step. The same plan gives the same time.
func (p Plan) Next(now time.Time) time.Time {
	floor := p.Floor
	if floor <= 0 {
		floor = MinWait
	}
	wait := p.Usual
	if p.Pace.Gap > 0 {
		wait = p.Pace.Gap / 2
	}
	wait = min(max(wait, floor), MaxWait)
	if p.Failures > 0 {
		wait = min(max(wait, p.Usual)<<min(p.Failures, 8), MaxWait)
	}
	if p.Pushed {
		wait = min(4*wait, MaxWait)
	}
	wait = min(max(wait, p.Hints.TTL, p.Fresh, p.Retry), MaxWait)
	wait += time.Duration(jitter(p.Key, now) * float64(wait) / 10)
	return p.Hints.allowed(now.Add(min(max(wait, floor), MaxWait)))
}

// jitter is a number from 0 to 1 that depends on the source and the look alone.
func jitter(key string, now time.Time) float64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	_, _ = h.Write([]byte(now.UTC().Format(time.RFC3339Nano)))
	x := h.Sum64() * 0x9e3779b97f4a7c15 // FNV leaves short keys close together in the upper bits
	return float64(x>>11) / float64(math.MaxUint64>>11)
}

// allowed is the first moment from t on that the feed does not ask to skip, within a day; one that skips the whole day has asked for nothing.
func (h Hints) allowed(t time.Time) time.Time {
	for hours := range 24 {
		at := t
		if hours > 0 { // some way into the hour: not all at its beginning
			at = t.Truncate(time.Hour).Add(time.Duration(hours)*time.Hour + t.Sub(t.Truncate(time.Hour))/6)
		}
		if u := at.UTC(); !h.SkipHours[u.Hour()] && !h.SkipDays[u.Weekday()] {
			return at
		}
	}
	return t
}
