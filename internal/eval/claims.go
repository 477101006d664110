package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/claim"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/statement"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// claimGold is the file of labels: pages with their bodies and statements, and
// narratives as spans of pages that tell the same. Offsets are code points into the page.
type claimGold struct {
	Pages map[string]struct {
		Body       []int
		Title      any
		Language   any
		Published  string
		Statements []claimStatement
	}
	Narratives []struct {
		Name  string
		Spans [][]any // page by the beginning of its name, start, end
	}
}

type claimStatement struct {
	Kind    string
	Direct  bool
	Speaker string
	Source  []int
	Content [][2]int
}

// Claims measures package claim on a folder of pages saved as text with a gold.json that
// holds bodies and narratives: of all pairs of labelled spans, which stand in one claim on one side. A
// span stands in a claim when a statement of it covers half of the span's words. The statements are those
// that package statement finds; "gold_statements_f1" is with the labelled ones instead. "disputed" counts claims with a denial.
func Claims(dir string, o Options) (Report, error) {
	set, err := loadClaims(dir, o.Limit)
	if err != nil {
		return Report{}, err
	}
	begin := time.Now()
	in := set.input(false)
	claims := claim.Find(in)
	spent := time.Since(begin).Seconds()
	o.progress(1, 2)
	pairs := set.score(in, claims)
	gold := set.input(true)
	with := set.score(gold, claim.Find(gold))
	o.progress(2, 2)
	disputed, statements := 0, 0
	for _, c := range claims {
		if c.Status == news.Disputed {
			disputed++
		}
	}
	for i := range in.Articles {
		statements += len(in.Articles[i].Statements)
	}
	if err := set.write(o, in, claims); err != nil {
		return Report{}, err
	}
	r := pairs.report()
	r.Set, r.N, r.PerSecond = filepath.Base(filepath.Clean(dir)), len(in.Articles), float64(len(in.Articles))/spent
	r.More = map[string]any{"claims": len(claims), "disputed": disputed, "statements": statements, "spans": len(set.spans), "spans_found": pairs.covered, "gold_statements_f1": with.report().F1}
	return r, nil
}

type claimSet struct {
	dir   string
	names []string
	gold  claimGold
	pages []string
	spans []narrativeSpan
}

type narrativeSpan struct {
	narrative, page int
	span            text.Span // in the page, bytes
}

func loadClaims(dir string, limit int) (*claimSet, error) {
	s := &claimSet{dir: dir}
	path := filepath.Join(dir, "gold.json")
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.Errorf(fault.NotFound, "measure claims in %s: %w", dir, err)
	}
	if err := json.Unmarshal(raw, &s.gold); err != nil {
		return nil, fault.Errorf(fault.Invalid, "read %s: %w", path, err)
	}
	for name, p := range s.gold.Pages {
		if len(p.Body) == 2 {
			s.names = append(s.names, name)
		}
	}
	slices.Sort(s.names)
	if limit > 0 && limit < len(s.names) {
		s.names = s.names[:limit]
	}
	if len(s.names) == 0 || len(s.gold.Narratives) == 0 {
		return nil, fault.Errorf(fault.Invalid, "measure claims in %s: no pages with bodies, or no narratives", dir)
	}
	for _, name := range s.names {
		page, err := os.ReadFile(filepath.Join(dir, filepath.Base(name)))
		if err != nil {
			return nil, fault.Errorf(fault.NotFound, "measure claims: %w", err)
		}
		s.pages = append(s.pages, string(page))
	}
	return s, s.readSpans()
}

func (s *claimSet) readSpans() error {
	for n, narrative := range s.gold.Narratives {
		for _, v := range narrative.Spans {
			if len(v) != 3 {
				return fault.Errorf(fault.Invalid, "narrative %q: a span is page, start, end", narrative.Name)
			}
			prefix, _ := v[0].(string)
			i := slices.IndexFunc(s.names, func(name string) bool { return prefix != "" && strings.HasPrefix(name, prefix) })
			if i < 0 {
				continue
			}
			from, ok1 := v[1].(float64)
			to, ok2 := v[2].(float64)
			p, ok := bytesOf(s.pages[i], int(from), int(to))
			if !ok || !ok1 || !ok2 {
				return fault.Errorf(fault.Invalid, "narrative %q: offsets lie outside page %s", narrative.Name, s.names[i])
			}
			s.spans = append(s.spans, narrativeSpan{n, i, p})
		}
	}
	return nil
}

func bytesOf(page string, from, to int) (text.Span, bool) {
	at := text.ByteOffsets(page)
	if from < 0 || to < from || to >= len(at) {
		return text.Span{}, false
	}
	return text.Span{Start: at[from], End: at[to]}, true
}

// input makes articles of the pages, their statements found or, with gold, as labelled.
// Their spans are moved to count from the page's beginning once claims are found.
func (s *claimSet) input(gold bool) claim.Input {
	var in claim.Input
	id := news.StatementID(0)
	for i, name := range s.names {
		p := s.gold.Pages[name]
		b, ok := bytesOf(s.pages[i], p.Body[0], p.Body[1])
		if !ok {
			continue
		}
		lang, _ := p.Language.(string)
		title, _ := p.Title.(string)
		at, _ := when.Parse(p.Published)
		a := claim.Article{ID: news.ArticleID(i + 1), Origin: news.OriginID(i + 1), Text: b.Of(s.pages[i]), Lang: lang, Title: title, Published: at.Time}
		a.Mentions = mention.Find(title, a.Text, lang)
		if gold {
			a.Statements = labelled(s.pages[i], b, p.Statements)
		} else {
			a.Statements = statement.Find(a.Text, lang, a.Mentions)
		}
		for j := range a.Statements {
			id++
			a.Statements[j].ID = id
		}
		in.Articles = append(in.Articles, a)
	}
	return in
}

// labelled turns labels into statements of the body at b.
func labelled(page string, b text.Span, list []claimStatement) []news.Statement {
	var out []news.Statement
	body := b.Of(page)
	sentences := text.Sentences(body)
	for _, g := range list {
		st := news.Statement{Kind: news.StatementKind(g.Kind), Quoting: news.Indirect, Speaker: g.Speaker, Sourcing: news.Official, Confidence: 1}
		if g.Direct {
			st.Quoting = news.Direct
		}
		for _, c := range g.Content {
			if p, ok := bytesOf(page, c[0], c[1]); ok && b.Contains(p) {
				st.Content = append(st.Content, p.Shift(-b.Start))
			}
		}
		if len(g.Source) == 2 {
			if p, ok := bytesOf(page, g.Source[0], g.Source[1]); ok && b.Contains(p) {
				st.Source = p.Shift(-b.Start)
			}
		}
		if len(st.Content) == 0 {
			continue
		}
		for _, q := range sentences {
			if q.Start <= st.Content[0].Start && st.Content[0].Start < q.End {
				st.Sentence = q
			}
		}
		out = append(out, st)
	}
	return out
}

// claimPairs counts pairs of labelled spans.
type claimPairs struct{ both, found, gold, covered int }

func (c claimPairs) report() Report {
	r := Report{Precision: ratio(c.both, c.found), Recall: ratio(c.both, c.gold)}
	r.F1 = f1(r.Precision, r.Recall)
	return r
}

// score counts which pairs of labelled spans share a claim and a stance in it.
func (s *claimSet) score(in claim.Input, claims []news.Claim) claimPairs {
	places := map[news.StatementID]string{}
	for i, c := range claims {
		for _, m := range c.Members {
			places[m.Statement] += fmt.Sprintf(" %d%s ", i, m.Stance)
		}
	}
	in1 := make([]map[string]bool, len(s.spans))
	var out claimPairs
	for i, sp := range s.spans {
		in1[i] = s.placesOf(in, places, sp)
		if len(in1[i]) > 0 {
			out.covered++
		}
	}
	for i := range s.spans {
		for j := range i {
			same, found := s.spans[i].narrative == s.spans[j].narrative, false
			for p := range in1[i] {
				found = found || in1[j][p]
			}
			out.gold += btoi(same)
			out.found += btoi(found)
			out.both += btoi(same && found)
		}
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// placesOf are the claims, with the side taken, of the statements that cover half of a labelled span's words.
func (s *claimSet) placesOf(in claim.Input, places map[news.StatementID]string, sp narrativeSpan) map[string]bool {
	out := map[string]bool{}
	for i := range in.Articles {
		a := &in.Articles[i]
		if int(a.ID) != sp.page+1 {
			continue
		}
		b, _ := bytesOf(s.pages[sp.page], s.gold.Pages[s.names[sp.page]].Body[0], s.gold.Pages[s.names[sp.page]].Body[1])
		for j := range a.Statements {
			covered := 0
			for _, c := range a.Statements[j].Content {
				covered += c.Shift(b.Start).Overlap(sp.span)
			}
			if covered*2 < sp.span.Len() {
				continue
			}
			for _, p := range strings.Fields(places[a.Statements[j].ID]) {
				out[p] = true
			}
		}
	}
	return out
}

type claimRow struct {
	Statements []int `json:"statements"`
	DeniedBy   []int `json:"denied_by"`
}

type claimStatementRow struct {
	Page    string   `json:"page"`
	Content [][2]int `json:"content"` // code points of the page
}

// write gives one object for the folder; claims name statements by their place in its list.
func (s *claimSet) write(o Options, in claim.Input, claims []news.Claim) error {
	if o.Predictions == nil {
		return nil
	}
	at := map[news.StatementID]int{}
	rows := []claimStatementRow{}
	for i := range in.Articles {
		a := &in.Articles[i]
		page := s.names[int(a.ID)-1]
		for j := range a.Statements {
			row := claimStatementRow{Page: page}
			for _, c := range a.Statements[j].Content {
				from := utf8.RuneCountInString(a.Text[:c.Start]) + s.gold.Pages[page].Body[0]
				row.Content = append(row.Content, [2]int{from, from + utf8.RuneCountInString(c.Of(a.Text))})
			}
			at[a.Statements[j].ID] = len(rows)
			rows = append(rows, row)
		}
	}
	list := []claimRow{}
	for _, c := range claims {
		row := claimRow{Statements: []int{}, DeniedBy: []int{}}
		for _, m := range c.Members {
			if m.Stance == news.Denies {
				row.DeniedBy = append(row.DeniedBy, at[m.Statement])
			} else {
				row.Statements = append(row.Statements, at[m.Statement])
			}
		}
		list = append(list, row)
	}
	return json.NewEncoder(o.Predictions).Encode(struct {
		ID         string              `json:"id"`
		Statements []claimStatementRow `json:"statements"`
		Claims     []claimRow          `json:"claims"`
	}{filepath.Base(filepath.Clean(s.dir)), rows, list})
}
