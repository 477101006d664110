package reuse

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/news"
)

func TestOrigins(t *testing.T) {
	t.Parallel()
	copyOf := func(d, s news.ArticleID, k news.CopyKind, share float64) news.Copy {
		return news.Copy{Derived: d, Source: s, Kind: k, Share: share}
	}
	from := func(d news.ArticleID, name string) news.Copy {
		return news.Copy{Derived: d, Name: name, Kind: news.CopySame}
	}
	tests := []struct {
		name     string
		articles []news.ArticleID
		copies   []news.Copy
		want     []news.Origin
	}{
		{"alone", []news.ArticleID{2, 1}, nil, []news.Origin{{Root: 1, Articles: []news.ArticleID{1}}, {Root: 2, Articles: []news.ArticleID{2}}}},
		{"chain", []news.ArticleID{1, 2, 3}, []news.Copy{copyOf(1, 2, news.CopySame, 1), copyOf(3, 1, news.CopyEdited, .8)},
			[]news.Origin{{Root: 2, Articles: []news.ArticleID{1, 2, 3}}}},
		{"outside originator", []news.ArticleID{1, 2, 3}, []news.Copy{from(1, "LNA"), from(3, "Lna")},
			[]news.Origin{{Name: "LNA", Articles: []news.ArticleID{1, 3}}, {Root: 2, Articles: []news.ArticleID{2}}}},
		{"text and originator", []news.ArticleID{1, 2, 3}, []news.Copy{copyOf(2, 1, news.CopySame, 1), from(2, "LNA"), from(3, "LNA")},
			[]news.Origin{{Name: "LNA", Articles: []news.ArticleID{1, 2, 3}}}},
		{"passage in a text of its own", []news.ArticleID{1, 2}, []news.Copy{copyOf(2, 1, news.CopySpliced, .2)},
			[]news.Origin{{Root: 1, Articles: []news.ArticleID{1, 2}}, {Root: 2, Articles: []news.ArticleID{2}}}},
		{"spliced from two", []news.ArticleID{1, 2, 3}, []news.Copy{copyOf(3, 1, news.CopySpliced, .5), copyOf(3, 2, news.CopySpliced, .4)},
			[]news.Origin{{Root: 1, Articles: []news.ArticleID{1, 3}}, {Root: 2, Articles: []news.ArticleID{2, 3}}}},
		{"two agencies", []news.ArticleID{1, 2}, []news.Copy{from(1, "LNA"), from(1, "Halvan Press"), from(2, "LNA")},
			[]news.Origin{{Name: "Halvan Press", Articles: []news.ArticleID{1}}, {Name: "LNA", Articles: []news.ArticleID{1, 2}}}},
		{"unknown articles", []news.ArticleID{1}, []news.Copy{copyOf(1, 9, news.CopySame, 1), copyOf(9, 1, news.CopySame, 1)},
			[]news.Origin{{Root: 1, Articles: []news.ArticleID{1}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, Origins(tt.articles, tt.copies, nil)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestQuotations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want []string
	}{
		{`He said: “No.” Then "never again", he said.`, []string{"“No.”", `"never again"`}},
		{`It's the rangers' road; don't go.`, nil},
		{`‘It’s over,’ she said, and ‘gone’.`, []string{"‘It’s over,’", "‘gone’"}},
		{`Er sagte: „Nie wieder“, und «jamais».`, []string{"„Nie wieder“", "«jamais»"}},
		{"“First paragraph.\n“Second.” End", []string{"“First paragraph.", "“Second.”"}},
		{`A 5" pipe and 6" pipe`, nil},
		{`他说「不」。`, []string{"「不」"}},
	}
	for _, tt := range tests {
		var got []string
		for _, q := range quotations(tt.in) {
			got = append(got, q.Of(tt.in))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("quotations(%q): %s", tt.in, diff)
		}
	}
}

// An agency that two stories credit stands for a text in each.
func TestANameStandsForOneTextWithinAStory(t *testing.T) {
	t.Parallel()
	credit := func(a news.ArticleID) news.Copy {
		return news.Copy{Derived: a, Name: "Coast Wire", Kind: news.CopySame, Score: 1}
	}
	story := map[news.ArticleID]news.StoryID{1: 10, 2: 10, 3: 20, 4: 20}
	got := Origins([]news.ArticleID{1, 2, 3, 4}, []news.Copy{credit(1), credit(2), credit(3), credit(4)}, func(a news.ArticleID) news.StoryID { return story[a] })
	want := []news.Origin{{Name: "Coast Wire", Articles: []news.ArticleID{1, 2}}, {Name: "Coast Wire", Articles: []news.ArticleID{3, 4}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("origins (-want +got):\n%s", d)
	}
}
