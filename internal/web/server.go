// Package web is the site: one file per page, its handler and page struct beside its
// template. Start with New.
//
// Pages are rendered on the server and work without scripts; the content policy allows
// no script, but for those of this site on the pages with passkeys, and nothing from another host. Every word about the news on a page is a span of a
// stored article and carries its place. Handlers return errors; one function turns their kinds into pages.
package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"
	"github.com/klauspost/compress/gzhttp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/store"
)

//go:embed static
var static embed.FS

// Options say how the site presents itself.
type Options struct {
	SiteName    string
	FullText    bool                     // readers see whole articles, not only quotations
	Secure      bool                     // cookies go over HTTPS only
	CountryName func(code string) string // names of country codes that no standard knows; may be nil
	Catalogue   *outlets.Catalogue       // what is known of outlets beyond the archive; may be nil
	Now         func() time.Time         // default time.Now
	Log         *slog.Logger             // default slog.Default()

	Identity  Identity                               // who the site is
	PublicURL string                                 // address under which readers reach the site, or ""
	Settings  []Setting                              // in force, for the operator
	Disk      func() (free, total uint64, err error) // of the disk that holds the data; may be nil
	Observe   *observe.Observer                      // may be nil
}

// Server serves the pages.
type Server struct {
	store    *store.Store
	words    *i18n.Bundle
	opt      Options
	sessions *scs.SessionManager
	identity identity
	style    string
	script   string // address of the script of pages with passkeys
	attempts *attempts
	mux      *http.ServeMux
	root     http.Handler // mux with what every answer needs
}

// New makes the site. api, where not nil, answers under /api/.
func New(st *store.Store, words *i18n.Bundle, api http.Handler, o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	s := &Server{store: st, words: words, opt: o, attempts: newAttempts(), mux: http.NewServeMux()}
	var err error
	if s.style, err = versioned("parley.css"); err != nil {
		return nil, err
	}
	if s.script, err = versioned("passkey.js"); err != nil {
		return nil, err
	}
	if s.identity, err = newIdentity(o.Identity); err != nil {
		return nil, err
	}
	s.sessions = newSessions(st, o.Secure)
	s.routes(api)
	s.root = wrap(s.mux, s.sessions)
	return s, nil
}

// versioned is the address of a static file that changes with what is in it.
func versioned(name string) (string, error) {
	data, err := static.ReadFile("static/" + name)
	sum := sha256.Sum256(data)
	return "/static/" + name + "?v=" + hex.EncodeToString(sum[:6]), err
}

// handler answers a request or says why it cannot.
type handler func(w http.ResponseWriter, r *http.Request) error

func (s *Server) routes(api http.Handler) {
	get := func(pattern string, h handler) { s.mux.Handle("GET "+pattern, s.page(h)) }
	post := func(pattern string, h handler) { s.mux.Handle("POST "+pattern, s.page(h)) }
	get("/{$}", s.serveFront)
	get("/story/{id}", s.serveStory)
	get("/storylines", s.serveStorylines)
	get("/storyline/{id}", s.serveStoryline)
	get("/article/{id}", s.serveArticle)
	get("/outlets", s.serveOutlets)
	get("/outlet/{id}", s.serveOutlet)
	get("/search", s.serveSearch)
	get("/about", s.serveAbout)
	get("/feeds", s.serveFeeds)
	for _, f := range feedTypes {
		get("/feed."+string(f.format), s.serveFront)
		get("/storylines."+string(f.format), s.serveStorylines)
		get("/search."+string(f.format), s.serveSearch)
	}
	get("/terms", s.serveTerms)
	get("/page/{name}", s.serveStanding)
	get("/logo.png", s.serveLogo)
	get("/sign-in", personal(scripted(s.serveSignIn)))
	post("/sign-in", personal(scripted(s.postSignIn)))
	post("/sign-out", personal(s.postSignOut))
	get("/setup", personal(s.serveSetup))
	post("/setup", personal(s.postSetup))
	get("/invite", personal(s.serveInvite))
	post("/invite", personal(s.postInvite))
	post("/passkey/begin", personal(s.asked(s.postPasskeySignInBegin)))
	post("/passkey", personal(s.asked(s.postPasskeySignIn)))
	get("/account", personal(scripted(s.members(s.serveAccount))))
	post("/account/password", personal(scripted(s.members(s.postPassword))))
	post("/account/sign-out", personal(s.members(s.postSignOutEverywhere)))
	post("/account/passkeys/begin", personal(s.asked(s.members(s.postPasskeyBegin))))
	post("/account/passkeys", personal(s.asked(s.members(s.postPasskey))))
	post("/account/passkeys/remove", personal(scripted(s.members(s.postPasskeyRemove))))
	get("/sources", personal(s.operator(s.serveSources)))
	post("/sources", personal(s.operator(s.postSource)))
	get("/sources.opml", personal(s.operator(s.serveSourceList)))
	post("/sources/list", personal(s.operator(s.postSourceList)))
	get("/sources/{id}", personal(s.operator(s.serveSource)))
	post("/sources/{id}", personal(s.operator(s.postSourceChange)))
	get("/websub/{id}", s.serveHubQuestion)
	post("/websub/{id}", s.postHubMessage)
	get("/operator", personal(s.operators(s.serveOverview)))
	get("/operator/queue", personal(s.operator(s.serveQueue)))
	post("/operator/queue", personal(s.operators(s.postQueue)))
	get("/operator/captures", personal(s.operator(s.serveCaptures)))
	get("/operator/captures/{id}", personal(s.operator(s.serveCapture)))
	post("/operator/captures/{id}", personal(s.operators(s.postExtract)))
	get("/operator/storage", personal(s.operator(s.serveStorage)))
	get("/operator/audit", personal(s.operator(s.serveAudit)))
	get("/operator/settings", personal(s.operator(s.serveSettings)))
	get("/operator/purge", personal(s.operator(s.servePurge)))
	post("/operator/purge", personal(s.operators(s.postPurge)))
	post("/operator/purge/lift", personal(s.operators(s.postLift)))
	sub, _ := fs.Sub(static, "static") // the folder is embedded
	s.mux.Handle("GET /static/", cached(http.StripPrefix("/static/", http.FileServerFS(sub))))
	if api != nil {
		s.mux.Handle("/api/", api)
	}
	s.mux.Handle("/", s.page(func(http.ResponseWriter, *http.Request) error {
		return fault.Errorf(fault.NotFound, "no such page")
	}))
}

const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// scripted lets a page run the scripts of this site, and no others. Pages that have none may run none.
func scripted(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Content-Security-Policy", contentPolicy+"; script-src 'self'")
		return h(w, r)
	}
}

// maxRequest bounds the body of a request: forms are small, a list of sources and what a hub tells may be longer.
func maxRequest(r *http.Request) int64 {
	switch {
	case r.URL.Path == "/sources/list":
		return maxList + 1<<20 // what multipart puts around it
	case strings.HasPrefix(r.URL.Path, "/websub/"):
		return maxMessage + 1
	}
	return 1 << 20
}

// ServeHTTP guards every request: no script, no frame, no other host; forms only from here.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest(r))
	s.root.ServeHTTP(w, r)
}

// wrap puts around the routes what every answer needs: small on the wire, the reader's session, no form from elsewhere.
func wrap(mux http.Handler, sessions *scs.SessionManager) http.Handler {
	return http.NewCrossOriginProtection().Handler(sessions.LoadAndSave(gzhttp.GzipHandler(observe.Route(mux))))
}

// page runs a handler and turns its error into a page.
func (s *Server) page(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lang := r.URL.Query().Get("lang"); lang != "" && format(r) == "" {
			s.rememberLanguage(w, lang)
		}
		if err := s.calm(h)(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// calm turns a panic, a bug of ours, into an error. Pages are written once they are whole, so the reader still gets one.
func (s *Server) calm(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) (err error) {
		defer func() {
			p := recover()
			if p == http.ErrAbortHandler {
				panic(p)
			}
			if p != nil {
				s.opt.Observe.Panicked(r.Context(), p)
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		return h(w, r)
	}
}

func (s *Server) rememberLanguage(w http.ResponseWriter, tag string) {
	l := s.words.Match(tag)
	http.SetCookie(w, &http.Cookie{Name: i18n.CookieName, Value: l.Tag, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: s.opt.Secure, SameSite: http.SameSiteLaxMode})
}

var faultPages = map[*fault.Kind]struct {
	status int
	key    string
}{
	fault.NotFound: {http.StatusNotFound, "error.notfound"},
	fault.Gone:     {http.StatusGone, "error.gone"},
	fault.Invalid:  {http.StatusBadRequest, "error.bad"},
	fault.TooLarge: {http.StatusRequestEntityTooLarge, "error.bad"},
	fault.Denied:   {http.StatusForbidden, "error.denied"},
	fault.Busy:     {http.StatusServiceUnavailable, "error.busy"},
	fault.Conflict: {http.StatusConflict, "error.busy"},
	fault.Exists:   {http.StatusConflict, "error.bad"},
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // nobody is there to read it
	}
	p, ok := faultPages[fault.KindOf(err)]
	if !ok {
		p.status, p.key = http.StatusInternalServerError, "error.internal"
		s.opt.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "err", err)
	}
	c := s.chrome(r, "")
	c.Title, c.NoIndex = c.L.T(p.key), true
	page := ErrorPage{Chrome: c, Heading: p.key, Text: p.key + ".text"}
	if gone := (*store.Removed)(nil); errors.As(err, &gone) {
		page.When = c.L.T("error.gone.when", "Date", c.L.Date(dayOf(gone.Time)))
		if gone.Shown && gone.Reason != "" {
			page.Why = c.L.T("error.gone.why", "Reason", isolate(gone.Reason))
		}
	}
	if rerr := s.render(w, r, p.status, errorPage(page)); rerr != nil {
		s.opt.Log.ErrorContext(r.Context(), "error page failed", "err", rerr)
	}
}

// render writes a page once it is whole.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(context.WithoutCancel(r.Context()), &b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Language") // and Cookie, which the sessions add
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	if status == http.StatusOK {
		sum := sha256.Sum256(b.Bytes())
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// personal keeps a page out of every cache: it shows what only who is signed in may see, or asks for a password.
func personal(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		return h(w, r)
	}
}

// chrome is what surrounds a page.
func (s *Server) chrome(r *http.Request, title string) Chrome {
	m, ok := s.who(r)
	if !ok {
		m = store.Member{}
	}
	return Chrome{
		L: s.words.FromRequest(r), Locales: s.words.Locales(), Site: s.opt.SiteName, Title: title, Path: r.URL.EscapedPath(), RawQuery: r.URL.RawQuery,
		Now: s.opt.Now().UTC(), Style: s.style, Member: m.Name, Operator: ok && m.Role == roleOperator,
		Who: &s.identity,
	}
}

func (c Chrome) today() string {
	return c.L.Date(dayOf(c.Now))
}

// languageLink is the same page in another language.
func (c Chrome) languageLink(l *i18n.Locale) string {
	q := strings.Builder{}
	for _, part := range strings.Split(c.RawQuery, "&") {
		if part != "" && !strings.HasPrefix(part, "lang=") {
			q.WriteString(part + "&")
		}
	}
	return c.Path + "?" + q.String() + "lang=" + l.Tag
}

// cached lets browsers keep what never changes under its address.
func cached(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "public, max-age=86400")
		}
		h.ServeHTTP(w, r)
	})
}
