package web

import (
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

const (
	minPassword     = 10
	maxPassword     = 200
	maxName         = 64
	attemptsAllowed = 10 // from one address
	attemptsAccount = 20 // at one account, from wherever: a passkey still works
	attemptsWindow  = time.Minute
)

func (s *Server) serveSignIn(w http.ResponseWriter, r *http.Request) error {
	if _, ok := s.who(r); ok {
		http.Redirect(w, r, afterSignIn(r.URL.Query().Get("to")), http.StatusSeeOther)
		return nil
	}
	return s.showSignIn(w, r, http.StatusOK, "", "")
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, name, problem string) error {
	c := s.chrome(r, "")
	c.Title, c.NoIndex, c.Script = c.L.T("signin.title"), true, s.script
	_, passkeys := s.relyingParty(r)
	return s.render(w, r, status, signInPage(SignInPage{
		Chrome: c, Heading: "signin.title", Lead: "signin.lead", Action: "/sign-in", Problem: problem, Name: name,
		To: afterSignIn(r.FormValue("to")), Passkeys: passkeys,
	}))
}

func (s *Server) postSignIn(w http.ResponseWriter, r *http.Request) error {
	name, password := strings.TrimSpace(r.PostFormValue("name")), r.PostFormValue("password")
	if !s.mayTry(r, name) {
		return s.showSignIn(w, r, http.StatusTooManyRequests, name, "signin.wait")
	}
	m, ok, err := s.checkPassword(r, name, password)
	if err != nil {
		return err
	}
	if !ok {
		return s.showSignIn(w, r, http.StatusUnauthorized, name, "signin.wrong")
	}
	return s.signedIn(w, r, m, afterSignIn(r.PostFormValue("to")))
}

// mayTry counts an attempt to sign in, by address and by account.
func (s *Server) mayTry(r *http.Request, name string) bool {
	now := s.opt.Now()
	return s.attempts.allow("from "+clientAddress(r), attemptsAllowed, now) && (name == "" || s.attempts.allow("at "+name[:min(len(name), maxName)], attemptsAccount, now))
}

// checkPassword spends the same time whether the name exists or not.
func (s *Server) checkPassword(r *http.Request, name, password string) (m store.Member, ok bool, err error) {
	if utf8.RuneCountInString(password) > maxPassword {
		return m, false, nil
	}
	m, err = s.store.MemberByName(r.Context(), name)
	hash := m.PasswordHash
	if fault.KindOf(err) == fault.NotFound {
		hash, err = nobodysHash(), nil
	}
	if err != nil {
		return m, false, err
	}
	ok, err = argon2id.ComparePasswordAndHash(password, hash)
	return m, ok && m.Name != "", err
}

// nobodysHash is a hash that no password is asked for by name.
var nobodysHash = sync.OnceValue(func() string {
	h, err := argon2id.CreateHash("nobody has this password", argon2id.DefaultParams)
	if err != nil {
		panic(err) // the system's randomness is gone: nothing safe can be done
	}
	return h
})

func (s *Server) signedIn(w http.ResponseWriter, r *http.Request, m store.Member, to string) error {
	if err := s.begin(r, m); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
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
	if !s.mayTry(r, "") {
		return s.showSetup(w, r, http.StatusTooManyRequests, token, name, "signin.wait")
	}
	if name == "" || utf8.RuneCountInString(name) > maxName || !goodPassword(password) {
		return s.showSetup(w, r, http.StatusBadRequest, token, name, "setup.short")
	}
	hash, err := argon2id.CreateHash(password, argon2id.DefaultParams)
	if err != nil {
		return err
	}
	var m store.Member
	err = s.store.Write(r.Context(), func(tx *store.Tx) error {
		if err := tx.UseSetupToken(r.Context(), token); err != nil {
			return err
		}
		if _, err := tx.CreateMember(r.Context(), store.Member{Name: name, PasswordHash: hash, Role: roleOperator}); err != nil {
			return err
		}
		m, err = tx.MemberByName(r.Context(), name)
		return err
	})
	switch fault.KindOf(err) {
	case fault.Denied, fault.NotFound, fault.Gone:
		return s.showSetup(w, r, http.StatusForbidden, token, name, "setup.wrong")
	}
	if err != nil {
		return err
	}
	return s.signedIn(w, r, m, "/operator")
}

func goodPassword(p string) bool {
	n := utf8.RuneCountInString(p)
	return n >= minPassword && n <= maxPassword
}

// serveInvite and postInvite are where a one-time link of “parley operator” leads: a new account, or a new password.
func (s *Server) serveInvite(w http.ResponseWriter, r *http.Request) error {
	return s.showInvite(w, r, http.StatusOK, r.URL.Query().Get("token"), "")
}

func (s *Server) showInvite(w http.ResponseWriter, r *http.Request, status int, token, problem string) error {
	if !s.mayTry(r, "") {
		return s.showSetup(w, r, http.StatusTooManyRequests, "", "", "signin.wait")
	}
	c := s.chrome(r, "")
	c.Title, c.NoIndex = c.L.T("invite.title"), true
	p := SignInPage{Chrome: c, Heading: "invite.title", Lead: "invite.lead", Action: "/invite", Problem: problem, Token: token, Invite: true}
	var err error
	if p.Name, _, err = s.store.Invited(r.Context(), token, s.store.Now()); fault.KindOf(err) == fault.Denied {
		p.Problem, status, p.Token = "invite.wrong", http.StatusForbidden, ""
	} else if err != nil {
		return err
	}
	return s.render(w, r, status, signInPage(p))
}

func (s *Server) postInvite(w http.ResponseWriter, r *http.Request) error {
	token, password := strings.TrimSpace(r.PostFormValue("token")), r.PostFormValue("password")
	if !goodPassword(password) {
		return s.showInvite(w, r, http.StatusBadRequest, token, "setup.short")
	}
	if !s.mayTry(r, "") {
		return s.showSetup(w, r, http.StatusTooManyRequests, "", "", "signin.wait")
	}
	hash, err := argon2id.CreateHash(password, argon2id.DefaultParams)
	if err != nil {
		return err
	}
	var m store.Member
	err = s.store.Write(r.Context(), func(tx *store.Tx) error {
		name, err := tx.UseInvite(r.Context(), token, hash)
		if err != nil {
			return err
		}
		m, err = tx.MemberByName(r.Context(), name)
		return err
	})
	if fault.KindOf(err) == fault.Denied {
		return s.showInvite(w, r, http.StatusForbidden, token, "invite.wrong")
	}
	if err != nil {
		return err
	}
	return s.signedIn(w, r, m, "/operator")
}

// attempts counts tries by who makes them within a window, for a bounded number of them.
type attempts struct {
	mu   sync.Mutex
	seen map[string][]time.Time
}

func newAttempts() *attempts { return &attempts{seen: map[string][]time.Time{}} }

func (a *attempts) allow(who string, most int, now time.Time) bool {
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
	if len(recent) >= most {
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
