package fetch

import (
	"time"

	"github.com/parley-news/parley/internal/news"
)

// Conditions make a request answer "not modified" when nothing changed.
type Conditions struct{ ETag, LastModified string }

// Answer is what a request gave. With a failure it is empty.
type Answer struct {
	Capture     *news.Capture // nil when NotModified
	NotModified bool
	FreshFor    time.Duration // how long Cache-Control or Expires say it stays fresh, at most a year; 0: nothing said
	Moved       string        // the address that permanent redirects (301, 308) lead to; "" when it has not moved for good
	Terms       Terms         // what the host says about the use of what it gives
}
