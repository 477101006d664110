package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// SourcePage is one source: how looking at it goes and what it gave.
type SourcePage struct {
	OperatorChrome
	Name, Action, URL string
	Problem           string // of the form
	Health            string
	Well, Paused      bool
	SourceTitle       string
	Folder            string
	Facts             []SourceFact
	Reasons           []Fact // why pages gave no article, in English
	Misses            []MissRow
	Looks             []LookRow
}

// SourceFact is a named value or moment.
type SourceFact struct {
	Name, Value string
	At          Moment
}

// MissRow is a reason why pages could not be fetched.
type MissRow struct {
	Reason, Count, URL, Note string
	At                       Moment
}

// LookRow is a look at the source.
type LookRow struct {
	At                                Moment
	Outcome, Found, Fresh, Took, Note string
}

var (
	outcomeWords = map[string]string{store.LookNew: "look.new", store.LookSame: "look.same", store.LookPushed: "look.pushed", store.LookFailed: "look.failed"}
	hubWords     = map[string]string{store.HubAsked: "hub.asked", store.HubActive: "hub.active", store.HubDenied: "hub.denied", store.HubEnding: "hub.ending"}
)

// serveSource shows the operator a source.
func (s *Server) serveSource(w http.ResponseWriter, r *http.Request) error {
	return s.showSource(w, r, http.StatusOK, "")
}

func (s *Server) showSource(w http.ResponseWriter, r *http.Request, status int, problem string) error {
	ctx := r.Context()
	id, err := sourceID(r)
	if err != nil {
		return err
	}
	x, err := s.store.Source(ctx, id)
	if err != nil {
		return err
	}
	yields, err := s.store.Yields(ctx, id)
	if err != nil {
		return err
	}
	looks, err := s.store.Looks(ctx, id)
	if err != nil {
		return err
	}
	misses, err := s.store.Misses(ctx, id)
	if err != nil {
		return err
	}
	subs, err := s.store.Subscriptions(ctx, id)
	if err != nil {
		return err
	}
	y := store.Yield{}
	if yields[id] != nil {
		y = *yields[id]
	}
	p := SourcePage{OperatorChrome: s.operatorChrome(r, "sources.title"), Name: x.Title, Action: sourceHref(id), URL: x.URL, Problem: problem, SourceTitle: x.Title, Folder: x.Folder, Paused: x.Paused || x.Stopped != ""}
	if p.Name == "" {
		p.Name = x.URL
	}
	p.Title = p.Name
	p.Health, p.Well = health(p.Chrome, x), x.Problem == "" && x.Stopped == ""
	p.Facts = p.facts(x, y, subs)
	for _, c := range y.Empty {
		p.Reasons = append(p.Reasons, Fact{c.Name, p.L.Number(c.N)})
	}
	for _, m := range misses {
		p.Misses = append(p.Misses, MissRow{m.Reason, p.L.Number(m.Count), m.URL, m.Note, p.at(m.Time)})
	}
	for _, l := range looks {
		p.Looks = append(p.Looks, LookRow{p.at(l.Time), p.L.T(outcomeWords[l.Outcome]), p.L.Number(l.Found), p.L.Number(l.Fresh), strconv.FormatFloat(l.Took.Seconds(), 'f', 1, 64) + " s", l.Note})
	}
	return s.render(w, r, status, sourcePage(p))
}

func sourceID(r *http.Request) (news.SourceID, error) {
	id, err := news.ParseID[news.SourceID](r.PathValue("id"))
	if err != nil {
		return 0, fault.Errorf(fault.NotFound, "no such source")
	}
	return id, nil
}

func (p *SourcePage) facts(x news.Source, y store.Yield, subs []store.Subscription) (out []SourceFact) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, SourceFact{Name: p.L.T(key), Value: value})
		}
	}
	at := func(key string, t time.Time) {
		if !t.IsZero() {
			out = append(out, SourceFact{Name: p.L.T(key), At: p.at(t)})
		}
	}
	add("source.kind", x.Kind)
	at("source.added", x.Added)
	at("source.succeeded", x.Succeeded)
	at("source.failed", x.Failed)
	if x.Failures > 0 {
		add("source.failures", p.L.Number(x.Failures))
	}
	if !p.Paused {
		at("source.next", x.Next)
	}
	at("source.newest", x.Newest)
	if x.Gap > 0 {
		add("source.gap", p.span(x.Gap))
	}
	if x.MovedTo != "" {
		add("source.moved", x.MovedTo)
	}
	add("sources.links", p.L.Number(x.Links))
	add("source.captures", p.L.Number(y.Captures))
	add("source.articles", p.L.Number(y.Articles))
	if tried := y.Captures + y.Missed; tried > 0 {
		add("source.missed", p.L.N("source.share", (tried-y.Articles)*100/tried))
	}
	for _, h := range subs {
		value := h.Hub + ": " + p.L.T(hubWords[h.State])
		if h.Note != "" {
			value += " (" + h.Note + ")"
		}
		add("source.hub", value)
	}
	return out
}

// span is a length of time in its largest unit.
func (p *SourcePage) span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return p.L.N("span.minutes", max(1, int(d/time.Minute)))
	case d < 48*time.Hour:
		return p.L.N("span.hours", int(d/time.Hour))
	}
	return p.L.N("span.days", int(d/(24*time.Hour)))
}

// postSourceChange does what the operator asks for a source.
func (s *Server) postSourceChange(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), s.member(r)
	id, err := sourceID(r)
	if err != nil {
		return err
	}
	l, do, to := s.words.FromRequest(r), r.PostFormValue("do"), sourceHref(id)
	if do == "delete" && r.PostFormValue("sure") != "yes" {
		return s.showSource(w, r, http.StatusBadRequest, l.T("source.sure"))
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		switch do {
		case "edit":
			title := strings.Join(strings.Fields(r.PostFormValue("title")), " ")
			folder := feed.Folder(strings.Split(r.PostFormValue("folder"), "/")...)
			if len(title) > 500 || len(folder) > 500 {
				return fault.Errorf(fault.Invalid, "title or folder is too long")
			}
			if err := tx.EditSource(ctx, id, title, folder); err != nil {
				return err
			}
			return tx.Audit(ctx, who, "source edited", r.PathValue("id"))
		case "pause", "resume":
			return jobs.PauseSource(ctx, tx, id, do == "pause", who)
		case "look":
			return jobs.LookNow(ctx, tx, id)
		case "delete":
			return jobs.DeleteSource(ctx, tx, id, who)
		}
		return fault.Errorf(fault.Invalid, "%q is nothing that can be done", do)
	})
	if err != nil {
		return err
	}
	if do == "delete" {
		to = "/sources"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
