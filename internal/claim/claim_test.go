package claim

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

func TestStem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b string }{
		{"harbouring", "harbors"}, {"attacked", "attacks"}, {"permitting", "permit"}, {"struck", "strikes"}, {"bodies", "body"}, {"broken", "break"}, {"truce", "ceasefire"},
	} {
		if stem(c.a) != stem(c.b) {
			t.Errorf("stem(%q) = %q, stem(%q) = %q", c.a, stem(c.a), c.b, stem(c.b))
		}
	}
	for _, w := range []string{"status", "press", "this", "police"} {
		if got := stem(w); got != w && got+"e" != w {
			t.Errorf("stem(%q) = %q", w, got)
		}
	}
}

func TestPartiesOfDispute(t *testing.T) {
	t.Parallel()
	in, _ := loadDispute(t, "testdata/disputes/shelter.txt")
	got := Parties(in)
	if len(got) < 2 || got[0].Key != "karsund" && got[1].Key != "karsund" || got[0].Key != "velmora" && got[1].Key != "velmora" {
		t.Fatalf("Parties = %+v, want karsund and velmora first", got)
	}
	for _, p := range got[:2] {
		switch p.Key {
		case "karsund":
			if p.Accuses != 2 || p.Name != "Karsund" || p.Origins != 2 {
				t.Errorf("karsund = %+v", p)
			}
		case "velmora":
			if p.Denies != 2 || p.Accused != 2 {
				t.Errorf("velmora = %+v", p)
			}
		}
	}
}

func TestFindIsDeterministic(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/disputes/*.txt")
	var all Input
	id := news.StatementID(0)
	for _, f := range files {
		in, _ := loadDispute(t, f)
		for _, a := range in.Articles {
			for j := range a.Statements {
				id++
				a.Statements[j].ID = id
			}
			a.ID, a.Origin = news.ArticleID(len(all.Articles)+1), news.OriginID(len(all.Articles)+1)
			all.Articles = append(all.Articles, a)
		}
	}
	first := Find(all)
	for range 5 {
		if diff := cmp.Diff(first, Find(all)); diff != "" {
			t.Fatal(diff)
		}
	}
	for i := 1; i < len(first); i++ {
		if first[i-1].Status != news.Disputed && first[i].Status == news.Disputed {
			t.Error("a disputed claim stands after one that is not")
		}
	}
	for _, c := range first {
		lead := false
		for _, m := range c.Members {
			lead = lead || m.Statement == c.Lead && m.Stance == news.Asserts
			if m.Why == "" || m.Confidence <= 0 || m.Confidence > 1 {
				t.Errorf("member %+v has no reason or no confidence", m)
			}
		}
		if !lead {
			t.Errorf("the lead of %+v does not assert it", c)
		}
	}
}

// TestFindTakesOddInput feeds statements whose spans, keys and times are not what they should be.
func TestFindTakesOddInput(t *testing.T) {
	t.Parallel()
	body := "Karsund accused Velmora of shelling Adash. “ \n\n"
	odd := []news.Statement{
		{}, {ID: 1, Kind: news.Accuse, Content: []text.Span{{Start: 5, End: 900}}, Source: text.Span{Start: -4, End: 2}},
		{ID: 2, Kind: news.Deny, Content: []text.Span{{Start: 9, End: 3}}, Sentence: text.Span{Start: 900, End: 1000}, Party: "nobody", Target: "x"},
		{ID: 3, Kind: "unheard", Content: []text.Span{{Start: 0, End: len(body)}}},
		{ID: 4, Kind: news.Deny, Content: []text.Span{{Start: 0, End: 7}}, Party: "karsund"},
	}
	for _, m := range []*mention.Set{nil, {}, mention.Find("", body, "en")} {
		in := Input{Articles: []Article{{Text: body, Mentions: m, Statements: odd}, {Mentions: m, Statements: odd, Published: time.Now()}}}
		Find(in)
		Parties(in)
	}
	Find(Input{})
}

func TestFindTakesVeryLongContent(t *testing.T) {
	t.Parallel()
	body := "Karsund accused Velmora of shelling the village of Adash" + strings.Repeat(" and shelling the village of Brenn", 30) + ".\n\nVelmora said Karsund was wrong."
	end := strings.IndexByte(body, '.')
	st := []news.Statement{{
		ID: 1, Kind: news.Accuse, Source: text.Span{Start: 0, End: 7}, Cue: text.Span{Start: 8, End: 15}, Content: []text.Span{{Start: 16, End: end}},
		Sentence: text.Span{Start: 0, End: end + 1}, Sourcing: news.NamedBody, Speaker: "Karsund", Party: "karsund", Target: "velmora", About: []string{"velmora", "adash"},
	}}
	got := Find(Input{Articles: []Article{{Text: body, Lang: "en", Mentions: mention.Find("", body, "en"), Statements: st}}})
	if len(got) != 1 || got[0].Lead != 1 {
		t.Errorf("claims = %+v, want one, led by statement 1", got)
	}
}

func BenchmarkFind(b *testing.B) {
	files, _ := filepath.Glob("testdata/disputes/*.txt")
	var all Input
	n := 0
	for range 20 {
		for _, f := range files {
			in, _ := loadDispute(b, f)
			all.Articles = append(all.Articles, in.Articles...)
		}
	}
	for i := range all.Articles {
		n += len(all.Articles[i].Statements)
	}
	b.ReportAllocs()
	for b.Loop() {
		Find(all)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "statements/s")
}
