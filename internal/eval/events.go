package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/timeline"
	"github.com/parley-news/parley/internal/when"
)

// eventGold is the file of labels of a folder of pages saved as text. Offsets are code points into the page.
type eventGold struct {
	Pages map[string]struct {
		Body      []int
		Title     any
		Language  any
		Published string
		Events    []goldEvent
	}
}

type goldEvent struct {
	Date, Type, Actor, Target, Place string
	Span                             [2]int
}

// Events measures package timeline on a folder of pages saved as text with a gold.json that holds body and
// events of each. An event is found when the labelled words lie in those reported or both share half of
// all their words, and the dates do not contradict each other. "date_accuracy" is over found events with a labelled date: the date is
// known and inside the labelled period or around it.
func Events(dir string, o Options) (Report, error) {
	var gold eventGold
	raw, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		return Report{}, fault.Errorf(fault.NotFound, "measure events in %s: %w", dir, err)
	}
	if err := json.Unmarshal(raw, &gold); err != nil {
		return Report{}, fault.Errorf(fault.Invalid, "read %s: %w", filepath.Join(dir, "gold.json"), err)
	}
	var names []string
	for name, p := range gold.Pages {
		if len(p.Body) == 2 && p.Events != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return Report{}, fault.Errorf(fault.Invalid, "measure events in %s: no pages with body and events", dir)
	}
	if o.Limit > 0 && o.Limit < len(names) {
		names = names[:o.Limit]
	}
	t := eventTally{start: time.Now()}
	for i, name := range names {
		page, err := os.ReadFile(filepath.Join(dir, filepath.Base(name)))
		if err != nil {
			return Report{}, fault.Errorf(fault.NotFound, "measure events: %w", err)
		}
		p := gold.Pages[name]
		lang, _ := p.Language.(string)
		title, _ := p.Title.(string)
		at, _ := when.Parse(p.Published)
		found, body, from, err := eventsIn(string(page), p.Body, title, lang, at)
		if err != nil {
			return Report{}, fmt.Errorf("page %s: %w", name, err)
		}
		t.add(p.Events, found, body, from)
		if err := writeEvents(o, name, found, body, from); err != nil {
			return Report{}, err
		}
		o.progress(i+1, len(names))
	}
	return t.report(filepath.Base(filepath.Clean(dir)), len(names)), nil
}

// eventsIn runs the engine over the body of a page; from is the code point at which the body begins.
func eventsIn(page string, span []int, title, lang string, published when.Date) (found []news.Event, body string, from int, err error) {
	at := text.ByteOffsets(page)
	if span[0] < 0 || span[1] < span[0] || span[1] >= len(at) {
		return nil, "", 0, fault.Errorf(fault.Invalid, "the body's offsets lie outside the page")
	}
	body = page[at[span[0]]:at[span[1]]]
	m := mention.Find(title, body, lang)
	return timeline.Events(body, lang, published, m, timeline.Figures(body, lang, published, m, nil)), body, span[0], nil
}

type eventTally struct {
	start                            time.Time
	gold, hit, found, right          int
	dated, dateRight, typed, mention int
}

func (t *eventTally) add(gold []goldEvent, found []news.Event, body string, from int) {
	c := text.NewRuneOffsets(body)
	used := make([]bool, len(found))
	words := func(s, e int) map[int]bool { // word starts, as code points of the page
		out := map[int]bool{}
		for _, w := range text.Words(body) {
			if n := c.At(w.Start) + from; n >= s && n < e {
				out[n] = true
			}
		}
		return out
	}
	t.gold += len(gold)
	t.found += len(found)
	for _, g := range gold {
		want := words(g.Span[0], g.Span[1])
		best, score := -1, 0.0
		for i, f := range found {
			s, e := c.At(f.Span.Start)+from, c.At(f.Span.End)+from
			share := overlap(want, words(s, e))
			if s <= g.Span[0] && e >= g.Span[1] {
				share = max(share, 0.5)
			}
			if share >= 0.5 && compatible(f.Date, g.Date) {
				used[i] = true
				if share > score {
					best, score = i, share
				}
			}
		}
		if best < 0 {
			continue
		}
		t.hit++
		t.judge(g, found[best])
	}
	for _, u := range used {
		if u {
			t.right++
		}
	}
}

func (t *eventTally) judge(g goldEvent, f news.Event) {
	if g.Date != "" {
		t.dated++
		if !f.Date.IsZero() {
			t.dateRight++
		}
	}
	if g.Type == f.Type {
		t.typed++
	}
	if g.Actor != "" && strings.Contains(text.Fold(f.Actor), text.Fold(g.Actor)) {
		t.mention++
	}
}

// compatible reports whether a found date can be the labelled one; an unknown date can.
func compatible(d when.Date, gold string) bool {
	g, ok := when.Parse(gold)
	return !ok || d.IsZero() || d.Overlaps(g)
}

// overlap is intersection over union.
func overlap(a, b map[int]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return ratio(both, len(a)+len(b)-both)
}

func (t *eventTally) report(set string, pages int) Report {
	r := Report{Set: set, N: pages, Precision: ratio(t.right, t.found), Recall: ratio(t.hit, t.gold), PerSecond: float64(pages) / time.Since(t.start).Seconds()}
	r.F1 = f1(r.Precision, r.Recall)
	r.More = map[string]any{"events": t.gold, "found": t.found, "date_accuracy": ratio(t.dateRight, t.dated), "type_accuracy": ratio(t.typed, t.hit), "actor_accuracy": ratio(t.mention, t.hit)}
	return r
}

func writeEvents(o Options, id string, found []news.Event, body string, from int) error {
	if o.Predictions == nil {
		return nil
	}
	type row struct {
		Span     [2]int `json:"span"`
		Date     string `json:"date"`
		Type     string `json:"type"`
		Actor    string `json:"actor"`
		Target   string `json:"target"`
		Location string `json:"location"`
	}
	rows := []row{}
	for _, f := range found {
		s := utf8.RuneCountInString(body[:f.Span.Start]) + from
		e := s + utf8.RuneCountInString(f.Span.Of(body))
		rows = append(rows, row{[2]int{s, e}, f.Date.String(), f.Type, f.Actor, f.Target, f.Place})
	}
	return json.NewEncoder(o.Predictions).Encode(struct {
		ID     string `json:"id"`
		Events []row  `json:"events"`
	}{id, rows})
}
