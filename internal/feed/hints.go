package feed

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func sortStable[T any](list []T, less func(a, b T) bool) {
	slices.SortStableFunc(list, func(a, b T) int {
		switch {
		case less(a, b):
			return -1
		case less(b, a):
			return 1
		}
		return 0
	})
}

// element takes what an element of a channel says of how often to look.
func (h *Hints) element(name, v string) {
	switch name {
	case "ttl":
		if n, err := strconv.Atoi(v); err == nil && n > 0 {
			h.TTL = max(h.TTL, time.Duration(min(n, 7*24*60))*time.Minute)
		}
	case "sy:updateperiod":
		if d, ok := periods[strings.ToLower(v)]; ok {
			h.TTL = d // the frequency, which follows, divides it
		}
	case "sy:updatefrequency":
		if n, err := strconv.Atoi(v); err == nil && n > 0 && h.TTL > 0 {
			h.TTL /= time.Duration(min(n, 1440))
		}
	}
}

var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// skip takes one entry of skipHours (0 to 23, some write 24 for 0) or skipDays (names in English).
func (h *Hints) skip(v string) {
	if n, err := strconv.Atoi(v); err == nil {
		if n >= 0 && n <= 24 {
			h.SkipHours[n%24] = true
		}
		return
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(v, d.String()) {
			h.SkipDays[d] = true
		}
	}
}

// maxHubs bounds the hubs of one feed; more than two would only send the same again.
const maxHubs = 2

func (f *Feed) addHub(u string) {
	if len(f.Hubs) < maxHubs && !slices.Contains(f.Hubs, u) {
		f.Hubs = append(f.Hubs, u)
	}
}
