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

// Conditions make a request answer "not modified" when nothing changed.
type Conditions struct{ ETag, LastModified string }

// Get fetches an address. It waits for the host's pace, obeys robots.txt, and
// returns the capture with its status, headers and body; NotModified tells a 304.
// Failures are fault.Invalid (no such kind of address), fault.Denied (robots.txt or a private
// address), fault.NotFound, fault.Gone, fault.TooLarge, and fault.Busy for what may work later.
func (c *Client) Get(ctx context.Context, raw string, cond Conditions) (_ *news.Capture, notModified bool, err error) {
	defer fault.Wrap(&err, "fetch %s", raw)
	u, err := parseHTTP(raw)
	if err != nil {
		return nil, false, err
	}
	if err := c.allowed(ctx, u); err != nil {
		return nil, false, err
	}
	return c.get(ctx, u, cond)
}

func parseHTTP(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return nil, fault.Errorf(fault.Invalid, "not an address")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fault.Errorf(fault.Invalid, "only http and https addresses can be fetched")
	}
	if u.User != nil {
		return nil, fault.Errorf(fault.Invalid, "addresses with a user name or password are not fetched")
	}
	u.Fragment = ""
	return u, nil
}

func (c *Client) get(ctx context.Context, u *url.URL, cond Conditions) (*news.Capture, bool, error) {
	if err := c.pace.wait(ctx, u.Host, c.opt.Every, c.opt.Now); err != nil {
		return nil, false, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, false, fault.Errorf(fault.Invalid, "%w", err)
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
		return nil, false, transportFault(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotModified {
		return nil, true, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.opt.MaxBytes+1))
	if err != nil {
		return nil, false, fault.Errorf(fault.Busy, "the answer broke off after %d bytes: %w", len(body), err)
	}
	if int64(len(body)) > c.opt.MaxBytes {
		return nil, false, fault.Errorf(fault.TooLarge, "the answer is larger than %d MB", c.opt.MaxBytes>>20)
	}
	cap := &news.Capture{
		URL: u.String(), FinalURL: resp.Request.URL.String(), Time: c.opt.Now().UTC(), Status: resp.StatusCode,
		ContentType: resp.Header.Get("Content-Type"), Header: headers(resp.Header), Body: body,
	}
	return cap, false, statusFault(resp.StatusCode, resp.Header.Get("Retry-After"))
}

func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fault.Errorf(fault.Invalid, "more than %d redirects", maxRedirects)
	}
	_, err := parseHTTP(req.URL.String())
	return err
}

// statusFault turns a status that carries no page into a failure.
func statusFault(status int, retryAfter string) error {
	switch {
	case status < 300:
		return nil
	case status == http.StatusNotFound:
		return fault.Errorf(fault.NotFound, "the server says 404, not found")
	case status == http.StatusGone, status == http.StatusUnavailableForLegalReasons:
		return fault.Errorf(fault.Gone, "the server says %d, gone", status)
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusPaymentRequired:
		return fault.Errorf(fault.Denied, "the server says %d: it does not give this page to programs or without sign-in", status)
	case status == http.StatusTooManyRequests, status >= 500:
		if retryAfter != "" {
			return fault.Errorf(fault.Busy, "the server says %d, try again after %s", status, retryAfter)
		}
		return fault.Errorf(fault.Busy, "the server says %d", status)
	}
	return fault.Errorf(fault.Invalid, "the server says %d", status)
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
		return fault.Errorf(fault.Denied, "the address leads to a private or special network: %w", err)
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &dns) && dns.IsNotFound:
		return fault.Errorf(fault.NotFound, "no such host %s", dns.Name)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fault.Errorf(fault.Busy, "no answer in time")
	}
	return fault.Errorf(fault.Busy, "%w", err)
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
