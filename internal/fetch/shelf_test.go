package fetch

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// shelf is one in memory.
type shelf struct {
	body  map[string][]byte
	until map[string]time.Time
}

func (s *shelf) options() *Shelf {
	return &Shelf{
		Find: func(_ context.Context, host string) ([]byte, time.Time, error) {
			u, ok := s.until[host]
			if !ok {
				return nil, u, fault.Errorf(fault.NotFound, "no answer")
			}
			return s.body[host], u, nil
		},
		Keep: func(_ context.Context, host string, body []byte, until time.Time) error {
			s.body[host], s.until[host] = body, until
			return nil
		},
	}
}

func TestRobotsAreRememberedBetweenStarts(t *testing.T) {
	t.Parallel()
	var status atomic.Int64
	status.Store(200)
	u, asked := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(int(status.Load()))
		w.Write([]byte("User-agent: *\nDisallow: /closed\nCrawl-delay: 3\n"))
	})
	s := &shelf{map[string][]byte{}, map[string]time.Time{}}
	clock := &clock{noon}
	start := func(at time.Duration, path string, want Reason, times int64) {
		t.Helper()
		clock.t = noon.Add(at)
		c := client(t, Options{Allow: loopback, Now: clock.now, Robots: s.options()})
		if _, err := c.Get(context.Background(), u+path, Conditions{}); ReasonOf(err) != want {
			t.Errorf("after %v: %v, want %q", at, err, want)
		}
		if host, _ := Host(u); want == RobotsDenied && c.Every(host) != 3*time.Second {
			t.Errorf("after %v: Every = %v, want the Crawl-delay", at, c.Every(host))
		}
		if n := asked.Load(); n != times {
			t.Errorf("after %v: asked %d times, want %d", at, n, times)
		}
	}
	start(0, "/closed", RobotsDenied, 1)
	start(time.Hour, "/closed", RobotsDenied, 1)
	start(25*time.Hour, "/closed", RobotsDenied, 2)
	status.Store(500)
	start(50*time.Hour, "/closed", RobotsDenied, 3) // not to be had: the old answer counts
	status.Store(404)
	start(75*time.Hour, "/closed", "", 4)
	start(76*time.Hour, "/closed", "", 4) // that there is none is remembered, too
	s.until[u] = noon.AddDate(10, 0, 0)   // by a clock that was wrong
	start(77*time.Hour, "/closed", "", 4)
}

func TestAShelfThatFailsIsAnEmptyOne(t *testing.T) {
	t.Parallel()
	u, asked := site(t, func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("User-agent: *\nDisallow: /closed")) })
	broken := errors.New("disk full")
	c := client(t, Options{Allow: loopback, Robots: &Shelf{
		Find: func(context.Context, string) ([]byte, time.Time, error) { return nil, time.Time{}, broken },
		Keep: func(context.Context, string, []byte, time.Time) error { return broken },
	}})
	fails(t, c, u+"/closed", RobotsDenied, fault.Denied, "robots.txt")
	if _, err := c.Get(context.Background(), u+"/open", Conditions{}); err != nil || asked.Load() != 1 {
		t.Errorf("Get = %v, robots.txt asked for %d times; want the page, once", err, asked.Load())
	}
}
