package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
)

var noon = time.Date(2026, 11, 12, 12, 0, 0, 0, time.UTC)

func TestFreshFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header map[string]string
		want   time.Duration
	}{
		{nil, 0},
		{map[string]string{"Cache-Control": "max-age=600"}, 10 * time.Minute},
		{map[string]string{"Cache-Control": "public, MAX-AGE = 600 , must-revalidate"}, 10 * time.Minute},
		{map[string]string{"Cache-Control": `max-age="600"`}, 10 * time.Minute},
		{map[string]string{"Cache-Control": "max-age=600", "Age": "100"}, 500 * time.Second},
		{map[string]string{"Cache-Control": "max-age=600", "Age": "1000"}, 0},
		{map[string]string{"Cache-Control": "max-age=600, max-age=60"}, time.Minute},
		{map[string]string{"Cache-Control": "max-age=600, no-cache"}, 0},
		{map[string]string{"Cache-Control": "no-store"}, 0},
		{map[string]string{"Cache-Control": "max-age=-1"}, 0},
		{map[string]string{"Cache-Control": "max-age=soon", "Expires": "Thu, 12 Nov 2026 13:00:00 GMT"}, 0},
		{map[string]string{"Cache-Control": "max-age=999999999999999999999999"}, maxFresh},
		{map[string]string{"Cache-Control": "s-maxage=600"}, 0},
		{map[string]string{"Expires": "Thu, 12 Nov 2026 13:00:00 GMT"}, time.Hour},
		{map[string]string{"Expires": "Thu, 12 Nov 2026 13:00:00 GMT", "Date": "Thu, 12 Nov 2026 12:30:00 GMT"}, 30 * time.Minute},
		{map[string]string{"Expires": "Thu, 12 Nov 2026 11:00:00 GMT"}, 0},
		{map[string]string{"Expires": "0"}, 0},
		{map[string]string{"Expires": "Thu, 12 Nov 2026 13:00:00 GMT", "Cache-Control": "max-age=60"}, time.Minute},
		{map[string]string{"Expires": "Thu, 12 Nov 9999 13:00:00 GMT"}, maxFresh},
	} {
		h := http.Header{}
		for k, v := range c.header {
			h.Set(k, v)
		}
		if got := freshFor(h, noon); got != c.want {
			t.Errorf("freshFor(%v) = %v, want %v", c.header, got, c.want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for v, want := range map[string]time.Duration{
		"120": 2 * time.Minute, " 5 ": 5 * time.Second, "Thu, 12 Nov 2026 12:10:00 GMT": 10 * time.Minute, "Thursday, 12-Nov-26 12:10:00 GMT": 10 * time.Minute,
		"Thu Nov 12 12:10:00 2026": 10 * time.Minute, "Thu, 12 Nov 2026 11:00:00 GMT": 0, "": 0, "0": 0, "-1": 0, "soon": 0, "1.5": 0,
		"99999999": maxRetryAfter, "99999999999999999999999": maxRetryAfter, "Thu, 12 Nov 2099 12:10:00 GMT": maxRetryAfter,
	} {
		if got := retryAfter(v, noon); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", v, got, want)
		}
	}
}

func FuzzHeaders(f *testing.F) {
	for _, s := range [][3]string{{"max-age=60, no-cache", "Thu, 12 Nov 2026 13:00:00 GMT", "120"}, {"max-age=9999999999999", "0", "Thu, 12 Nov 2026 12:10:00 GMT"}, {`max-age="1",,=`, "", "-1"}} {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, cache, expires, retry string) {
		h := http.Header{"Cache-Control": {cache, retry}, "Expires": {expires}, "Age": {retry}, "Date": {retry}, "X-Robots-Tag": {cache}, "Content-Usage": {expires}, "Content-Encoding": {cache, retry}}
		if d := freshFor(h, noon); d < 0 || d > maxFresh {
			t.Errorf("freshFor = %v", d)
		}
		if d := retryAfter(retry, noon); d < 0 || d > maxRetryAfter {
			t.Errorf("retryAfter(%q) = %v", retry, d)
		}
		var terms Terms
		terms.add(h)
		for _, l := range slices.Concat(terms.Robots, terms.Usage) {
			if len(l) > maxTermBytes {
				t.Errorf("a term of %d bytes is kept", len(l))
			}
		}
		if e, p := encodingOf(h); p == nil && e != "" && e != "gzip" && e != "deflate" {
			t.Errorf("encoding %q is taken", e)
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://a.example/", "https://[::1]:8080/x?y#z", "http://0x7f.1", "http://１２７.0.0.1", `http:\\a`, "http://a@b", "http://xn--a.example", "http://a..b", "http://a%2fb/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, p := parseAddress(raw)
		if p != nil {
			return
		}
		again, p := parseAddress(u.String())
		if p != nil || again.String() != u.String() || again.Host != u.Host {
			t.Errorf("%q is read as %q, and that as %v (%v)", raw, u, again, p)
		}
		if u.User != nil || u.Fragment != "" || u.Host != strings.ToLower(u.Host) {
			t.Errorf("%q is read as %q", raw, u)
		}
	})
}

func TestStatusesInPlainWords(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		status := 404
		fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.WriteHeader(status)
	})
	for status, want := range map[int]struct {
		reason Reason
		kind   *fault.Kind
	}{
		400: {Other, fault.Invalid}, 401: {LoginWall, fault.Denied}, 402: {Paywall, fault.Denied}, 403: {Refused, fault.Denied}, 404: {Missing, fault.NotFound},
		410: {Removed, fault.Gone}, 418: {Other, fault.Invalid}, 429: {RateLimited, fault.Busy}, 451: {LegalReasons, fault.Gone}, 500: {ServerError, fault.Busy},
		502: {ServerError, fault.Busy}, 503: {ServerError, fault.Busy}, 599: {ServerError, fault.Busy}, 304: {BrokenOff, fault.Busy}, 300: {Other, fault.Invalid},
	} {
		fails(t, bounded(t, nil), fmt.Sprintf("%s/%d", u, status), want.reason, want.kind, fmt.Sprint(status))
	}
}

func TestHostsInTrouble(t *testing.T) {
	t.Parallel()
	asked := 0
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked++
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	clock := &clock{noon}
	c := client(t, Options{Allow: loopback, Now: clock.now})
	_, err := c.Get(context.Background(), u+"/a", Conditions{})
	if wait, ok := RetryAfter(err); ReasonOf(err) != ServerError || !ok || wait != 2*time.Minute {
		t.Errorf("Get = %v, RetryAfter %v, want a server error and 2m", err, wait)
	}
	clock.t = noon.Add(90 * time.Second)
	_, err = c.Get(context.Background(), u+"/b", Conditions{})
	if wait, ok := RetryAfter(err); ReasonOf(err) != Paused || !ok || wait != 30*time.Second || asked != 1 {
		t.Errorf("Get within the pause = %v, RetryAfter %v, %d requests; want paused, 30s, 1", err, wait, asked)
	}
	host, _ := Host(u)
	if got, want := c.Due(host), noon.Add(2*time.Minute); !got.Equal(want) {
		t.Errorf("Due = %v, want %v", got, want)
	}
	clock.t = noon.Add(121 * time.Second)
	if _, err = c.Get(context.Background(), u+"/c", Conditions{}); ReasonOf(err) != ServerError || asked != 2 {
		t.Errorf("Get after the pause = %v, %d requests; want another try", err, asked)
	}
}

func TestMovedForGood(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]struct {
			path   string
			status int
		}{"/1": {"/2", 301}, "/2": {"/3", 308}, "/3": {"/4", 302}, "/4": {"/5", 301}, "/t": {"/1", 307}}[r.URL.Path]
		if to.path != "" {
			http.Redirect(w, r, to.path, to.status)
		} else if r.URL.Path != "/5" {
			http.NotFound(w, r)
		} else if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	for path, want := range map[string]string{"/1": u + "/3", "/2": u + "/3", "/3": "", "/4": u + "/5", "/5": "", "/t": ""} {
		for _, cond := range []Conditions{{}, {ETag: `"x"`}} {
			a, err := bounded(t, nil).Get(context.Background(), u+path, cond)
			if err != nil || a.Moved != want {
				t.Errorf("Get(%s, %v): moved %q, %v; want %q", path, cond, a.Moved, err, want)
			}
			if err == nil && a.Capture != nil && (a.Capture.URL != u+path || a.Capture.FinalURL != u+"/5") {
				t.Errorf("Get(%s): from %s to %s", path, a.Capture.URL, a.Capture.FinalURL)
			}
		}
	}
}

func TestWallsBehindRedirects(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/members":
			http.Redirect(w, r, "/account/login?next=/members", http.StatusFound)
		case "/paid":
			http.Redirect(w, r, "/subscribe", http.StatusSeeOther)
		case "/about-login":
			http.Redirect(w, r, "/2026/login-problems-reported", http.StatusFound)
		case "/login":
			http.Redirect(w, r, "/login/", http.StatusFound)
		}
	})
	c := bounded(t, nil)
	fails(t, c, u+"/members", LoginWall, fault.Denied, "login wall")
	fails(t, c, u+"/paid", Paywall, fault.Denied, "paywall")
	for _, path := range []string{"/about-login", "/login"} {
		if _, err := c.Get(context.Background(), u+path, Conditions{}); err != nil {
			t.Errorf("Get(%s) = %v, want the page", path, err)
		}
	}
}

// TestProtectionServices holds what their refusals look like, shortened to what tells them apart, and answers that look alike but are none.
func TestProtectionServices(t *testing.T) {
	t.Parallel()
	long := "<html>" + strings.Repeat("<p>an ordinary page</p>", 3000)
	for _, c := range []struct {
		status int
		header string
		body   string
		want   string
	}{
		{403, "CF-Mitigated: challenge", "<title>Just a moment...</title>", "Cloudflare"},
		{503, "Server: cloudflare", "<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x>", "Cloudflare"},
		{403, "Server: cloudflare", "<title>Attention Required! | Cloudflare</title>", "Cloudflare"},
		{403, "Server: cloudflare", "error code: 1020", "Cloudflare"},
		{403, "Server: cloudflare", "<h1>Members only</h1>", ""},
		{200, "Server: cloudflare", "an article about error code: 10 and <title>Just a moment...", ""},
		{403, "X-DataDome: protected", "<script>var dd={}</script><script src=https://ct.captcha-delivery.com/c.js>", "DataDome"},
		{200, "X-DataDome: protected", "an ordinary page", ""},
		{403, "", `<div id="px-captcha"></div>`, "HUMAN (PerimeterX)"},
		{200, "", `<script>window._pxAppId="x"</script> an ordinary page`, ""},
		{200, "", `<iframe src="/_Incapsula_Resource?x">Request unsuccessful. Incapsula incident ID: 1-2</iframe>`, "Imperva"},
		{200, "", long + "Incapsula incident ID", ""},
		{202, "X-Amzn-Waf-Action: challenge", "", "AWS WAF"},
		{403, "Server: AkamaiGHost", "<H1>Access Denied</H1> Reference&#32;&#35;18&#46;x https://errors.edgesuite.net/18", "Akamai"},
		{503, "Server: AkamaiGHost", "busy", ""},
		{403, "Server: Sucuri/Cloudproxy", "Access Denied - Sucuri WebSite Firewall", "Sucuri"},
		{200, "", `<script id="anubis_challenge" type="application/json">`, "Anubis"},
		{401, "Server: QRATOR", `<script src="/__qrator/qauth_x.js">`, "Qrator"},
		{403, "Server: ddos-guard", "<title>DDoS-Guard</title>", "DDoS-Guard"},
		{429, "X-Kpsdk-Ct: x", "", "Kasada"},
		{429, "X-Vercel-Mitigated: challenge", "", "Vercel"},
		{403, "Server: CloudFront", "403 ERROR The request could not be satisfied. Request blocked.", "Amazon CloudFront"},
		{403, "Server: nginx", "403 Forbidden", ""},
		{404, "Server: AkamaiGHost", "Access Denied errors.edgesuite.net", ""},
	} {
		u := server(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			if k, v, ok := strings.Cut(c.header, ": "); ok {
				w.Header().Set(k, v)
			}
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		})
		_, err := bounded(t, nil).Get(context.Background(), u+"/", Conditions{})
		if got := BlockedBy(err); got != c.want {
			t.Errorf("%d, %s: blocked by %q (%v), want %q", c.status, c.header, got, err, c.want)
		}
		if c.want != "" && (ReasonOf(err) != Blocked || !errors.Is(err, fault.Denied) || !strings.Contains(err.Error(), "lawful options")) {
			t.Errorf("%s: %v, want a refusal with what can be done", c.want, err)
		}
		if c.want == "" && c.status == 200 && err != nil {
			t.Errorf("%d, %s: %v, want the page", c.status, c.header, err)
		}
	}
}

func TestTermsAreKeptWithTheCapture(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "License: https://a.example/license.xml\nUser-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /open/ train-ai=y\nSitemap: https://a.example/map.xml\n")
			return
		}
		w.Header().Add("X-Robots-Tag", "noarchive")
		w.Header().Add("X-Robots-Tag", "otherbot: noindex")
		w.Header().Set("Content-Signal", "ai-train=no")
		w.Header().Set("TDM-Reservation", "1")
		w.Header().Set("Cache-Control", "max-age=300")
		w.Header().Set("Set-Cookie", "id=1")
		fmt.Fprint(w, "page")
	})
	a, err := bounded(t, nil).Get(context.Background(), u+"/news", Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	want := Terms{
		Licenses: []string{"https://a.example/license.xml"}, Usage: []string{"content-usage: train-ai=n", "content-signal: ai-train=no"},
		Robots: []string{"noarchive", "otherbot: noindex"}, Reserved: []string{"tdm-reservation: 1"},
	}
	if d := cmp.Diff(want, a.Terms); d != "" {
		t.Errorf("terms (-want +got):\n%s", d)
	}
	if a.FreshFor != 5*time.Minute {
		t.Errorf("FreshFor = %v, want 5m", a.FreshFor)
	}
	lines := map[string][]string{}
	for _, h := range a.Capture.Header {
		lines[h.Name] = append(lines[h.Name], h.Value)
	}
	for name, want := range map[string][]string{
		RobotsLicense: {"https://a.example/license.xml"}, RobotsUsage: {"content-usage: train-ai=n"}, "X-Robots-Tag": {"noarchive", "otherbot: noindex"}, "TDM-Reservation": {"1"}, "Set-Cookie": nil,
	} {
		if !slices.Equal(lines[name], want) {
			t.Errorf("%s = %q, want %q", name, lines[name], want)
		}
	}
}

func TestWhatHoldsNoWordsIsNotRead(t *testing.T) {
	t.Parallel()
	u := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "video/mp4")
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
		}
	})
	fails(t, bounded(t, nil), u+"/", NotAPage, fault.Invalid, "video/mp4")
}

func TestHostIsWrittenOneWay(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"HTTP://A.Example:80/x": "a.example", "https://a.example:443": "a.example", "https://a.example:80/": "a.example:80", "http://a.example./": "a.example",
		"http://a.example:0080/": "a.example", "http://ÉXAMPLE.example/": "xn--xample-9ua.example", "http://[2606:4700:0:0::1111]/": "[2606:4700::1111]", "http://old_site.example/": "old_site.example", "nonsense": "", "http:///": "",
	} {
		if got, ok := Host(raw); got != want || ok != (want != "") {
			t.Errorf("Host(%q) = %q, %v; want %q", raw, got, ok, want)
		}
	}
}

func TestUserAgentIsHonest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "Parley"},
		{Options{Version: "1.2", Contact: "https://reader.example/about"}, "Parley/1.2 (+https://reader.example/about)"},
		{Options{Version: "1.2", Contact: " desk@reader.example\r\nX-Evil: (1) "}, "Parley/1.2 (+desk@reader.exampleX-Evil: 1)"},
	} {
		var got []string
		u := server(t, func(w http.ResponseWriter, r *http.Request) { got = append(got, r.Header.Get("User-Agent")) })
		c.o.Allow = loopback
		cl := client(t, c.o)
		if _, err := cl.Get(context.Background(), u+"/", Conditions{}); err != nil {
			t.Error(err)
		}
		if resp, err := cl.HTTP().Get(u); err != nil {
			t.Error(err)
		} else {
			resp.Body.Close()
		}
		if want := []string{c.want, c.want, c.want}; !slices.Equal(got, want) {
			t.Errorf("User-Agents = %q, want %q for robots.txt, the page and other uses", got, want)
		}
	}
}

func TestReasonsAreAllDifferent(t *testing.T) {
	t.Parallel()
	seen := map[Reason]bool{}
	for _, r := range Reasons() {
		if r == "" || seen[r] {
			t.Errorf("reason %q stands there twice or says nothing", r)
		}
		seen[r] = true
	}
	if got := ReasonOf(nil); got != "" {
		t.Errorf("ReasonOf(nil) = %q", got)
	}
	if got := ReasonOf(errors.New("x")); got != Other {
		t.Errorf("ReasonOf of a stranger = %q, want %q", got, Other)
	}
}
