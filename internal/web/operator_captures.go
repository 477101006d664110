package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// CapturesPage lists what was captured.
type CapturesPage struct {
	OperatorChrome
	Address, Outlet, Source, Reason string // what the list is narrowed to
	Rows                            []CaptureRow
	Reasons                         []SourceReasonRow
	Next                            string
}

// CaptureRow is a capture in a list.
type CaptureRow struct {
	Href, URL, Status, Size, Outcome string
	Time                             Moment
	Empty                            bool // it gave no article
}

// SourceReasonRow counts why pages of a source gave no article.
type SourceReasonRow struct{ Source, Reason, N, Href string }

// CapturePage is one capture.
type CapturePage struct {
	OperatorChrome
	ID, URL, FinalURL, Outcome string
	Facts                      []Fact
	Headers                    []Fact
	Versions                   []Link
	Purged                     bool
	Why                        string // it was purged
}

func (s *Server) serveCaptures(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := CapturesPage{OperatorChrome: s.operatorChrome(r, "captures.title"), Address: q.Get("address"), Outlet: q.Get("outlet"), Source: q.Get("source"), Reason: q.Get("reason")}
	if len(p.Address) > 2000 || len(p.Reason) > 1000 {
		return fault.Errorf(fault.Invalid, "too long")
	}
	ctx := r.Context()
	list, next, err := s.store.CaptureList(ctx, store.CaptureFilter{
		Address: p.Address, Outlet: news.OutletID(number(p.Outlet)), Source: news.SourceID(number(p.Source)), Reason: p.Reason, After: q.Get("after"), Limit: pageSize,
	})
	if err != nil {
		return err
	}
	for _, c := range list {
		p.Rows = append(p.Rows, CaptureRow{captureHref(c.ID), c.URL, p.L.Number(c.Status), p.bytes(c.Size), p.outcome(c), p.at(c.Time), c.State == store.StateEmpty})
	}
	p.Next = nextAfter(r, next)
	reasons, err := s.store.SourceReasons(ctx, 40)
	if err != nil {
		return err
	}
	sources, err := s.store.Sources(ctx)
	if err != nil {
		return err
	}
	name := map[news.SourceID]string{}
	for _, x := range sources {
		if name[x.ID] = x.Title; x.Title == "" {
			name[x.ID] = x.URL
		}
	}
	for _, x := range reasons {
		row := SourceReasonRow{Source: name[x.Source], Reason: x.Reason, N: p.L.Number(x.N)}
		v := url.Values{"reason": {x.Reason}}
		if x.Source != 0 {
			v.Set("source", strconv.FormatInt(int64(x.Source), 10))
		}
		if row.Source == "" {
			row.Source = p.L.T("captures.nosource")
		}
		row.Href = "/operator/captures?" + v.Encode()
		p.Reasons = append(p.Reasons, row)
	}
	return s.render(w, r, http.StatusOK, capturesPage(p))
}

func captureHref(id news.CaptureID) string {
	return "/operator/captures/" + strconv.FormatInt(int64(id), 10)
}

// outcome is what became of a capture in extraction.
func (c Chrome) outcome(x store.CaptureRow) string {
	switch {
	case !x.Purged.IsZero():
		return c.L.T("captures.purged")
	case x.State == store.StateDone:
		return c.L.T("captures.article")
	case x.State == "":
		return c.L.T("captures.waiting")
	}
	return x.Reason
}

func (s *Server) serveCapture(w http.ResponseWriter, r *http.Request) error {
	cid, err := id[news.CaptureID](r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	row, err := s.store.CaptureRow(ctx, cid)
	if err != nil {
		return err
	}
	c, err := s.store.Capture(ctx, cid)
	if err != nil {
		return err
	}
	p := CapturePage{
		OperatorChrome: s.operatorChrome(r, "captures.title"), ID: r.PathValue("id"), URL: c.URL, FinalURL: c.FinalURL, Purged: !c.Purged.IsZero(), Why: c.PurgeReason,
	}
	p.Title, p.Outcome = p.L.T("captures.one", "ID", p.ID), p.outcome(row)
	if p.FinalURL == p.URL {
		p.FinalURL = ""
	}
	p.Facts = []Fact{
		{p.L.T("captures.time"), p.said(c.Time)}, {p.L.T("captures.status"), p.L.Number(c.Status)}, {p.L.T("captures.type"), c.ContentType},
		{p.L.T("captures.size"), p.bytes(row.Size)}, {p.L.T("captures.stored"), p.bytes(row.Stored)}, {p.L.T("captures.hash"), c.Hash},
	}
	if p.Purged {
		p.Facts = append(p.Facts, Fact{p.L.T("captures.purgedat"), p.said(c.Purged)}, Fact{p.L.T("purge.reason"), p.Why})
	}
	for _, h := range c.Header {
		p.Headers = append(p.Headers, Fact{h.Name, h.Value})
	}
	versions, err := s.store.CaptureVersions(ctx, cid)
	if err != nil {
		return err
	}
	for i := range versions {
		v := &versions[i]
		name := v.Title
		if name == "" {
			name = p.L.T("article.version", "N", p.L.Number(v.Number))
		}
		p.Versions = append(p.Versions, Link{name, articleHref(v)})
	}
	return s.render(w, r, http.StatusOK, capturePage(p))
}

// postExtract has a capture extracted again.
func (s *Server) postExtract(w http.ResponseWriter, r *http.Request, m store.Member) error {
	cid, err := id[news.CaptureID](r)
	if err != nil {
		return err
	}
	purged, err := s.store.IsPurged(r.Context(), cid)
	if err != nil {
		return err
	}
	if purged {
		return fault.Errorf(fault.Gone, "capture %d was purged: there is nothing to extract", cid)
	}
	if err := s.store.Write(r.Context(), func(tx *store.Tx) error {
		if err := jobs.Enqueue(r.Context(), tx, jobs.Extract, r.PathValue("id"), "", tx.Now()); err != nil {
			return err
		}
		return tx.Audit(r.Context(), m.Name, "extracted again", "capture "+r.PathValue("id"))
	}); err != nil {
		return err
	}
	s.notice(r, s.words.FromRequest(r).T("captures.again.done"))
	http.Redirect(w, r, captureHref(cid), http.StatusSeeOther)
	return nil
}
