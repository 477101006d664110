package timeline

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// Board puts side by side the figures that several articles give for one count: the same
// sort of thing counted, the same done to it, at dates and places that can be one. Only figures that say what happened to what they count
// are on it. Figures stand in order of publication, so that a toll that is revised shows as it grew; rows
// with most articles come first. Figures keep their identifiers; Article is filled in where it is zero.
func Board(articles []Source) []news.Count {
	var rows []*row
	for _, e := range entries(articles) {
		placed := false
		for _, r := range rows {
			if r.takes(e) {
				r.entries = append(r.entries, e)
				placed = true
				break
			}
		}
		if !placed {
			rows = append(rows, &row{entries: []given{e}})
		}
	}
	slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Compare(b.articles(), a.articles()) })
	out := make([]news.Count, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.count())
	}
	return out
}

// given is one figure with who gives it.
type given struct {
	news.Figure
	source *Source
}

// entries are the tolls of all articles by time of publication, each once per article.
func entries(articles []Source) []given {
	ordered := byTime(articles)
	var out []given
	for _, s := range ordered {
		first := len(out)
		for _, f := range s.Figures {
			if f.Act == "" {
				continue
			}
			if f.Article == 0 {
				f.Article = s.Article
			}
			e := given{f, s}
			if !slices.ContainsFunc(out[first:], e.repeats) {
				out = append(out, e)
			}
		}
	}
	return out
}

// byTime orders articles by publication, those without a time last.
func byTime(articles []Source) []*Source {
	out := make([]*Source, len(articles))
	for i := range articles {
		out[i] = &articles[i]
	}
	slices.SortStableFunc(out, func(a, b *Source) int {
		return cmp.Or(order(a.Published.IsZero(), b.Published.IsZero()), a.Published.Compare(b.Published), cmp.Compare(a.Article, b.Article))
	})
	return out
}

func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (e given) repeats(o given) bool {
	return e.Low == o.Low && e.High == o.High && e.same(o)
}

// same reports whether both figures can be for one count.
func (e given) same(o given) bool {
	return e.Act == o.Act && class(e.Unit) == class(o.Unit) && agree(e.Who, o.Who) && agree(e.Place, o.Place) && e.nearInTime(o)
}

// class joins the words by which one side's fighters are called by others.
func class(unit string) string {
	switch unit {
	case "militant", "fighter", "terrorist", "insurgent", "rebel", "gunman", "combatant":
		return "fighter"
	case "civilian", "resident", "villager", "inhabitant":
		return "civilian"
	case "victim", "individual":
		return "person"
	}
	return unit
}

// agree reports whether two names can be one: either is missing, or they share a word.
func agree(a, b string) bool {
	return a == "" || b == "" || shareWord(a, b)
}

// shareWord reports whether two names share a word of weight, its end left aside ("Karsund", "Karsundi").
func shareWord(a, b string) bool {
	for _, p := range strings.Fields(text.Fold(a)) {
		for _, q := range strings.Fields(text.Fold(b)) {
			short, long := p, q
			if len(short) > len(long) {
				short, long = long, short
			}
			if len(short) > 2 && !light[short] && strings.HasPrefix(long, short) && len(long) <= len(short)+4 {
				return true
			}
		}
	}
	return false
}

var light = set("the of and for al el la de government army forces military police party group movement ministry republic islamic national united")

const (
	// A toll without a date of its own is about as old as its article.
	sameDays = 3
	// A revised toll keeps coming for about so long.
	revisedDays = 10
)

func (e given) nearInTime(o given) bool {
	if !e.Date.IsZero() && !o.Date.IsZero() {
		return near(e.Date, o.Date, sameDays)
	}
	if e.source.Published.IsZero() || o.source.Published.IsZero() {
		return true
	}
	a, b := e.date(), o.date()
	return near(a, b, revisedDays)
}

// date is the figure's own, else that of its article.
func (e given) date() when.Date {
	if !e.Date.IsZero() {
		return e.Date
	}
	return when.Of(e.source.Published, when.Day)
}

// near reports whether two periods can be one: they share a day, or both are days at most so many days apart.
func near(a, b when.Date, days int) bool {
	if a.Precision < when.Day || b.Precision < when.Day {
		return a.Overlaps(b)
	}
	gap := time.Duration(days) * 24 * time.Hour
	return a.Time.Before(b.End().Add(gap)) && b.Time.Before(a.End().Add(gap))
}

// row is a count in the making.
type row struct{ entries []given }

// takes reports whether e fits every figure of the row.
func (r *row) takes(e given) bool {
	for _, o := range r.entries {
		if !e.same(o) {
			return false
		}
	}
	return true
}

func (r *row) articles() int {
	seen := map[news.ArticleID]bool{}
	for _, e := range r.entries {
		seen[e.Article] = true
	}
	return len(seen)
}

func (r *row) count() news.Count {
	first := r.entries[0]
	c := news.Count{Label: first.label(), Unit: first.Unit, Act: first.Act}
	for i, e := range r.entries {
		c.Figures = append(c.Figures, e.Figure)
		for _, o := range r.entries[:i] {
			if !e.oneVoice(o) && disjoint(e.Figure, o.Figure) {
				c.Differ = true
			}
		}
	}
	return c
}

// oneVoice reports whether both figures come from one outlet, which may have revised its toll, or go back to one text.
func (e given) oneVoice(o given) bool {
	return e.Article == o.Article || e.source.Origin != 0 && e.source.Origin == o.source.Origin || e.source.Outlet != "" && e.source.Outlet == o.source.Outlet
}

// disjoint reports whether two figures cannot both be true. An approximate one is taken a tenth wider.
func disjoint(a, b news.Figure) bool {
	al, ah := limits(a)
	bl, bh := limits(b)
	return ah < bl || bh < al
}

func limits(f news.Figure) (low, high float64) {
	low, high = f.Low, f.High
	if high == 0 {
		high = math.Inf(1)
	}
	if f.Approx {
		low, high = low*0.9, high*1.1
	}
	return low, high
}

// label names the count in the article's words: what follows the number in the figure, and what happened.
func (e given) label() string {
	s := e.Span.Of(e.source.Text)
	words := text.Words(s)
	lex := lexiconOf(base(e.source.Lang))
	for i := len(words) - 1; i >= 0; i-- {
		w := text.Fold(words[i].Of(s))
		_, number := plainNumber(w)
		_, bounded := lex.bounds[w]
		_, vague := lex.vague[w]
		if number || bounded || vague || lex.of[w] || scales[w] {
			if i+1 == len(words) {
				return e.Act
			}
			return s[words[i+1].Start:words[len(words)-1].End] + " " + e.Act
		}
	}
	return strings.TrimSpace(e.Unit + " " + e.Act)
}

var scales = set("hundred thousand million billion lakh crore dozen")
