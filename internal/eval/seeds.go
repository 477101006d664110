package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// seedPage is what gold.json says of one page, as far as extraction goes. Offsets are code points of the file.
type seedPage struct {
	Outlet, Site, Title, Language *string
	Author, Editor, Dateline      *string
	Published                     *string
	Body                          [2]int
	Headings                      []string
	Score                         *int
	CommentScores                 []int           `json:"comment_scores"`
	CitedSource                   *string         `json:"cited_source"`
	Comments                      *int            `json:"comments"`
	Related                       json.RawMessage // a count, or the items
}

type seedItem struct{ Title, Outlet string }

// Seeds measures extraction from plain-text dumps on a folder of *.txt pages with a
// gold.json. F1 is the mean word IoU of the bodies; More holds the least one, what was found of comments,
// related items and each field, and the misses in plain words.
func Seeds(dir string, o Options) (_ Report, err error) {
	defer fault.Wrap(&err, "measure %s", dir)
	gold, err := seedGold(dir)
	if err != nil {
		return Report{}, err
	}
	names := make([]string, 0, len(gold))
	for name := range gold {
		names = append(names, name)
	}
	slices.Sort(names)
	if o.Limit > 0 {
		names = names[:min(len(names), o.Limit)]
	}
	s := seedScore{least: 1}
	start := time.Now()
	for i, name := range names {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return Report{}, err
		}
		doc := extract.Page(extract.Input{ContentType: "text/plain; charset=utf-8", Bytes: b})
		s.page(name, gold[name], string(b), doc)
		if o.Predictions != nil {
			if err := json.NewEncoder(o.Predictions).Encode(map[string]any{"id": name, "title": doc.Title, "body": doc.Body, "comments": len(doc.Comments), "related": len(doc.Related)}); err != nil {
				return Report{}, err
			}
		}
		o.progress(i+1, len(names))
	}
	return s.report(filepath.Base(filepath.Clean(dir)), len(names), time.Since(start)), nil
}

func seedGold(dir string) (map[string]seedPage, error) {
	b, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		return nil, fault.Errorf(fault.NotFound, "no gold.json: name a folder with *.txt pages and their labels")
	}
	var g struct{ Pages map[string]seedPage }
	if err := json.Unmarshal(b, &g); err != nil {
		return nil, fault.Errorf(fault.Invalid, "gold.json: %w", err)
	}
	return g.Pages, nil
}

// seedScore adds up pages.
type seedScore struct {
	iou, least              float64
	fields, fieldsRight     int
	comments, commentsRight int
	related, relatedRight   int
	headings, headingsRight int
	misses                  []string
}

func (s *seedScore) page(name string, g seedPage, raw string, doc *news.Document) {
	miss := func(what string) { s.misses = append(s.misses, name+": "+what) }
	iou := wordIoU(codePoints(raw, g.Body), doc.Body)
	s.iou += iou
	s.least = min(s.least, iou)
	field := func(what string, want *string, got string) {
		if want == nil {
			return
		}
		s.fields++
		if *want == got {
			s.fieldsRight++
			return
		}
		miss(what + " is " + got + ", want " + *want)
	}
	field("title", orEmpty(g.Title), doc.Title)
	field("language", g.Language, doc.Language)
	field("outlet", g.Outlet, doc.Outlet)
	field("site", g.Site, doc.Site)
	field("author", g.Author, strings.Join(doc.Authors, ", "))
	field("editor", g.Editor, doc.Editor)
	field("dateline", g.Dateline, doc.Dateline)
	field("published", g.Published, doc.Published.String())
	field("cited source", g.CitedSource, cited(doc))
	s.compareHeadings(g, doc)
	if g.Score != nil {
		s.fields++
		if doc.Score != nil && *doc.Score == *g.Score {
			s.fieldsRight++
		} else {
			miss("score")
		}
	}
	s.compareComments(g, doc, miss)
	s.compareRelated(g, doc, miss)
}

// orEmpty reads a label that says there is none.
func orEmpty(p *string) *string {
	if p == nil {
		return new(string)
	}
	return p
}

func cited(doc *news.Document) string {
	for _, n := range doc.Notices {
		if n.Kind == news.Cites {
			return n.URL
		}
	}
	return ""
}

func (s *seedScore) compareHeadings(g seedPage, doc *news.Document) {
	for _, h := range g.Headings {
		s.headings++
		for _, b := range doc.Blocks {
			if b.Kind == news.Heading && b.Span.Of(doc.Body) == h {
				s.headingsRight++
			}
		}
	}
}

func (s *seedScore) compareComments(g seedPage, doc *news.Document, miss func(string)) {
	if g.Comments == nil {
		return
	}
	s.comments += *g.Comments
	right := 0
	for i, want := range g.CommentScores {
		if i < len(doc.Comments) && doc.Comments[i].Score != nil && *doc.Comments[i].Score == want && doc.Comments[i].Text != "" {
			right++
		}
	}
	s.commentsRight += right
	if right < *g.Comments || len(doc.Comments) != *g.Comments {
		miss("comments differ")
	}
}

func (s *seedScore) compareRelated(g seedPage, doc *news.Document, miss func(string)) {
	var items []seedItem
	if json.Unmarshal(g.Related, &items) != nil {
		return
	}
	s.related += len(items)
	for _, it := range items {
		found := false
		for _, r := range doc.Related {
			found = found || r.Title == it.Title && r.Outlet == it.Outlet && r.Body != ""
		}
		if !found {
			miss("related item not found: " + it.Title)
			continue
		}
		s.relatedRight++
	}
}

func (s *seedScore) report(set string, n int, took time.Duration) Report {
	mean := s.iou / float64(max(1, n))
	return Report{Set: set, N: n, F1: mean, Precision: mean, Recall: mean, PerSecond: float64(n) / took.Seconds(), More: map[string]any{
		"body_iou_least": s.least, "fields": s.fields, "fields_right": s.fieldsRight, "comments": s.comments, "comments_right": s.commentsRight,
		"related": s.related, "related_right": s.relatedRight, "headings": s.headings, "headings_right": s.headingsRight, "misses": s.misses,
	}}
}

// codePoints is the part of s between two code point offsets.
func codePoints(s string, span [2]int) string {
	at := text.ByteOffsets(s)
	if span[0] < 0 || span[1] >= len(at) || span[0] > span[1] {
		return ""
	}
	return s[at[span[0]]:at[span[1]]]
}

// wordIoU is how much two texts share, as bags of words: what both have over what either has.
func wordIoU(a, b string) float64 {
	count := map[string]int{}
	union, both := 0, 0
	for _, p := range text.Words(a) {
		count[p.Of(a)]++
		union++
	}
	for _, p := range text.Words(b) {
		if w := p.Of(b); count[w] > 0 {
			count[w]--
			both++
			continue
		}
		union++
	}
	if union == 0 {
		return 1
	}
	return float64(both) / float64(union)
}
