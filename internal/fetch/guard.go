package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"github.com/parley-news/parley/internal/fault"
)

// guard refuses addresses of private and special networks, and those of this machine. Addresses are
// checked after name resolution, at the moment of dialling, so that neither a redirect nor a name that
// changes its answer leads inside.
type guard struct {
	nets    *ssrf.Guardian
	allow   []netip.Prefix
	own     func() ([]net.Addr, error)
	control func(network, address string) error
}

// platforms are addresses that look public but belong to the machine's landlord: 168.63.129.16 answers inside one large cloud only.
var platforms = []netip.Prefix{netip.MustParsePrefix("168.63.129.16/32")}

var errOwnAddress = errors.New("it is an address of this machine")

func newGuard(o Options) (*guard, error) {
	g := &guard{own: o.own, control: o.control}
	var v4, v6 []netip.Prefix
	for _, a := range o.Allow {
		p, err := netip.ParsePrefix(a)
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "network %q: give it as a prefix such as 192.168.0.0/24", a)
		}
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
		g.allow = append(g.allow, p)
	}
	g.nets = ssrf.New(ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(platforms...), ssrf.WithNetworks("tcp4", "tcp6"), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
	return g, nil
}

// dialling is asked by the dialer for each address it is about to connect to.
func (g *guard) dialling(network, address string, c syscall.RawConn) error {
	if err := g.nets.Safe(network, address, c); err != nil {
		return err
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ssrf.ErrInvalidHostPort, address)
	}
	if err := g.check(ap.Addr()); err != nil {
		return err
	}
	if g.control != nil {
		return g.control(network, address)
	}
	return nil
}

// check is for an address alone.
func (g *guard) check(a netip.Addr) error {
	if err := g.nets.SafeAddr(a); err != nil {
		return err
	}
	for _, p := range g.allow {
		if p.Contains(a) {
			return nil
		}
	}
	own, err := g.own()
	if err != nil {
		return nil // a machine that hides its addresses from us; those of special networks are refused all the same
	}
	for _, o := range own {
		if n, ok := o.(*net.IPNet); ok {
			if b, ok := netip.AddrFromSlice(n.IP); ok && b.Unmap() == a {
				return errOwnAddress
			}
		}
	}
	return nil
}

// transport makes the one that every connection goes through. Proxies from the environment are
// not used: they would dial for us unchecked.
func (g *guard) transport(o Options) *http.Transport {
	d := &net.Dialer{Timeout: o.waits.dial, KeepAlive: 30 * time.Second, Control: g.dialling, Resolver: o.Resolver}
	t := &http.Transport{
		Proxy:                  nil,
		DialContext:            d.DialContext,
		TLSHandshakeTimeout:    o.waits.handshake,
		ResponseHeaderTimeout:  o.waits.header,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConnsPerHost:    2,
		MaxConnsPerHost:        8,
		MaxIdleConns:           100,
		IdleConnTimeout:        60 * time.Second,
		DisableCompression:     true, // read decompresses, within bounds
		ForceAttemptHTTP2:      true,
	}
	if o.tune != nil {
		o.tune(t)
	}
	return t
}

// blocked reports whether err comes from the guard.
func blocked(err error) bool {
	return errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedPort) || errors.Is(err, ssrf.ErrProhibitedNetwork) ||
		errors.Is(err, ssrf.ErrInvalidHostPort) || errors.Is(err, errOwnAddress)
}

// outlet stands before the transport: whatever client sends through it, the address is read strictly and the User-Agent is ours.
type outlet struct {
	inner http.RoundTripper
	agent string
	guard *guard // nil: a built-in internet
}

// RoundTrip sends one request.
func (o *outlet) RoundTrip(r *http.Request) (*http.Response, error) {
	u, p := parseAddress(r.URL.String())
	if p == nil && o.guard != nil {
		if a, err := netip.ParseAddr(u.Hostname()); err == nil { // so that nothing is done at all for it, not even a connection reused
			if err := o.guard.check(a); err != nil {
				p = privateNetwork(err)
			}
		}
	}
	if p != nil {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, p
	}
	r = r.Clone(r.Context())
	r.URL = u
	if r.Header.Get("User-Agent") == "" {
		r.Header.Set("User-Agent", o.agent)
	}
	return o.inner.RoundTrip(r)
}

// CloseIdleConnections lets go of connections that wait for more requests.
func (o *outlet) CloseIdleConnections() {
	if c, ok := o.inner.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}
