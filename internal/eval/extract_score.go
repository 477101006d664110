package eval

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/parley-news/parley/internal/news"
)

// extractScore adds up what the pages of a set show.
type extractScore struct {
	pages        int
	parse, whole time.Duration
	worst        float64 // milliseconds a megabyte

	precision, recall average // of the bodies' runs of words
	exact             hitRate

	wanted, unwanted hitRate // snippets in the body

	title, date, dateZone, author hitRate
	comments, leaked              hitRate
	none                          int // pages without an article
}

// hitRate is how many of how many.
type hitRate struct{ hits, of int }

func (s *hitRate) add(hit bool) {
	s.of++
	if hit {
		s.hits++
	}
}

func (s hitRate) value() float64 { return float64(s.hits) / float64(max(1, s.of)) }

// average is a sum of values and their number.
type average struct {
	sum float64
	n   int
}

func (m average) value() float64 { return m.sum / float64(max(1, m.n)) }

func (s *extractScore) count(r *extractRecord, d *news.Document) {
	s.pages++
	if d.Reason != "" {
		s.none++
	}
	if r.Body != nil {
		s.bodies(*r.Body, d.Body)
	}
	body := flat(d.Body)
	for _, m := range r.Must {
		s.wanted.add(strings.Contains(body, flat(m)))
	}
	for _, m := range r.MustNot {
		s.unwanted.add(strings.Contains(body, flat(m)))
	}
	if r.Title != nil && *r.Title != "" {
		s.title.add(bare(*r.Title) == bare(d.Title))
	}
	if r.Date != nil && *r.Date != "" {
		s.date.add(sameDay(*r.Date, d))
		s.dateZone.add(someZoneDay(*r.Date, d))
	}
	if len(r.Authors) > 0 {
		s.author.add(sameNames(r.Authors, d.Authors))
	}
	var said strings.Builder
	for _, c := range d.Comments {
		said.WriteString(flat(c.Text) + "\n")
	}
	for _, m := range r.Comments {
		s.comments.add(strings.Contains(said.String(), flat(m)))
		s.leaked.add(strings.Contains(body, flat(m)))
	}
}

// bodies compares multisets of four words in a row, as the article-extraction-benchmark of
// scrapinghub defines it: true and false runs of a page, precision and recall of
// each page, averaged over the pages that have any.
func (s *extractScore) bodies(want, got string) {
	a, b := shingles(want), shingles(got)
	both, na, nb := 0, 0, 0
	for k, n := range a {
		na += n
		both += min(n, b[k])
	}
	for _, n := range b {
		nb += n
	}
	if nb > 0 {
		s.precision.sum += float64(both) / float64(nb)
		s.precision.n++
	}
	if na > 0 {
		s.recall.sum += float64(both) / float64(na)
		s.recall.n++
	}
	s.exact.add(both == na && both == nb)
}

// shingles counts the runs of four words of s; a text of fewer words is one run.
func shingles(s string) map[string]int {
	w := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' })
	m := map[string]int{}
	for i := 0; i < max(1, len(w)-3) && len(w) > 0; i++ {
		m[strings.Join(w[i:min(len(w), i+4)], " ")]++
	}
	return m
}

func (s *extractScore) report(set string) Report {
	r := Report{Set: set, N: s.pages, PerSecond: float64(s.pages) / max(s.whole.Seconds(), 1e-9), More: map[string]any{
		"times_parse":      s.whole.Seconds() / max(s.parse.Seconds(), 1e-9),
		"worst_ms_per_mb":  s.worst,
		"without_article":  s.none,
		"parse_per_second": float64(s.pages) / max(s.parse.Seconds(), 1e-9),
	}}
	snippetP := float64(s.wanted.hits) / float64(max(1, s.wanted.hits+s.unwanted.hits))
	snippetR := s.wanted.value()
	switch {
	case s.recall.n > 0:
		r.Precision, r.Recall = s.precision.value(), s.recall.value()
		r.More["exact"] = s.exact.value()
	default:
		r.Precision, r.Recall = snippetP, snippetR
	}
	r.F1 = f1(r.Precision, r.Recall)
	if s.wanted.of > 0 {
		r.More["snippet_f1"], r.More["snippet_precision"], r.More["snippet_recall"] = f1(snippetP, snippetR), snippetP, snippetR
	}
	for name, v := range map[string]hitRate{"title": s.title, "date": s.date, "date_any_zone": s.dateZone, "authors": s.author, "comments_found": s.comments, "comments_leaked": s.leaked} {
		if v.of > 0 {
			r.More[name] = v.value()
		}
	}
	return r
}

// flat collapses white space.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// bare keeps letters and digits, lower case.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// sameDay compares the day, in UTC where the page gave an exact instant.
func sameDay(want string, d *news.Document) bool {
	got := d.Published.String()
	return len(want) >= 10 && len(got) >= 10 && got[:10] == want[:10]
}

// someZoneDay reports whether the instant falls on the day in the zone of some place on
// Earth: labels give the day where the outlet is.
func someZoneDay(want string, d *news.Document) bool {
	if sameDay(want, d) {
		return true
	}
	if !d.Published.Zoned || len(want) < 10 {
		return false
	}
	for _, h := range []time.Duration{-11, -8, -4, 4, 8, 13} {
		if d.Published.Time.Add(h*time.Hour).Format(time.DateOnly) == want[:10] {
			return true
		}
	}
	return false
}

// sameNames reports whether both lists name the same people, in whatever order.
func sameNames(want, got []string) bool {
	norm := func(l []string) []string {
		var out []string
		for _, n := range l {
			out = append(out, bare(n))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(norm(want), norm(got))
}
