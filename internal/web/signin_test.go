package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/testkit/htmlcheck"
)

const password = "a long enough one"

// operator makes the operator's account the way an operator does, and gives the browser that is signed in by it.
func (s *testSite) operator() *browser {
	s.t.Helper()
	b := s.browser()
	if res := b.post("/setup", "token", s.token(), "name", "ada", "password", password); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/operator" {
		s.t.Fatalf("setup: %d to %s", res.StatusCode, res.Header.Get("Location"))
	}
	return b
}

func (s *testSite) token() (token string) {
	s.t.Helper()
	s.write(func(tx *store.Tx) (err error) { token, err = tx.NewSetupToken(ctx); return err })
	return token
}

func TestSetupWorksOnce(t *testing.T) {
	s := newSite(t, Options{})
	token := s.token()
	b := s.browser()
	for _, c := range []struct {
		token, name, password string
		status                int
	}{
		{"wrong", "ada", password, http.StatusForbidden},
		{"", "ada", password, http.StatusForbidden},
		{token, "", password, http.StatusBadRequest},
		{token, "ada", "short", http.StatusBadRequest},
		{token, "ada", strings.Repeat("x", maxPassword+1), http.StatusBadRequest},
		{token, strings.Repeat("n", 65), password, http.StatusBadRequest},
		{token, "ada", password, http.StatusSeeOther},
		{token, "eve", password, http.StatusForbidden},
	} {
		if got := b.post("/setup", "token", c.token, "name", c.name, "password", c.password).StatusCode; got != c.status {
			t.Errorf("setup with token %.8q, name %.8q: %d, want %d", c.token, c.name, got, c.status)
		}
	}
	b.page("/sources", http.StatusOK).Has("footer form[action=/sign-out] button", "ada")
}

func TestSignInAndOut(t *testing.T) {
	s := newSite(t, Options{})
	s.operator()
	b := s.browser()
	for _, c := range [][2]string{{"ada", "not her password"}, {"eve", password}, {"", ""}, {"ada", strings.Repeat("x", maxPassword+1)}} {
		res := b.post("/sign-in", "name", c[0], "password", c[1])
		if p := htmlcheck.Parse(t, res.Body); res.StatusCode != http.StatusUnauthorized {
			t.Errorf("sign in as %q: %d, want 401", c[0], res.StatusCode)
		} else {
			p.Has(".error[role=alert]", "Name or password is wrong.")
			p.Count("input[type=password][value]", 0)
		}
	}
	if got := b.get("/sources").Header.Get("Location"); got != "/sign-in?to=%2Fsources" {
		t.Errorf("/sources while signed out leads to %q", got)
	}
	if got := b.post("/sign-in", "name", "ada", "password", password).StatusCode; got != http.StatusSeeOther {
		t.Fatalf("sign in: %d", got)
	}
	b.page("/sources", http.StatusOK)
	kept := b.cookies["parley"]
	if got := b.post("/sign-out").StatusCode; got != http.StatusSeeOther {
		t.Errorf("sign out: %d", got)
	}
	b.cookies["parley"] = kept // who kept the cookie is signed out too
	if got := b.get("/sources").StatusCode; got != http.StatusSeeOther {
		t.Errorf("/sources after signing out: %d", got)
	}
}

func TestSignInRenewsTheSession(t *testing.T) {
	s := newSite(t, Options{Secure: true})
	s.operator()
	attacker := s.browser()
	attacker.post("/sign-in", "name", "ada", "password", password)
	fixed := attacker.cookies["parley"]
	if fixed == "" {
		t.Fatal("no session")
	}
	victim := s.browser()
	victim.cookies["parley"] = fixed
	res := victim.post("/sign-in", "name", "ada", "password", password)
	if victim.cookies["parley"] == fixed {
		t.Error("signing in kept a session that somebody else may have put there")
	}
	for _, c := range res.Cookies() {
		if c.Name == "parley" && (!c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode) {
			t.Errorf("session cookie %+v", c)
		}
	}
	if got := attacker.get("/sources").StatusCode; got != http.StatusSeeOther {
		t.Errorf("the old session after signing in again: %d", got)
	}
}

func TestTooManyAttempts(t *testing.T) {
	s := newSite(t, Options{})
	for range attemptsAllowed {
		s.web.attempts.allow("from "+clientAddress(&http.Request{RemoteAddr: "192.0.2.1:1234"}), attemptsAllowed, now) // httptest's address
	}
	for _, target := range []string{"/sign-in", "/setup"} {
		res := s.browser().post(target, "token", "x", "name", "ada", "password", password)
		if res.StatusCode != http.StatusTooManyRequests {
			t.Errorf("POST %s: %d, want 429", target, res.StatusCode)
		}
		htmlcheck.Parse(t, res.Body).Has(".error", "Too many attempts")
	}
}

func TestAttempts(t *testing.T) {
	t.Parallel()
	a := newAttempts()
	for i := range attemptsAllowed {
		if !a.allow("x", attemptsAllowed, now) {
			t.Fatalf("attempt %d refused", i+1)
		}
	}
	for range 1000 {
		if a.allow("x", attemptsAllowed, now) {
			t.Fatal("attempt over the limit allowed")
		}
	}
	if n := len(a.seen["x"]); n > attemptsAllowed {
		t.Errorf("%d attempts remembered", n)
	}
	if !a.allow("y", attemptsAllowed, now) || !a.allow("x", attemptsAllowed, now.Add(attemptsWindow+time.Second)) {
		t.Error("somebody else, or the same a minute later, refused")
	}
	for remote, want := range map[string]string{"192.0.2.1:80": "192.0.2.1", "[2001:db8::1]:80": "[2001:db8::1"} {
		if got := clientAddress(&http.Request{RemoteAddr: remote}); got != want {
			t.Errorf("clientAddress(%s) = %s", remote, got)
		}
	}
}

func TestFormsFromElsewhereAreRefused(t *testing.T) {
	s := newSite(t, Options{})
	b := s.operator()
	for _, h := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}, {"Origin": {"null"}}} {
		b.header = h
		for _, target := range []string{"/sources", "/sign-out", "/sign-in", "/setup"} {
			if got := b.post(target, "url", "https://feed.example/", "name", "ada", "password", password).StatusCode; got != http.StatusForbidden {
				t.Errorf("POST %s with %v: %d, want 403", target, h, got)
			}
		}
	}
	b.header = http.Header{"Sec-Fetch-Site": {"same-origin"}}
	if got := b.post("/sources", "url", "https://feed.example/").StatusCode; got != http.StatusSeeOther {
		t.Errorf("POST /sources from here: %d", got)
	}
}

func TestSources(t *testing.T) {
	s := newSite(t, Options{})
	b := s.operator()
	for _, bad := range []string{"", "feed.example", "ftp://feed.example/", "javascript:alert(1)", "http://", "https://" + strings.Repeat("x", 2000), "http://[::1"} {
		res := b.post("/sources", "url", bad)
		if res.StatusCode != http.StatusBadRequest {
			t.Errorf("source %.30q: %d, want 400", bad, res.StatusCode)
		}
		htmlcheck.Parse(t, res.Body).Has(".error", "Give an address that begins with")
	}
	for range 2 { // adding it again changes nothing
		if got := b.post("/sources", "url", " https://feed.example/rss ").StatusCode; got != http.StatusSeeOther {
			t.Fatalf("adding a source: %d", got)
		}
	}
	p := b.page("/sources", http.StatusOK)
	p.Has("tbody tr", "https://feed.example/rss")
	p.Has("tbody tr", "waiting for its first look")
	p.Count("tbody tr", 1)
	list, err := s.st.Sources(ctx)
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	list[0].Polled, list[0].Problem, list[0].Links, list[0].Title = now, "does not answer: <b>timeout</b>", 12, "A feed"
	s.write(func(tx *store.Tx) error { return tx.PutPolled(ctx, list[0]) })
	s.write(func(tx *store.Tx) error {
		return tx.PutState(ctx, store.Item{Stage: "extract", ID: 7, State: "empty", Reason: "no article: index page"})
	})
	p = b.page("/sources", http.StatusOK)
	p.Has("tbody tr", "does not answer: <b>timeout</b>")
	p.Has("tbody th", "A feed")
	p.Has("main ul.plain li", "no article: index page: 1")
}
