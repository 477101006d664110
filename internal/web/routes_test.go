package web

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// access is who may use a route: the status that a visitor gets, a member who is no operator, and an operator. Forms are sent empty.
var access = map[string]struct{ visitor, member, operator int }{
	"GET /{$}":                      {200, 200, 200},
	"GET /story/{id}":               {200, 200, 200},
	"GET /storylines":               {200, 200, 200},
	"GET /storyline/{id}":           {200, 200, 200},
	"GET /article/{id}":             {200, 200, 200},
	"GET /outlets":                  {200, 200, 200},
	"GET /outlet/{id}":              {200, 200, 200},
	"GET /search":                   {200, 200, 200},
	"GET /about":                    {200, 200, 200},
	"GET /feeds":                    {200, 200, 200},
	"GET /feed.":                    {200, 200, 200},
	"GET /storylines.":              {200, 200, 200},
	"GET /search.":                  {400, 400, 400}, // a feed of no search
	"GET /terms":                    {404, 404, 404}, // the operator has written none
	"GET /page/{name}":              {404, 404, 404},
	"GET /logo.png":                 {404, 404, 404},
	"GET /sign-in":                  {200, 303, 303}, // who is signed in goes on
	"POST /sign-in":                 {401, 401, 401}, // without a name
	"POST /sign-out":                {303, 303, 303},
	"GET /setup":                    {200, 200, 200},
	"POST /setup":                   {400, 400, 400}, // without a name
	"GET /invite":                   {403, 403, 403}, // without a token
	"POST /invite":                  {403, 403, 403},
	"POST /passkey/begin":           {200, 200, 200},
	"POST /passkey":                 {403, 403, 403}, // that nobody asked for
	"GET /account":                  {303, 200, 200}, // to sign in
	"POST /account/password":        {403, 403, 403}, // without the current one
	"POST /account/sign-out":        {403, 303, 303},
	"POST /account/passkeys/begin":  {403, 400, 400}, // without the password
	"POST /account/passkeys":        {403, 403, 403}, // that nobody asked for
	"POST /account/passkeys/remove": {403, 400, 400}, // none named
	"GET /sources":                  {303, 403, 200},
	"POST /sources":                 {403, 403, 400}, // without an address
	"GET /sources.opml":             {303, 403, 200},
	"POST /sources/list":            {403, 403, 400}, // without a list
	"GET /sources/{id}":             {303, 403, 404}, // of no source
	"POST /sources/{id}":            {403, 403, 404},
	"GET /websub/{id}":              {404, 404, 404}, // only who was given the path
	"POST /websub/{id}":             {404, 404, 404},
	"GET /operator":                 {303, 403, 200},
	"GET /operator/queue":           {303, 403, 200},
	"POST /operator/queue":          {403, 403, 400}, // nothing named
	"GET /operator/captures":        {303, 403, 200},
	"GET /operator/captures/{id}":   {303, 403, 200},
	"POST /operator/captures/{id}":  {403, 403, 303},
	"GET /operator/storage":         {303, 403, 200},
	"GET /operator/audit":           {303, 403, 200},
	"GET /operator/settings":        {303, 403, 200},
	"GET /operator/purge":           {303, 403, 200},
	"POST /operator/purge":          {403, 403, 400}, // nothing named
	"POST /operator/purge/lift":     {403, 403, 400},
	"GET /static/":                  {200, 200, 200},
	"/":                             {404, 404, 404},
	"/api/":                         {204, 204, 204}, // guards itself
}

// routes reads the routes out of the source.
func routes(t *testing.T) []string {
	t.Helper()
	src, err := os.ReadFile("server.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile(`\b(get|post|s\.mux\.Handle)\("([^"]+)"`).FindAllStringSubmatch(string(src), -1) {
		if strings.HasSuffix(m[2], " ") {
			continue // where get and post are made
		}
		route := m[2]
		if m[1] != "s.mux.Handle" {
			route = strings.ToUpper(m[1]) + " " + route
		}
		out = append(out, route)
	}
	for _, name := range []string{"mux.HandleFunc", "http.Handle("} {
		if strings.Contains(string(src), name) {
			t.Errorf("server.go uses %s, which this test does not read", name)
		}
	}
	return out
}

// TestEveryRouteHasItsRule fails for a new route until it is listed above, with who may use it.
func TestEveryRouteHasItsRule(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, route := range routes(t) {
		seen[route] = true
		if _, ok := access[route]; !ok {
			t.Errorf("route %s is new: say in access who may use it", route)
		}
	}
	for route := range access {
		if !seen[route] {
			t.Errorf("route %s is gone", route)
		}
	}
}

func TestWhoMayUseWhat(t *testing.T) {
	w := newWorld(t, Options{})
	words, err := i18n.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	api := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNoContent) })
	if w.web, err = New(w.st, words, api, w.web.opt); err != nil {
		t.Fatal(err)
	}
	capture := w.capture("https://post.example/ash")
	ids := map[string]string{"/story/{id}": at("/story/", w.story1), "/storyline/{id}": at("/storyline/", w.line), "/article/{id}": at("/article/", w.reply.Article), "/outlet/{id}": at("/outlet/", w.mail),
		"/operator/captures/{id}": at("/operator/captures/", capture), "/{$}": "/", "/feed.": "/feed.rss", "/storylines.": "/storylines.atom", "/search.": "/search.json", "/static/": "/static/parley.css", "/": "/nothing", "/api/": "/api/v1/stories"}
	w.operator()
	w.member("vic", "reader")
	signed := map[string]string{} // the sessions: making one takes a while
	for route, want := range access {
		method, target, ok := strings.Cut(route, " ")
		if !ok {
			method, target = "GET", route
		}
		if p := ids[target]; p != "" {
			target = p
		}
		for _, c := range []struct {
			who    string
			signIn string
			want   int
		}{{"a visitor", "", want.visitor}, {"a member", "vic", want.member}, {"the operator", "ada", want.operator}} {
			w.web.attempts = newAttempts()
			b := w.browser()
			if c.signIn != "" && signed[c.signIn] == "" {
				b.signIn(c.signIn)
				signed[c.signIn] = b.cookies["parley"]
			}
			if c.signIn != "" {
				b.cookies["parley"] = signed[c.signIn]
			}
			b.host = "localhost:8090" // where passkeys work without a public address
			if got := b.do(method, target, form(method)).StatusCode; got != c.want {
				t.Errorf("%s by %s: %d, want %d", route, c.who, got, c.want)
			}
			if strings.HasSuffix(route, "sign-out") || strings.HasSuffix(route, "begin") { // the session has ended, or was asked for a passkey
				delete(signed, c.signIn)
			}
			if method == http.MethodGet {
				if got := b.do(http.MethodHead, target, nil).StatusCode; got != c.want {
					t.Errorf("HEAD %s by %s: %d, want %d", target, c.who, got, c.want)
				}
			}
		}
	}
	for _, target := range []string{"/", "/about", "/feeds", "/outlets", at("/story/", w.story1)} {
		for _, method := range []string{"PUT", "DELETE", "PATCH"} {
			if got := w.browser().do(method, target, nil).StatusCode; got != http.StatusNotFound && got != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d", method, target, got)
			}
		}
	}
}

func form(method string) url.Values {
	if method == http.MethodPost {
		return url.Values{}
	}
	return nil
}

// signIn signs in with the password that all members of the tests have.
func (b *browser) signIn(name string) {
	b.site.t.Helper()
	if got := b.post("/sign-in", "name", name, "password", password).StatusCode; got != http.StatusSeeOther {
		b.site.t.Fatalf("sign in as %s: %d", name, got)
	}
}

// member makes an account of a role.
func (s *testSite) member(name, role string) {
	s.t.Helper()
	s.write(func(tx *store.Tx) error {
		m, err := tx.MemberByName(ctx, "ada")
		if err != nil {
			return err
		}
		_, err = tx.CreateMember(ctx, store.Member{Name: name, PasswordHash: m.PasswordHash, Role: role})
		return err
	})
}

func (s *testSite) capture(url string) (id news.CaptureID) {
	s.t.Helper()
	s.write(func(tx *store.Tx) (err error) {
		id, _, err = tx.PutCapture(ctx, &news.Capture{URL: url, FinalURL: url, Time: now.Add(-2 * 3600e9), Status: 200, ContentType: "text/html", Header: []news.Header{{Name: "Server", Value: "x<y"}}, Body: []byte("<p>" + url)})
		return err
	})
	return id
}
