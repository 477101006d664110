package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/when"
)

// serveSources shows the operator where Parley looks, how that goes, and what failed.
func (s *Server) serveSources(w http.ResponseWriter, r *http.Request) error {
	return s.showSources(w, r, http.StatusOK, "")
}

func (s *Server) showSources(w http.ResponseWriter, r *http.Request, status int, problem string) error {
	ctx := r.Context()
	p := SourcesPage{Chrome: s.chrome(r, ""), Problem: problem}
	p.Title, p.NoIndex = p.L.T("sources.title"), true
	m := &material{l: p.L, now: p.Now}
	list, err := s.store.Sources(ctx)
	if err != nil {
		return err
	}
	for _, x := range list {
		row := SourceRow{Title: x.Title, URL: x.URL, Links: p.L.Number(x.Links), Health: health(p.Chrome, x)}
		if row.Title == "" {
			row.Title = x.URL
		}
		if !x.Polled.IsZero() {
			row.Polled = m.moment(when.Of(x.Polled, when.Minute))
		}
		p.Sources = append(p.Sources, row)
	}
	o, err := s.store.Overview(ctx)
	if err != nil {
		return err
	}
	for _, c := range o.Counts {
		p.Queue = append(p.Queue, Fact{c.Name, p.L.Number(c.N)})
	}
	for _, c := range o.Reasons {
		p.Reasons = append(p.Reasons, Fact{c.Name, p.L.Number(c.N)})
	}
	for _, f := range o.Failures {
		p.Failures = append(p.Failures, Fact{f.Item, f.Stage + ": " + f.Error})
	}
	return s.render(w, r, status, sourcesPage(p))
}

func health(c Chrome, x news.Source) string {
	switch {
	case x.Problem != "":
		return x.Problem
	case x.Polled.IsZero():
		return c.L.T("sources.waiting")
	}
	return c.L.T("sources.well")
}

// postSource adds a feed or site; it is looked at in the background.
func (s *Server) postSource(w http.ResponseWriter, r *http.Request) error {
	raw := strings.TrimSpace(r.PostFormValue("url"))
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(raw) > 2000 {
		return s.showSources(w, r, http.StatusBadRequest, s.words.FromRequest(r).T("sources.bad"))
	}
	err = s.store.Write(r.Context(), func(tx *store.Tx) error {
		_, err := jobs.AddSource(r.Context(), tx, news.Source{URL: raw}, s.member(r))
		return err
	})
	if err != nil && fault.KindOf(err) != fault.Exists {
		return err
	}
	http.Redirect(w, r, "/sources", http.StatusSeeOther)
	return nil
}
