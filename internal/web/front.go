package web

import (
	"net/http"
	"net/url"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

const pageSize = 30

// serveFront is the list of stories by rank, as a page or a feed.
func (s *Server) serveFront(w http.ResponseWriter, r *http.Request) error {
	stories, err := s.store.Stories(r.Context(), store.StoryFilter{Order: store.ByRank, After: r.URL.Query().Get("after"), Limit: pageSize})
	if err != nil {
		return err
	}
	if format(r) != "" {
		items, err := s.storyItems(r, stories)
		if err != nil {
			return err
		}
		return s.writeFeed(w, r, s.opt.SiteName, items)
	}
	rows, err := s.storyRows(r, stories)
	if err != nil {
		return err
	}
	p := FrontPage{Chrome: s.chrome(r, ""), Stories: rows, Next: nextPage(r, stories, store.ByRank)}
	p.Description = p.L.T("front.lead")
	p.Feeds = feedRefs("/feed", s.opt.SiteName, "")
	return s.render(w, r, http.StatusOK, frontPage(p))
}

// nextPage is the address of what follows a full page of stories, or "".
func nextPage(r *http.Request, stories []news.Story, order store.StoryOrder) string {
	if len(stories) < pageSize {
		return ""
	}
	return nextAfter(r, store.StoryCursor(stories[len(stories)-1], order))
}

// nextAfter is the same address with another cursor.
func nextAfter(r *http.Request, cursor string) string {
	if cursor == "" {
		return ""
	}
	q := url.Values{}
	for k, v := range r.URL.Query() {
		if k != "after" && k != "lang" {
			q[k] = v
		}
	}
	q.Set("after", cursor)
	return r.URL.Path + "?" + q.Encode()
}
