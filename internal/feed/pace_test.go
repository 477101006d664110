package feed

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 12, 12, 0, 0, 0, time.UTC)

func TestPaceLearnsFromDatesAndFromLooks(t *testing.T) {
	t.Parallel()
	var dates []time.Time
	for i := range 30 {
		dates = append(dates, noon.Add(-time.Duration(i)*20*time.Minute))
	}
	p := Pace{}.Seen(noon, time.Time{}, 30, dates)
	if p.Gap != 20*time.Minute || !p.Last.Equal(noon) {
		t.Errorf("first look: %+v, want a gap of 20 min", p)
	}
	busy, at := p, noon
	for range 20 { // it wakes up: 30 an hour
		before := at
		at = at.Add(time.Hour)
		busy = busy.Seen(at, before, 30, []time.Time{at})
	}
	if busy.Gap < 2*time.Minute || busy.Gap > 3*time.Minute {
		t.Errorf("busy: %v, want about 2 min", busy.Gap)
	}
	for range 60 { // it falls silent
		before := at
		at = at.Add(12 * time.Hour)
		busy = busy.Seen(at, before, 0, nil)
	}
	if busy.Gap < 10*24*time.Hour {
		t.Errorf("silent for a month: %v", busy.Gap)
	}
	undated := Pace{}.Seen(noon, time.Time{}, 10, nil)
	if undated.Gap != 0 {
		t.Errorf("no dates, first look: %v, want unknown", undated.Gap)
	}
	if undated = undated.Seen(noon.Add(time.Hour), noon, 4, nil); undated.Gap != 15*time.Minute {
		t.Errorf("no dates, second look: %v, want 15 min", undated.Gap)
	}
	back := p.Seen(noon.Add(-365*24*time.Hour), noon, 5, nil)
	if back.Gap != p.Gap || back.Last.After(noon.Add(-365*24*time.Hour)) {
		t.Errorf("clock set back by a year: %+v", back)
	}
}

func TestPlanIsBoundedAndKeepsToWhatIsAsked(t *testing.T) {
	t.Parallel()
	minute, hour := time.Minute, time.Hour
	for name, c := range map[string]struct {
		plan     Plan
		min, max time.Duration
	}{
		"unknown":            {Plan{Usual: 15 * minute}, 15 * minute, 17 * minute},
		"busy":               {Plan{Usual: 15 * minute, Pace: Pace{Gap: minute}}, 5 * minute, 6 * minute},
		"usual":              {Plan{Usual: 15 * minute, Pace: Pace{Gap: 2 * hour}}, hour, 67 * minute},
		"quiet":              {Plan{Usual: 15 * minute, Pace: Pace{Gap: 300 * hour}}, 24 * hour, 24 * hour},
		"fresh by its words": {Plan{Usual: 15 * minute, Fresh: 2 * hour}, 2 * hour, 133 * minute},
		"fresh for a year":   {Plan{Usual: 15 * minute, Fresh: 9000 * hour}, 24 * hour, 24 * hour},
		"ttl":                {Plan{Usual: 15 * minute, Hints: Hints{TTL: 3 * hour}}, 3 * hour, 200 * minute},
		"once failed":        {Plan{Usual: 15 * minute, Failures: 1}, 30 * minute, 34 * minute},
		"always failing":     {Plan{Usual: 15 * minute, Failures: 1000}, 24 * hour, 24 * hour},
		"asked to wait":      {Plan{Usual: 15 * minute, Failures: 1, Retry: 5 * hour}, 5 * hour, 331 * minute},
		"told by a hub":      {Plan{Usual: 15 * minute, Pushed: true}, hour, 67 * minute},
		"skips this hour":    {Plan{Usual: 15 * minute, Hints: Hints{SkipHours: [24]bool{12: true, 13: true}}}, 2 * hour, 3 * hour},
		"skips everything":   {Plan{Usual: 15 * minute, Hints: allHours()}, 15 * minute, 24 * hour},
	} {
		for _, key := range []string{"1", "2", "3"} {
			c.plan.Key = key
			got := c.plan.Next(noon).Sub(noon)
			if got < c.min || got > c.max || got != c.plan.Next(noon).Sub(noon) {
				t.Errorf("%s: next after %v, want %v to %v, always the same", name, got, c.min, c.max)
			}
		}
	}
	if (Plan{Usual: hour, Key: "1"}).Next(noon).Equal(Plan{Usual: hour, Key: "2"}.Next(noon)) {
		t.Error("two sources come in step")
	}
}

func allHours() (h Hints) {
	for i := range h.SkipHours {
		h.SkipHours[i] = true
	}
	return h
}
