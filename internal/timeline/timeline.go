// Package timeline finds in articles what was counted and what happened when, and
// puts several articles' findings side by side. Start with Figures, Events, Board and Merge.
package timeline

import (
	"time"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// Source is one article as the board and the timeline need it.
type Source struct {
	Article   news.ArticleID
	Outlet    string // its name
	Origin    news.OriginID
	Published time.Time
	Text      string
	Lang      string
	Figures   []news.Figure
	Events    []news.Event
}

// Figures finds the numbers of an article with what they count, in text order. IDs are zero.
func Figures(body, lang string, published when.Date, m *mention.Set, st []news.Statement) []news.Figure {
	return nil
}

// Events finds what happened when, in text order. IDs are zero.
func Events(body, lang string, published when.Date, m *mention.Set, figs []news.Figure) []news.Event {
	return nil
}

// Board puts side by side the figures that several articles give for one count.
func Board(articles []Source) []news.Count { return nil }

// Merge joins the events of several articles into the lines of a timeline, by date.
func Merge(articles []Source) []news.Entry { return nil }
