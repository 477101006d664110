package fetch

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"time"

	"code.dny.dev/ssrf"

	"github.com/parley-news/parley/internal/fault"
)

// guarded makes the transport that every outbound connection uses. Addresses are
// checked after name resolution, at the moment of dialling, so that neither a redirect nor a name that
// changes its answer leads inside. Proxies from the environment are not used: they would dial for us unchecked.
func guarded(allow []string) (*http.Transport, error) {
	opts := []ssrf.Option{ssrf.WithAnyPort(), ssrf.WithNetworks("tcp4", "tcp6")}
	var v4, v6 []netip.Prefix
	for _, a := range allow {
		p, err := netip.ParsePrefix(a)
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "network %q: give it as a prefix such as 192.168.0.0/24", a)
		}
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	opts = append(opts, ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
	guard := ssrf.New(opts...)
	d := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: guard.Safe}
	return &http.Transport{
		DialContext:            d.DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost:    2,
		MaxIdleConns:           100,
		IdleConnTimeout:        60 * time.Second,
		ForceAttemptHTTP2:      true,
	}, nil
}

// blocked reports whether err comes from the guard.
func blocked(err error) bool {
	return errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedPort) || errors.Is(err, ssrf.ErrProhibitedNetwork)
}
