package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// What a session holds. It counts only while its epoch is the account's: a new password or "sign out everywhere" ends it.
const (
	sessionAccount = "account"
	sessionEpoch   = "epoch"
	sessionSince   = "since"
	sessionAgent   = "agent"
	sessionNotice  = "notice"
	sessionPasskey = "passkey" // the ceremony under way
)

const roleOperator = "operator"

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

// who is the member who is signed in; ok is false for everybody else.
func (s *Server) who(r *http.Request) (m store.Member, ok bool) {
	id := s.sessions.GetInt64(r.Context(), sessionAccount)
	if id == 0 {
		return m, false
	}
	m, err := s.store.MemberByID(r.Context(), id)
	if err != nil {
		if fault.KindOf(err) != fault.NotFound && r.Context().Err() == nil {
			s.opt.Log.Error("who is signed in cannot be read", "err", err)
		}
		return store.Member{}, false
	}
	return m, m.Epoch == s.sessions.GetInt64(r.Context(), sessionEpoch)
}

// Member tells the API which operator is signed in.
func (s *Server) Member(r *http.Request) (name string, ok bool) {
	m, ok := s.who(r)
	return m.Name, ok && m.Role == roleOperator
}

// memberHandler answers a request of who is signed in.
type memberHandler func(w http.ResponseWriter, r *http.Request, m store.Member) error

// members lets only who is signed in pass; others are asked to sign in.
func (s *Server) members(h memberHandler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		m, ok := s.who(r)
		if ok {
			return h(w, r, m)
		}
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			http.Redirect(w, r, "/sign-in?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return nil
		}
		return fault.Errorf(fault.Denied, "not signed in")
	}
}

// operators lets only operators pass; visitors are asked to sign in, others are refused.
func (s *Server) operators(h memberHandler) handler {
	return s.members(func(w http.ResponseWriter, r *http.Request, m store.Member) error {
		if m.Role != roleOperator {
			return fault.Errorf(fault.Denied, "%s is no operator", m.Name)
		}
		return h(w, r, m)
	})
}

// operator is operators for a handler that does not ask who it is.
func (s *Server) operator(h handler) handler {
	return s.operators(func(w http.ResponseWriter, r *http.Request, _ store.Member) error { return h(w, r) })
}

// afterSignIn is where signing in leads: what was asked for, if it is a page of ours for members, else the overview.
func afterSignIn(to string) string {
	u, err := url.Parse(to)
	if err == nil && u.Scheme == "" && u.Host == "" && path.Clean(u.Path) == u.Path && !strings.Contains(to, "\\") {
		for _, p := range []string{"/operator", "/sources", "/account"} {
			if u.Path == p || strings.HasPrefix(u.Path, p+"/") {
				return u.RequestURI()
			}
		}
	}
	return "/operator"
}

// begin starts a session for a member, under a name that nobody can have known before.
func (s *Server) begin(r *http.Request, m store.Member) error {
	ctx := r.Context()
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionAccount, m.ID)
	s.sessions.Put(ctx, sessionEpoch, m.Epoch)
	s.sessions.Put(ctx, sessionSince, s.opt.Now().UnixMicro())
	agent := r.UserAgent()
	s.sessions.Put(ctx, sessionAgent, strings.ToValidUTF8(agent[:min(len(agent), 200)], ""))
	return nil
}

// notice is said on the next page that is shown.
func (s *Server) notice(r *http.Request, text string) {
	s.sessions.Put(r.Context(), sessionNotice, text)
}

// member is the name of who is signed in, or "".
func (s *Server) member(r *http.Request) string {
	m, ok := s.who(r)
	if !ok {
		return ""
	}
	return m.Name
}
