package fetch

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch/robots"
)

// How long an answer about robots.txt holds: as long as it says itself, within these bounds; RFC 9309 (2.4) asks for at most a day.
const (
	robotsMost     = 24 * time.Hour
	robotsLeast    = time.Hour
	robotsAgain    = 10 * time.Minute // after a server that could not say
	robotsRedirect = 5                // RFC 9309 (2.3.1.2)
	maxRobotsHosts = 10000            // bounds the cache
)

// robotsEntry is what is known about one host and scheme. turn holds one token: whoever has it may ask.
type robotsEntry struct {
	turn  chan struct{}
	rules *robots.Rules // nil: never had
	away  *problem      // why it could not be had; then nothing is allowed
	until time.Time
}

// Shelf remembers answers to requests for robots.txt beyond this process, by host with scheme, such as "https://a.example". A
// shelf that fails is an empty one: the host is asked.
type Shelf struct {
	Find func(ctx context.Context, host string) (body []byte, until time.Time, err error)
	Keep func(ctx context.Context, host string, body []byte, until time.Time) error
}

type robotsCache struct {
	mu    sync.Mutex
	hosts map[string]*robotsEntry
}

// rules are those of the host of u, asked for at most once a day. A missing file allows everything; a server that
// fails disallows everything until it answers (RFC 9309, 2.3.1), unless an older answer is at hand.
func (c *Client) rules(ctx context.Context, u *url.URL) (*robots.Rules, *problem) {
	e := c.robots.entry(siteKey(u))
	select {
	case <-e.turn:
	case <-ctx.Done():
		return nil, &problem{reason: Stopped, err: context.Cause(ctx)}
	}
	defer func() { e.turn <- struct{}{} }()
	if e.until.IsZero() {
		c.remember(ctx, u, e)
	}
	if c.opt.Now().After(e.until) {
		if p := c.askRobots(ctx, u, e); p != nil {
			return nil, p
		}
	}
	if e.away != nil {
		away := *e.away
		away.wait = max(time.Second, e.until.Sub(c.opt.Now()))
		return nil, &away
	}
	return e.rules, nil
}

func (rc *robotsCache) entry(key string) *robotsEntry {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	if e := rc.hosts[key]; e != nil {
		return e
	}
	if len(rc.hosts) >= maxRobotsHosts {
		for k := range rc.hosts { // whoever comes: a host that is dropped is asked again
			delete(rc.hosts, k)
			if len(rc.hosts) < maxRobotsHosts*9/10 {
				break
			}
		}
	}
	e := &robotsEntry{turn: make(chan struct{}, 1)}
	e.turn <- struct{}{}
	rc.hosts[key] = e
	return e
}

func siteKey(u *url.URL) string { return u.Scheme + "://" + u.Host }

// remember fills an entry with what another process, or this one before it was started, was told.
func (c *Client) remember(ctx context.Context, u *url.URL, e *robotsEntry) {
	if c.opt.Robots == nil {
		return
	}
	body, until, err := c.opt.Robots.Find(ctx, siteKey(u))
	if err != nil {
		return
	}
	if latest := c.opt.Now().Add(robotsMost); until.After(latest) { // a clock was wrong
		until = latest
	}
	c.learn(u, e, body, until)
}

// learn takes an answer for what it says.
func (c *Client) learn(u *url.URL, e *robotsEntry, body []byte, until time.Time) {
	e.rules, e.away, e.until = robots.Parse(body, c.opt.Agent), nil, until
	c.pace.slow(hostKey(u), e.rules.Delay)
}

// keep remembers an answer. Where that fails, the host is asked again after the next start.
func (c *Client) keep(ctx context.Context, u *url.URL, body []byte, until time.Time) {
	if c.opt.Robots != nil {
		_ = c.opt.Robots.Keep(ctx, siteKey(u), body, until)
	}
}

// askRobots fills an entry. Its problem is one that says nothing about the host: the caller stopped, or our own guard refused.
func (c *Client) askRobots(ctx context.Context, u *url.URL, e *robotsEntry) *problem {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	v := visit{c: c, left: c.opt.Timeout, hops: robotsRedirect, maxBytes: robots.MaxBytes + 1, cut: true}
	r, p := v.follow(ctx, at)
	now := c.opt.Now()
	switch {
	case p == nil:
		c.learn(u, e, r.body, now.Add(max(robotsLeast, min(robotsMost, orMost(freshFor(r.header, now))))))
		c.keep(ctx, u, r.body, e.until)
	case p.reason == Stopped:
		return p
	case p.status >= 400 && p.status < 500 && p.status != http.StatusTooManyRequests, p.reason == RedirectLoop, p.reason == BadRedirect, p.reason == NotAPage, p.reason == BadEncoding, p.reason == Bomb:
		// Not to be had, which is leave (2.3.1.3); a loop counts as that (2.3.1.2), and so does what is no text.
		c.learn(u, e, nil, now.Add(robotsMost))
		c.keep(ctx, u, nil, e.until)
	default:
		e.until = now.Add(max(robotsAgain, min(p.wait, robotsMost)))
		if e.rules == nil {
			e.away = awayProblem(u, p)
		}
	}
	return nil
}

func orMost(d time.Duration) time.Duration {
	if d <= 0 {
		return robotsMost
	}
	return d
}

// awayProblem says why nothing is fetched. Where the page would have failed the same way, that is the reason.
func awayProblem(u *url.URL, p *problem) *problem {
	switch p.reason {
	case ServerError, RateLimited, BrokenOff, TooSlow, TooLarge, Other:
		return failf(RobotsAway, fault.Busy, "%s does not answer for its robots.txt, so nothing is fetched from it for now: %w", u.Host, p.err)
	}
	return p
}

// Sitemaps are the addresses of site maps that the robots.txt of an address's host names, in its order.
func (c *Client) Sitemaps(ctx context.Context, raw string) (_ []string, err error) {
	defer fault.Wrap(&err, "robots.txt of %s", shorten(raw))
	u, p := parseAddress(raw)
	if p != nil {
		return nil, p
	}
	rules, p := c.rules(ctx, u)
	if p != nil {
		return nil, p
	}
	return rules.Sitemaps, nil
}
