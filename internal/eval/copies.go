package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/reuse"
)

// copyRow is a line of any file of labelled copies. Its keys tell what it is: a document
// {id, time, lang, outlet, url, title, text}, a link {derived, source, kind}, or an answer {id, source, label, text, source_text}.
type copyRow struct {
	ID, Time, Lang, Outlet, URL, Title, Text string
	Derived, Source, Kind, Label             string
	SourceText                               string `json:"source_text"`
}

// copyPair is a link as a document pair without direction.
type copyPair struct{ a, b string }

func pairOf(a, b string) copyPair { return copyPair{min(a, b), max(a, b)} }

// copySet is a labelled set.
type copySet struct {
	docs  []copyRow
	links []copyRow
	tells []copyRow           // answers with their own source text; measured only where there is nothing else
	kind  map[copyPair]string // of linked pairs
	from  map[string]string   // derived to source, and source to itself
	splic map[string]bool     // documents that also hold a text which the labels do not name
}

// Copies measures package reuse on documents labelled with what each derives from: a folder with a
// file of documents and a file of links, or one file of answers that retell a source text.
//
// The documents go through an index in order of time. A link is found when its pair is
// reported, in either direction; how many point the right way is "direction". Two texts derived from one source are copies of
// each other, so such pairs count neither for nor against. A spliced text stands inside a second text that the labels
// do not name; what is reported between it and documents outside its origin is not counted either
// ("precision_strict" counts it as wrong).
func Copies(path string, o Options) (Report, error) {
	s, err := loadCopies(path)
	if err != nil {
		return Report{}, err
	}
	if o.Limit > 0 && o.Limit < len(s.docs) {
		s.docs = s.docs[:o.Limit]
	}
	start := time.Now()
	found := s.run(o)
	r := s.score(found)
	r.Set = filepath.Base(path)
	r.PerSecond = float64(len(s.docs)) / time.Since(start).Seconds()
	if o.Predictions == nil {
		return r, nil
	}
	return r, s.write(found, o)
}

func loadCopies(path string) (*copySet, error) {
	s := &copySet{kind: map[copyPair]string{}, from: map[string]string{}, splic: map[string]bool{}}
	err := readRows(path, func(line []byte) error {
		var r copyRow
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		s.take(r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(s.docs) == 0 {
		s.takeAnswers()
	}
	if len(s.docs) == 0 || len(s.links) == 0 {
		return nil, fault.Errorf(fault.Invalid, "measure copies in %s: no documents {id, text} with links {derived, source} found", path)
	}
	s.index()
	return s, nil
}

func (s *copySet) take(r copyRow) {
	switch {
	case r.Derived != "" && r.Source != "":
		s.links = append(s.links, r)
	case r.ID != "" && r.SourceText != "":
		s.tells = append(s.tells, r)
	case r.ID != "" && r.Text != "":
		s.docs = append(s.docs, r)
	}
}

func (s *copySet) takeAnswers() {
	for _, r := range s.tells {
		s.docs = append(s.docs, copyRow{ID: r.Source, Text: r.SourceText, Time: "1"}, copyRow{ID: r.ID, Text: r.Text, Time: "2"})
		if r.Label != "non" {
			s.links = append(s.links, copyRow{Derived: r.ID, Source: r.Source, Kind: r.Label})
		}
	}
}

func (s *copySet) index() {
	slices.SortStableFunc(s.docs, func(a, b copyRow) int { return cmp.Or(strings.Compare(a.Time, b.Time), strings.Compare(a.ID, b.ID)) })
	s.docs = slices.CompactFunc(s.docs, func(a, b copyRow) bool { return a.ID == b.ID })
	for _, l := range s.links {
		s.kind[pairOf(l.Derived, l.Source)] = l.Kind
		s.from[l.Derived], s.from[l.Source] = l.Source, l.Source
		if l.Kind == "spliced" {
			s.splic[l.Derived] = true
		}
	}
}

func (s *copySet) run(o Options) []news.Copy {
	x := reuse.New(reuse.Options{})
	var out []news.Copy
	for i, d := range s.docs {
		at, _ := time.Parse("2006-01-02", d.Time)
		out = append(out, x.Add(reuse.Doc{ID: news.ArticleID(i + 1), Time: at, Title: d.Title, Text: d.Text, Lang: d.Lang, URL: d.URL, Outlet: d.Outlet})...)
		if i%100 == 99 || i+1 == len(s.docs) {
			o.progress(i+1, len(s.docs))
		}
	}
	return out
}

func (s *copySet) score(found []news.Copy) Report {
	right, wrong, strict, directed := map[copyPair]bool{}, 0, 0, 0
	for _, c := range found {
		if c.Source == 0 {
			continue
		}
		d, src := s.docs[c.Derived-1].ID, s.docs[c.Source-1].ID
		p := pairOf(d, src)
		switch {
		case s.kind[p] != "":
			right[p] = true
			if s.from[d] == src {
				directed++
			}
		case s.from[d] != "" && s.from[d] == s.from[src]:
		case s.splic[d] || s.splic[src]:
			strict++
		default:
			wrong++
		}
	}
	r := Report{N: len(s.docs), Recall: ratio(len(right), len(s.kind)), Precision: ratio(len(right), len(right)+wrong), More: map[string]any{}}
	r.F1 = f1(r.Precision, r.Recall)
	r.More["links"] = len(s.kind)
	r.More["precision_strict"] = ratio(len(right), len(right)+wrong+strict)
	r.More["direction"] = ratio(directed, len(right))
	all, got := map[string]int{}, map[string]int{}
	for p, k := range s.kind {
		all[k]++
		if right[p] {
			got[k]++
		}
	}
	for k, n := range all {
		r.More["recall_"+k] = ratio(got[k], n)
	}
	return r
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func (s *copySet) write(found []news.Copy, o Options) error {
	enc := json.NewEncoder(o.Predictions)
	for _, c := range found {
		if c.Source == 0 {
			continue
		}
		row := struct {
			Derived string  `json:"derived"`
			Source  string  `json:"source"`
			Kind    string  `json:"kind"`
			Score   float64 `json:"score"`
		}{s.docs[c.Derived-1].ID, s.docs[c.Source-1].ID, string(c.Kind), c.Score}
		if err := enc.Encode(row); err != nil {
			return fmt.Errorf("write predictions: %w", err)
		}
	}
	return nil
}
