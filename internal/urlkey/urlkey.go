// Package urlkey gives the canonical form of a web address, under which pages are
// compared, and the key of the site that it belongs to. Start with Canonical, Key and Site.
//
// Nothing here asks the network. All functions are pure and safe for concurrent use.
package urlkey

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"github.com/parley-news/parley/internal/fault"
)

// maxAddress is the longest address taken, in bytes; browsers and servers stop well below.
const maxAddress = 8 << 10

// Canonical returns the canonical form of an absolute http or https address: scheme and host in
// lower case, host in ASCII, no user, default port or fragment, dot segments
// resolved, escapes written one way, parameters that only track the reader dropped. It still leads to the same page. Applying it twice changes
// nothing. Anything else than such an address is fault.Invalid.
func Canonical(raw string) (string, error) {
	u, err := parse(raw)
	if err != nil {
		return "", err
	}
	s := u.Scheme + "://" + u.Host + u.path
	if u.query != "" {
		s += "?" + u.query
	}
	return s, nil
}

// Key returns what addresses of one page share, for comparison only: the canonical form
// without scheme, "www." or "m.", index file and closing slash, parameters sorted. "" if raw is no web address.
func Key(raw string) string {
	u, err := parse(raw)
	if err != nil {
		return ""
	}
	host := u.Host
	for _, p := range []string{"www.", "m.", "mobile.", "amp."} {
		if rest, ok := strings.CutPrefix(host, p); ok && strings.Contains(rest, ".") {
			host = rest
			break
		}
	}
	path := u.path
	if i := strings.LastIndexByte(path, '/'); i >= 0 && indexFiles[strings.ToLower(path[i+1:])] && u.query == "" {
		path = path[:i]
	}
	path = strings.TrimRight(path, "/")
	if u.query == "" {
		return host + path
	}
	pairs := strings.Split(u.query, "&")
	slices.Sort(pairs)
	return host + path + "?" + strings.Join(pairs, "&")
}

// Site returns the key of the site that an address or bare host belongs to: its registrable
// domain in ASCII ("dw.com", "xn--….ir"), or the host where there is none below a
// public suffix (addresses by number, one-word hosts). "" if rawURL has no host.
func Site(rawURL string) string {
	if !strings.Contains(rawURL, "://") {
		rawURL = "http://" + strings.TrimPrefix(strings.TrimSpace(rawURL), "//")
	}
	u, err := parse(rawURL)
	if err != nil {
		return ""
	}
	host := u.hostname
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.String()
	}
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return strings.TrimPrefix(host, "www.")
}

type address struct {
	Scheme, Host   string // Host with a port that is not the scheme's own
	hostname, path string
	query          string
}

func parse(raw string) (address, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxAddress {
		return address{}, fault.Errorf(fault.Invalid, "address of %d bytes is too long", len(raw))
	}
	u, err := url.Parse(raw)
	if err != nil {
		return address{}, fault.Errorf(fault.Invalid, "%q is no web address", raw)
	}
	a := address{Scheme: strings.ToLower(u.Scheme)}
	if a.Scheme != "http" && a.Scheme != "https" || u.Opaque != "" {
		return address{}, fault.Errorf(fault.Invalid, "%q is no web address", raw)
	}
	if a.hostname = asciiHost(u.Hostname()); a.hostname == "" {
		return address{}, fault.Errorf(fault.Invalid, "%q names no host", raw)
	}
	a.Host = a.hostname
	if strings.Contains(a.Host, ":") {
		a.Host = "[" + a.Host + "]"
	}
	if p := u.Port(); p != "" && p != map[string]string{"http": "80", "https": "443"}[a.Scheme] {
		a.Host += ":" + p
	}
	a.path = cleanPath(u.EscapedPath())
	a.query = cleanQuery(u.RawQuery)
	return a, nil
}

// asciiHost is the host in lower case and ASCII, or "" when it cannot be one.
func asciiHost(h string) string {
	h = strings.ToLower(strings.TrimRight(h, "."))
	if ip, err := netip.ParseAddr(h); err == nil {
		return ip.WithZone("").String()
	}
	if ascii, err := idna.Lookup.ToASCII(h); err == nil {
		h = ascii
	}
	for i := 0; i < len(h); i++ {
		if c := h[i]; c != '-' && c != '.' && c != '_' && !isAlnum(c) {
			return ""
		}
	}
	return h
}

// cleanPath resolves dot segments and writes escapes one way.
func cleanPath(p string) string {
	p = normalEscapes(p, "/:@!$&'()*+,;=")
	if i := strings.Index(strings.ToLower(p), ";jsessionid="); i >= 0 {
		p = p[:i]
	}
	var out []string
	parts := strings.Split(strings.TrimPrefix(p, "/"), "/")
	for i, s := range parts {
		last := i == len(parts)-1
		switch {
		case s == "..":
			out = out[:max(0, len(out)-1)]
		case s != ".":
			out = append(out, s)
			continue
		}
		if last {
			out = append(out, "")
		}
	}
	return "/" + strings.Join(out, "/")
}

// cleanQuery drops parameters that only track the reader; the others keep their order.
func cleanQuery(q string) string {
	var out []string
	for pair := range strings.SplitSeq(q, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if dec, err := url.QueryUnescape(name); err == nil {
			name = dec
		}
		if pair == "" || tracks(strings.ToLower(name)) {
			continue
		}
		out = append(out, normalEscapes(pair, "/:@!$'()*+,;=?"))
	}
	return strings.Join(out, "&")
}

const upperHex = "0123456789ABCDEF"

// normalEscapes writes percent escapes in upper case, unescapes what needs none, and
// escapes what does except the bytes of keep.
func normalEscapes(s, keep string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' {
			if i+2 >= len(s) || unhex(s[i+1]) < 0 || unhex(s[i+2]) < 0 {
				b.WriteString("%25")
				continue
			}
			c, escaped = byte(unhex(s[i+1])<<4|unhex(s[i+2])), true
			i += 2
		}
		if isAlnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || !escaped && strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(upperHex[c>>4])
		b.WriteByte(upperHex[c&15])
	}
	return b.String()
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|32 >= 'a' && c|32 <= 'f':
		return int(c|32-'a') + 10
	}
	return -1
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// tracks reports whether a parameter of this name says how the reader came, not what is read.
func tracks(name string) bool {
	if tracking[name] {
		return true
	}
	i, ok := slices.BinarySearchFunc(trackingPrefixes, name, func(p, n string) int {
		if strings.HasPrefix(n, p) {
			return 0
		}
		return cmp.Compare(p, n)
	})
	return ok && i >= 0
}

// trackingPrefixes is sorted.
var trackingPrefixes = []string{"__hs", "_hs", "at_", "hsa_", "itm_", "mc_", "mtm_", "ns_", "oly_", "pk_", "stm_", "utm_", "wt_", "xtor"}

var tracking = set("fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid igshid igsh yclid ysclid li_fat_id mkt_tok vero_id vero_conv wickedid _openstat " +
	"cmpid cmp camp icid ncid intcid int_cid spm scid sc_cid s_cid cid_source guccounter guce_referrer guce_referrer_sig ref_src ref_url referrer smid smtyp soc_src soc_trk partner_id " +
	"feature_source feedname feedtype ftcamp ocid xing_share sfmc_sub phpsessid jsessionid sessionid aspsessionid _ga _gl _ke trk trkcampaign share_id sharetype echobox fromrss wprov ito")

var indexFiles = set("index.html index.htm index.php index.shtml index.asp index.aspx default.asp default.aspx default.htm default.html")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
