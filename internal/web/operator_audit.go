package web

import (
	"net/http"

	"github.com/parley-news/parley/internal/store"
)

// AuditPage is who did what, the latest first.
type AuditPage struct {
	OperatorChrome
	Who, What   string // what the list is narrowed to
	Whos, Whats []string
	Rows        []AuditRow
	Next        string
}

// AuditRow is one thing that somebody did.
type AuditRow struct {
	Time              Moment
	Who, What, Detail string
}

func (s *Server) serveAudit(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := AuditPage{OperatorChrome: s.operatorChrome(r, "audit.title"), Who: q.Get("who"), What: q.Get("what")}
	var err error
	if p.Whos, p.Whats, err = s.store.AuditWords(r.Context()); err != nil {
		return err
	}
	list, next, err := s.store.AuditLog(r.Context(), store.AuditFilter{Who: p.Who, What: p.What, After: q.Get("after")})
	if err != nil {
		return err
	}
	for _, e := range list {
		p.Rows = append(p.Rows, AuditRow{p.at(e.Time), e.Who, e.What, e.Detail})
	}
	p.Next = nextAfter(r, next)
	return s.render(w, r, http.StatusOK, auditPage(p))
}
