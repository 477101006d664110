package web

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/i18n"
)

// access is who may use a route: the status a stranger gets and the one the operator gets.
var access = map[string]struct{ stranger, operator int }{
	"GET /{$}":            {200, 200},
	"GET /story/{id}":     {200, 200},
	"GET /storylines":     {200, 200},
	"GET /storyline/{id}": {200, 200},
	"GET /article/{id}":   {200, 200},
	"GET /outlets":        {200, 200},
	"GET /outlet/{id}":    {200, 200},
	"GET /search":         {200, 200},
	"GET /about":          {200, 200},
	"GET /feeds":          {200, 200},
	"GET /feed.":          {200, 200},
	"GET /storylines.":    {200, 200},
	"GET /search.":        {400, 400}, // a feed of no search
	"GET /sign-in":        {200, 200},
	"POST /sign-in":       {401, 401}, // without a name
	"POST /sign-out":      {303, 303},
	"GET /setup":          {200, 200},
	"POST /setup":         {400, 400}, // without a name
	"GET /sources":        {303, 200}, // to sign in
	"POST /sources":       {403, 400}, // without an address
	"GET /static/":        {200, 200},
	"/":                   {404, 404},
	"/api/":               {204, 204}, // guards itself
}

// TestEveryRouteHasItsRule reads the routes out of the source: a new one has to be listed above, with who may use it.
func TestEveryRouteHasItsRule(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("server.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`\b(get|post|s\.mux\.Handle)\("([^"]+)"`).FindAllStringSubmatch(string(src), -1) {
		if strings.HasSuffix(m[2], " ") {
			continue // where get and post are made
		}
		route := m[2]
		if m[1] != "s.mux.Handle" {
			route = strings.ToUpper(m[1]) + " " + route
		}
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
	for _, name := range []string{"mux.HandleFunc", "http.Handle("} {
		if strings.Contains(string(src), name) {
			t.Errorf("server.go uses %s, which this test does not read", name)
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
	operator := w.operator()
	session := operator.cookies["parley"]
	ids := map[string]string{"/story/{id}": at("/story/", w.story1), "/storyline/{id}": at("/storyline/", w.line), "/article/{id}": at("/article/", w.reply.Article), "/outlet/{id}": at("/outlet/", w.mail),
		"/{$}": "/", "/feed.": "/feed.rss", "/storylines.": "/storylines.atom", "/search.": "/search.json", "/static/": "/static/parley.css", "/": "/nothing", "/api/": "/api/v1/stories"}
	for route, want := range access {
		method, target, ok := strings.Cut(route, " ")
		if !ok {
			method, target = "GET", route
		}
		if p := ids[target]; p != "" {
			target = p
		}
		do := func(b *browser) int {
			if method == "POST" {
				return b.post(target).StatusCode
			}
			if get, head := b.get(target).StatusCode, b.do(http.MethodHead, target, nil).StatusCode; get != head {
				t.Errorf("%s: GET %d, HEAD %d", target, get, head)
			}
			return b.get(target).StatusCode
		}
		if got := do(w.browser()); got != want.stranger {
			t.Errorf("%s by a stranger: %d, want %d", route, got, want.stranger)
		}
		if route == "POST /sign-out" {
			continue // it would end the session of the others
		}
		operator.cookies["parley"] = session
		if got := do(operator); got != want.operator {
			t.Errorf("%s by the operator: %d, want %d", route, got, want.operator)
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
