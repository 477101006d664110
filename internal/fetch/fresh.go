package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxFresh bounds how long an answer may be called fresh.
const maxFresh = 365 * 24 * time.Hour

// freshFor is how long an answer stays fresh for us, one private reader, by RFC 9111: max-age, then Expires against Date.
// no-cache, no-store and anything that cannot be read give 0.
func freshFor(h http.Header, now time.Time) time.Duration {
	age, said, ok := maxAge(h.Values("Cache-Control"))
	if said {
		if !ok {
			return 0
		}
		return clampFresh(age - ageOf(h))
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	date := now
	if d, err := http.ParseTime(h.Get("Date")); err == nil {
		date = d
	}
	return clampFresh(expires.Sub(date) - ageOf(h))
}

// maxAge reads Cache-Control: said when it speaks about freshness at all, ok when it grants any.
func maxAge(values []string) (age time.Duration, said, ok bool) {
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			name, arg, _ := strings.Cut(strings.TrimSpace(part), "=")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "no-cache", "no-store":
				return 0, true, false
			case "max-age":
				d, good := seconds(strings.Trim(strings.TrimSpace(arg), `"`))
				if !said || d < age { // of two, the shorter
					age = d
				}
				said, ok = true, good && (ok || !said)
			}
		}
	}
	return age, said, ok
}

// ageOf is how long the answer had been in caches on the way.
func ageOf(h http.Header) time.Duration {
	d, _ := seconds(strings.TrimSpace(h.Get("Age")))
	return d
}

// seconds reads a delta-seconds; what is too large for a number is the largest wait we know.
func seconds(s string) (time.Duration, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > int64(maxFresh/time.Second) {
		return maxFresh, true
	}
	return time.Duration(n) * time.Second, true
}

func clampFresh(d time.Duration) time.Duration { return max(0, min(d, maxFresh)) }

// retryAfter reads a Retry-After header: seconds or an HTTP date. 0: nothing that could be read, or the past.
func retryAfter(v string, now time.Time) time.Duration {
	v = strings.TrimSpace(v)
	d, ok := seconds(v)
	if !ok {
		at, err := http.ParseTime(v)
		if err != nil {
			return 0
		}
		d = at.Sub(now)
	}
	return max(0, min(d, maxRetryAfter))
}
