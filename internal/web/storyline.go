package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/parley-news/parley/internal/export"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// serveStorylines lists storylines of more than one story, the latest first, as a page or a feed.
func (s *Server) serveStorylines(w http.ResponseWriter, r *http.Request) error {
	lines, next, err := s.store.Storylines(r.Context(), r.URL.Query().Get("after"), pageSize)
	if err != nil {
		return err
	}
	l := s.words.FromRequest(r)
	if format(r) != "" {
		var items []export.Item
		for _, x := range lines {
			href := s.site(r) + storylineHref(x.ID)
			items = append(items, export.Item{
				ID: href, URL: href, Title: x.Name, Summary: l.N("count.stories", x.Stories) + " · " + l.N("count.articles", x.Counts.Articles),
				Published: time.UnixMicro(x.First).UTC(), Updated: time.UnixMicro(x.Latest).UTC(),
			})
		}
		return s.writeFeed(w, r, l.T("storylines.title"), items)
	}
	p := StorylinesPage{Chrome: s.chrome(r, "")}
	p.Title = p.L.T("storylines.title")
	p.Feeds = feedRefs("/storylines", p.Title, "")
	m := &material{l: p.L, now: p.Now}
	for _, x := range lines {
		p.Lines = append(p.Lines, LineRow{Href: storylineHref(x.ID), Name: x.Name, Stories: x.Stories, Counts: countsOf(x.Counts), Latest: m.instant(x.Latest)})
	}
	p.Next = nextAfter(r, next)
	return s.render(w, r, http.StatusOK, storylinesPage(p))
}

// serveStoryline is one storyline: its claims, numbers, timeline and stories; as a feed, its stories.
func (s *Server) serveStoryline(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	lid, err := id[news.StorylineID](r)
	if err != nil {
		return err
	}
	line, err := s.store.Storyline(ctx, lid)
	if err != nil {
		return err
	}
	if line.ID != lid {
		http.Redirect(w, r, storylineHref(line.ID)+ending(r), http.StatusMovedPermanently)
		return nil
	}
	stories, err := s.store.Stories(ctx, store.StoryFilter{Storyline: line.ID, Order: store.ByLatest, Limit: 100})
	if err != nil {
		return err
	}
	if format(r) != "" {
		items, err := s.storyItems(r, stories)
		if err != nil {
			return err
		}
		return s.writeFeed(w, r, line.Name, items)
	}
	rows, err := s.storyRows(r, stories)
	if err != nil {
		return err
	}
	m, digest, claims, err := s.lineMaterial(r, line.ID, stories)
	if err != nil {
		return err
	}
	p := StorylinePage{
		Chrome: s.chrome(r, line.Name), Name: line.Name, Counts: countsOf(line.Counts), First: m.instant(line.First), Latest: m.instant(line.Latest),
		Board: m.board(digest.Board), Timeline: m.timeline(digest.Timeline), Stories: rows,
	}
	p.Disputed, p.Agreed, p.OneSide = m.claims(claims)
	p.DeniedBy = deniers(p.Disputed)
	p.Feeds = feedRefs("/storyline/"+strconv.FormatInt(int64(line.ID), 10), line.Name, "")
	return s.render(w, r, http.StatusOK, storylinePage(p))
}

// lineMaterial loads the articles of a storyline's stories, with what is said in them.
func (s *Server) lineMaterial(r *http.Request, lid news.StorylineID, stories []news.Story) (*material, store.Digest, []news.Claim, error) {
	ctx := r.Context()
	var ids []news.ArticleID
	for _, st := range stories {
		members, err := s.store.Members(ctx, st.ID)
		if err != nil {
			return nil, store.Digest{}, nil, err
		}
		for _, x := range members {
			ids = append(ids, x.Article)
		}
	}
	m, err := s.load(r, ids)
	if err != nil {
		return nil, store.Digest{}, nil, err
	}
	if _, err := s.loadStatements(ctx, m); err != nil {
		return nil, store.Digest{}, nil, err
	}
	for _, st := range stories {
		m.name(st.Parties)
	}
	origins, err := s.store.OriginsOf(ctx, ids...)
	if err != nil {
		return nil, store.Digest{}, nil, err
	}
	m.from(origins)
	claims, err := s.store.Claims(ctx, lid)
	if err != nil {
		return nil, store.Digest{}, nil, err
	}
	digest, err := s.store.StorylineDigest(ctx, lid)
	return m, digest, claims, err
}
