package query

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
)

func TestParse(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		in   string
		want Query
	}{
		{"Ostrel shelling", Query{Phrases: [][]string{{"ostrel"}, {"shelling"}}}},
		{`"Meren Line" -ferry -"Blue Strait"`, Query{Phrases: [][]string{{"meren", "line"}}, Not: [][]string{{"ferry"}, {"blue", "strait"}}}},
		{"toll outlet:Herald country:xa LANG:en after:2026-11-12 before:2027", Query{Phrases: [][]string{{"toll"}}, Outlet: "herald", Country: "XA", Lang: "en", After: day, Before: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{"«آتش بس» اوسترل", Query{Phrases: [][]string{{"اتش", "بس"}, {"اوسترل"}}}},
		{"停火协议", Query{Phrases: [][]string{{"停火", "火协", "协议"}}}},
		{`outlet:"Karsund Herald"`, Query{Outlet: "karsund herald"}},
		{`"open`, Query{Phrases: [][]string{{"open"}}}},
		{" - !", Query{}},
		{"time:12", Query{Phrases: [][]string{{"time", "12"}}}},
	} {
		got, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("Parse(%q): %s", c.in, d)
		}
	}
}

func TestParseSaysWhatToWriteInstead(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"after:yesterday", "outlet:", "-only", "before: x"} {
		if _, err := Parse(in); !errors.Is(err, fault.Invalid) {
			t.Errorf("Parse(%q) = %v, want Invalid", in, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`a "b c" -d outlet:x`, "after:2026", "«", "-\"", "停火"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s)
		if err == nil && len(q.Phrases) > maxTerms {
			t.Fatal("too many phrases")
		}
	})
}
