package web

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"github.com/parley-news/parley/internal/store"
)

// device is a browser with a passkey device of its own.
type device struct {
	*browser
	party virtualwebauthn.RelyingParty
	keys  virtualwebauthn.Authenticator
	key   virtualwebauthn.Credential
}

func newDevice(b *browser) *device {
	b.host = "localhost:8090"
	return &device{
		browser: b, party: virtualwebauthn.RelyingParty{ID: "localhost", Name: "Parley", Origin: "http://localhost:8090"},
		keys: virtualwebauthn.NewAuthenticator(), key: virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2),
	}
}

// ask posts JSON and gives status and answer.
func (b *browser) ask(target string, body any) (int, string) {
	b.site.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		b.site.t.Fatal(err)
	}
	if s, ok := body.(string); ok {
		data = []byte(s)
	}
	b.json = string(data)
	defer func() { b.json = "" }()
	res := b.do(http.MethodPost, target, nil)
	var out strings.Builder
	if _, err := io.Copy(&out, res.Body); err != nil {
		b.site.t.Fatal(err)
	}
	return res.StatusCode, out.String()
}

// answer is the device's answer to what the site asked when a passkey is added.
func (d *device) answer(asked string) string {
	d.site.t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(asked)
	if err != nil {
		d.site.t.Fatalf("%v: %s", err, asked)
	}
	d.keys.Options.UserHandle = []byte(o.UserID)
	return virtualwebauthn.CreateAttestationResponse(d.party, d.keys, d.key, *o)
}

// sign is the device's answer when somebody signs in.
func (d *device) sign(asked string) string {
	d.site.t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(asked)
	if err != nil {
		d.site.t.Fatalf("%v: %s", err, asked)
	}
	return virtualwebauthn.CreateAssertionResponse(d.party, d.keys, d.key, *o)
}

// add gives the member who is signed in a passkey on this device.
func (d *device) add(name string) {
	d.site.t.Helper()
	status, asked := d.ask("/account/passkeys/begin", map[string]string{"password": password})
	if status != http.StatusOK {
		d.site.t.Fatalf("begin: %d %s", status, asked)
	}
	if status, got := d.ask("/account/passkeys?name="+url.QueryEscape(name), d.answer(asked)); status != http.StatusOK {
		d.site.t.Fatalf("add: %d %s", status, got)
	}
}

func (d *device) signInWithKey() (int, string) {
	d.site.t.Helper()
	status, asked := d.ask("/passkey/begin", struct{}{})
	if status != http.StatusOK {
		d.site.t.Fatalf("begin: %d %s", status, asked)
	}
	return d.ask("/passkey?to=%2Foperator%2Fqueue", d.sign(asked))
}

func TestPasskeys(t *testing.T) {
	s := newSite(t, Options{})
	d := newDevice(s.operator())
	d.add("My <b>laptop</b>")
	p := d.page("/account", http.StatusOK)
	p.Has("tbody th", "My <b>laptop</b>")
	p.Has(".notice", "My <b>laptop</b>")
	d.post("/sign-out")

	other := newDevice(s.browser())
	other.keys, other.key = d.keys, d.key
	other.key.Counter = 5
	status, got := other.signInWithKey()
	if status != http.StatusOK || !strings.Contains(got, `"/operator/queue"`) {
		t.Fatalf("sign in: %d %s", status, got)
	}
	if got := other.get("/operator/queue").StatusCode; got != http.StatusOK {
		t.Errorf("after signing in with a passkey: %d", got)
	}
	m, err := s.st.MemberByName(ctx, "ada")
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.st.Passkeys(ctx, m.ID)
	if err != nil || len(list) != 1 || list[0].Used.IsZero() || !list[0].Warned.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}

	// A copy of the key: its counter lags behind. It is let in, and the operator is told.
	copied := newDevice(s.browser())
	copied.keys, copied.key = d.keys, d.key
	copied.key.Counter = 2
	if status, got := copied.signInWithKey(); status != http.StatusOK {
		t.Fatalf("sign in with a counter that went back: %d %s", status, got)
	}
	if list, err = s.st.Passkeys(ctx, m.ID); err != nil || list[0].Warned.IsZero() {
		t.Errorf("no warning: %+v, %v", list, err)
	}
	copied.page("/operator", http.StatusOK).Has(".needs .grave", "may have been copied")
	copied.page("/operator/audit?what=passkey+warning", http.StatusOK).Has("tbody td", "counter")

	// Removing it ends it.
	if got := copied.post("/account/passkeys/remove", "id", at("", list[0].ID)).StatusCode; got != http.StatusSeeOther {
		t.Fatalf("remove: %d", got)
	}
	if status, got := newDeviceWith(s, d).signInWithKey(); status != http.StatusForbidden {
		t.Errorf("with a passkey that was removed: %d %s", status, got)
	}
}

func newDeviceWith(s *testSite, d *device) *device {
	out := newDevice(s.browser())
	out.keys, out.key = d.keys, d.key
	return out
}

func TestPasskeyCeremoniesWorkOnce(t *testing.T) {
	s := newSite(t, Options{})
	d := newDevice(s.operator())
	d.add("one")
	visitor := newDeviceWith(s, d)
	visitor.key.Counter = 9
	_, asked := visitor.ask("/passkey/begin", struct{}{})
	answer := visitor.sign(asked)

	// Somebody else's session cannot use the answer, nor can this one twice.
	thief := newDevice(s.browser())
	if status, _ := thief.ask("/passkey", answer); status != http.StatusForbidden {
		t.Errorf("the answer in a session that was not asked: %d", status)
	}
	if _, a := thief.ask("/passkey/begin", struct{}{}); a == "" {
		t.Error("nothing asked")
	}
	if status, _ := thief.ask("/passkey", answer); status != http.StatusForbidden {
		t.Errorf("the answer to another challenge: %d", status)
	}
	before := visitor.cookies["parley"]
	if status, got := visitor.ask("/passkey", answer); status != http.StatusOK {
		t.Fatalf("sign in: %d %s", status, got)
	}
	if visitor.cookies["parley"] == before {
		t.Error("signing in kept the session that was there before")
	}
	if status, _ := visitor.ask("/passkey", answer); status != http.StatusForbidden {
		t.Errorf("the same answer again: %d", status)
	}

	// Without the person, from another site, or for another site it is refused.
	for what, change := range map[string]func(*device){
		"nobody verified": func(d *device) { d.keys.Options.UserNotVerified = true },
		"another origin":  func(d *device) { d.party.Origin = "https://evil.example" },
		"another site":    func(d *device) { d.party.ID = "evil.example" },
		"nobody's handle": func(d *device) { d.keys.Options.UserHandle = binary.BigEndian.AppendUint64(nil, 7) },
		"no handle":       func(d *device) { d.keys.Options.UserHandle = nil },
		"another key":     func(d *device) { d.key.Key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2).Key },
	} {
		x := newDeviceWith(s, d)
		x.key.Counter = 20
		change(x)
		if status, got := x.signInWithKey(); status != http.StatusForbidden && status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", what, status, got)
		}
		if got := x.get("/operator").StatusCode; got != http.StatusSeeOther {
			t.Errorf("%s: signed in all the same: %d", what, got)
		}
		s.web.attempts = newAttempts()
	}
	for _, body := range []string{"", "{}", "[]", `{"id":1}`, strings.Repeat("x", 1000), `{"id":"AA","rawId":"AA","type":"public-key","response":{}}`} {
		x := newDevice(s.browser())
		x.ask("/passkey/begin", struct{}{})
		if status, _ := x.ask("/passkey", body); status < 400 || status >= 500 {
			t.Errorf("answer %.20q: %d", body, status)
		}
		s.web.attempts = newAttempts()
	}
}

func TestAddingAPasskeyAsksForThePassword(t *testing.T) {
	s := newSite(t, Options{})
	d := newDevice(s.operator())
	if status, got := d.ask("/account/passkeys/begin", map[string]string{"password": "not hers at all"}); status != http.StatusForbidden || !strings.Contains(got, "password is wrong") {
		t.Errorf("with a wrong password: %d %s", status, got)
	}
	_, asked := d.ask("/account/passkeys/begin", map[string]string{"password": password})
	if !strings.Contains(asked, `"residentKey":"required"`) || !strings.Contains(asked, `"userVerification":"required"`) {
		t.Errorf("asked for %s", asked)
	}
	answer := d.answer(asked)
	if status, got := d.ask("/account/passkeys", answer); status != http.StatusOK {
		t.Fatalf("%d %s", status, got)
	}
	if status, _ := d.ask("/account/passkeys", answer); status != http.StatusForbidden {
		t.Errorf("the same answer again: %d", status)
	}
	d.page("/account", http.StatusOK).Has("tbody th", "Passkey") // it has a name all the same
}

func TestPasskeysNeedAName(t *testing.T) {
	for _, c := range []struct {
		public, host, origin, id string
	}{
		{"", "localhost:8090", "http://localhost:8090", "localhost"},
		{"", "news.example", "", ""},
		{"", "127.0.0.1:8090", "", ""},
		{"https://news.example", "anything", "https://news.example", "news.example"},
		{"https://news.example:8443", "anything", "https://news.example:8443", "news.example"},
		{"http://news.example", "news.example", "", ""},
		{"http://localhost:9000", "x", "http://localhost:9000", "localhost"},
		{"https://192.0.2.1", "x", "", ""},
	} {
		s := &Server{opt: Options{PublicURL: c.public, SiteName: "x"}}
		party, ok := s.relyingParty(&http.Request{Host: c.host, URL: &url.URL{}})
		if ok != (c.id != "") {
			t.Errorf("%+v: %v", c, ok)
		} else if ok && (party.Config.RPID != c.id || party.Config.RPOrigins[0] != c.origin) {
			t.Errorf("%+v: %s, %v", c, party.Config.RPID, party.Config.RPOrigins)
		}
	}
}

func TestInvites(t *testing.T) {
	s := newSite(t, Options{})
	s.operator()
	first := s.browser()
	first.signIn("ada")
	var token string
	s.write(func(tx *store.Tx) (err error) { token, err = tx.Invite(ctx, "ada", true, "command line"); return err })
	b := s.browser()
	p := b.page("/invite?token="+token, http.StatusOK)
	p.Count("input[name=name][readonly]", 1)
	if got := b.post("/invite", "token", token, "password", "short").StatusCode; got != http.StatusBadRequest {
		t.Errorf("a short password: %d", got)
	}
	const fresh = "another long one"
	if got := b.post("/invite", "token", token, "password", fresh).StatusCode; got != http.StatusSeeOther {
		t.Fatalf("%d", got)
	}
	if got := b.get("/operator").StatusCode; got != http.StatusOK {
		t.Errorf("signed in by the link: %d", got)
	}
	if got := first.get("/operator").StatusCode; got != http.StatusSeeOther {
		t.Errorf("the session of the old password: %d", got)
	}
	if got := s.browser().post("/invite", "token", token, "password", fresh).StatusCode; got != http.StatusForbidden {
		t.Errorf("the link again: %d", got)
	}
	if got := s.browser().post("/sign-in", "name", "ada", "password", password).StatusCode; got != http.StatusUnauthorized {
		t.Errorf("the old password: %d", got)
	}
}

func TestAccount(t *testing.T) {
	s := newSite(t, Options{})
	here := s.operator()
	there := s.browser()
	there.header.Set("User-Agent", "A <i>phone</i>")
	there.signIn("ada")
	p := here.page("/account", http.StatusOK)
	p.Has("section ul li", "A <i>phone</i>")
	p.Has("section ul li strong", "(here)")
	for _, c := range []struct {
		current, fresh string
		want           int
	}{{"wrong wrong wrong", "another long one", http.StatusForbidden}, {password, "short", http.StatusBadRequest}, {password, "another long one", http.StatusSeeOther}} {
		if got := here.post("/account/password", "current", c.current, "password", c.fresh).StatusCode; got != c.want {
			t.Errorf("change to %q: %d, want %d", c.fresh, got, c.want)
		}
	}
	if got := here.get("/account").StatusCode; got != http.StatusOK {
		t.Errorf("here after the change: %d", got)
	}
	if got := there.get("/account").StatusCode; got != http.StatusSeeOther {
		t.Errorf("there after the change: %d", got)
	}
	if got := there.post("/sign-in", "name", "ada", "password", "another long one").StatusCode; got != http.StatusSeeOther {
		t.Fatalf("with the new password: %d", got)
	}
	if got := here.post("/account/sign-out").StatusCode; got != http.StatusSeeOther {
		t.Errorf("sign out everywhere: %d", got)
	}
	for _, b := range []*browser{here, there} {
		if got := b.get("/account").StatusCode; got != http.StatusSeeOther {
			t.Errorf("after signing out everywhere: %d", got)
		}
	}
}

func TestTooManyAttemptsAtOneAccount(t *testing.T) {
	s := newSite(t, Options{})
	s.operator()
	for range attemptsAccount {
		s.web.attempts.allow("at ada", attemptsAccount, now)
	}
	if got := s.browser().post("/sign-in", "name", "ada", "password", password).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("from wherever: %d, want 429", got)
	}
}

func TestAfterSignIn(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"/operator/queue?kind=x": "/operator/queue?kind=x", "/account": "/account", "/sources": "/sources", "": "/operator", "/": "/operator", "//evil.example/operator": "/operator",
		"https://evil.example/operator": "/operator", "/operatorx": "/operator", `/\evil.example/account`: "/operator", "javascript:alert(1)": "/operator", "/account/../../x": "/operator",
	} {
		if got := afterSignIn(to); got != want {
			t.Errorf("after signing in for %q: %q, want %q", to, got, want)
		}
	}
}
