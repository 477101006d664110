package when

import (
	"time"

	"github.com/parley-news/parley/internal/text"
)

// Found is a date in running text and the words that name it.
type Found struct {
	Span text.Span
	Date Date
}

// Find finds the dates that s names, in text order, without overlaps.
func Find(s string, ref time.Time, lang string) []Found { return nil }
