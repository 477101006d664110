// Package fetch is Parley's way out: polite, bounded HTTP. Every outbound
// connection but mail goes through the transport made here, which refuses
// private and special addresses. Start with New and Client.Get; for webhooks, push,
// sign-in elsewhere and lists of filters take Client.HTTP.
//
// A Client is safe for concurrent use. It keeps one pace per host, leaves a host alone that asks for it or fails
// again and again, and asks each host's robots.txt once a day. It keeps no cookies and uses no proxy.
package fetch

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/observe"
)

// Options say how a Client behaves. The zero value is right for the open internet.
type Options struct {
	Agent     string            // product token of the User-Agent and in robots.txt; default "Parley"
	Version   string            // shown in the User-Agent
	Contact   string            // address or page of the operator, shown in the User-Agent
	MaxBytes  int64             // of an answer, as sent and after decompression; default 16 MiB
	MaxRatio  int64             // of the two, once an answer has grown beyond 1 MiB; default 250
	Timeout   time.Duration     // of one request, redirects included, waiting for the pace not; default 1 min
	LeastRate int64             // bytes per second that an answer must bring, over any 10 s; default 256, negative is none
	Every     time.Duration     // least time between two requests to one host; default 1 s, negative is none
	Patience  time.Duration     // longest wait for a host's pace within Get, beyond it Get fails as Paused; default: as long as it takes
	Allow     []string          // private networks that may be reached, as CIDR prefixes
	Resolver  *net.Resolver     // asked for names; default: that of the system
	Robots    *Shelf            // remembers robots.txt between starts; nil: this process remembers alone
	Transport http.RoundTripper // replaces the guarded transport: for a built-in internet without a network
	Now       func() time.Time  // default time.Now
	Observe   *observe.Observer // may be nil

	window  time.Duration                       // over which LeastRate is looked at; default 10 s
	waits   waits                               // of a connection
	control func(network, address string) error // asked last before a connection is made
	tune    func(*http.Transport)               // a last word on the guarded transport
	own     func() ([]net.Addr, error)          // the machine's own addresses
}

// Bounds of a request.
const (
	maxRedirects   = 10
	maxURLBytes    = 8 << 10
	maxHeaderBytes = 64 << 10
	maxErrorBytes  = 64 << 10 // read of an answer that carries no page, to tell who refused
	ratioFrom      = 1 << 20
)

// waits bound the parts of making a connection.
type waits struct{ dial, handshake, header time.Duration }

// Client fetches.
type Client struct {
	opt    Options
	agent  string
	out    http.RoundTripper
	robots robotsCache
	pace   pacer
}

// New makes a Client. It fails with fault.Invalid when Allow holds what is no prefix.
func New(o Options) (*Client, error) {
	o.setDefaults()
	c := &Client{opt: o, agent: agent(o)}
	g, err := newGuard(o)
	if err != nil {
		return nil, err
	}
	inner := o.Transport
	if inner == nil {
		inner = g.transport(o)
	} else {
		g = nil // a built-in internet has no inside
	}
	c.out = &outlet{inner: inner, agent: c.agent, guard: g}
	c.robots.hosts = map[string]*robotsEntry{}
	c.pace = pacer{every: o.Every, patience: o.Patience, now: o.Now, hosts: map[string]*hostState{}}
	return c, nil
}

func (o *Options) setDefaults() {
	if o.Agent == "" {
		o.Agent = "Parley"
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 16 << 20
	}
	if o.MaxRatio == 0 {
		o.MaxRatio = 250
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	if o.LeastRate == 0 {
		o.LeastRate = 256
	}
	if o.Every == 0 {
		o.Every = time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.window == 0 {
		o.window = 10 * time.Second
	}
	if o.waits == (waits{}) {
		o.waits = waits{dial: 10 * time.Second, handshake: 10 * time.Second, header: 20 * time.Second}
	}
	if o.own == nil {
		o.own = net.InterfaceAddrs
	}
}

// agent is the User-Agent: product, version, and where the operator can be reached.
func agent(o Options) string {
	a := o.Agent
	if o.Version != "" {
		a += "/" + o.Version
	}
	contact := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '(' || r == ')' {
			return -1
		}
		return r
	}, strings.TrimSpace(o.Contact))
	if contact != "" {
		a += " (+" + contact + ")"
	}
	return a
}

// Agent is the User-Agent that every request carries.
func (c *Client) Agent() string { return c.agent }

// Get fetches an address. It waits for the host's pace, obeys robots.txt, follows redirects, and
// returns the capture with its status, headers and body; NotModified tells a 304.
// ReasonOf says why it failed, RetryAfter when another try makes sense.
// Failures are fault.Invalid (no such kind of address or answer), fault.Denied (robots.txt, a private
// address, a wall), fault.NotFound, fault.Gone, fault.TooLarge, and fault.Busy for what may work later.
func (c *Client) Get(ctx context.Context, raw string, cond Conditions) (a Answer, err error) {
	defer fault.Wrap(&err, "fetch %s", shorten(raw))
	ctx, done := c.observed(ctx, raw)
	defer func() { done(a, err) }()
	u, p := parseAddress(raw)
	if p != nil {
		return Answer{}, p
	}
	v := visit{c: c, cond: cond, left: c.opt.Timeout, robots: true, hops: maxRedirects, maxBytes: c.opt.MaxBytes}
	r, p := v.follow(ctx, u)
	if p != nil {
		return Answer{}, p
	}
	return c.answer(u, r), nil
}

// HTTP is a client for other uses: webhooks, push, sign-in elsewhere, lists of filters. It dials through the same guard, follows a
// bounded number of redirects and says the same User-Agent, but asks no robots.txt and keeps no pace. It does not decompress. The
// caller bounds what it reads. ReasonOf understands its failures.
func (c *Client) HTTP() *http.Client {
	return &http.Client{Transport: c.out, Timeout: c.opt.Timeout, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return failf(RedirectLoop, fault.Invalid, "more than %d redirects", maxRedirects)
		}
		return nil
	}}
}

// Every is the least time between two requests to a host ("a.example" or "a.example:8080"): the setting, or the
// Crawl-delay of its robots.txt where that is known and longer.
func (c *Client) Every(host string) time.Duration { return c.pace.everyOf(host) }

// Usual is the least time between two requests to a host that says nothing about it.
func (c *Client) Usual() time.Duration { return max(0, c.opt.Every) }

// Due is when the next request to a host would be polite: after its pace and after a pause that it asked for
// or that its failures call for. It is the past for a host that is free.
func (c *Client) Due(host string) time.Time { return c.pace.due(host) }

// shorten keeps messages readable and logs bounded.
func shorten(raw string) string {
	if len(raw) > 500 {
		return strings.ToValidUTF8(raw[:500], "") + "…"
	}
	return raw
}
