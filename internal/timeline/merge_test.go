package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

func figuresSpan(body, part string) []text.Span {
	i := strings.Index(body, part)
	return []text.Span{{Start: i, End: i + len(part)}}
}

// read makes a source of an article published so many hours after the others began.
func read(id int, hours int, body string) Source {
	at := time.Date(2031, 10, 20, 8, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
	m := mention.Find("", body, "en")
	d := when.Of(at, when.Day)
	figs := Figures(body, "en", d, m, nil)
	for i := range figs {
		figs[i].ID = news.FigureID(100*id + i)
	}
	return Source{Article: news.ArticleID(id), Outlet: fmt.Sprintf("Outlet %d", id), Origin: news.OriginID(id), Published: at, Text: body, Lang: "en", Figures: figs, Events: Events(body, "en", d, m, figs)}
}

// rows writes each row as "label differ: articles with figures".
func rows(counts []news.Count) []string {
	var out []string
	for _, c := range counts {
		s := c.Label
		if c.Differ {
			s += " (differ)"
		}
		for _, f := range c.Figures {
			s += fmt.Sprintf(" %d:%v-%v", f.Article, f.Low, f.High)
		}
		out = append(out, s)
	}
	return out
}

func TestBoard(t *testing.T) {
	t.Parallel()
	articles := []Source{
		read(3, 30, "Karsund said on Tuesday that 14 soldiers were killed near Demar."),
		read(1, 0, "Lusava attacked a post near Demar on Monday, killing at least 10 soldiers. Trade fell 5 percent."),
		read(2, 2, "Six soldiers were killed near Demar, Lusava said. About 40 families were displaced."),
		read(4, 40, "In 2019, 90 soldiers were killed near Demar."),
	}
	want := []string{
		"soldiers killed (differ) 1:10-0 2:6-6 3:14-14",
		"families displaced 2:40-40",
		"soldiers killed 4:90-90",
	}
	if diff := cmp.Diff(want, rows(Board(articles))); diff != "" {
		t.Error(diff)
	}
}

func TestBoardBearsRevisionAndCopies(t *testing.T) {
	t.Parallel()
	a, b, c := read(1, 0, "Ten soldiers were killed near Demar."), read(2, 5, "Twelve soldiers were killed near Demar."), read(3, 9, "Twelve soldiers were killed near Demar.")
	b.Outlet = a.Outlet
	c.Origin = a.Origin
	got := Board([]Source{a, b})
	if len(got) != 1 || got[0].Differ || len(got[0].Figures) != 2 {
		t.Errorf("one outlet's revision: %q, want one row without conflict", rows(got))
	}
	if got := Board([]Source{a, c}); len(got) != 1 || got[0].Differ {
		t.Errorf("one origin's figures: %q, want one row without conflict", rows(got))
	}
}

func lines(entries []news.Entry) []string {
	var out []string
	for _, e := range entries {
		s := fmt.Sprintf("%s %s", e.Date, e.Type)
		for _, ev := range e.Events {
			s += fmt.Sprintf(" %d", ev.Article)
		}
		if e.Conflict != "" {
			s += " [" + e.Conflict + "]"
		}
		out = append(out, s)
	}
	return out
}

func TestMerge(t *testing.T) {
	t.Parallel()
	articles := []Source{
		read(1, 30, "Lusava attacked a Karsundi post near Demar on October 19, killing at least 10 soldiers. Karsund and Lusava held talks in Tarvik on October 12."),
		read(2, 34, "Lusava attacked a post near Demar on October 19, killing six soldiers, Karsund said."),
		read(3, 36, "Karsund closed the border with Lusava on October 20."),
	}
	want := []string{
		"2031-10-12 talks 1",
		"2031-10-19 attack 1 2 [figures differ: at least 10 soldiers / six soldiers]",
		"2031-10-20 border closure 3",
	}
	if diff := cmp.Diff(want, lines(Merge(articles))); diff != "" {
		t.Error(diff)
	}
}

func TestMergeTellsWhoActedDiffers(t *testing.T) {
	t.Parallel()
	day := when.Of(time.Date(2031, 10, 19, 0, 0, 0, 0, time.UTC), when.Day)
	ev := func(actor string) []news.Event {
		return []news.Event{{Type: "attack", Date: day, Actor: actor, Target: "Demar", Place: "Demar"}}
	}
	got := Merge([]Source{{Article: 1, Origin: 1, Events: ev("Lusava")}, {Article: 2, Origin: 2, Events: ev("Halvan rebels")}})
	if diff := cmp.Diff([]string{"2031-10-19 attack 1 2 [who acted differs: Lusava / Halvan rebels]"}, lines(got)); diff != "" {
		t.Error(diff)
	}
}
