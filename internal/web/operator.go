package web

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/when"
)

// OperatorChrome is what every page of the operator has around its own content.
type OperatorChrome struct {
	Chrome
	Section string // key of its title; the entry of the navigation that is current
	Notice  string // what the last form did
}

// operatorPages is the navigation among the operator's pages.
var operatorPages = []struct{ href, key string }{
	{"/operator", "operator.title"}, {"/sources", "sources.title"}, {"/operator/queue", "queue.title"}, {"/operator/captures", "captures.title"},
	{"/operator/storage", "storage.title"}, {"/operator/purge", "purge.title"}, {"/operator/audit", "audit.title"}, {"/operator/settings", "settings.title"}, {"/account", "account.title"},
}

func (s *Server) operatorChrome(r *http.Request, key string) OperatorChrome {
	c := s.chrome(r, "")
	c.Title, c.NoIndex = c.L.T(key), true
	return OperatorChrome{Chrome: c, Section: key, Notice: s.sessions.PopString(r.Context(), sessionNotice)}
}

// at is an instant to the minute, and how long ago it is.
func (c Chrome) at(t time.Time) Moment {
	if t.IsZero() {
		return Moment{}
	}
	m := Moment{ISO: t.UTC().Format(time.RFC3339), Text: c.L.Date(when.Of(t, when.Minute))}
	if t.Before(c.Now) {
		m.Ago = c.L.Ago(t, c.Now)
	}
	return m
}

// bytes writes an amount of data in the largest unit that leaves two digits or more.
func (c Chrome) bytes(n int64) string {
	for _, u := range []struct {
		size int64
		key  string
	}{{1e12, "size.tb"}, {1e9, "size.gb"}, {1e6, "size.mb"}, {1e3, "size.kb"}} {
		if n >= 10*u.size {
			return c.L.T(u.key, "N", c.L.Number(int((n+u.size/2)/u.size)))
		}
	}
	return c.L.T("size.b", "N", c.L.Number(int(n)))
}

func (c Chrome) percent(part, whole int64) string {
	if whole == 0 {
		return ""
	}
	return c.L.T("size.percent", "N", c.L.Number(int((part*100+whole/2)/whole)))
}

// OverviewPage says at a glance how Parley is.
type OverviewPage struct {
	OperatorChrome
	Needs  []Need // what needs attention, the most urgent first
	Glance []Fact
}

// Need is something that needs attention. Grave is what loses work or readers if nothing is done.
type Need struct {
	Text, Href string
	Grave      bool
}

// When the operator is told. These are judgements.
const (
	lateAfter       = time.Hour // work that has been due for so long
	oldBackup       = 7 * 24 * time.Hour
	lowDiskPercent  = 15
	fullDiskPercent = 5
)

func (s *Server) serveOverview(w http.ResponseWriter, r *http.Request, m store.Member) error {
	p := OverviewPage{OperatorChrome: s.operatorChrome(r, "operator.title")}
	ctx := r.Context()
	queue, err := s.store.Queue(ctx, s.store.Now())
	if err != nil {
		return err
	}
	o, err := s.store.Overview(ctx)
	if err != nil {
		return err
	}
	sources, err := s.store.Sources(ctx)
	if err != nil {
		return err
	}
	keys, err := s.store.Passkeys(ctx, m.ID)
	if err != nil {
		return err
	}
	due, dead, oldest := 0, 0, time.Time{}
	for _, q := range queue {
		due, dead = due+q.Due, dead+q.Dead
		if !q.Oldest.IsZero() && (oldest.IsZero() || q.Oldest.Before(oldest)) {
			oldest = q.Oldest
		}
	}
	failing := 0
	for _, x := range sources {
		if x.Problem != "" {
			failing++
		}
	}
	p.needDisk(s)
	if err := p.needBackup(s, r); err != nil {
		return err
	}
	if dead > 0 {
		p.need(true, "/operator/queue", p.L.N("operator.need.dead", dead))
	}
	if !oldest.IsZero() && p.Now.Sub(oldest) > lateAfter {
		p.need(true, "/operator/queue", p.L.T("operator.need.late", "Ago", p.L.Ago(oldest, p.Now)))
	}
	for _, k := range keys {
		if !k.Warned.IsZero() {
			p.need(true, "/account", p.L.T("operator.need.passkey", "Name", isolate(k.Name)))
		}
	}
	if failing > 0 {
		p.need(false, "/sources", p.L.N("operator.need.sources", failing))
	}
	if len(sources) == 0 {
		p.need(false, "/sources", p.L.T("operator.need.nosource"))
	}
	p.Needs = append(grave(p.Needs, true), grave(p.Needs, false)...)
	for _, c := range o.Counts {
		if key := "noun." + c.Name; !strings.Contains(c.Name, ":") {
			p.Glance = append(p.Glance, Fact{p.word(key, c.Name), p.L.Number(c.N)})
		}
	}
	p.Glance = append(p.Glance, Fact{p.L.T("queue.due"), p.L.Number(due)}, Fact{p.L.T("queue.dead"), p.L.Number(dead)})
	last, _, err := s.store.CaptureList(ctx, store.CaptureFilter{Limit: 1})
	if err != nil {
		return err
	}
	if len(last) > 0 {
		p.Glance = append(p.Glance, Fact{p.L.T("operator.lastcapture"), p.said(last[0].Time)})
	}
	return s.render(w, r, http.StatusOK, overviewPage(p))
}

func grave(list []Need, grave bool) (out []Need) {
	for _, n := range list {
		if n.Grave == grave {
			out = append(out, n)
		}
	}
	return out
}

func (p *OverviewPage) need(grave bool, href, text string) {
	p.Needs = append(p.Needs, Need{text, href, grave})
}

// said is an instant in one line.
func (c Chrome) said(t time.Time) string {
	m := c.at(t)
	if m.Ago == "" {
		return m.Text
	}
	return m.Text + " (" + m.Ago + ")"
}

// word is a key's words, or what stands for it where the catalogue has none.
func (c Chrome) word(key, or string) string {
	if s := c.L.T(key); s != key {
		return s
	}
	return or
}

func (p *OverviewPage) needDisk(s *Server) {
	free, total := s.disk()
	if total == 0 {
		return
	}
	p.Glance = append(p.Glance, Fact{p.L.T("storage.free"), p.bytes(free) + " (" + p.percent(free, total) + ")"})
	switch part := free * 100 / total; {
	case part < fullDiskPercent:
		p.need(true, "/operator/storage", p.L.T("operator.need.disk", "Free", p.bytes(free)))
	case part < lowDiskPercent:
		p.need(false, "/operator/storage", p.L.T("operator.need.disk", "Free", p.bytes(free)))
	}
}

// needBackup looks at the latest copy that is whole, and at whether one failed since.
func (p *OverviewPage) needBackup(s *Server, r *http.Request) error {
	whole, err := s.store.LastBackup(r.Context())
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	tried, err := s.store.Backups(r.Context(), 1)
	if err != nil {
		return err
	}
	switch {
	case len(tried) > 0 && tried[0].Problem != "":
		p.need(true, "", p.L.T("operator.need.backupfailed", "Reason", isolate(tried[0].Problem)))
	case whole.Time.IsZero():
		p.need(false, "", p.L.T("operator.need.nobackup"))
	case p.Now.Sub(whole.Time) > oldBackup:
		p.need(true, "", p.L.T("operator.need.oldbackup", "Ago", p.L.Ago(whole.Time, p.Now)))
	}
	if !whole.Time.IsZero() {
		p.Glance = append(p.Glance, Fact{p.L.T("operator.lastbackup"), p.said(whole.Time)})
	}
	return nil
}

// number reads a whole number of a form or address; zero for none.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// disk is how much of the disk that holds the data is free, and its size; zeros where that is not known.
func (s *Server) disk() (free, total int64) {
	if s.opt.Disk == nil {
		return 0, 0
	}
	f, t, err := s.opt.Disk()
	if err != nil {
		return 0, 0
	}
	return int64(min(f, math.MaxInt64)), int64(min(t, math.MaxInt64))
}
