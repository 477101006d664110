package app

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

type viaKey struct{}

// forwarded puts the address of who asks in place of that of a proxy that is trusted, and notes whether they came by HTTPS
// (in r.URL.Scheme). What others write into these headers is not believed; nor are their trace identifiers.
func forwarded(trusted []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, ok := addressOf(r.RemoteAddr)
		if !ok || !within(peer, trusted) {
			r.Header.Del("Traceparent")
			r.Header.Del("Tracestate")
			if r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("X-Real-Ip") != "" {
				// Somebody stands in between whom nobody vouches for: where it comes from is not known.
				r = r.WithContext(context.WithValue(r.Context(), viaKey{}, true))
			}
			next.ServeHTTP(w, r)
			return
		}
		r = r.Clone(r.Context())
		if client, ok := clientBehind(r.Header.Values("X-Forwarded-For"), trusted); ok {
			r.RemoteAddr = netip.AddrPortFrom(client, 0).String()
		}
		if last(r.Header.Values("X-Forwarded-Proto")) == "https" {
			r.URL.Scheme = "https"
		}
		next.ServeHTTP(w, r)
	})
}

// clientBehind is the last address of the chain that is no trusted proxy: each proxy appends whom it heard from, so all before
// it may be invented. A chain of trusted ones only begins with who asks.
func clientBehind(headers []string, trusted []netip.Prefix) (client netip.Addr, ok bool) {
	chain := strings.Split(strings.Join(headers, ","), ",")
	for i := len(chain) - 1; i >= 0; i-- {
		a, valid := addressOf(strings.TrimSpace(chain[i]))
		if !valid {
			return client, ok
		}
		client, ok = a, true
		if !within(a, trusted) {
			return client, true
		}
	}
	return client, ok
}

// addressOf reads an address with or without a port.
func addressOf(s string) (netip.Addr, bool) {
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap().WithZone(""), err == nil
}

func within(a netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// comesFrom reports whether a request certainly comes from one of the networks.
func comesFrom(r *http.Request, list []netip.Prefix) bool {
	a, ok := addressOf(r.RemoteAddr)
	return ok && r.Context().Value(viaKey{}) == nil && within(a, list)
}

func last(list []string) string {
	all := strings.Split(strings.Join(list, ","), ",")
	return strings.ToLower(strings.TrimSpace(all[len(all)-1]))
}
