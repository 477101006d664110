package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// inside stands for what must not be reached: servers on the loopback addresses that count whoever connects.
type inside struct {
	port  string
	conns atomic.Int64
}

func newInside(t *testing.T) *inside {
	t.Helper()
	in := &inside{}
	l4, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	in.port = l4.Addr().String()[strings.LastIndex(l4.Addr().String(), ":")+1:]
	listeners := []net.Listener{l4}
	if l6, err := net.Listen("tcp6", "[::1]:"+in.port); err == nil {
		listeners = append(listeners, l6)
	} else {
		t.Logf("this machine has no IPv6 loopback: its forms are checked at the dialer alone (%v)", err)
	}
	var wg sync.WaitGroup
	for _, l := range listeners {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				in.conns.Add(1)
				c.SetDeadline(time.Now().Add(5 * time.Second))
				c.Read(make([]byte, 4096)) // a client takes an answer before its question for a broken connection
				io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
				c.Close()
			}
		}()
		t.Cleanup(func() { l.Close() })
	}
	t.Cleanup(func() {
		for _, l := range listeners {
			l.Close()
		}
		wg.Wait()
	})
	return in
}

// outsideAddr stands for the open internet: the one loopback address that the tests allow.
const outsideAddr = "127.0.0.2"

// newOutside serves what a hostile site sends. Every answer closes its connection, so that each request looks its host up anew.
func newOutside(t *testing.T, h http.HandlerFunc) (port string) {
	t.Helper()
	l, err := net.Listen("tcp4", outsideAddr+":0")
	if err != nil {
		t.Skipf("this machine has no second loopback address: %v", err)
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		h(w, r)
	})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Serve(l)
	}()
	t.Cleanup(func() { s.Close(); <-done })
	return l.Addr().String()[strings.LastIndex(l.Addr().String(), ":")+1:]
}

// dials notes every address that the guard lets pass, and stops those that are not outside: no packet leaves the machine.
type dials struct {
	mu     sync.Mutex
	passed []netip.Addr
}

var errStopped = errors.New("stopped by the test")

func (d *dials) control(_, address string) error {
	a := netip.MustParseAddrPort(address).Addr()
	if a == netip.MustParseAddr(outsideAddr) {
		return nil
	}
	d.mu.Lock()
	d.passed = append(d.passed, a)
	d.mu.Unlock()
	return errStopped
}

// wrongly are the addresses that passed and are not those that the test calls public.
func (d *dials) wrongly(public ...string) (out []netip.Addr) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, a := range d.passed {
		ok := false
		for _, p := range public {
			ok = ok || a == netip.MustParseAddr(p)
		}
		if !ok {
			out = append(out, a)
		}
	}
	return out
}

// field is a client among hostile sites, with an inside to reach.
type field struct {
	*inside
	*dials
	*names
	outside string // port
	tried   int
	client  *Client
}

// newField makes one. The outside server redirects "/go?status=…&to=…"; other paths answer with page and the header that it sets.
func newField(t *testing.T) *field {
	t.Helper()
	f := &field{inside: newInside(t), dials: &dials{}}
	var resolver *net.Resolver
	f.names, resolver = newNames(t)
	f.outside = newOutside(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/go":
			status := http.StatusFound
			fmt.Sscan(q.Get("status"), &status)
			w.Header()["Location"] = []string{q.Get("to")}
			w.WriteHeader(status)
		case "/header":
			w.Header()[q.Get("name")] = []string{q.Get("value")}
			fmt.Fprint(w, "page")
		default:
			fmt.Fprintf(w, `<meta http-equiv="refresh" content="0; url=http://127.0.0.1:%s/"><base href="http://127.0.0.1:%s/">page`, f.port, f.port)
		}
	})
	c, err := New(Options{
		Every: -1, Timeout: 5 * time.Second, Allow: []string{outsideAddr + "/32"}, Resolver: resolver, control: f.control,
		own: func() ([]net.Addr, error) {
			return []net.Addr{&net.IPNet{IP: net.ParseIP(ownAddress), Mask: net.CIDRMask(24, 32)}}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	f.client = c
	return f
}

// ownAddress is what the machine of the tests calls its own; no test asks anybody there.
const ownAddress = "8.8.4.4"

// try asks by both ways out. It reports what came from inside, and in any case an answer where none may be.
func (f *field) try(t *testing.T, raw string, mayAnswer bool) {
	t.Helper()
	f.tried++
	a, err := f.client.Get(context.Background(), raw, Conditions{})
	if err == nil && !mayAnswer {
		t.Errorf("Get(%q) answers %q, want a refusal", raw, a.Capture.Body)
	}
	if err == nil && strings.Contains(string(a.Capture.Body), "secret") {
		t.Errorf("Get(%q) gives what is inside", raw)
	}
	resp, err := f.client.HTTP().Get(raw)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if !mayAnswer && resp.StatusCode < 300 {
		t.Errorf("HTTP().Get(%q) answers %q, want a refusal", raw, body)
	}
	if strings.Contains(string(body), "secret") {
		t.Errorf("HTTP().Get(%q) gives what is inside", raw)
	}
}

// through fails for whatever reached the inside or passed the guard.
func (f *field) through(t *testing.T, what string, public ...string) {
	t.Helper()
	wrong := f.wrongly(public...)
	if n := f.conns.Load(); n > 0 || len(wrong) > 0 {
		t.Errorf("%s: %d connections came through, the guard let pass %v; want none", what, n, wrong)
	}
	t.Logf("%s: %d tried by two ways each, %d connections came through, %d addresses wrongly passed", what, f.tried, f.conns.Load(), len(wrong))
}

// loopbackForms are ways to write an address of this machine, %s being the port.
var loopbackForms = strings.Fields(`
	127.0.0.1:%s 127.1:%s 127.0.1:%s 127.0.0.1.:%s 127.127.127.127:%s 127.255.255.254:%s
	2130706433:%s 4294967297:%s 2130706433.:%s 0x7f000001:%s 0X7F000001:%s 0x7f.0x0.0x0.0x1:%s 0x7f.1:%s 0x7F.0.0.1:%s 127.0x1:%s
	0177.0.0.1:%s 0177.0.0.01:%s 017700000001:%s 00000177.1:%s 127.000.000.001:%s 0177.0x0.1:%s 127.0.0.01:%s 127.0.0.257:%s
	0:%s 0.0.0.0:%s 0x0:%s 00:%s 0.0:%s 0.0.0.0.:%s
	[::1]:%s [0:0:0:0:0:0:0:1]:%s [0000::0001]:%s [::0.0.0.1]:%s [::]:%s [0::0]:%s [::ffff:127.0.0.1]:%s [::ffff:7f00:1]:%s [0:0:0:0:0:ffff:127.0.0.1]:%s
	[::FFFF:7F00:0001]:%s [::ffff:0.0.0.0]:%s [::ffff:0:127.0.0.1]:%s [::127.0.0.1]:%s [::7f00:1]:%s [::1%%25lo]:%s [::1%%251]:%s [fe80::1%%25lo]:%s [::ffff:127.0.0.1%%25lo]:%s
	[64:ff9b::127.0.0.1]:%s [64:ff9b::7f00:1]:%s [64:ff9b:1::127.0.0.1]:%s [2002:7f00:1::]:%s [2002:7f00:1::1]:%s [2001:0:7f00:1::]:%s [2001::80ff:fffe]:%s [2001:0:0:0:0:0:80ff:fffe]:%s
	localhost:%s LOCALHOST:%s LocalHost:%s localhost.:%s a.localhost:%s localhost.localdomain:%s ip6-localhost:%s ip6-loopback:%s
	①②⑦.⓪.⓪.①:%s １２７.０.０.１:%s １２７．０．０．１:%s 127。0。0。1:%s 127｡0｡0｡1:%s ⑯⑴:%s 𝟭𝟮𝟳.𝟬.𝟬.𝟭:%s ₁₂₇.0.0.1:%s ¹²⁷.0.0.1:%s ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:%s ｌｏｃａｌｈｏｓｔ:%s loc­alhost:%s [：：1]:%s ０x7f000001:%s
	127%%2e0%%2e0%%2e1:%s %%31%%32%%37.0.0.1:%s 127.0.0.1%%00.a.example:%s 127.0.0.1%%23.a.example:%s localhost%%2f:%s
	user@127.0.0.1:%s user:word@127.0.0.1:%s a.example@127.0.0.1:%s a.example:80@127.0.0.1:%s a.example%%40@127.0.0.1:%s :@127.0.0.1:%s a.example\@127.0.0.1:%s 127.0.0.1:%s\@a.example 127.0.0.1:%s#@a.example 127.0.0.1:%s?@a.example a.example&@127.0.0.1:%s#@b.example
	127.0.0.1:0%s 127.0.0.1:000%s 127.0.0.1:+%s 127.0.0.1:%s:80 127.0.0.1::%s
`)

// elsewhere are addresses of private and special networks.
var elsewhere = strings.Fields(`
	10.0.0.1 10.255.255.254 172.16.0.1 172.31.255.254 192.168.0.1 192.168.255.254 169.254.169.254 169.254.0.1 100.64.0.1 100.100.100.200 100.127.255.254
	192.0.0.1 192.0.0.192 192.0.2.1 198.51.100.1 203.0.113.1 198.18.0.1 198.19.255.254 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1
	224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 0.1.2.3 168.63.129.16 8.8.4.4
	fc00::1 fd00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 ff0e::1 100::1 100:0:0:1::1 2001:db8::1 3fff::1 5f00::1 2001:2::1 2001:10::1 2001:20::1 2001:1::1 2620:4f:8000::1
	64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::1 2002:a00:1:: 2002:c0a8:101::1 2002:a9fe:a9fe:: 2001:0:a00:1:: ::10.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::2 4000::1 e000::1
`)

// oddForms are addresses that are wrong as a whole.
var oddForms = []string{
	"http:127.0.0.1:%s", "http:/127.0.0.1:%s/", "http:///127.0.0.1:%s/", "http:////127.0.0.1:%s/", `http:\\127.0.0.1:%s\`, `http:/\127.0.0.1:%s/`, "//127.0.0.1:%s/", "127.0.0.1:%s",
	"http://127.0.0.1:%s\t/", "http://127.0\n.0.1:%s/", "http://127.0.0.1 :%s/", "http:// 127.0.0.1:%s/", "http\t://127.0.0.1:%s/", "\x00http://127.0.0.1:%s/", "HTTP://127.0.0.1:%s/",
	"gopher://127.0.0.1:%s/_x", "file://127.0.0.1:%s/etc/passwd", "ftp://127.0.0.1:%s/", "dict://127.0.0.1:%s/", "ldap://127.0.0.1:%s/", "ws://127.0.0.1:%s/", "jar:http://127.0.0.1:%s/!/", "view-source:http://127.0.0.1:%s/",
	"data:text/html,http://127.0.0.1:%s/", "javascript:fetch('http://127.0.0.1:%s')", "unix:///run/x.sock:%s", "http+unix://127.0.0.1:%s/", "url:http://127.0.0.1:%s/",
}

func TestNoAddressLeadsInside(t *testing.T) {
	t.Parallel()
	f := newField(t)
	for _, form := range loopbackForms {
		raw := "http://" + fmt.Sprintf(form, f.port) + "/"
		f.try(t, raw, false)
		f.try(t, "https"+strings.TrimPrefix(raw, "http"), false)
	}
	for _, a := range elsewhere {
		f.try(t, "http://"+net.JoinHostPort(a, f.port)+"/", false)
	}
	for _, form := range oddForms {
		f.try(t, fmt.Sprintf(form, f.port), false)
	}
	f.through(t, "addresses in every notation")
}

func TestNoRedirectLeadsInside(t *testing.T) {
	t.Parallel()
	f := newField(t)
	base := "http://" + outsideAddr + ":" + f.outside
	var targets []string
	for _, form := range loopbackForms {
		targets = append(targets, "http://"+fmt.Sprintf(form, f.port)+"/")
	}
	for _, form := range oddForms {
		targets = append(targets, fmt.Sprintf(form, f.port))
	}
	for i, target := range append(targets, "//127.0.0.1:"+f.port+"/", `\\127.0.0.1:`+f.port+"/", `/\127.0.0.1:`+f.port+"/", "///127.0.0.1:"+f.port+"/") {
		if strings.ContainsAny(target, "\n\x00") {
			continue // no server can send it in a header
		}
		status := []int{301, 302, 303, 307, 308}[i%5]
		f.try(t, fmt.Sprintf("%s/go?status=%d&to=%s", base, status, url.QueryEscape(target)), true)
	}
	for _, a := range elsewhere {
		for _, status := range []int{301, 302, 303, 307, 308} {
			f.try(t, fmt.Sprintf("%s/go?status=%d&to=%s", base, status, url.QueryEscape("http://"+net.JoinHostPort(a, f.port)+"/")), false)
		}
	}
	for _, status := range []int{300, 304, 305, 306, 399, 200, 201, 401, 503} { // no redirects, whatever their Location says
		f.try(t, fmt.Sprintf("%s/go?status=%d&to=%s", base, status, url.QueryEscape("http://127.0.0.1:"+f.port+"/")), true)
	}
	// One redirect hides behind others.
	step := base + "/go?to=" + url.QueryEscape("http://127.0.0.1:"+f.port+"/")
	for range 4 {
		step = base + "/go?to=" + url.QueryEscape(step)
		f.try(t, step, false)
	}
	f.through(t, "redirects")
}

func TestNoNameLeadsInside(t *testing.T) {
	t.Parallel()
	f := newField(t)
	const public = "9.9.9.9" // the test lets no packet go there
	private := append([]string{"127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"}, elsewhere...)
	for i, a := range private {
		name := fmt.Sprintf("n%d.example", i)
		f.set(name, []string{a})
		f.set("mixed-"+name, []string{public, a})
		f.set("mixed2-"+name, []string{a, public, "2606:4700::1111"})
		f.set("alias-"+name, []string{"=" + name})
		for _, before := range []string{"", "mixed-", "mixed2-", "alias-"} {
			f.try(t, "http://"+before+name+":"+f.port+"/", false)
		}
	}
	f.through(t, "names", public, "2606:4700::1111")
	if len(f.passed) == 0 {
		t.Error("no public address of the mixed answers was ever dialled: the name server of the test was not asked")
	}
}

func TestNoNameThatChangesItsAnswerLeadsInside(t *testing.T) {
	t.Parallel()
	f := newField(t)
	for i, a := range []string{"127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fd00::1", "0.0.0.0", "64:ff9b::7f00:1"} {
		good, bad := []string{outsideAddr}, []string{a}
		for k, answers := range [][][]string{
			{good, bad}, {good, good, bad}, {good, good, good, bad}, {bad, good}, {good, bad, good, bad}, {good, {outsideAddr, a}, bad}, {{a, outsideAddr}, bad, good},
		} {
			name := fmt.Sprintf("turn%d-%d.example", i, k)
			f.set(name, answers...)
			// The port is that of the outside: inside nobody listens there, and the guard tells where it was led.
			for range 3 {
				f.try(t, "http://"+name+":"+f.outside+"/", true)
			}
			f.set("in-"+name, answers...)
			for range 3 {
				f.try(t, "http://in-"+name+":"+f.port+"/", false)
			}
			f.set("to-"+name, answers...)
			f.try(t, fmt.Sprintf("http://%s:%s/go?to=%s", name, f.outside, url.QueryEscape("http://to-"+name+":"+f.port+"/")), true)
		}
	}
	f.through(t, "names that change their answer")
}

func TestNoHeaderLeadsInside(t *testing.T) {
	t.Parallel()
	f := newField(t)
	base := "http://" + outsideAddr + ":" + f.outside
	target := "http://127.0.0.1:" + f.port + "/"
	for name, value := range map[string]string{
		"Refresh": "0; url=" + target, "Alt-Svc": `h2="127.0.0.1:` + f.port + `"; ma=86400, http/1.1="127.0.0.1:` + f.port + `"`, "Link": "<" + target + `>; rel="preload"`, "Content-Location": target,
		"Location": target, "Proxy": target, "X-Accel-Redirect": target, "Upgrade": "h2c", "Origin": target, "Host": "127.0.0.1:" + f.port, "Proxy-Connection": "close", "URI": target,
	} {
		for range 2 { // twice: what it says may only work the next time
			f.try(t, base+"/header?name="+name+"&value="+url.QueryEscape(value), true)
		}
	}
	f.try(t, base+"/page", true)            // its own words lead inside
	f.try(t, base+"/"+target, true)         // as if it were a proxy
	f.try(t, base+"/?url="+target, true)    // as if it fetched for us
	f.try(t, base+"/%0d%0aHost:%20x", true) // as if it split
	f.through(t, "headers and pages")
}

// TestNoProxyIsUsed sets the environment, so it does not run beside others.
func TestNoProxyIsUsed(t *testing.T) {
	f := newField(t)
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "REQUEST_METHOD"} {
		value := "http://127.0.0.1:" + f.port
		if name == "REQUEST_METHOD" {
			value = ""
		}
		t.Setenv(name, value)
	}
	t.Setenv("NO_PROXY", "")
	f.set("public.example", []string{"9.9.9.9"})
	for _, raw := range []string{
		"http://public.example/", "https://public.example/", "http://9.9.9.9/", "https://9.9.9.9/", "http://public.example:8080/", "http://127.0.0.1:" + f.port + "/", "http://proxy:word@public.example/",
	} {
		f.try(t, raw, false)
	}
	f.try(t, "http://"+outsideAddr+":"+f.outside+"/page", true)
	f.through(t, "proxies of the environment", "9.9.9.9")
}

func TestRobotsLeadNowhereInside(t *testing.T) {
	t.Parallel()
	in, d := newInside(t), &dials{}
	port := newOutside(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.Redirect(w, r, "http://127.0.0.1:"+in.port+"/robots.txt", http.StatusMovedPermanently)
			return
		}
		fmt.Fprint(w, "page")
	})
	c := client(t, Options{Allow: []string{outsideAddr + "/32"}, control: d.control})
	if _, err := c.Get(context.Background(), "http://"+outsideAddr+":"+port+"/", Conditions{}); ReasonOf(err) != PrivateNetwork {
		t.Errorf("robots.txt that leads inside: %v, want a private network", err)
	}
	if n := in.conns.Load(); n > 0 || len(d.wrongly()) > 0 {
		t.Errorf("%d connections came through, the guard let pass %v", n, d.wrongly())
	}
}

// TestTheInsideCanBeReached shows that the tests above would notice: with everything allowed the same server answers.
func TestTheInsideCanBeReached(t *testing.T) {
	t.Parallel()
	in := newInside(t)
	n, resolver := newNames(t)
	n.set("inside.example", []string{"127.0.0.1"})
	c := client(t, Options{Allow: []string{"127.0.0.0/8", "::1/128"}, Resolver: resolver})
	for _, raw := range []string{"http://127.0.0.1:" + in.port + "/", "http://inside.example:" + in.port + "/", "http://localhost:" + in.port + "/"} {
		a, err := c.Get(context.Background(), raw, Conditions{})
		if err != nil || string(a.Capture.Body) != "secret" {
			t.Errorf("Get(%s) = %v, want what is inside", raw, err)
		}
	}
	if in.conns.Load() == 0 {
		t.Error("nobody came")
	}
}
