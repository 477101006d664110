package eval

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/statement"
	"github.com/parley-news/parley/internal/text"
)

// seedStatements is the part of a page's labels that this file reads; offsets are code points into the file.
type seedStatements struct {
	Pages map[string]struct {
		Language   string          `json:"language"`
		Body       [2]int          `json:"body"`
		Statements []seedStatement `json:"statements"`
	} `json:"pages"`
}

type seedStatement struct {
	Kind    string   `json:"kind"`
	Speaker string   `json:"speaker"`
	Source  *[2]int  `json:"source"`
	Content [][2]int `json:"content"`
}

// SeedStatements measures who-said-what on a folder of pages with a gold.json, on the body as the labels have it.
// Recall is the share of labelled statements that are found: content with an intersection over union of
// words of at least one half, and the same source. More holds the recall of
// each page, and the share of found statements with the right kind and speaker.
func SeedStatements(dir string) (_ Report, err error) {
	defer fault.Wrap(&err, "statements of %s", filepath.Base(dir))
	b, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		return Report{}, fault.Errorf(fault.NotFound, "labels: %w", err)
	}
	var gold seedStatements
	if err := json.Unmarshal(b, &gold); err != nil {
		return Report{}, fault.Errorf(fault.Invalid, "gold.json: %w", err)
	}
	r := Report{Set: filepath.Base(dir), More: map[string]any{}}
	var found, kinds, speakers, total, predicted float64
	for _, name := range slices.Sorted(maps.Keys(gold.Pages)) {
		page := gold.Pages[name]
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return Report{}, err
		}
		body := string(raw)
		bytes := text.ByteOffsets(body)
		if page.Body[1] >= len(bytes) || page.Body[0] > page.Body[1] {
			return Report{}, fault.Errorf(fault.Invalid, "%s: body outside the file", name)
		}
		span := text.Span{Start: bytes[page.Body[0]], End: bytes[page.Body[1]]}
		inside := span.Of(body)
		list := statement.Find(inside, page.Language, mention.Find("", inside, page.Language))
		tokens := tokensOf(inside)
		n := 0.0
		for _, g := range page.Statements {
			s := findSeed(inside, tokens, bytes, span.Start, g, list)
			if s == nil {
				continue
			}
			n++
			if string(s.Kind) == g.Kind {
				kinds++
			}
			if sameSpeaker(g.Speaker, s) {
				speakers++
			}
		}
		r.More["recall_"+strings.TrimSuffix(name, filepath.Ext(name))] = share(n, float64(len(page.Statements)))
		found, total, predicted = found+n, total+float64(len(page.Statements)), predicted+float64(len(list))
		r.N++
	}
	r.Recall, r.Precision = share(found, total), share(found, predicted)
	r.F1 = f1(r.Precision, r.Recall)
	r.More["statements"], r.More["kinds_right"], r.More["speakers_right"] = int(total), share(kinds, found), share(speakers, found)
	return r, nil
}

// findSeed returns the statement that g labels, or nil. Spans of g are code points of the file; the body begins at byte from.
func findSeed(body string, tokens []text.Span, bytes []int, from int, g seedStatement, list []news.Statement) *news.Statement {
	at := func(spans [][2]int) tokenSpan {
		out := byteSpans(bytes, spans)
		for i := range out {
			out[i] = out[i].Shift(-from)
		}
		return cover(tokens, out)
	}
	words := func(set tokenSpan) tokenSpan {
		return slices.DeleteFunc(set, func(i int) bool { return len(text.Words(tokens[i].Of(body))) == 0 })
	}
	content := words(at(g.Content))
	var source tokenSpan
	if g.Source != nil {
		source = at([][2]int{*g.Source})
	}
	for i := range list {
		s := &list[i]
		if overUnion(words(cover(tokens, s.Content)), content) < 0.5 {
			continue
		}
		if overUnion(cover(tokens, []text.Span{s.Source}), source) > 0 || sameSpeaker(g.Speaker, s) {
			return s
		}
	}
	return nil
}

// sameSpeaker compares a labelled speaker with a found one: equal words, or all words of the shorter
// in the longer, or the party when the label names that.
func sameSpeaker(gold string, s *news.Statement) bool {
	a, b := speakerWords(gold), speakerWords(s.Speaker)
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	if s.Party != "" && text.Fold(gold) == s.Party {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

func speakerWords(s string) []string {
	var out []string
	s = text.Fold(s)
	for _, w := range text.Words(s) {
		if x := strings.TrimSuffix(w.Of(s), "'s"); x != "the" && x != "and" {
			out = append(out, x)
		}
	}
	return out
}
