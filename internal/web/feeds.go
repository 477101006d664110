package web

import (
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/export"
	"github.com/parley-news/parley/internal/news"
)

// format is the feed that an address asks for by its ending; "" asks for the page.
func format(r *http.Request) export.Format {
	f, err := export.ParseFormat(strings.TrimPrefix(path.Ext(r.URL.Path), "."))
	if err != nil {
		return ""
	}
	return f
}

// ending is how the address says which feed it asks for: ".rss", or "".
func ending(r *http.Request) string {
	if f := format(r); f != "" {
		return "." + string(f)
	}
	return ""
}

var feedTypes = []struct {
	format export.Format
	mime   string
}{{export.RSS, "application/rss+xml"}, {export.Atom, "application/atom+xml"}, {export.JSON, "application/feed+json"}}

// feedRefs names the feeds of a list for the page's head.
func feedRefs(href, title, query string) []FeedRef {
	if query != "" {
		query = "?" + query
	}
	var out []FeedRef
	for _, f := range feedTypes {
		out = append(out, FeedRef{f.mime, title, href + "." + string(f.format) + query})
	}
	return out
}

// site is the address under which the reader asked, since Parley is told no other.
func (s *Server) site(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.URL.Scheme == "https" || s.opt.Secure {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// writeFeed writes a list as the feed that was asked for.
func (s *Server) writeFeed(w http.ResponseWriter, r *http.Request, title string, items []export.Item) error {
	as := format(r)
	page := strings.TrimSuffix(r.URL.Path, path.Ext(r.URL.Path))
	if page == "/feed" {
		page = "/"
	}
	f := export.Feed{
		Title: title, About: s.identity.Tagline, SiteURL: s.site(r) + page, FeedURL: s.site(r) + r.URL.RequestURI(), Language: s.words.FromRequest(r).Tag, Items: items,
	}
	data, err := export.Bytes(f, as)
	if err != nil {
		return err
	}
	for _, t := range feedTypes {
		if t.format == as {
			w.Header().Set("Content-Type", t.mime+"; charset=utf-8")
		}
	}
	w.Header().Add("Vary", "Accept-Language")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, err = w.Write(data)
	return err
}

// storyItems makes feed items of stories.
func (s *Server) storyItems(r *http.Request, stories []news.Story) ([]export.Item, error) {
	rows, err := s.storyRows(r, stories)
	if err != nil {
		return nil, err
	}
	l := s.words.FromRequest(r)
	var out []export.Item
	for i, row := range rows {
		line := []string{l.N("count.articles", row.Counts.Articles), l.N("count.origins", row.Counts.Origins)}
		if row.Counts.Countries > 0 {
			line = append(line, l.N("count.countries", row.Counts.Countries))
		}
		summary := strings.Join(line, " · ")
		if row.Dispute != nil {
			summary += ". " + l.T("story.disputed") + ": " + row.Dispute.Text()
		}
		out = append(out, export.Item{
			ID: s.site(r) + row.Href, URL: s.site(r) + row.Href, Title: row.Title, Summary: summary, Language: row.Lang,
			Published: time.UnixMicro(stories[i].First).UTC(), Updated: time.UnixMicro(stories[i].Latest).UTC(),
		})
	}
	return out, nil
}

// articleItems makes feed items of articles.
func (s *Server) articleItems(r *http.Request, m *material, list []*news.Version) []export.Item {
	var out []export.Item
	for _, v := range list {
		row := m.article(v, nil)
		x := export.Item{
			ID: s.site(r) + row.Href, URL: s.site(r) + row.Href, External: m.articles[v.Article].URL, Title: row.Title, Language: v.Language,
			Published: published(v).Time, Authors: v.Authors, Summary: row.Outlet.Name,
		}
		for _, n := range v.Notices {
			if n.Kind == news.Republished {
				x.Source = export.Source{Title: n.Name, URL: n.URL}
			}
		}
		out = append(out, x)
	}
	return out
}

// serveFeeds lists the feeds of the site.
func (s *Server) serveFeeds(w http.ResponseWriter, r *http.Request) error {
	c := s.chrome(r, "")
	c.Title = c.L.T("feeds.title")
	p := TextPage{Chrome: c, Heading: "feeds.title", Sections: []TextSection{{Paragraphs: []string{"feeds.text"}}}}
	for _, list := range []struct{ href, key string }{{"/feed", "nav.stories"}, {"/storylines", "nav.storylines"}} {
		for _, f := range feedTypes {
			href := list.href + "." + string(f.format)
			p.Sections[0].Links = append(p.Sections[0].Links, Link{c.L.T(list.key) + " (" + string(f.format) + ")", href})
		}
	}
	return s.render(w, r, http.StatusOK, textPage(p))
}
