package fetch

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"github.com/parley-news/parley/internal/fault"
)

// parseAddress reads the address of a page and writes its host in the one form it is known by. Forms that programs read
// differently (numbers in place of a host, zones, user names) are refused, so that nothing can mean one host here and another when dialling.
func parseAddress(raw string) (*url.URL, *problem) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxURLBytes {
		return nil, failf(NotAPage, fault.Invalid, "the address is longer than %d KB", maxURLBytes>>10)
	}
	u, err := url.Parse(raw)
	if err == nil && u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return nil, failf(NotAPage, fault.Invalid, "only http and https addresses can be fetched")
	}
	if err != nil || u.Scheme == "" || u.Host == "" || u.Opaque != "" {
		return nil, failf(NotAPage, fault.Invalid, "not an address: give it in full, such as https://a.example/page")
	}
	if u.User != nil {
		return nil, failf(NotAPage, fault.Invalid, "addresses with a user name or password are not fetched")
	}
	host, p := hostName(u.Hostname())
	if p != nil {
		return nil, p
	}
	port := u.Port()
	if port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 || n > 65535 {
			return nil, failf(NotAPage, fault.Invalid, "there is no port %s", port)
		}
		if slices.Contains(otherPorts, n) {
			return nil, failf(NotAPage, fault.Invalid, "port %d belongs to another service, no pages are there", n)
		}
		port = strconv.Itoa(n)
	}
	if u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		port = ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" {
		host += ":" + port
	}
	u.Host, u.Fragment, u.RawFragment = host, "", ""
	return u, nil
}

// domains maps names as browsers do, but leaves underscores alone: a few old sites have them.
var domains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.BidiRule())

// hostName is a host in lower case and ASCII, or an address in its shortest form.
func hostName(h string) (string, *problem) {
	if strings.Contains(h, ":") {
		a, err := netip.ParseAddr(h)
		if err != nil || a.Zone() != "" {
			return "", failf(NotAPage, fault.Invalid, "%q is no address of a host on the internet", h)
		}
		return a.String(), nil
	}
	h, err := domains.ToASCII(h)
	h = strings.TrimSuffix(h, ".")
	if again, e := domains.ToASCII(h); err != nil || e != nil || again != h || h == "" || len(h) > 253 || strings.Contains(h, "..") || strings.HasPrefix(h, ".") || strings.ContainsFunc(h, notInHost) {
		return "", failf(NotAPage, fault.Invalid, "the host in the address is no host name")
	}
	if !isNumber(h[strings.LastIndexByte(h, '.')+1:]) {
		return h, nil
	}
	a, err := netip.ParseAddr(h)
	if err != nil {
		return "", failf(NotAPage, fault.Invalid, "host %q is a number: give a name, or an address of four decimal numbers", h)
	}
	return a.String(), nil
}

func notInHost(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_')
}

// isNumber reports whether a last label would be read as a number by those who read numbers as addresses.
func isNumber(label string) bool {
	if rest, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(rest, "0123456789abcdef") == ""
	}
	return label != "" && strings.Trim(label, "0123456789") == ""
}

// hostKey names the host of an address that parseAddress gave, with its port unless that is the scheme's own.
func hostKey(u *url.URL) string { return u.Host }

// Host is the host of an address as Every and Due name it: lower case, the port only where it is not the scheme's own.
func Host(raw string) (string, bool) {
	u, p := parseAddress(raw)
	if p != nil {
		return "", false
	}
	return hostKey(u), true
}

// otherPorts are those that browsers refuse too (the "bad ports" of the Fetch standard): an HTTP request may be taken
// there for a message of another kind.
var otherPorts = []int{
	1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119,
	123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
	993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
}
