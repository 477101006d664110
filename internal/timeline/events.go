package timeline

import (
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// Events finds what an article says happened, in text order: one event for each clause
// that tells of one, with its date, actor, target and place as far as the clause or its sentence gives them. What
// may happen, is demanded or is denied is no event. An event without any date is kept only near the top of the article and
// with somebody acting; it is then taken to have happened about when the article was published. figs are the
// article's figures, whose identifiers the events carry. The events' own IDs are zero.
func Events(body, lang string, published when.Date, m *mention.Set, figs []news.Figure) []news.Event {
	d := newDoc(body, lang, published, m)
	t, ok := triggerTables[d.lang]
	if !ok {
		t = triggerTables["en"]
	}
	e := &events{doc: d, table: t, published: published, figs: figs}
	for n, s := range d.sents {
		e.sentence(n, s)
	}
	return e.out
}

type events struct {
	*doc
	table     *triggers
	published when.Date
	figs      []news.Figure
	out       []news.Event
	subject   string // who acted last
}

// clause is the words [a, b) around one trigger.
type clause struct {
	triggerHit
	from, to int
}

// leadSentences is how far down undated events are taken for the news of the day.
const leadSentences = 5

func (e *events) sentence(n int, s sentence) {
	before := len(e.out)
	for _, c := range e.clauses(s) {
		if ev, ok := e.event(n, s, c); ok {
			e.out = append(e.out, ev)
		}
	}
	if subject := e.topic(s); len(e.out) == before && subject != "" {
		e.subject = subject
	}
}

// topic is the name a sentence begins with, if no preposition governs it.
func (e *events) topic(s sentence) string {
	for i := s.a; i < s.b; i++ {
		if name := e.actorAt(i); name != "" {
			if e.governed(s.a, i) {
				return ""
			}
			return name
		}
	}
	return ""
}

func (e *events) event(n int, s sentence, c clause) (news.Event, bool) {
	if e.unreal(s, c) {
		return news.Event{}, false
	}
	r := e.roles(s, c)
	ev := news.Event{Type: c.event, Actor: r.actor, Target: r.target, Place: e.placeOf(s, c, r), Sentence: s.span}
	from, to := e.trimmed(c)
	ev.Span = e.span(from, to)
	var timed bool
	ev.Date, timed = e.dateOf(s, c)
	anybody := r.actor != "" || r.target != ""
	switch {
	case timed && (anybody || ev.Place != "" || c.kind != noun):
	case n < leadSentences && anybody && (c.kind == verb && r.done || c.kind == pairHead || r.light):
		ev.Date = e.aboutNow()
	default:
		return ev, false
	}
	if r.actor != "" {
		e.subject = r.actor
	}
	for _, f := range e.figs {
		if f.ID != 0 && ev.Span.Contains(f.Span) {
			ev.Figures = append(ev.Figures, f.ID)
		}
	}
	return ev, true
}

// unreal reports whether the clause speaks of what has not happened.
func (e *events) unreal(s sentence, c clause) bool {
	for i := max(c.from, c.a-8); i < c.a; i++ {
		w := e.words[i].low
		if e.table.future[w] || e.table.negation[w] || strings.HasSuffix(w, "n't") || i+2 <= c.a && e.table.future[e.low(i, i+2)] {
			return true
		}
		if w == "to" && (i == c.a-1 || intended[e.words[i+1].low] && !(i > c.from && begun[e.words[i-1].low])) {
			return true
		}
	}
	for i := c.a; i < c.b; i++ { // inside a pair
		if w := e.words[i].low; (e.table.future[w] || e.table.negation[w]) && !c.with[w] {
			return true
		}
	}
	return false
}

// "to carry out attacks" is an intention, unless one proceeded, began or agreed to.
var (
	intended = set("plan launch carry conduct stage mount commit hold end stop halt resume start begin coordinate prepare prevent deter avoid avert attack strike bomb kill sign reach secure negotiate discuss")
	begun    = set("proceeded began started continued helped managed on agreed moved rushed")
)

// dateOf is the date the clause gives, else, for a verb, the nearest of its sentence. timed also holds for
// words of time that could not be resolved.
func (e *events) dateOf(s sentence, c clause) (when.Date, bool) {
	in := e.datesIn(e.span(c.from, c.to))
	if len(in) == 0 && c.kind != noun && !relative[e.words[c.from].low] {
		in = e.datesIn(s.span)
	}
	p := e.span(c.a, c.b)
	var best when.Date
	least := -1
	for _, f := range in {
		gap := max(f.Span.Start-p.End, p.Start-f.Span.End, 0)
		if least < 0 || gap < least {
			best, least = e.past(f), gap
		}
	}
	if least >= 0 {
		return best, true
	}
	return best, e.timeWord(c.from, c.to) || !relative[e.words[c.from].low] && e.timeWord(s.a, s.b)
}

var relative = set("who which whose that")

// timeWord reports whether the words [a, b) name a time that needs a date of publication to be resolved, where a page gives none.
func (e *events) timeWord(a, b int) bool {
	if !e.published.IsZero() {
		return false
	}
	for i := a; i < b; i++ {
		w := e.words[i].low
		if days[w] || i+1 < b && (deictic[w] || w == "in" || w == "on" || w == "since") && spells[e.words[i+1].low] {
			return true
		}
	}
	return false
}

var (
	days    = set("yesterday today tonight monday tuesday wednesday thursday friday saturday sunday")
	deictic = set("last this next")
	spells  = set("january february march april may june july august september october november december week month year night weekend spring summer autumn winter")
)

func (e *events) aboutNow() when.Date {
	if e.published.IsZero() {
		return when.Date{}
	}
	d := when.Of(e.published.Time, min(e.published.Precision, when.Day))
	d.Approx = true
	return d
}

// clauses cuts a sentence around its triggers. Two triggers between which no clause begins tell of one event, told by the stronger.
func (e *events) clauses(s sentence) []clause {
	var out []clause
	for _, h := range e.hits(e.table, s) {
		c := clause{h, s.a, s.b}
		if len(out) == 0 {
			out = append(out, c)
			continue
		}
		last := &out[len(out)-1]
		cut, ok := e.cut(last.b, h.a)
		switch {
		case ok && !(consequence[h.event] && violent[last.event] && e.participle(h)):
			last.to, c.from = cut, cut
			out = append(out, c)
		case stronger(h, last.triggerHit):
			c.from = last.from
			*last = c
		}
	}
	for i := range out {
		e.narrow(&out[i], s)
	}
	return out
}

// A killing told as the consequence of an attack ("…, killing 46 people") is part of it.
var (
	consequence = map[string]bool{"killing": true}
	violent     = map[string]bool{"attack": true, "strike": true, "bombing": true, "clash": true}
)

func (e *events) participle(h triggerHit) bool { return strings.HasSuffix(e.words[h.a].low, "ing") }

func stronger(h, than triggerHit) bool {
	rank := map[triggerKind]int{pairHead: 3, verb: 2, noun: 1}
	if rank[h.kind] != rank[than.kind] {
		return rank[h.kind] > rank[than.kind]
	}
	return false
}

// cut finds where a clause begins between the words [a, b]: at the last break word, else at the last join or comma.
func (e *events) cut(a, b int) (int, bool) {
	at, weight := 0, 0
	for i := a; i <= b && i < len(e.words); i++ {
		w := 0
		switch {
		case e.breaks(i):
			w = 3
		case e.words[i].comma && (e.table.joins[e.words[i].low] || i == b || e.words[i].name >= 0):
			w = 2
		case e.words[i].comma, e.table.joins[e.words[i].low] && i < b:
			w = 1
		}
		if w > 0 && w >= weight {
			at, weight = i, w
		}
	}
	return at, weight > 0
}

// narrow moves the ends of a clause to the nearest places where another begins, but not past what an event needs.
func (e *events) narrow(c *clause, s sentence) {
	for i := c.a; i > c.from; i-- {
		if e.breaks(i) && i < c.a && !e.dateWord(i) || e.words[i].comma && !e.leading(c, i) {
			c.from = i
			break
		}
	}
	for i := c.b; i < c.to; i++ {
		if i > c.b && e.breaks(i) && !e.dateWord(i) || e.words[i].comma && !e.trailing(c, i) {
			c.to = i
			break
		}
	}
}

// breaks reports whether a clause begins at word i. "as many as" begins none.
func (e *events) breaks(i int) bool {
	if !e.table.breaks[e.words[i].low] {
		return false
	}
	return e.words[i].low != "as" || !(degree[e.wordAt(i+1)] || degree[e.wordAt(i-1)])
}

var degree = set("many much few well far long soon part")

// dateWord reports whether a break word at i belongs to a date ("since 2021").
func (e *events) dateWord(i int) bool {
	return i+1 < len(e.words) && e.dated(e.span(i, i+2))
}

// leading reports whether what stands before the comma at i opens the clause: a date, or a place.
func (e *events) leading(c *clause, i int) bool {
	if i-c.from > 8 {
		return false
	}
	return e.dated(e.span(c.from, i))
}

// trailing reports whether what follows the comma at i still tells the event: its date, its toll.
func (e *events) trailing(c *clause, i int) bool {
	if e.dated(e.words[i].span) && i+1 < len(e.words) {
		return true
	}
	return violent[c.event] && tolls[e.words[i].low]
}

var tolls = set("killing injuring wounding leaving displacing destroying matando hiriendo dejando")

// trimmed drops a conjunction from the start of a clause.
func (e *events) trimmed(c clause) (int, int) {
	from := c.from
	for from < c.a && (e.table.joins[e.words[from].low] || e.table.breaks[e.words[from].low] || e.words[from].low == "that") {
		from++
	}
	to := max(c.to, c.b)
	for to > c.b && (e.table.joins[e.words[to-1].low] || e.table.against[e.words[to-1].low]) {
		to--
	}
	return from, to
}

// placeOf is the place that the clause names, or else its sentence.
func (e *events) placeOf(s sentence, c clause, r roles) string {
	for _, part := range [][2]int{{c.b, c.to}, {c.from, c.a}, {c.to, s.b}} {
		for i := part[0]; i < part[1]; i++ {
			if p := e.placeAt(i); p != "" && p != r.actor {
				return p
			}
		}
	}
	return ""
}
