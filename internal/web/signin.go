package web

import (
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/alexedwards/scs/v2"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

const (
	sessionMember   = "member"
	minPassword     = 10
	maxPassword     = 200
	attemptsAllowed = 10
	attemptsWindow  = time.Minute
)

func newSessions(st *store.Store, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = st.Sessions()
	m.Lifetime = 14 * 24 * time.Hour
	m.IdleTimeout = 3 * 24 * time.Hour
	m.Cookie.Name = "parley"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = secure
	m.HashTokenInStore = true
	return m
}

// member is who is signed in, or "".
func (s *Server) member(r *http.Request) string {
	return s.sessions.GetString(r.Context(), sessionMember)
}

// Member tells the API who is signed in.
func (s *Server) Member(r *http.Request) (name string, ok bool) {
	name = s.member(r)
	return name, name != ""
}

// operator lets only who is signed in pass; others are asked to sign in.
func (s *Server) operator(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if s.member(r) != "" {
			return h(w, r)
		}
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
			return nil
		}
		return fault.Errorf(fault.Denied, "not signed in")
	}
}

func (s *Server) serveSignIn(w http.ResponseWriter, r *http.Request) error {
	return s.showSignIn(w, r, http.StatusOK, "", "")
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, name, problem string) error {
	c := s.chrome(r, "")
	c.Title, c.NoIndex = c.L.T("signin.title"), true
	return s.render(w, r, status, signInPage(SignInPage{Chrome: c, Heading: "signin.title", Lead: "signin.lead", Action: "/sign-in", Problem: problem, Name: name}))
}

func (s *Server) postSignIn(w http.ResponseWriter, r *http.Request) error {
	name, password := strings.TrimSpace(r.PostFormValue("name")), r.PostFormValue("password")
	if !s.attempts.allow(clientAddress(r), s.opt.Now()) {
		return s.showSignIn(w, r, http.StatusTooManyRequests, name, "signin.wait")
	}
	ok, err := s.checkPassword(r, name, password)
	if err != nil {
		return err
	}
	if !ok {
		return s.showSignIn(w, r, http.StatusUnauthorized, name, "signin.wrong")
	}
	return s.signedIn(w, r, name)
}

// checkPassword spends the same time whether the name exists or not.
func (s *Server) checkPassword(r *http.Request, name, password string) (bool, error) {
	if utf8.RuneCountInString(password) > maxPassword {
		return false, nil
	}
	m, err := s.store.MemberByName(r.Context(), name)
	hash := m.PasswordHash
	if fault.KindOf(err) == fault.NotFound {
		hash, err = nobodysHash(), nil
	}
	if err != nil {
		return false, err
	}
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	return ok && m.Name != "", err
}

// nobodysHash is a hash that no password is asked for by name.
var nobodysHash = sync.OnceValue(func() string {
	h, err := argon2id.CreateHash("nobody has this password", argon2id.DefaultParams)
	if err != nil {
		panic(err) // the system's randomness is gone: nothing safe can be done
	}
	return h
})

func (s *Server) signedIn(w http.ResponseWriter, r *http.Request, name string) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	s.sessions.Put(r.Context(), sessionMember, name)
	http.Redirect(w, r, "/sources", http.StatusSeeOther)
	return nil
}

func (s *Server) postSignOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

func (s *Server) serveSetup(w http.ResponseWriter, r *http.Request) error {
	return s.showSetup(w, r, http.StatusOK, r.URL.Query().Get("token"), "", "")
}

func (s *Server) showSetup(w http.ResponseWriter, r *http.Request, status int, token, name, problem string) error {
	c := s.chrome(r, "")
	c.Title, c.NoIndex = c.L.T("setup.title"), true
	return s.render(w, r, status, signInPage(SignInPage{Chrome: c, Heading: "setup.title", Lead: "setup.lead", Action: "/setup", Problem: problem, Name: name, Token: token, Setup: true}))
}

// postSetup makes the operator's account with the one-time token that was printed at the first start.
func (s *Server) postSetup(w http.ResponseWriter, r *http.Request) error {
	token, name, password := strings.TrimSpace(r.PostFormValue("token")), strings.TrimSpace(r.PostFormValue("name")), r.PostFormValue("password")
	if !s.attempts.allow(clientAddress(r), s.opt.Now()) {
		return s.showSetup(w, r, http.StatusTooManyRequests, token, name, "signin.wait")
	}
	if n := utf8.RuneCountInString(password); name == "" || utf8.RuneCountInString(name) > 64 || n < minPassword || n > maxPassword {
		return s.showSetup(w, r, http.StatusBadRequest, token, name, "setup.short")
	}
	hash, err := argon2id.CreateHash(password, argon2id.DefaultParams)
	if err != nil {
		return err
	}
	err = s.store.Write(r.Context(), func(tx *store.Tx) error {
		if err := tx.UseSetupToken(r.Context(), token); err != nil {
			return err
		}
		_, err := tx.CreateMember(r.Context(), store.Member{Name: name, PasswordHash: hash, Role: "operator"})
		return err
	})
	switch fault.KindOf(err) {
	case fault.Denied, fault.NotFound, fault.Gone:
		return s.showSetup(w, r, http.StatusForbidden, token, name, "setup.wrong")
	}
	if err != nil {
		return err
	}
	return s.signedIn(w, r, name)
}

// attempts counts tries by address within a window, for a bounded number of addresses.
type attempts struct {
	mu   sync.Mutex
	seen map[string][]time.Time
}

func newAttempts() *attempts { return &attempts{seen: map[string][]time.Time{}} }

func (a *attempts) allow(who string, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.seen) > 10000 {
		clear(a.seen)
	}
	var recent []time.Time
	for _, t := range a.seen[who] {
		if now.Sub(t) < attemptsWindow {
			recent = append(recent, t)
		}
	}
	if len(recent) >= attemptsAllowed {
		a.seen[who] = recent
		return false
	}
	a.seen[who] = append(recent, now)
	return true
}

// clientAddress is the address of the connection; headers that anybody can write are not believed.
func clientAddress(r *http.Request) string {
	host, _, ok := strings.Cut(r.RemoteAddr, "]")
	if ok {
		return host
	}
	host, _, _ = strings.Cut(r.RemoteAddr, ":")
	return host
}
