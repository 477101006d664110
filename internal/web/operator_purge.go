package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// PurgePage takes things away for good: what would go, then the deed; what is gone; what is kept out.
type PurgePage struct {
	OperatorChrome
	Problem       string
	What, Value   string // the target as it was typed
	Reason        string
	Shown         bool
	Plan          *PlanView
	Done          []PurgeRow
	Blocks        []BlockRow
	Next, NextOut string
}

// PlanView is what a purge would do.
type PlanView struct {
	Target    string
	Facts     []Fact
	Articles  []Link
	Copies    []Link
	Addresses []string
	Empty     bool
}

// PurgeRow is a purge that was done.
type PurgeRow struct {
	Time                Moment
	Who, Target, Reason string
	Took                string
	Shown               bool
}

// BlockRow is an address that is kept out.
type BlockRow struct{ Kind, Value, Reason string }

// The kinds of target, as the form names them.
const (
	purgeAddress = "address"
	purgePrefix  = "prefix"
	purgeArticle = "article"
	purgeCapture = "capture"
)

func (s *Server) servePurge(w http.ResponseWriter, r *http.Request) error {
	p := s.purgeForm(r)
	if p.Value == "" {
		return s.showPurge(w, r, http.StatusOK, p)
	}
	return s.planPurge(w, r, p)
}

func (s *Server) purgeForm(r *http.Request) PurgePage {
	p := PurgePage{
		OperatorChrome: s.operatorChrome(r, "purge.title"), What: r.FormValue("what"), Value: strings.TrimSpace(r.FormValue("value")),
		Reason: strings.TrimSpace(r.FormValue("reason")), Shown: r.FormValue("shown") != "",
	}
	if p.What == "" {
		p.What = purgeAddress
	}
	return p
}

func (p PurgePage) target() (t store.PurgeTarget, err error) {
	switch p.What {
	case purgeAddress:
		t.Address = p.Value
	case purgePrefix:
		t.Prefix = p.Value
	case purgeArticle, purgeCapture:
		// The address of its page is taken too.
		n := number(p.Value[strings.LastIndexByte(p.Value, '/')+1:])
		if n == 0 {
			return t, fault.Errorf(fault.Invalid, "give its number or the address of its page here")
		}
		if p.What == purgeArticle {
			t.Article = news.ArticleID(n)
		} else {
			t.Capture = news.CaptureID(n)
		}
	default:
		err = fault.Errorf(fault.Invalid, "what is to go?")
	}
	return t, err
}

// planPurge shows what would go. It changes nothing.
func (s *Server) planPurge(w http.ResponseWriter, r *http.Request, p PurgePage) error {
	t, err := p.target()
	var plan store.PurgePlan
	if err == nil {
		plan, err = s.store.PlanPurge(r.Context(), t)
	}
	if err != nil {
		return s.purgeProblem(w, r, p, err)
	}
	if p.Plan, err = s.planView(r, p.Chrome, &plan); err != nil {
		return err
	}
	return s.showPurge(w, r, http.StatusOK, p)
}

// purgeProblem shows the form again with what is wrong with it.
func (s *Server) purgeProblem(w http.ResponseWriter, r *http.Request, p PurgePage, err error) error {
	kind := fault.KindOf(err)
	page, ok := faultPages[kind]
	if !ok || kind == fault.Busy {
		return err
	}
	p.Problem = err.Error()
	return s.showPurge(w, r, page.status, p)
}

// postPurge does it, when the form says that the plan was read; else it shows the plan.
func (s *Server) postPurge(w http.ResponseWriter, r *http.Request, m store.Member) error {
	p := s.purgeForm(r)
	if r.PostFormValue("confirm") == "" {
		if p.Value == "" {
			return s.purgeProblem(w, r, p, fault.Errorf(fault.Invalid, "say what is to go"))
		}
		return s.planPurge(w, r, p)
	}
	t, err := p.target()
	var plan store.PurgePlan
	if err == nil {
		err = s.store.Write(r.Context(), func(tx *store.Tx) error {
			_, plan, err = jobs.Purge(r.Context(), tx, store.PurgeOrder{Target: t, Who: m.Name, Reason: p.Reason, Shown: p.Shown})
			return err
		})
	}
	if err != nil {
		return s.purgeProblem(w, r, p, err)
	}
	s.notice(r, p.L.T("purge.done", "Captures", p.L.Number(len(plan.Captures)), "Articles", p.L.Number(len(plan.Articles))))
	http.Redirect(w, r, "/operator/purge", http.StatusSeeOther)
	return nil
}

// postLift lets an address be fetched again.
func (s *Server) postLift(w http.ResponseWriter, r *http.Request, m store.Member) error {
	if err := s.store.Write(r.Context(), func(tx *store.Tx) error {
		return tx.LiftBlock(r.Context(), store.BlockKind(r.PostFormValue("kind")), r.PostFormValue("value"), m.Name)
	}); err != nil {
		return err
	}
	s.notice(r, s.words.FromRequest(r).T("purge.lifted"))
	http.Redirect(w, r, "/operator/purge", http.StatusSeeOther)
	return nil
}

func (s *Server) showPurge(w http.ResponseWriter, r *http.Request, status int, p PurgePage) error {
	ctx, q := r.Context(), r.URL.Query()
	done, next, err := s.store.Purges(ctx, q.Get("after"), pageSize)
	if err != nil {
		return err
	}
	for _, x := range done {
		took := p.L.T("purge.took", "Captures", p.L.Number(x.Captures), "Articles", p.L.Number(x.Articles), "Stories", p.L.Number(x.Stories))
		p.Done = append(p.Done, PurgeRow{p.at(x.Time), x.Who, x.Target, x.Reason, took, x.Shown})
	}
	p.Next = nextAfter(r, next)
	blocks, out, err := s.store.Blocks(ctx, q.Get("blocked"), pageSize)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		p.Blocks = append(p.Blocks, BlockRow{string(b.Kind), b.Value, b.Reason})
	}
	if out != "" {
		p.NextOut = "/operator/purge?blocked=" + out
	}
	return s.render(w, r, status, purgePage(p))
}

func (s *Server) planView(r *http.Request, c Chrome, plan *store.PurgePlan) (*PlanView, error) {
	v := &PlanView{Target: plan.Target.String(), Addresses: plan.Addresses(), Empty: plan.IsEmpty()}
	for _, f := range []struct {
		key string
		n   int
	}{
		{"purge.captures", len(plan.Captures)}, {"purge.articles", len(plan.Articles)}, {"purge.shortened", len(plan.Shortened)}, {"purge.versions", len(plan.Versions)},
		{"purge.statements", plan.Statements}, {"purge.stories", len(plan.Stories)}, {"purge.ended", len(plan.Ended)},
	} {
		v.Facts = append(v.Facts, Fact{c.L.T(f.key), c.L.Number(f.n)})
	}
	v.Facts = append(v.Facts, Fact{c.L.T("purge.bytes"), c.bytes(plan.Bytes)})
	var err error
	if v.Articles, err = s.articleLinks(r, c, plan.Articles); err != nil {
		return nil, err
	}
	v.Copies, err = s.articleLinks(r, c, plan.Copies)
	return v, err
}

// maxNamed is how many articles a plan names.
const maxNamed = 100

func (s *Server) articleLinks(r *http.Request, c Chrome, ids []news.ArticleID) (out []Link, err error) {
	articles, err := s.store.Articles(r.Context(), ids[:min(len(ids), maxNamed)]...)
	if err != nil {
		return nil, err
	}
	var current []news.VersionID
	for _, a := range articles {
		current = append(current, a.Current)
	}
	versions, err := s.store.Versions(r.Context(), current...)
	if err != nil {
		return nil, err
	}
	name := map[news.ArticleID]string{}
	for i := range versions {
		name[versions[i].Article] = title(&versions[i])
	}
	for _, a := range articles {
		out = append(out, Link{name[a.ID], "/article/" + strconv.FormatInt(int64(a.ID), 10)})
	}
	return out, nil
}
