package store

import (
	"math"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
)

// cursor marks a place in a list ordered by a number and an identifier, both descending.
func cursor(by float64, id int64) string {
	return strconv.FormatFloat(by, 'g', -1, 64) + "_" + strconv.FormatInt(id, 10)
}

// parseCursor reads a cursor; "" is the list's beginning.
func parseCursor(s string) (by float64, id int64, err error) {
	if s == "" {
		return math.MaxInt64 / 2, math.MaxInt64, nil
	}
	a, b, ok := strings.Cut(s, "_")
	if ok {
		by, err = strconv.ParseFloat(a, 64)
		if err == nil {
			id, err = strconv.ParseInt(b, 10, 64)
		}
	}
	if !ok || err != nil || math.IsNaN(by) || math.IsInf(by, 0) {
		return 0, 0, fault.Errorf(fault.Invalid, "%q is no place in a list", clip(s))
	}
	return by, id, nil
}
