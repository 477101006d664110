// Package timeline finds in articles what was counted and what happened when, and
// puts several articles' findings side by side. Figures and Events read one article, Board and
// Merge several.
//
// Both reading functions work clause by clause from tables of words, for English best, for Spanish,
// Russian, Persian, French and German in outline, and Arabic for figures; other languages are read with the English tables, which find
// little and invent nothing. Every result points into the body it was found in. All functions are pure,
// deterministic, linear in the length of the text, and safe for concurrent use.
package timeline

import (
	"time"

	"github.com/parley-news/parley/internal/news"
)

// Source is one article as the board and the timeline need it.
type Source struct {
	Article   news.ArticleID
	Outlet    string // its name
	Origin    news.OriginID
	Published time.Time
	Text      string // the body that the spans of Figures and Events point into
	Lang      string
	Figures   []news.Figure
	Events    []news.Event
}
