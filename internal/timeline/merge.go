package timeline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// Merge joins the events of several articles into the lines of a timeline: events of one type whose
// dates can be one and which share an actor or a target. Lines come by date, those without a date last; in a line the event
// that tells most stands first. Conflict says what differs between articles that do not go back to one text.
func Merge(articles []Source) []news.Entry {
	var lines []*line
	for _, s := range byTime(articles) {
		for _, ev := range s.Events {
			if ev.Article == 0 {
				ev.Article = s.Article
			}
			add(&lines, told{ev, s})
		}
	}
	out := make([]news.Entry, 0, len(lines))
	for _, l := range lines {
		out = append(out, l.entry())
	}
	slices.SortStableFunc(out, func(a, b news.Entry) int {
		return cmp.Or(order(a.Date.IsZero(), b.Date.IsZero()), a.Date.Time.Compare(b.Date.Time), cmp.Compare(b.Date.Precision, a.Date.Precision), cmp.Compare(a.Type, b.Type))
	})
	return out
}

// told is one event with who tells it.
type told struct {
	news.Event
	source *Source
}

type line struct{ events []told }

// add puts ev into the line that fits it best, or begins one.
func add(lines *[]*line, ev told) {
	var best *line
	score := 0
	for _, l := range *lines {
		if n := l.fit(ev); n > score {
			best, score = l, n
		}
	}
	if best == nil {
		best = &line{}
		*lines = append(*lines, best)
	}
	best.events = append(best.events, ev)
}

// fit is how well ev goes with the best-fitting event of the line; 0 when any event speaks against it.
func (l *line) fit(ev told) int {
	best := 0
	for _, o := range l.events {
		n := ev.fit(o)
		if n < 0 {
			return 0
		}
		best = max(best, n)
	}
	return best
}

// fit compares two events: negative when they cannot be one, 0 when nothing says that they are.
func (e told) fit(o told) int {
	if family(e.Type) != family(o.Type) {
		return -1
	}
	actor, target, place := match(e.Actor, o.Actor), match(e.Target, o.Target), match(e.Place, o.Place)
	crossed := match(e.Actor, o.Target) > 0 || match(e.Target, o.Actor) > 0
	sure := actor > 0 && target > 0 || place > 0 && (actor > 0 || target > 0)
	switch {
	case !e.dates(o, sure):
		return -1
	case place < 0 && !sure, actor < 0 && target < 0 && !crossed:
		return -1
	}
	n := 0
	for _, m := range []int{actor, target, place} {
		if m > 0 {
			n += 2
		}
	}
	if crossed && (mutual[e.Type] || e.Type == o.Type) {
		n++
	}
	if actor <= 0 && target <= 0 && !crossed { // a place alone joins nothing
		return min(n, 0)
	}
	if e.Type == o.Type {
		n++
	}
	return n
}

// match is 1 when two names can be one, -1 when they differ, 0 when one is missing.
func match(a, b string) int {
	switch {
	case a == "" || b == "":
		return 0
	case shareWord(a, b):
		return 1
	}
	return -1
}

// family joins the types that reports of one happening use for each other.
func family(kind string) string {
	switch kind {
	case "attack", "strike", "bombing", "killing", "clash", "assassination":
		return "violence"
	case "fall of government", "return to power":
		return "power"
	case "agreement", "ceasefire":
		return "agreement"
	}
	return kind
}

// dates reports whether two events can be of one time: their periods overlap and are about equally exact; a day's
// difference is borne, as a conflict, where everything else agrees.
func (e told) dates(o told, sure bool) bool {
	a, b := e.Date, o.Date
	if a.IsZero() || b.IsZero() {
		return sure && e.Article == o.Article
	}
	if a.Precision >= when.Day && b.Precision >= when.Day {
		days := 0
		if a.Approx || b.Approx || sure {
			days = 1
		}
		return near(a, b, days) && (days > 0 || a.Overlaps(b))
	}
	low, high := min(a.Precision, b.Precision), max(a.Precision, b.Precision)
	return a.Overlaps(b) && (low == high || low == when.Month || high == when.Month) && (low > when.Year || sure)
}

func (l *line) entry() news.Entry {
	slices.SortStableFunc(l.events, func(a, b told) int { return cmp.Compare(b.detail(), a.detail()) })
	e := news.Entry{Type: l.events[0].Type, Date: l.events[0].Date, Conflict: l.conflict()}
	for _, ev := range l.events {
		e.Events = append(e.Events, ev.Event)
		if better(ev.Date, e.Date) {
			e.Date = ev.Date
		}
	}
	return e
}

// better reports whether a says more about the time than b.
func better(a, b when.Date) bool {
	if a.Approx != b.Approx && !a.IsZero() && !b.IsZero() && min(a.Precision, when.Day) == min(b.Precision, when.Day) {
		return b.Approx
	}
	return a.Precision > b.Precision && (!a.Approx || b.Approx || b.IsZero())
}

// detail is how much an event tells.
func (e told) detail() int {
	n := 2 * len(e.Figures)
	for _, s := range []string{e.Actor, e.Target, e.Place} {
		if s != "" {
			n += 2
		}
	}
	if !e.Date.IsZero() && !e.Date.Approx {
		n++
	}
	return n
}

// conflict says what articles of different origins give differently.
func (l *line) conflict() string {
	var dates, actors, figures []string
	for i, a := range l.events {
		for _, b := range l.events[:i] {
			if (given{source: a.source, Figure: news.Figure{Article: a.Article}}).oneVoice(given{source: b.source, Figure: news.Figure{Article: b.Article}}) {
				continue
			}
			if exact(a.Date) && exact(b.Date) && !a.Date.Overlaps(b.Date) {
				dates = append(dates, b.Date.String(), a.Date.String())
			}
			if match(a.Actor, b.Actor) < 0 && match(a.Actor, b.Target) <= 0 && match(a.Target, b.Target) > 0 {
				actors = append(actors, b.Actor, a.Actor)
			}
			figures = append(figures, differing(b, a)...)
		}
	}
	var out []string
	for _, part := range []struct {
		what   string
		values []string
	}{{"dates differ", dates}, {"who acted differs", actors}, {"figures differ", figures}} {
		if len(part.values) > 0 {
			out = append(out, part.what+": "+strings.Join(distinct(part.values), " / "))
		}
	}
	return strings.Join(out, "; ")
}

func exact(d when.Date) bool { return d.Precision >= when.Day && !d.Approx }

// differing returns the words of the figures that contradict each other in the sentences of two events.
func differing(a, b told) []string {
	var out []string
	for _, f := range a.tolls() {
		for _, g := range b.tolls() {
			if f.Act == g.Act && class(f.Unit) == class(g.Unit) && agree(f.Who, g.Who) && f.Part == g.Part && disjoint(f, g) {
				out = append(out, f.Span.Of(a.source.Text), g.Span.Of(b.source.Text))
			}
		}
	}
	return out
}

func (e told) tolls() []news.Figure {
	var out []news.Figure
	for _, f := range e.source.Figures {
		if f.Act != "" && e.Span.Contains(f.Span) {
			out = append(out, f)
		}
	}
	return out
}

// distinct keeps the first of values that read alike.
func distinct(values []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, v := range values {
		if key := text.Fold(v); !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}
