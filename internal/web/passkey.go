package web

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/store"
)

// A passkey is bound to the site's name: the host of the public address, or localhost while there is none. What
// is asked and answered goes through static/passkey.js; without scripts the buttons are not shown and passwords work.

// relyingParty is the site as passkeys know it; ok is false where the request came to a name that they cannot be bound to.
func (s *Server) relyingParty(r *http.Request) (*webauthn.WebAuthn, bool) {
	origin, host := s.opt.PublicURL, ""
	if u, err := url.Parse(origin); err == nil && u.Host != "" {
		host, origin = u.Hostname(), u.Scheme+"://"+u.Host
		if u.Scheme != "https" && host != "localhost" {
			return nil, false // browsers give passkeys to secure pages only
		}
	} else {
		host = r.Host
		if h, _, err := net.SplitHostPort(r.Host); err == nil {
			host = h
		}
		if host != "localhost" {
			return nil, false
		}
		origin = s.site(r)
	}
	if net.ParseIP(host) != nil {
		return nil, false
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: s.opt.SiteName, RPOrigins: []string{origin}, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		s.opt.Log.Error("passkeys", "err", err)
		return nil, false
	}
	return w, true
}

var errNoPasskeys = fault.Errorf(fault.Invalid, "passkeys need the setting public-url with https, or the site at localhost")

// keyOwner is a member as the library sees one.
type keyOwner struct {
	member store.Member
	keys   []webauthn.Credential
}

// WebAuthnID is what a passkey remembers of its owner.
func (o keyOwner) WebAuthnID() []byte                         { return binary.BigEndian.AppendUint64(nil, uint64(o.member.ID)) }
func (o keyOwner) WebAuthnName() string                       { return o.member.Name }
func (o keyOwner) WebAuthnDisplayName() string                { return o.member.Name }
func (o keyOwner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

func (s *Server) keyOwner(r *http.Request, m store.Member) (o keyOwner, err error) {
	o.member = m
	list, err := s.store.Passkeys(r.Context(), m.ID)
	if err != nil {
		return o, err
	}
	for _, p := range list {
		var c webauthn.Credential
		if err := json.Unmarshal(p.Detail, &c); err != nil {
			return o, err
		}
		o.keys = append(o.keys, c)
	}
	return o, nil
}

// keepCeremony keeps what was asked until it is answered, in the session, once.
func (s *Server) keepCeremony(r *http.Request, kind string, d *webauthn.SessionData) error {
	data, err := json.Marshal(d)
	if err == nil {
		s.sessions.Put(r.Context(), sessionPasskey, kind+" "+string(data))
	}
	return err
}

func (s *Server) takeCeremony(r *http.Request, kind string) (d webauthn.SessionData, err error) {
	data, ok := strings.CutPrefix(s.sessions.PopString(r.Context(), sessionPasskey), kind+" ")
	if !ok {
		return d, fault.Errorf(fault.Denied, "this was not asked for, or was answered already: begin again")
	}
	if err := json.Unmarshal([]byte(data), &d); err != nil {
		return d, err
	}
	if d.Expires.IsZero() || !s.opt.Now().Before(d.Expires) {
		return d, fault.Errorf(fault.Denied, "that took too long: begin again")
	}
	return d, nil
}

// postPasskeySignInBegin asks for any passkey of this site: which member it belongs to, it says itself.
func (s *Server) postPasskeySignInBegin(w http.ResponseWriter, r *http.Request) error {
	if !s.mayTry(r, "") {
		return s.tooMany(w)
	}
	party, ok := s.relyingParty(r)
	if !ok {
		return errNoPasskeys
	}
	ask, d, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return err
	}
	d.Expires = s.opt.Now().Add(ceremonyTime)
	if err := s.keepCeremony(r, "sign-in", d); err != nil {
		return err
	}
	if _, ok := s.who(r); !ok { // a stranger's session is kept no longer than this takes
		s.sessions.SetDeadline(r.Context(), time.Now().Add(ceremonyTime).UTC())
	}
	return writeJSON(w, ask)
}

func (s *Server) postPasskeySignIn(w http.ResponseWriter, r *http.Request) error {
	party, ok := s.relyingParty(r)
	if !ok {
		return errNoPasskeys
	}
	d, err := s.takeCeremony(r, "sign-in")
	if err != nil {
		return err
	}
	d.Expires = forLibrary(d.Expires, s)
	var owner keyOwner
	find := func(_, handle []byte) (webauthn.User, error) {
		if len(handle) != 8 {
			return nil, fault.Errorf(fault.Denied, "the passkey is of another site")
		}
		m, err := s.store.MemberByID(r.Context(), int64(binary.BigEndian.Uint64(handle)))
		if err != nil {
			return nil, err
		}
		owner, err = s.keyOwner(r, m)
		return owner, err
	}
	answer, err := protocol.ParseCredentialRequestResponseBody(r.Body)
	if err != nil {
		return fault.Errorf(fault.Invalid, "the passkey's answer cannot be read")
	}
	key, err := party.ValidateDiscoverableLogin(find, d, answer)
	if err != nil {
		return fault.Errorf(fault.Denied, "the passkey was not accepted: %s", plainReason(err))
	}
	detail, err := json.Marshal(key)
	if err != nil {
		return err
	}
	m := owner.member
	if err := s.store.Write(r.Context(), func(tx *store.Tx) error {
		return tx.UsePasskey(r.Context(), m, credentialName(key.ID), detail, key.Authenticator.CloneWarning)
	}); err != nil {
		return err
	}
	if err := s.begin(r, m); err != nil {
		return err
	}
	return writeJSON(w, map[string]string{"to": afterSignIn(r.URL.Query().Get("to"))})
}

// postPasskeyBegin asks for a new passkey, once the password is given again.
func (s *Server) postPasskeyBegin(w http.ResponseWriter, r *http.Request, m store.Member) error {
	party, ok := s.relyingParty(r)
	if !ok {
		return errNoPasskeys
	}
	var in struct{ Password string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return fault.Errorf(fault.Invalid, "the form cannot be read")
	}
	if !s.mayTry(r, m.Name) {
		return s.tooMany(w)
	}
	if _, ok, err := s.checkPassword(r, m.Name, in.Password); err != nil || !ok {
		if err == nil {
			err = fault.Errorf(fault.Denied, "the password is wrong")
		}
		return err
	}
	owner, err := s.keyOwner(r, m)
	if err != nil {
		return err
	}
	ask, d, err := party.BeginRegistration(owner, webauthn.WithExclusions(webauthn.Credentials(owner.keys).CredentialDescriptors()))
	if err != nil {
		return err
	}
	d.Expires = s.opt.Now().Add(ceremonyTime)
	if err := s.keepCeremony(r, "add", d); err != nil {
		return err
	}
	return writeJSON(w, ask)
}

func (s *Server) postPasskey(w http.ResponseWriter, r *http.Request, m store.Member) error {
	party, ok := s.relyingParty(r)
	if !ok {
		return errNoPasskeys
	}
	d, err := s.takeCeremony(r, "add")
	if err != nil {
		return err
	}
	d.Expires = forLibrary(d.Expires, s)
	answer, err := protocol.ParseCredentialCreationResponseBody(r.Body)
	if err != nil {
		return fault.Errorf(fault.Invalid, "the passkey's answer cannot be read")
	}
	owner, err := s.keyOwner(r, m)
	if err != nil {
		return err
	}
	key, err := party.CreateCredential(owner, d, answer)
	if err != nil {
		return fault.Errorf(fault.Denied, "the passkey was not accepted: %s", plainReason(err))
	}
	detail, err := json.Marshal(key)
	if err != nil {
		return err
	}
	l := s.words.FromRequest(r)
	name := clipRunes(strings.TrimSpace(r.URL.Query().Get("name")), maxName)
	if name == "" {
		name = l.T("passkey.unnamed")
	}
	if err := s.store.Write(r.Context(), func(tx *store.Tx) error {
		_, err := tx.AddPasskey(r.Context(), m, store.Passkey{Credential: credentialName(key.ID), Name: name, Detail: detail})
		return err
	}); err != nil {
		return err
	}
	s.notice(r, l.T("passkey.added", "Name", isolate(name)))
	return writeJSON(w, map[string]string{"to": "/account"})
}

func credentialName(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

func clipRunes(s string, most int) string {
	r := []rune(s)
	return string(r[:min(len(r), most)])
}
