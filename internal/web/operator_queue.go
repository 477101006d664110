package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/store"
)

// QueuePage is the work that waits, is done and was given up.
type QueuePage struct {
	OperatorChrome
	Kinds        []KindRow
	Reasons      []ReasonRow
	Dead         []DeadRow
	Kind, Reason string // what Dead is narrowed to
	Next         string
}

// KindRow counts the work of one kind.
type KindRow struct {
	Kind, Does                string
	Due, Later, Running, Dead string
	AnyDead                   bool
	Oldest, Since             Moment
}

// ReasonRow counts the work that was given up for one reason.
type ReasonRow struct{ Kind, Reason, N, Href string }

// DeadRow is one piece of work that was given up.
type DeadRow struct{ ID, Kind, Key, Reason, Attempts, Href string }

func (s *Server) serveQueue(w http.ResponseWriter, r *http.Request) error {
	p := QueuePage{OperatorChrome: s.operatorChrome(r, "queue.title"), Kind: r.URL.Query().Get("kind"), Reason: r.URL.Query().Get("reason")}
	ctx := r.Context()
	kinds, err := s.store.Queue(ctx, s.store.Now())
	if err != nil {
		return err
	}
	for _, q := range kinds {
		p.Kinds = append(p.Kinds, KindRow{
			Kind: q.Kind, Does: p.word("job."+q.Kind, q.Kind), Due: p.L.Number(q.Due), Later: p.L.Number(q.Later), Running: p.L.Number(q.Running), Dead: p.L.Number(q.Dead),
			AnyDead: q.Dead > 0, Oldest: p.at(q.Oldest), Since: p.at(q.Since),
		})
	}
	reasons, err := s.store.DeadReasons(ctx, 30)
	if err != nil {
		return err
	}
	for _, x := range reasons {
		p.Reasons = append(p.Reasons, ReasonRow{x.Kind, x.Reason, p.L.Number(x.N), "/operator/queue?" + url.Values{"kind": {x.Kind}, "reason": {x.Reason}}.Encode() + "#dead"})
	}
	dead, next, err := s.store.DeadWork(ctx, store.DeadFilter{Kind: p.Kind, Reason: p.Reason, After: r.URL.Query().Get("after"), Limit: pageSize})
	if err != nil {
		return err
	}
	for _, d := range dead {
		row := DeadRow{strconv.FormatInt(d.ID, 10), d.Kind, d.Key, d.Reason, p.L.Number(d.Attempts), ""}
		if d.Kind == jobs.Extract {
			row.Href = "/operator/captures/" + url.PathEscape(d.Key)
		}
		p.Dead = append(p.Dead, row)
	}
	p.Next = nextAfter(r, next)
	return s.render(w, r, http.StatusOK, queuePage(p))
}

// postQueue tries work that was given up again, or drops it: one piece, or all of a kind and reason.
func (s *Server) postQueue(w http.ResponseWriter, r *http.Request, m store.Member) error {
	f := jobs.DeadFilter{ID: number(r.PostFormValue("id")), Kind: r.PostFormValue("kind"), Reason: r.PostFormValue("reason")}
	if f == (jobs.DeadFilter{}) && r.PostFormValue("all") == "" {
		return fault.Errorf(fault.Invalid, "name the work, or all of it")
	}
	why := strings.TrimSpace(r.PostFormValue("why"))
	var n int64
	var key string
	err := s.store.Write(r.Context(), func(tx *store.Tx) (err error) {
		switch r.PostFormValue("do") {
		case "retry":
			key = "queue.retried"
			n, err = jobs.RetryDead(r.Context(), tx, f, m.Name)
		case "drop":
			if key = "queue.dropped"; why == "" || len(why) > 500 {
				return fault.Errorf(fault.Invalid, "say why it is dropped")
			}
			n, err = jobs.DropDead(r.Context(), tx, f, m.Name, why)
		default:
			err = fault.Errorf(fault.Invalid, "retry or drop")
		}
		return err
	})
	if err != nil {
		return err
	}
	s.notice(r, s.words.FromRequest(r).N(key, int(n)))
	http.Redirect(w, r, "/operator/queue", http.StatusSeeOther)
	return nil
}
