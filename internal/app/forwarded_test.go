package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnlyTrustedProxiesSayWhoAsks(t *testing.T) {
	t.Parallel()
	trusted, err := prefixes("trusted-proxies", []string{"10.0.0.0/8", "127.0.0.1", "2001:db8:1::/48"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, peer string
		forwarded  []string
		want       string
		inside     bool
	}{
		{"no proxy", "192.0.2.7:5000", nil, "192.0.2.7:5000", true},
		{"a stranger's header", "198.51.100.7:5000", []string{"192.0.2.1"}, "198.51.100.7:5000", false},
		{"one proxy", "10.1.1.1:5000", []string{"192.0.2.9"}, "192.0.2.9:0", true},
		{"what the client invented is left of what the proxy saw", "10.1.1.1:5000", []string{"192.0.2.1, 203.0.113.5"}, "203.0.113.5:0", false},
		{"two proxies", "10.1.1.1:5000", []string{"192.0.2.9, 10.2.2.2"}, "192.0.2.9:0", true},
		{"two headers", "10.1.1.1:5000", []string{"192.0.2.1", "203.0.113.5"}, "203.0.113.5:0", false},
		{"nonsense", "10.1.1.1:5000", []string{"unknown"}, "10.1.1.1:5000", false},
		{"nonsense before", "10.1.1.1:5000", []string{"unknown, 10.2.2.2"}, "10.2.2.2:0", false},
		{"IPv6 in brackets with a port", "[2001:db8:1::5]:5000", []string{"[2001:db8:9::7]:443"}, "[2001:db8:9::7]:0", false},
		{"mapped", "[::ffff:10.1.1.1]:5000", []string{"192.0.2.9"}, "192.0.2.9:0", true},
		{"a proxy that says nothing", "10.1.1.1:5000", nil, "10.1.1.1:5000", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			inside, _ := prefixes("inside-networks", []string{"192.0.2.0/24"})
			var got string
			var in bool
			h := forwarded(trusted, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, in = r.RemoteAddr, comesFrom(r, inside) }))
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = c.peer
			for _, f := range c.forwarded {
				r.Header.Add("X-Forwarded-For", f)
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			if got != c.want || in != c.inside {
				t.Errorf("address %s, inside %v; want %s, %v", got, in, c.want, c.inside)
			}
		})
	}
}

func TestHTTPSIsBelievedOfTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	trusted, _ := prefixes("trusted-proxies", []string{"10.0.0.0/8"})
	for peer, want := range map[string]string{"10.1.1.1:1": "https", "192.0.2.1:1": ""} {
		var scheme, trace string
		h := forwarded(trusted, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			scheme, trace = r.URL.Scheme, r.Header.Get("Traceparent")
		}))
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = peer
		r.Header.Set("X-Forwarded-Proto", "https")
		r.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
		h.ServeHTTP(httptest.NewRecorder(), r)
		if scheme != want || (trace != "") != (want != "") {
			t.Errorf("from %s: scheme %q, trace %q", peer, scheme, trace)
		}
	}
}
