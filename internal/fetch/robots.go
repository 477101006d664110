package fetch

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"github.com/parley-news/parley/internal/fault"
)

// robotsFor is how long an answer about robots.txt holds; RFC 9309 asks for at most a day.
const robotsFor = 24 * time.Hour

// maxRobotsHosts bounds the cache.
const maxRobotsHosts = 10000

type robotsEntry struct {
	group *robotstxt.Group // nil: everything is allowed
	deny  bool             // the server failed: nothing is allowed for now
	until time.Time
}

type robotsCache struct {
	mu    sync.Mutex
	hosts map[string]*robotsEntry
}

// allowed asks the host's robots.txt. A missing file allows everything; a server that
// fails disallows everything until it answers (RFC 9309, 2.3.1).
func (c *Client) allowed(ctx context.Context, u *url.URL) error {
	key := u.Scheme + "://" + u.Host
	c.robots.mu.Lock()
	e := c.robots.hosts[key]
	c.robots.mu.Unlock()
	if e == nil || c.opt.Now().After(e.until) {
		var err error
		if e, err = c.askRobots(ctx, u); err != nil {
			return err
		}
		c.robots.mu.Lock()
		if len(c.robots.hosts) >= maxRobotsHosts {
			clear(c.robots.hosts)
		}
		c.robots.hosts[key] = e
		c.robots.mu.Unlock()
	}
	if e.deny {
		return failf(RobotsAway, fault.Busy, "%s does not answer for its robots.txt, so nothing is fetched from it for now", u.Host)
	}
	if e.group != nil && !e.group.Test(u.EscapedPath()) {
		return failf(RobotsDenied, fault.Denied, "the robots.txt of %s asks programs not to read this address", u.Host)
	}
	return nil
}

func (c *Client) askRobots(ctx context.Context, u *url.URL) (*robotsEntry, error) {
	r := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	a, err := c.get(ctx, r, Conditions{})
	cap := a.Capture
	now := c.opt.Now()
	if cap == nil { // no answer at all
		if ctx.Err() != nil || fault.KindOf(err) != fault.Busy {
			return nil, err
		}
		return &robotsEntry{deny: true, until: now.Add(10 * time.Minute)}, nil
	}
	if cap.Status >= 500 || cap.Status == http.StatusTooManyRequests {
		return &robotsEntry{deny: true, until: now.Add(10 * time.Minute)}, nil
	}
	if cap.Status >= 400 {
		return &robotsEntry{until: now.Add(robotsFor)}, nil
	}
	data, err := robotstxt.FromBytes(cap.Body)
	if err != nil { // a broken file restricts nothing
		return &robotsEntry{until: now.Add(robotsFor)}, nil
	}
	return &robotsEntry{group: data.FindGroup(c.opt.Agent), until: now.Add(robotsFor)}, nil
}
