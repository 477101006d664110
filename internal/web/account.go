package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/parley-news/parley/internal/store"
)

// AccountPage is what a member may do about the own account.
type AccountPage struct {
	OperatorChrome
	Problem  string
	Passkeys []PasskeyRow
	CanKeys  bool // passkeys work at this address
	Sessions []SessionRow
}

// PasskeyRow is one passkey.
type PasskeyRow struct {
	ID, Name      string
	Created, Used Moment
	Warned        Moment
}

// SessionRow is one place where the member is signed in.
type SessionRow struct {
	Agent string
	Since Moment
	Here  bool
}

func (s *Server) serveAccount(w http.ResponseWriter, r *http.Request, m store.Member) error {
	return s.showAccount(w, r, m, http.StatusOK, "")
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, m store.Member, status int, problem string) error {
	p := AccountPage{OperatorChrome: s.operatorChrome(r, "account.title"), Problem: problem}
	p.Script = s.script
	_, p.CanKeys = s.relyingParty(r)
	list, err := s.store.Passkeys(r.Context(), m.ID)
	if err != nil {
		return err
	}
	for _, k := range list {
		p.Passkeys = append(p.Passkeys, PasskeyRow{strconv.FormatInt(k.ID, 10), k.Name, p.at(k.Created), p.at(k.Used), p.at(k.Warned)})
	}
	if p.Sessions, err = s.sessionsOf(r, m, p.Chrome); err != nil {
		return err
	}
	return s.render(w, r, status, accountPage(p))
}

// sessionsOf lists where a member is signed in, the latest first.
func (s *Server) sessionsOf(r *http.Request, m store.Member, c Chrome) (out []SessionRow, err error) {
	all, err := s.store.Sessions().AllCtx(r.Context())
	if err != nil {
		return nil, err
	}
	type found struct {
		row   SessionRow
		since int64
	}
	var list []found
	here := s.sessions.GetInt64(r.Context(), sessionSince)
	for _, data := range all {
		_, values, err := s.sessions.Codec.Decode(data)
		if err != nil {
			continue // written by another version: it ends by itself
		}
		id, _ := values[sessionAccount].(int64)
		epoch, _ := values[sessionEpoch].(int64)
		since, _ := values[sessionSince].(int64)
		agent, _ := values[sessionAgent].(string)
		if id != m.ID || epoch != m.Epoch {
			continue
		}
		list = append(list, found{SessionRow{agent, c.at(time.UnixMicro(since)), since == here && agent == s.sessions.GetString(r.Context(), sessionAgent)}, since})
	}
	slices.SortFunc(list, func(a, b found) int { return cmp.Compare(b.since, a.since) })
	for _, x := range list {
		out = append(out, x.row)
	}
	return out, nil
}

// postPassword changes the password, the current one given; all other sessions end.
func (s *Server) postPassword(w http.ResponseWriter, r *http.Request, m store.Member) error {
	if !s.mayTry(r, m.Name) {
		return s.showAccount(w, r, m, http.StatusTooManyRequests, "signin.wait")
	}
	_, ok, err := s.checkPassword(r, m.Name, r.PostFormValue("current"))
	if err != nil {
		return err
	}
	if !ok {
		return s.showAccount(w, r, m, http.StatusForbidden, "account.wrong")
	}
	if !goodPassword(r.PostFormValue("password")) {
		return s.showAccount(w, r, m, http.StatusBadRequest, "setup.short")
	}
	hash, err := argon2id.CreateHash(r.PostFormValue("password"), argon2id.DefaultParams)
	if err != nil {
		return err
	}
	if err := s.store.Write(r.Context(), func(tx *store.Tx) error {
		if err := tx.SetPassword(r.Context(), m, hash); err != nil {
			return err
		}
		m, err = tx.MemberByID(r.Context(), m.ID)
		return err
	}); err != nil {
		return err
	}
	if err := s.begin(r, m); err != nil {
		return err
	}
	s.notice(r, s.words.FromRequest(r).T("account.changed"))
	http.Redirect(w, r, "/account", http.StatusSeeOther)
	return nil
}

// postSignOutEverywhere ends all sessions of the account, this one too.
func (s *Server) postSignOutEverywhere(w http.ResponseWriter, r *http.Request, m store.Member) error {
	if err := s.store.Write(r.Context(), func(tx *store.Tx) error { return tx.EndSessions(r.Context(), m) }); err != nil {
		return err
	}
	return s.postSignOut(w, r)
}

func (s *Server) postPasskeyRemove(w http.ResponseWriter, r *http.Request, m store.Member) error {
	id, err := strconv.ParseInt(r.PostFormValue("id"), 10, 64)
	if err != nil {
		return s.showAccount(w, r, m, http.StatusBadRequest, "error.bad")
	}
	if err := s.store.Write(r.Context(), func(tx *store.Tx) error { return tx.RemovePasskey(r.Context(), m, id) }); err != nil {
		return err
	}
	s.notice(r, s.words.FromRequest(r).T("passkey.removed"))
	http.Redirect(w, r, "/account", http.StatusSeeOther)
	return nil
}
