// Package fetch is Parley's way out: polite, bounded HTTP. Every outbound
// connection but mail goes through the transport made here, which refuses
// private and special addresses. Start with New and Client.Get.
//
// A Client is safe for concurrent use. It keeps one pace per host and asks each
// host's robots.txt once a day.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// Options say how a Client behaves. The zero value is right for the open internet.
type Options struct {
	Agent     string            // product token of the User-Agent; default "Parley"
	Version   string            // shown in the User-Agent
	Contact   string            // address or page of the operator, shown in the User-Agent
	MaxBytes  int64             // of a response after decompression; default 16 MiB
	Timeout   time.Duration     // of one request, redirects included; default 30 s
	Every     time.Duration     // least time between two requests to one host; default 1 s, negative is none
	Allow     []string          // private networks that may be reached, as CIDR prefixes
	Transport http.RoundTripper // replaces the guarded transport: for a built-in internet without a network
	Now       func() time.Time  // default time.Now
}

// Client fetches.
type Client struct {
	opt    Options
	http   *http.Client
	agent  string
	robots robotsCache
	pace   pacer
}

const maxRedirects = 5

// New makes a Client. It fails with fault.Invalid when Allow holds what is no prefix.
func New(o Options) (*Client, error) {
	if o.Agent == "" {
		o.Agent = "Parley"
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 16 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Every == 0 {
		o.Every = time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	tr := o.Transport
	if tr == nil {
		t, err := guarded(o.Allow)
		if err != nil {
			return nil, err
		}
		tr = t
	}
	c := &Client{opt: o, agent: agent(o)}
	c.robots.hosts = map[string]*robotsEntry{}
	c.pace.next = map[string]time.Time{}
	c.http = &http.Client{Transport: tr, Timeout: o.Timeout, CheckRedirect: c.redirect}
	return c, nil
}

func agent(o Options) string {
	a := o.Agent
	if o.Version != "" {
		a += "/" + o.Version
	}
	if o.Contact != "" {
		a += " (+" + o.Contact + ")"
	}
	return a
}

// Get fetches an address. It waits for the host's pace, obeys robots.txt, and
// returns the capture with its status, headers and body; NotModified tells a 304.
// ReasonOf says why it failed, RetryAfter when another try makes sense.
// Failures are fault.Invalid (no such kind of address), fault.Denied (robots.txt or a private
// address), fault.NotFound, fault.Gone, fault.TooLarge, and fault.Busy for what may work later.
func (c *Client) Get(ctx context.Context, raw string, cond Conditions) (_ Answer, err error) {
	defer fault.Wrap(&err, "fetch %s", raw)
	u, err := parseHTTP(raw)
	if err != nil {
		return Answer{}, err
	}
	if err := c.allowed(ctx, u); err != nil {
		return Answer{}, err
	}
	return c.get(ctx, u, cond)
}

// HTTP is a client for other uses: webhooks, push, sign-in elsewhere, lists of filters. It dials through the same guard, follows a
// bounded number of redirects and says the same User-Agent, but asks no robots.txt and keeps no pace. The caller bounds what it reads.
func (c *Client) HTTP() *http.Client { return c.http }

// Every is the least time between two requests to a host ("a.example" or "a.example:8080"): the setting, or the
// Crawl-delay of its robots.txt where that is longer.
func (c *Client) Every(host string) time.Duration { return max(0, c.opt.Every) }

// Due is when the next request to a host would be polite: after its pace and after a pause that it asked for.
// It is the past for a host that is free.
func (c *Client) Due(host string) time.Time { return c.pace.due(host) }

// Host is the host of an address as Every and Due name it: lower case, the port only where it is not the scheme's own.
func Host(raw string) (string, bool) {
	u, err := parseHTTP(raw)
	if err != nil {
		return "", false
	}
	return hostKey(u), true
}

func hostKey(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Scheme == "http" {
		return strings.TrimSuffix(host, ":80")
	}
	return strings.TrimSuffix(host, ":443")
}

func parseHTTP(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return nil, failf(NotAPage, fault.Invalid, "not an address")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, failf(NotAPage, fault.Invalid, "only http and https addresses can be fetched")
	}
	if u.User != nil {
		return nil, failf(NotAPage, fault.Invalid, "addresses with a user name or password are not fetched")
	}
	u.Fragment = ""
	return u, nil
}

func (c *Client) get(ctx context.Context, u *url.URL, cond Conditions) (Answer, error) {
	if err := c.pace.wait(ctx, hostKey(u), c.opt.Every, c.opt.Now); err != nil {
		return Answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Answer{}, fault.Errorf(fault.Invalid, "%w", err)
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,text/plain;q=0.8,*/*;q=0.5")
	if cond.ETag != "" {
		req.Header.Set("If-None-Match", cond.ETag)
	}
	if cond.LastModified != "" {
		req.Header.Set("If-Modified-Since", cond.LastModified)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return Answer{}, transportFault(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotModified && cond != (Conditions{}) {
		return Answer{NotModified: true, FreshFor: freshFor(resp.Header, c.opt.Now())}, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.opt.MaxBytes+1))
	if err != nil {
		return Answer{}, failf(BrokenOff, fault.Busy, "the answer broke off after %d bytes: %w", len(body), err)
	}
	if int64(len(body)) > c.opt.MaxBytes {
		return Answer{}, failf(TooLarge, fault.TooLarge, "the answer is larger than %d MB", c.opt.MaxBytes>>20)
	}
	cap := &news.Capture{
		URL: u.String(), FinalURL: resp.Request.URL.String(), Time: c.opt.Now().UTC(), Status: resp.StatusCode,
		ContentType: resp.Header.Get("Content-Type"), Header: headers(resp.Header), Body: body,
	}
	a := Answer{Capture: cap, FreshFor: freshFor(resp.Header, cap.Time)}
	a.Terms.add(resp.Header)
	return a, statusFault(resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), cap.Time))
}

func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return failf(RedirectLoop, fault.Invalid, "more than %d redirects", maxRedirects)
	}
	_, err := parseHTTP(req.URL.String())
	return err
}

// statusFault turns a status that carries no page into a failure.
func statusFault(status int, wait time.Duration) error {
	p := statusProblem(status, wait)
	if p == nil {
		return nil
	}
	p.wait = wait
	return p
}

func statusProblem(status int, wait time.Duration) *problem {
	switch {
	case status < 300:
		return nil
	case status == http.StatusNotFound:
		return failf(Missing, fault.NotFound, "the server says 404, not found")
	case status == http.StatusGone:
		return failf(Removed, fault.Gone, "the server says 410, removed for good")
	case status == http.StatusUnavailableForLegalReasons:
		return failf(LegalReasons, fault.Gone, "the server says 451, not available for legal reasons")
	case status == http.StatusUnauthorized:
		return failf(LoginWall, fault.Denied, "the server says 401: it gives this page only after signing in")
	case status == http.StatusPaymentRequired:
		return failf(Paywall, fault.Denied, "the server says 402: it gives this page only for payment")
	case status == http.StatusForbidden:
		return failf(Refused, fault.Denied, "the server says 403: it does not give this page to programs like this one")
	case status == http.StatusTooManyRequests:
		return failf(RateLimited, fault.Busy, "the server says 429, too many requests%s", afterText(wait))
	case status >= 500:
		return failf(ServerError, fault.Busy, "the server says %d%s", status, afterText(wait))
	}
	return failf(Other, fault.Invalid, "the server says %d", status)
}

func afterText(wait time.Duration) string {
	if wait <= 0 {
		return ""
	}
	return ", try again after " + wait.Round(time.Second).String()
}

// transportFault names what went wrong below HTTP.
func transportFault(err error) error {
	if fault.KindOf(err) != nil {
		return err
	}
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case blocked(err):
		return failf(PrivateNetwork, fault.Denied, "the address leads to a private or special network: %w", err)
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &dns) && dns.IsNotFound:
		return failf(NoSuchHost, fault.NotFound, "no such host %s", dns.Name)
	case errors.As(err, &timeout) && timeout.Timeout():
		return failf(TimedOut, fault.Busy, "no answer in time")
	}
	return failf(Other, fault.Busy, "%w", err)
}

func headers(h http.Header) []news.Header {
	var out []news.Header
	for _, k := range []string{"Content-Type", "Content-Language", "Date", "ETag", "Last-Modified", "Cache-Control", "Expires", "Link", "Location", "X-Robots-Tag"} {
		for _, v := range h.Values(k) {
			out = append(out, news.Header{Name: k, Value: v})
		}
	}
	return out
}

func (p *pacer) due(host string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.next[host]
}

// pacer keeps requests to one host apart.
type pacer struct {
	mu   sync.Mutex
	next map[string]time.Time
}

func (p *pacer) wait(ctx context.Context, host string, every time.Duration, now func() time.Time) error {
	if every <= 0 {
		return ctx.Err()
	}
	p.mu.Lock()
	t := now()
	at := p.next[host]
	if at.Before(t) {
		at = t
	}
	p.next[host] = at.Add(every)
	if len(p.next) > 10000 { // forget hosts whose pace has passed
		for h, n := range p.next {
			if n.Before(t) {
				delete(p.next, h)
			}
		}
	}
	p.mu.Unlock()
	timer := time.NewTimer(at.Sub(t))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for the pace of %s: %w", host, ctx.Err())
	}
}
