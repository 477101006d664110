package web

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// SourcesPage is where Parley looks.
type SourcesPage struct {
	OperatorChrome
	Problem  string
	Problems []string // entries of a list that could not be used, in English
	Failing  bool     // only those that do not do well
	Sources  []SourceRow
	Next     string // address of the next page; "" at the end
	Queue    []Fact
	Failures []Fact
	Reasons  []Fact
}

// SourceRow is a source in the list.
type SourceRow struct {
	Href, Title, URL, Folder, Links, Health string
	Polled                                  Moment
}

// sourcesPerPage is how many sources one page shows.
const sourcesPerPage = 200

// serveSources shows the operator where Parley looks, how that goes, and what failed.
func (s *Server) serveSources(w http.ResponseWriter, r *http.Request) error {
	return s.showSources(w, r, http.StatusOK, SourcesPage{})
}

func (s *Server) showSources(w http.ResponseWriter, r *http.Request, status int, p SourcesPage) error {
	ctx := r.Context()
	notice := p.Notice
	p.OperatorChrome = s.operatorChrome(r, "sources.title")
	if notice != "" {
		p.OperatorChrome.Notice = notice
	}
	p.Failing = r.URL.Query().Get("show") == "failing"
	after, _ := news.ParseID[news.SourceID](r.URL.Query().Get("after")) // else from the beginning
	list, err := s.store.FindSources(ctx, store.SourceFilter{After: after, Failing: p.Failing, Limit: sourcesPerPage + 1})
	if err != nil {
		return err
	}
	if len(list) > sourcesPerPage {
		list = list[:sourcesPerPage]
		q := url.Values{"after": {strconv.FormatInt(int64(list[sourcesPerPage-1].ID), 10)}}
		if p.Failing {
			q.Set("show", "failing")
		}
		p.Next = "/sources?" + q.Encode()
	}
	for _, x := range list {
		row := SourceRow{Href: sourceHref(x.ID), Title: x.Title, URL: x.URL, Folder: x.Folder, Links: p.L.Number(x.Links), Health: health(p.Chrome, x)}
		if row.Title == "" {
			row.Title = x.URL
		}
		row.Polled = p.at(x.Polled)
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

func sourceHref(id news.SourceID) string { return "/sources/" + strconv.FormatInt(int64(id), 10) }

func health(c Chrome, x news.Source) string {
	switch {
	case x.Stopped != "":
		return c.L.T("sources.stopped") + " " + x.Stopped
	case x.Paused:
		return c.L.T("sources.paused")
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
		return s.showSources(w, r, http.StatusBadRequest, SourcesPage{Problem: s.words.FromRequest(r).T("sources.bad")})
	}
	err = s.store.Write(r.Context(), func(tx *store.Tx) error {
		_, err := jobs.AddSource(r.Context(), tx, news.Source{URL: raw, Folder: feed.Folder(r.PostFormValue("folder"))}, s.member(r))
		return err
	})
	if err != nil && fault.KindOf(err) != fault.Exists {
		return err
	}
	http.Redirect(w, r, "/sources", http.StatusSeeOther)
	return nil
}

// maxList is the largest list of sources taken, in bytes.
const maxList = 32 << 20

// postSourceList adds the sources of a list; entries that cannot be used are named.
func (s *Server) postSourceList(w http.ResponseWriter, r *http.Request) error {
	l := s.words.FromRequest(r)
	bad := func(err error) error {
		return s.showSources(w, r, http.StatusBadRequest, SourcesPage{Problem: l.T("sources.badlist"), Problems: []string{err.Error()}})
	}
	file, _, err := r.FormFile("list")
	if err != nil {
		return bad(fault.Errorf(fault.Invalid, "no file was sent"))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxList+1))
	if err != nil || len(data) > maxList {
		return bad(fault.Errorf(fault.TooLarge, "the list is larger than %d MB", maxList>>20))
	}
	list, err := feed.ParseList(data)
	if err != nil {
		return bad(err)
	}
	var added []bool
	err = s.store.Write(r.Context(), func(tx *store.Tx) error {
		added, err = jobs.AddSources(r.Context(), tx, list.Sources, s.member(r))
		return err
	})
	if err != nil {
		return err
	}
	fresh := 0
	for _, a := range added {
		if a {
			fresh++
		}
	}
	p := SourcesPage{OperatorChrome: OperatorChrome{Notice: l.N("sources.added", fresh) + " " + l.N("sources.known", len(added)-fresh)}}
	for _, x := range list.Problems {
		p.Problems = append(p.Problems, x.Error())
	}
	return s.showSources(w, r, http.StatusOK, p)
}

// serveSourceList gives all sources as OPML.
func (s *Server) serveSourceList(w http.ResponseWriter, r *http.Request) error {
	list, err := s.store.Sources(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/x-opml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="sources.opml"`)
	return feed.WriteOPML(w, s.opt.SiteName, s.opt.Now(), list)
}
