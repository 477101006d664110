package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch/robots"
	"github.com/parley-news/parley/internal/news"
)

// visit is the way to one page: a request and the redirects from it.
type visit struct {
	c        *Client
	cond     Conditions
	left     time.Duration // of the time for requests
	robots   bool          // robots.txt is asked, the pace is kept
	hops     int           // redirects that are followed
	maxBytes int64
	cut      bool // what is over maxBytes is left out instead of a failure
}

// reply is where a visit ended.
type reply struct {
	url    *url.URL // of the answer
	moved  string
	status int
	header http.Header
	body   []byte
	rules  *robots.Rules // of the host that answered; nil when robots.txt was not asked
}

// follow goes from address to address until one answers.
func (v *visit) follow(ctx context.Context, u *url.URL) (*reply, *problem) {
	first, moved, forGood := u, "", true
	seen := map[string]bool{}
	for hop := 0; ; hop++ {
		if seen[u.String()] {
			return nil, failf(RedirectLoop, fault.Invalid, "its redirects lead in a circle, back to %s", shorten(u.String()))
		}
		if hop > v.hops {
			return nil, failf(RedirectLoop, fault.Invalid, "more than %d redirects, the last one to %s", v.hops, shorten(u.String()))
		}
		seen[u.String()] = true
		rules, p := v.ready(ctx, u, hop > 0 && u.Host == first.Host)
		if p != nil {
			return nil, p
		}
		r, p := v.ask(ctx, u)
		if v.robots {
			v.note(u, r, p)
		}
		if p != nil {
			return nil, p
		}
		if !isRedirect(r.status) {
			if wall := wallBehind(first, u); hop > 0 && wall != nil {
				return nil, wall
			}
			r.moved, r.rules = moved, rules
			return r, nil
		}
		next, p := target(u, r.header.Get("Location"))
		if p != nil {
			return nil, p
		}
		forGood = forGood && (r.status == http.StatusMovedPermanently || r.status == http.StatusPermanentRedirect)
		if forGood {
			moved = next.String()
		}
		u = next
	}
}

// ready asks robots.txt and waits for the pace. A redirect within a host belongs to the request before it and does not wait.
func (v *visit) ready(ctx context.Context, u *url.URL, step bool) (*robots.Rules, *problem) {
	if !v.robots {
		return nil, nil
	}
	rules, p := v.c.rules(ctx, u)
	if p != nil {
		return nil, p
	}
	if !rules.Allowed(u.RequestURI()) {
		return nil, failf(RobotsDenied, fault.Denied, "the robots.txt of %s asks programs not to read this address", u.Host)
	}
	if step {
		v.c.pace.sent(hostKey(u))
		return rules, nil
	}
	return rules, v.c.pace.wait(ctx, hostKey(u))
}

func (v *visit) note(u *url.URL, r *reply, p *problem) {
	switch {
	case p == nil:
		v.c.pace.note(hostKey(u), "", r.status, 0)
	default:
		v.c.pace.note(hostKey(u), p.reason, p.status, p.wait)
	}
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func target(u *url.URL, location string) (*url.URL, *problem) {
	if location == "" {
		return nil, failf(BadRedirect, fault.Invalid, "the server sends us elsewhere without saying where")
	}
	next, err := u.Parse(location)
	if err != nil {
		return nil, failf(BadRedirect, fault.Invalid, "the server sends us to what is no address")
	}
	next, p := parseAddress(next.String())
	if p != nil {
		return nil, failf(BadRedirect, fault.Invalid, "the server sends us to %s: %w", shorten(location), p.err)
	}
	return next, nil
}

var (
	errTimedOut = errors.New("the time for a request is over")
	errTooSlow  = errors.New("the answer comes too slowly")
)

// ask sends one request and reads its answer.
func (v *visit) ask(ctx context.Context, u *url.URL) (*reply, *problem) {
	began := time.Now()
	defer func() { v.left -= time.Since(began) }()
	within, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	timer := time.AfterFunc(max(v.left, 0), func() { stop(errTimedOut) })
	defer timer.Stop()
	req, err := http.NewRequestWithContext(within, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, failf(NotAPage, fault.Invalid, "%w", err)
	}
	v.setHeader(req.Header)
	resp, err := v.c.out.RoundTrip(req)
	if err != nil {
		return nil, v.whyNot(ctx, within, err, 0)
	}
	defer resp.Body.Close()
	pulse := newPulse(v.c.opt.LeastRate, v.c.opt.window, func() { stop(errTooSlow) })
	defer pulse.end()
	r := &reply{url: u, status: resp.StatusCode, header: resp.Header}
	switch {
	case isRedirect(r.status), r.status == http.StatusNotModified && v.cond != Conditions{}:
		return r, nil
	case r.status < 200 || r.status >= 300:
		b := &body{max: maxErrorBytes, cut: true, ratio: v.c.opt.MaxRatio, pulse: pulse}
		words, _, _ := b.read(resp) // as much as comes: they only help to tell who refused
		return nil, statusProblem(r, words, v.c.opt.Now())
	}
	if p := noText(resp.Header.Get("Content-Type")); p != nil {
		return nil, p
	}
	b := &body{max: v.maxBytes, cut: v.cut, ratio: v.c.opt.MaxRatio, pulse: pulse}
	data, p, err := b.read(resp)
	if p == nil && err != nil {
		p = v.whyNot(ctx, within, err, b.wire)
	}
	if p != nil {
		return nil, p
	}
	r.body = data
	if by := challenger(r.status, r.header, r.body); by != "" {
		return nil, blockedBy(by, r.status)
	}
	return r, nil
}

func (v *visit) setHeader(h http.Header) {
	h.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,text/plain;q=0.8,*/*;q=0.5")
	h.Set("Accept-Encoding", "gzip, deflate")
	if v.cond.ETag != "" {
		h.Set("If-None-Match", v.cond.ETag)
	}
	if v.cond.LastModified != "" {
		h.Set("If-Modified-Since", v.cond.LastModified)
	}
}

// whyNot tells who ended a request: the caller, one of our limits, or the network.
func (v *visit) whyNot(ctx, within context.Context, err error, read int64) *problem {
	switch {
	case ctx.Err() != nil:
		return &problem{reason: Stopped, err: context.Cause(ctx)}
	case context.Cause(within) == errTimedOut:
		return failf(TimedOut, fault.Busy, "not done within %s: %d bytes had come", v.c.opt.Timeout, read)
	case context.Cause(within) == errTooSlow:
		return failf(TooSlow, fault.Busy, "the server sends too slowly, less than %d bytes a second: ended after %d bytes", v.c.opt.LeastRate, read)
	case read > 0:
		return failf(BrokenOff, fault.Busy, "the answer broke off after %d bytes: %w", read, err)
	}
	return transportProblem(err)
}

func (c *Client) answer(asked *url.URL, r *reply) Answer {
	now := c.opt.Now().UTC()
	a := Answer{FreshFor: freshFor(r.header, now), Moved: r.moved}
	var fromRobots Terms
	if r.rules != nil {
		fromRobots = Terms{Licenses: r.rules.Licenses, Usage: r.rules.Usage(r.url.RequestURI())}
	}
	a.Terms = Terms{Licenses: fromRobots.Licenses, Usage: append([]string(nil), fromRobots.Usage...)}
	a.Terms.add(r.header)
	if r.status == http.StatusNotModified {
		a.NotModified = true
		return a
	}
	a.Capture = &news.Capture{
		URL: asked.String(), FinalURL: r.url.String(), Time: now, Status: r.status,
		ContentType: r.header.Get("Content-Type"), Header: append(headers(r.header), fromRobots.header()...), Body: r.body,
	}
	return a
}
