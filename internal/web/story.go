package web

import (
	"context"
	"net/http"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
)

func (s *Server) serveStory(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	sid, err := id[news.StoryID](r)
	if err != nil {
		return err
	}
	st, err := s.store.Story(ctx, sid)
	if err != nil {
		return err
	}
	if st.ID != sid { // merged into another: its address has moved for good
		http.Redirect(w, r, storyHref(st.ID)+ending(r), http.StatusMovedPermanently)
		return nil
	}
	members, err := s.store.Members(ctx, st.ID)
	if err != nil {
		return err
	}
	var ids []news.ArticleID
	why, member := map[news.ArticleID][]string{}, map[news.ArticleID]bool{}
	for _, x := range members {
		member[x.Article] = true
		ids = append(ids, x.Article)
		why[x.Article] = x.Reasons
	}
	m, err := s.load(r, ids)
	if err != nil {
		return err
	}
	said, err := s.loadStatements(ctx, m)
	if err != nil {
		return err
	}
	claims, err := s.store.ClaimsOfStory(ctx, st.ID)
	if err != nil {
		return err
	}
	digest, err := s.store.StoryDigest(ctx, st.ID)
	if err != nil {
		return err
	}
	copies, err := s.store.Copies(ctx, ids...)
	if err != nil {
		return err
	}
	origins, err := s.store.OriginsOf(ctx, ids...)
	if err != nil {
		return err
	}
	m.name(st.Parties)
	m.from(origins)
	p := StoryPage{
		ID: r.PathValue("id"), Title: st.Title, Counts: countsOf(st.Counts), First: m.instant(st.First), Latest: m.instant(st.Latest),
		Board: m.board(digest.Board), Timeline: m.timeline(digest.Timeline),
	}
	p.Voices, p.OtherVoices = m.voices(st.Parties, said)
	p.Parties, p.Silent = m.parties(st.Parties)
	if err := s.loadAnswers(ctx, m, claims); err != nil {
		return err
	}
	p.Disputed, p.Agreed, p.OneSide = m.claims(claims)
	p.DeniedBy = deniers(p.Disputed)
	current := m.current()
	if v := current[st.Lead]; v != nil {
		p.Title, p.Lang, p.Dir = title(v), v.Language, i18n.Direction(v.Language)
	}
	if format(r) != "" {
		var list []*news.Version
		for _, x := range members {
			if v := current[x.Article]; v != nil {
				list = append(list, v)
			}
		}
		return s.writeFeed(w, r, p.Title, s.articleItems(r, m, list))
	}
	if err := s.loadRoots(ctx, m, origins); err != nil {
		return err
	}
	p.Origins = m.origins(origins, copies, member)
	for _, x := range members {
		if v := current[x.Article]; v != nil {
			p.Articles = append(p.Articles, m.article(v, why[x.Article]))
		}
	}
	if st.Storyline != 0 {
		line, err := s.store.Storyline(ctx, st.Storyline)
		if err != nil {
			return err
		}
		if line.Stories > 1 {
			p.Storyline = Link{line.Name, storylineHref(line.ID)}
		}
	}
	p.Chrome = s.chrome(r, p.Title)
	p.Feeds = feedRefs(storyHref(st.ID), p.Title, "")
	return s.render(w, r, http.StatusOK, storyPage(p))
}

// maxAnswers bounds how many denials from other stories a page brings in.
const maxAnswers = 40

// loadAnswers adds the denials of disputed claims that stand in other stories of the storyline, with their articles.
func (s *Server) loadAnswers(ctx context.Context, m *material, claims []news.Claim) error {
	var found []news.Statement
	var articles []news.ArticleID
	for _, c := range claims {
		for _, x := range c.Members {
			if c.Status != news.Disputed || x.Stance != news.Denies || m.statements[x.Statement] != nil || len(found) == maxAnswers {
				continue
			}
			st, err := s.store.Statement(ctx, x.Statement)
			if err != nil {
				return err
			}
			found = append(found, st)
			if _, ok := m.articles[st.Article]; !ok {
				articles = append(articles, st.Article)
			}
		}
	}
	if err := s.loadArticles(ctx, m, articles); err != nil {
		return err
	}
	for i := range found {
		m.statements[found[i].ID] = &found[i]
	}
	return nil
}

// loadRoots adds the texts that copies go back to and that are in other stories.
func (s *Server) loadRoots(ctx context.Context, m *material, origins []news.Origin) error {
	var roots []news.ArticleID
	for _, o := range origins {
		if _, ok := m.articles[o.Root]; !ok && o.Root != 0 {
			roots = append(roots, o.Root)
		}
	}
	return s.loadArticles(ctx, m, roots)
}

// deniers names who denies something in claims.
func deniers(rows []ClaimRow) []string {
	var denials []Quote
	for _, row := range rows {
		denials = append(denials, row.denials...)
	}
	return voicesOf(denials)
}
