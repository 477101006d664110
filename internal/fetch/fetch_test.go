package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// quiet drops what test servers say about clients that leave.
var quiet = log.New(io.Discard, "", 0)

func client(t *testing.T, o Options) *Client {
	t.Helper()
	if o.Every == 0 {
		o.Every = -1
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func server(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestGetRefusesPrivateAddresses(t *testing.T) {
	t.Parallel()
	inside := server(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "secret") })
	port := inside[strings.LastIndex(inside, ":"):]
	c := client(t, Options{Timeout: 5 * time.Second})
	for _, u := range []string{
		inside, "http://localhost" + port, "http://[::1]" + port, "http://0.0.0.0" + port, "http://[::ffff:127.0.0.1]" + port,
		"http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]" + port,
	} {
		a, err := c.Get(context.Background(), u, Conditions{})
		if err == nil || a.Capture != nil {
			t.Errorf("Get(%s) = %v, %v; want a refusal", u, a.Capture, err)
		}
	}
}

func TestGetRefusesWhatIsNoPage(t *testing.T) {
	t.Parallel()
	c := client(t, Options{})
	for _, u := range []string{"ftp://a.example/", "file:///etc/passwd", "nonsense", "https://user:pw@a.example/", ""} {
		if _, err := c.Get(context.Background(), u, Conditions{}); !errors.Is(err, fault.Invalid) {
			t.Errorf("Get(%q) = %v, want Invalid", u, err)
		}
	}
}

func TestGetObeysRobots(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
			return
		}
		fmt.Fprint(w, "page")
	})
	c := client(t, Options{Allow: []string{"127.0.0.0/8"}})
	if _, err := c.Get(context.Background(), u+"/private/x", Conditions{}); !errors.Is(err, fault.Denied) {
		t.Errorf("disallowed path: %v, want Denied", err)
	}
	a, err := c.Get(context.Background(), u+"/open", Conditions{})
	if err != nil || string(a.Capture.Body) != "page" {
		t.Errorf("allowed path: %v, %v", a.Capture, err)
	}
}

func TestGetBoundsAndConditions(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/big":
			fmt.Fprint(w, strings.Repeat("x", 2000))
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/tofile":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/same":
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
			}
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			http.NotFound(w, r)
		}
	})
	c := client(t, Options{Allow: []string{"127.0.0.0/8"}, MaxBytes: 1000})
	if a, err := c.Get(context.Background(), u+"/same", Conditions{ETag: `"1"`}); err != nil || !a.NotModified || a.Capture != nil {
		t.Errorf("conditional: %+v, %v; want not modified", a, err)
	}
	for path, kind := range map[string]*fault.Kind{"/big": fault.TooLarge, "/loop": fault.Invalid, "/tofile": fault.Invalid, "/none": fault.NotFound} {
		if _, err := c.Get(context.Background(), u+path, Conditions{}); !errors.Is(err, kind) {
			t.Errorf("Get(%s) = %v, want %v", path, err, kind)
		}
	}
}
