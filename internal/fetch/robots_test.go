package fetch

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch/robots"
)

// site answers for robots.txt as a test says and gives pages for the rest.
func site(t *testing.T, robotsTxt http.HandlerFunc) (string, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	return server(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/robots") {
			asked.Add(1)
			robotsTxt(w, r)
			return
		}
		fmt.Fprint(w, "page")
	}), &asked
}

func TestAnswersForRobots(t *testing.T) {
	t.Parallel()
	const closed = "User-agent: *\nDisallow: /closed\n"
	other, _ := site(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, closed) })
	hops := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			i := 0
			fmt.Sscanf(r.URL.Path, "/robots-%d", &i)
			if i < n {
				http.Redirect(w, r, fmt.Sprintf("/robots-%d", i+1), http.StatusFound)
				return
			}
			fmt.Fprint(w, closed)
		}
	}
	status := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(n); fmt.Fprint(w, closed) }
	}
	for _, c := range []struct {
		name         string
		answer       http.HandlerFunc
		open, closed Reason // "": the page comes
	}{
		{"rules", status(200), "", RobotsDenied},
		{"404", status(404), "", ""},
		{"401", status(401), "", ""},
		{"403", status(403), "", ""},
		{"410", status(410), "", ""},
		{"429", status(429), RobotsAway, RobotsAway},
		{"500", status(500), RobotsAway, RobotsAway},
		{"503", status(503), RobotsAway, RobotsAway},
		{"five redirects", hops(5), "", RobotsDenied},
		{"six redirects", hops(6), "", ""},
		{"a loop", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/robots.txt", http.StatusMovedPermanently)
		}, "", ""},
		{"at another host", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other+"/robots.txt", http.StatusMovedPermanently)
		}, "", RobotsDenied},
		{"a picture", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			fmt.Fprint(w, closed)
		}, "", ""},
		{"megabytes", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, closed, strings.Repeat("# filler\n", robots.MaxBytes/4), "Disallow: /\n")
		}, "", RobotsDenied},
		{"half of it", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, closed)
		}, RobotsAway, RobotsAway},
		{"drips", func(w http.ResponseWriter, r *http.Request) {
			for range 60 {
				fmt.Fprint(w, "#")
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		}, RobotsAway, RobotsAway},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u, asked := site(t, c.answer)
			cl := bounded(t, impatient)
			for path, want := range map[string]Reason{"/open": c.open, "/closed": c.closed} {
				_, err := cl.Get(context.Background(), u+path, Conditions{})
				if got := ReasonOf(err); got != want {
					t.Errorf("%s: %q (%v), want %q", path, got, err, want)
				}
				if wait, ok := RetryAfter(err); want == RobotsAway && (!ok || wait > robotsAgain || fault.KindOf(err) != fault.Busy) {
					t.Errorf("%s: %v, try again after %v; want busy, within %v", path, err, wait, robotsAgain)
				}
			}
			if n := asked.Load(); c.name == "rules" && n != 1 {
				t.Errorf("robots.txt was asked for %d times, want once", n)
			}
		})
	}
}

func TestRobotsAreAskedForEveryHostOnTheWay(t *testing.T) {
	t.Parallel()
	closed, _ := site(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "User-agent: parley\nDisallow: /") })
	open := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		http.Redirect(w, r, closed+"/page", http.StatusFound)
	})
	fails(t, bounded(t, nil), open+"/", RobotsDenied, fault.Denied, "asks programs not to read")
}

func TestRobotsHoldForADay(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	cache := ""
	u, asked := site(t, func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() {
			w.WriteHeader(500)
			return
		}
		if cache != "" {
			w.Header().Set("Cache-Control", cache)
		}
		fmt.Fprint(w, "User-agent: *\nDisallow: /closed\nCrawl-delay: 7\n")
	})
	clock := &clock{noon}
	for _, c := range []struct {
		cache string
		holds time.Duration
	}{{"", robotsMost}, {"max-age=7200", 2 * time.Hour}, {"max-age=1", robotsLeast}, {"no-store", robotsMost}, {"max-age=9999999", robotsMost}} {
		broken.Store(false)
		cache, clock.t = c.cache, noon
		asked.Store(0)
		// Time that a test sets does not run while a request waits for its pace: one request for each look.
		cl := client(t, Options{Allow: loopback, Now: clock.now})
		look := func(at time.Duration, want int64) {
			t.Helper()
			clock.t = noon.Add(at)
			if _, err := cl.Get(context.Background(), u+"/closed", Conditions{}); ReasonOf(err) != RobotsDenied {
				t.Errorf("%q after %v: %v, want refused by robots.txt", c.cache, at, err)
			}
			if n := asked.Load(); n != want {
				t.Errorf("%q after %v: asked %d times, want %d", c.cache, at, n, want)
			}
		}
		look(0, 1)
		look(c.holds-time.Second, 1)
		look(c.holds+time.Second, 2)
		broken.Store(true)
		look(2*c.holds+2*time.Second, 3) // not to be had: what was known still holds
		host, _ := Host(u)
		if got := cl.Every(host); got != 7*time.Second {
			t.Errorf("Every = %v, want the Crawl-delay of 7s", got)
		}
	}
}

func TestManyAskForRobotsOnce(t *testing.T) {
	t.Parallel()
	u, asked := site(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(50 * time.Millisecond)
		http.NotFound(w, r)
	})
	c := bounded(t, nil)
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if _, err := c.Get(context.Background(), u+"/", Conditions{}); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if n := asked.Load(); n != 1 {
		t.Errorf("20 requests at once asked for robots.txt %d times, want once", n)
	}
}

func TestSitemapsOfAHost(t *testing.T) {
	t.Parallel()
	u, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "Sitemap: https://a.example/news.xml\nUser-agent: *\nDisallow: /\nSitemap: https://a.example/all.xml")
	})
	got, err := bounded(t, nil).Sitemaps(context.Background(), u+"/any/page")
	if want := []string{"https://a.example/news.xml", "https://a.example/all.xml"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("Sitemaps = %q, %v; want %q", got, err, want)
	}
}
