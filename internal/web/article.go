package web

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

func dayOf(t time.Time) when.Date { return when.Of(t, when.Day) }

// id reads the identifier in the address, without the ending that asks for a feed.
func id[T ~int64](r *http.Request) (T, error) {
	v, err := news.ParseID[T](strings.TrimSuffix(r.PathValue("id"), "."+string(format(r))))
	if err != nil {
		return 0, fault.Errorf(fault.NotFound, "%w", err)
	}
	return v, nil
}

func (s *Server) serveArticle(w http.ResponseWriter, r *http.Request) error {
	aid, err := id[news.ArticleID](r)
	if err != nil {
		return err
	}
	if format(r) != "" {
		return fault.Errorf(fault.NotFound, "an article has no feed")
	}
	ctx := r.Context()
	a, err := s.store.Article(ctx, aid)
	if err != nil {
		return err
	}
	versions, err := s.store.ArticleVersions(ctx, aid)
	if err != nil {
		return err
	}
	v := chooseVersion(versions, a.Current, r.URL.Query().Get("v"))
	if v == nil {
		return fault.Errorf(fault.NotFound, "article %d has no such version", aid)
	}
	m, err := s.load(r, []news.ArticleID{aid})
	if err != nil {
		return err
	}
	m.versions[v.ID] = v
	said, err := s.store.Statements(ctx, v.ID)
	if err != nil {
		return err
	}
	p := ArticlePage{
		Chrome: s.chrome(r, title(v)), Title: title(v), Lang: v.Language, Dir: i18n.Direction(v.Language),
		Version: strconv.FormatInt(int64(v.ID), 10), Outlet: m.outlet(a.Outlet), Moment: m.dated(v),
		Authors: strings.Join(v.Authors, m.l.T("list.comma")), Editor: v.Editor, FullText: s.opt.FullText,
	}
	if v.Language != "" {
		p.Language = m.l.Language(v.Language)
	}
	if strings.HasPrefix(a.URL, "http") {
		p.Original = a.URL
	}
	p.Provenance = provenance(m, v)
	if st, err := s.storyOf(ctx, aid); err != nil {
		return err
	} else if st != nil {
		p.Story = Link{st.Title, storyHref(st.ID)}
	}
	p.Blocks = blocks(m, v, said, s.opt.FullText)
	for i := range versions {
		x := &versions[i]
		p.Versions = append(p.Versions, VersionRow{
			Number: m.l.Number(x.Number), Href: articleHref(x), Title: title(x), Moment: m.instant(x.Seen), Current: x.ID == v.ID,
		})
	}
	p.Comments = comments(m, v)
	return s.render(w, r, http.StatusOK, articlePage(p))
}

func chooseVersion(list []news.Version, current news.VersionID, asked string) *news.Version {
	for i := range list {
		if asked == strconv.Itoa(list[i].Number) || asked == "" && list[i].ID == current {
			return &list[i]
		}
	}
	return nil
}

func provenance(m *material, v *news.Version) []ProvenanceRow {
	var out []ProvenanceRow
	for _, n := range v.Notices {
		row := ProvenanceRow{Text: m.l.T("notice."+string(n.Kind), "Name", n.Name)}
		if strings.HasPrefix(n.URL, "http") {
			row.Href = n.URL
		}
		out = append(out, row)
	}
	return out
}

func comments(m *material, v *news.Version) []CommentRow {
	var out []CommentRow
	for _, c := range v.Comments {
		row := CommentRow{Author: c.Author, Text: c.Text, Age: c.Age}
		if c.Score != nil {
			row.Score = m.l.Number(*c.Score)
			if *c.Score > 0 {
				row.Score = "+" + row.Score
			}
		}
		out = append(out, row)
	}
	return out
}

// blocks lays a version's text out in sentences with anchors. Without full, only the
// sentences that show a statement, and the first of the text, are there; gaps say where text is left out.
func blocks(m *material, v *news.Version, said []news.Statement, full bool) []TextBlock {
	var out []TextBlock
	kinds := map[int]news.BlockKind{}
	for _, b := range v.Blocks {
		kinds[b.Span.Start] = b.Kind
	}
	gap := false
	for i, par := range text.Paragraphs(v.Text) {
		block := TextBlock{Kind: blockKind(kinds[par.Start])}
		sentences := text.Sentences(par.Of(v.Text))
		for j, span := range sentences {
			span = span.Shift(par.Start)
			note := noteOn(m, said, span)
			if !full && note == "" && (i > 0 || j > 0) {
				gap = true
				continue
			}
			if gap && len(block.Pieces) == 0 {
				out = append(out, TextBlock{Kind: "gap"})
			}
			gap = false
			p := Piece{
				ID: "s" + strconv.Itoa(span.Start), Text: span.Of(v.Text), Note: note,
				Start: strconv.Itoa(span.Start), End: strconv.Itoa(span.End),
			}
			if j+1 < len(sentences) {
				p.Gap = " "
			}
			block.Pieces = append(block.Pieces, p)
		}
		if len(block.Pieces) > 0 {
			out = append(out, block)
		}
	}
	if gap {
		out = append(out, TextBlock{Kind: "gap"})
	}
	return out
}

// noteOn says who says what in a sentence, or "".
func noteOn(m *material, said []news.Statement, span text.Span) string {
	var notes []string
	for _, s := range said {
		if s.Sentence.Overlap(span) == 0 {
			continue
		}
		who := s.Speaker
		if who == "" {
			who = m.l.T("sourcing." + string(cmp.Or(s.Sourcing, news.NoSource)))
		}
		notes = append(notes, who+": "+m.l.T("kind."+string(s.Kind)))
	}
	return strings.Join(notes, "; ")
}

func blockKind(k news.BlockKind) string {
	switch k {
	case news.Heading:
		return "heading"
	case news.Quote:
		return "quote"
	}
	return "paragraph"
}
