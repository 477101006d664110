package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// load reads articles with the current versions of their texts and their outlets.
func (s *Server) load(r *http.Request, ids []news.ArticleID) (*material, error) {
	ctx := r.Context()
	m := &material{
		l: s.words.FromRequest(r), now: s.opt.Now(), country: s.opt.CountryName, catalogue: s.opt.Catalogue, articles: map[news.ArticleID]news.Article{},
		versions: map[news.VersionID]*news.Version{}, outlets: map[news.OutletID]news.Outlet{}, statements: map[news.StatementID]*news.Statement{},
		partyNames: map[string]string{},
	}
	outlets, err := s.store.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range outlets {
		o.Name = m.outletName(o)
		m.outlets[o.ID] = o
	}
	return m, s.loadArticles(ctx, m, ids)
}

// loadArticles adds articles with the current versions of their texts.
func (s *Server) loadArticles(ctx context.Context, m *material, ids []news.ArticleID) error {
	articles, err := s.store.Articles(ctx, ids...)
	if err != nil {
		return err
	}
	var current []news.VersionID
	for _, a := range articles {
		m.articles[a.ID] = a
		current = append(current, a.Current)
	}
	versions, err := s.store.Versions(ctx, current...)
	if err != nil {
		return err
	}
	for i := range versions {
		m.versions[versions[i].ID] = &versions[i]
	}
	return nil
}

// loadStatements adds what is said in the versions that are loaded, in the order of the versions.
func (s *Server) loadStatements(ctx context.Context, m *material) ([]news.Statement, error) {
	var ids []news.VersionID
	for id := range m.versions {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	list, err := s.store.Statements(ctx, ids...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		m.statements[list[i].ID] = &list[i]
	}
	return list, nil
}

// current gives the loaded versions by article.
func (m *material) current() map[news.ArticleID]*news.Version {
	out := map[news.ArticleID]*news.Version{}
	for _, v := range m.versions {
		out[v.Article] = v
	}
	return out
}

// name remembers how parties are called.
func (m *material) name(parties []news.Party) {
	for _, p := range parties {
		m.partyNames[p.Key] = p.Name
	}
}

// storyOf is the story of an article, or nil while it has none.
func (s *Server) storyOf(ctx context.Context, a news.ArticleID) (*news.Story, error) {
	sid, err := s.store.StoryOf(ctx, a)
	if fault.KindOf(err) == fault.NotFound || err == nil && sid == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	st, err := s.store.Story(ctx, sid)
	if err != nil {
		return nil, err
	}
	return &st, nil
}

func storyHref(id news.StoryID) string { return "/story/" + strconv.FormatInt(int64(id), 10) }

func storylineHref(id news.StorylineID) string {
	return "/storyline/" + strconv.FormatInt(int64(id), 10)
}

// storyRows makes the lines of stories: title, counts, and what is disputed in one quoted sentence.
func (s *Server) storyRows(r *http.Request, stories []news.Story) ([]StoryRow, error) {
	var articles []news.ArticleID
	disputes := make([]dispute, len(stories))
	for i, st := range stories {
		d, err := s.disputeOf(r.Context(), st.ID)
		if err != nil {
			return nil, err
		}
		disputes[i] = d
		articles = append(articles, st.Lead, d.shown.Article)
	}
	m, err := s.load(r, articles)
	if err != nil {
		return nil, err
	}
	current := m.current()
	var out []StoryRow
	for i, st := range stories {
		row := StoryRow{Href: storyHref(st.ID), Title: st.Title, Counts: countsOf(st.Counts), Latest: m.instant(st.Latest)}
		if v := current[st.Lead]; v != nil {
			row.Title, row.Lang, row.Dir = title(v), v.Language, i18n.Direction(v.Language)
		}
		for _, p := range st.Parties[:min(4, len(st.Parties))] {
			row.Parties = append(row.Parties, p.Name)
		}
		for _, tag := range st.Counts.Languages[:min(6, len(st.Counts.Languages))] {
			row.Languages = append(row.Languages, m.l.Language(tag))
		}
		m.name(st.Parties)
		m.statements[disputes[i].shown.ID] = &disputes[i].shown
		if q, ok := m.statement(disputes[i].shown.ID); ok {
			row.Dispute = &q
			var denials []Quote
			for _, s := range disputes[i].denials {
				denials = append(denials, Quote{Speaker: s.Speaker, party: m.partyNames[s.Party]})
			}
			row.DeniedBy = voicesOf(denials)
		}
		out = append(out, row)
	}
	return out, nil
}

// dispute is what a story's line shows of its first disputed claim.
type dispute struct {
	shown   news.Statement // zero: nothing is disputed
	denials []news.Statement
}

// disputeOf finds the first disputed claim with words in a story: what is claimed, else a denial of it.
func (s *Server) disputeOf(ctx context.Context, id news.StoryID) (d dispute, err error) {
	claims, err := s.store.ClaimsOfStory(ctx, id)
	if err != nil {
		return d, err
	}
	at := slices.IndexFunc(claims, func(c news.Claim) bool { return c.Status == news.Disputed })
	if at < 0 {
		return d, nil
	}
	members, err := s.store.Members(ctx, id)
	if err != nil {
		return d, err
	}
	here := map[news.ArticleID]bool{}
	for _, x := range members {
		here[x.Article] = true
	}
	for _, c := range claims[at:] {
		if d, err = s.disputeIn(ctx, c, here); err != nil || d.shown.ID != 0 {
			return d, err
		}
	}
	return dispute{}, nil
}

func (s *Server) disputeIn(ctx context.Context, c news.Claim, here map[news.ArticleID]bool) (d dispute, err error) {
	if c.Status != news.Disputed {
		return d, nil
	}
	if d.shown, err = s.store.Statement(ctx, c.Lead); err != nil {
		return d, err
	}
	for _, x := range c.Members {
		if x.Stance != news.Denies {
			continue
		}
		st, err := s.store.Statement(ctx, x.Statement)
		if err != nil {
			return d, err
		}
		if !here[d.shown.Article] && here[st.Article] {
			return dispute{shown: st}, nil
		}
		d.denials = append(d.denials, st)
	}
	if !here[d.shown.Article] {
		return dispute{}, nil
	}
	return d, nil
}

// snippet cuts the sentences around spans out of a version, at most n.
func (m *material) snippet(v *news.Version, spans []text.Span, n int) []Quote {
	var out []Quote
	last := -1
	for _, span := range spans {
		start := sentenceStart(v.Text, span.Start)
		if start == last || len(out) == n {
			continue
		}
		last = start
		for _, sent := range text.Sentences(v.Text[start:paragraphEnd(v.Text, start)]) {
			if q, ok := m.quote(v, sent.Shift(start), []text.Span{span}); ok {
				out = append(out, q)
			}
			break
		}
	}
	return out
}

func paragraphEnd(s string, from int) int {
	for i := from; i < len(s); i++ {
		if s[i] == '\n' {
			return i
		}
	}
	return len(s)
}
