package timeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// outline writes an event as "date type: actor > target @ place".
func outline(ev news.Event) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s > %s @ %s", ev.Date, ev.Type, ev.Actor, ev.Target, ev.Place))
}

func eventsOf(body, lang string) []string {
	var out []string
	for _, ev := range Events(body, lang, published, mention.Find("", body, lang), nil) {
		out = append(out, outline(ev))
	}
	return out
}

func TestEvents(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     []string
	}{
		{"active", "Lusava attacked a Karsundi border post on October 19. Karsund was silent.", []string{"2031-10-19 attack: Lusava > Karsund @"}},
		{"passive", "Envoy Ilmar Tesk was detained by Karsund in December 2029.", []string{"2029-12 detention: Karsund > Ilmar Tesk @"}},
		{"demanded, planned and denied is nothing", "Karsund will attack Lusava in December. Lusava denied attacking Karsund on Monday. Karsund plans to carry out strikes on Lusava next week.", nil},
		{"undated in the body is nothing", "One. Two. Three. Four. Five. Six. Attacks on Lusava hurt trade.", nil},
		{"statement is no release", "Karsund released a statement on Monday.", nil},
		{"month is no march", "Karsund kept calm on March 3.", nil},
		{"talks fail", "Talks between Karsund and Lusava collapsed on Friday.", []string{"2031-11-21 talks collapse: Karsund > Lusava @"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, eventsOf(tt.in, "en")); diff != "" {
			t.Errorf("%s: Events(%q): %s", tt.name, tt.in, diff)
		}
	}
}

func TestEventCarriesItsFiguresAndToll(t *testing.T) {
	t.Parallel()
	body := "Karsund carried out airstrikes near Demar last year, killing 46 people, and closed the bridge."
	m := mention.Find("", body, "en")
	figs := Figures(body, "en", published, m, nil)
	for i := range figs {
		figs[i].ID = news.FigureID(i + 1)
	}
	got := Events(body, "en", published, m, figs)
	if len(got) == 0 || len(got[0].Figures) != 1 || got[0].Type != "strike" {
		t.Fatalf("events %+v, want a strike with one figure", got)
	}
	if s := got[0].Span.Of(body); !strings.Contains(s, "killing 46 people") {
		t.Errorf("span %q, want the toll in it", s)
	}
}

func TestFiguresNameTheirStatement(t *testing.T) {
	t.Parallel()
	body := "At least 10 civilians were killed, the mayor said."
	figs := Figures(body, "en", published, mention.Find("", body, "en"), []news.Statement{{ID: 7, Content: figuresSpan(body, "At least 10 civilians were killed")}})
	if len(figs) != 1 || figs[0].Statement != 7 {
		t.Errorf("figures %+v, want one in statement 7", figs)
	}
}

func FuzzFindings(f *testing.F) {
	f.Add("Lusava attacked 10 posts on October 19, killing at least 12 people, including two children.", "en")
	f.Add("دست\u200cکم ۱۴ غیرنظامی کشته شدند.", "fa")
	f.Add("$ 5 % between 3 and", "xx")
	f.Fuzz(func(t *testing.T, body, lang string) {
		body = strings.ToValidUTF8(body, "?")
		m := mention.Find("", body, lang)
		figs := Figures(body, lang, published, m, nil)
		for _, g := range figs {
			if !g.Span.In(body) || !g.Sentence.In(body) || g.Span.Len() == 0 || g.Unit == "" {
				t.Fatalf("figure %+v in %q", g, body)
			}
		}
		events := Events(body, lang, when.Date{}, m, figs)
		for _, ev := range events {
			if !ev.Span.In(body) || !ev.Sentence.In(body) || ev.Span.Len() == 0 || ev.Type == "" {
				t.Fatalf("event %+v in %q", ev, body)
			}
		}
		s := []Source{{Article: 1, Text: body, Figures: figs, Events: events}, {Article: 2, Text: body, Figures: figs, Events: events}}
		Board(s)
		Merge(s)
	})
}

const story = `DEMAR — Lusava attacked two Karsundi border posts on October 19, killing at least 10 soldiers, including three officers, and wounding 24 others. Karsund responded with mortar fire the next day.

The death toll rose to 14 on Monday, the ministry said, after two guards died in hospital. Karsund’s air force struck targets near Ostrel last week and detained about 40 men. Both sides agreed to a ceasefire on November 2 following talks in Tarvik.

In 2027, the River Commission mediated talks between Karsund and Lusava. They collapsed in March 2028, and nearly 1,200 families fled.

`

func BenchmarkFigures(b *testing.B) {
	body := strings.Repeat(story, 6)
	m := mention.Find("", body, "en")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		Figures(body, "en", published, m, nil)
	}
}

func BenchmarkEvents(b *testing.B) {
	body := strings.Repeat(story, 6)
	m := mention.Find("", body, "en")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		Events(body, "en", published, m, nil)
	}
}
