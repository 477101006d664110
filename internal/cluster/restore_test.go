package cluster

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// stream makes articles of a few happenings, in no particular order of time.
func stream(t *rapid.T) []Doc {
	verbs := strings.Fields("struck denied visited opened closed promised warned signed rejected praised")
	things := strings.Fields("bridge harbour treaty budget school pipeline railway market dam hospital border mine")
	names := strings.Fields("Lusava Dorvin Kestrel Marnow Ibbar Solenne Tarquay Wendel Ostrow Pellin")
	n := rapid.IntRange(2, 40).Draw(t, "articles")
	start := time.Date(2030, 5, 1, 0, 0, 0, 0, time.UTC)
	out := make([]Doc, n)
	for i := range out {
		topic := rapid.IntRange(0, 5).Draw(t, "topic")
		var b strings.Builder
		for range rapid.IntRange(1, 6).Draw(t, "sentences") {
			fmt.Fprintf(&b, "%s %s the %s near %s after %d days. ", names[topic], verbs[rapid.IntRange(0, 9).Draw(t, "verb")],
				things[topic*2+rapid.IntRange(0, 1).Draw(t, "thing")], names[topic+rapid.IntRange(0, 4).Draw(t, "name")], rapid.IntRange(1, 30).Draw(t, "days"))
		}
		d := Doc{ID: news.ArticleID(i + 1), Time: start.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour),
			Title: fmt.Sprintf("%s and the %s", names[topic], things[topic*2]), Text: b.String(), Lang: "en"}
		if rapid.IntRange(0, 9).Draw(t, "again") == 0 && i > 0 {
			d.ID = news.ArticleID(rapid.IntRange(1, i).Draw(t, "which"))
		}
		d.Mentions = mention.Find(d.Title, d.Text, d.Lang)
		out[i] = d
	}
	return out
}

// A restart at any point changes no later decision.
func TestRestoreKeepsLaterDecisions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		docs := stream(t)
		keep := rapid.IntRange(3, 30).Draw(t, "keep")
		stop := rapid.IntRange(1, len(docs)-1).Draw(t, "stop")
		w, next := New(Options{Keep: keep}), counter[news.StoryID]()
		text := map[news.ArticleID]Doc{}
		for _, d := range docs[:stop] {
			w.Assign(d, next)
			text[d.ID] = d
		}
		again := New(Options{Keep: keep})
		for _, e := range w.entries {
			again.Restore(text[e.id], e.story)
		}
		last := next()
		for i, d := range docs[stop:] {
			a, b := last+news.StoryID(i), last+news.StoryID(i)
			got := again.Assign(d, func() news.StoryID { return b })
			want := w.Assign(d, func() news.StoryID { return a })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("article %d decided differently after a restart (-without +with):\n%s", d.ID, diff)
			}
		}
	})
}

// What leaves the window leaves no trace.
func TestWindowForgets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, next := New(Options{Keep: 2}), counter[news.StoryID]()
		docs := stream(t)
		for _, d := range docs {
			w.Assign(d, next)
		}
		terms := map[int32]bool{}
		for _, e := range w.entries {
			for _, n := range e.terms {
				terms[n] = true
			}
		}
		if len(w.entries) > 2 || len(w.byID) != len(w.entries) || w.voc.Docs() != len(w.entries) || len(w.posting) != len(terms) {
			t.Fatalf("after %d articles: %d entries, %d by id, %d counted, %d postings of %d terms", len(docs), len(w.entries), len(w.byID), w.voc.Docs(), len(w.posting), len(terms))
		}
	})
}
