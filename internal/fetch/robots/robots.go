// Package robots reads robots.txt as RFC 9309 says. Parse gives the Rules for one
// program; Rules.Allowed answers for an address.
//
// What the RFC leaves open is decided in favour of the site: usual misspellings of disallow are understood, rules of all groups
// that fit are one, and lines of other kinds never end a group. Beyond the RFC it keeps Crawl-delay, Sitemap,
// License (RSL 1.0) and preferences about automated use (Content-Usage, Content-Signal).
//
// Parsing takes time and memory in proportion to the file, of which MaxBytes are read; matching takes time in
// proportion to the address for each rule. Rules never change and may be used by many at once.
package robots

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxBytes of a file are read, the rest is left out, as RFC 9309 (2.5) allows from 500 KiB on.
const MaxBytes = 500 << 10

// Bounds of what is kept beyond rules.
const (
	maxKept     = 100           // sitemaps, licences, preferences: each
	maxKeptLine = 2048          // bytes of one of them
	maxDelay    = 1 * time.Hour // a Crawl-delay beyond is one that nobody means
)

// Rules are what a robots.txt says to one program. The zero value allows everything.
type Rules struct {
	Delay    time.Duration // Crawl-delay of the group; 0: none
	Sitemaps []string      // whole file, in order
	Licenses []string      // whole file, in order
	rules    []rule        // the longest first, allow before disallow among equals
	usage    []usage
}

type rule struct {
	pattern pattern
	allow   bool
}

// usage is a preference about automated use, for the addresses that a pattern fits.
type usage struct {
	name, value string
	pattern     pattern
}

// Parse reads a file for the program whose product token is agent, such as "Parley". Every input
// gives rules; what cannot be understood says nothing.
func Parse(data []byte, agent string) *Rules {
	if len(data) > MaxBytes {
		data = data[:MaxBytes]
		if i := bytes.LastIndexAny(data, "\r\n"); i >= 0 { // half a line could say what the whole one does not
			data = data[:i]
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	p := parser{agent: strings.ToLower(agent)}
	for len(data) > 0 {
		line := data
		if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
			line, data = data[:i], data[i+1:]
		} else {
			data = nil
		}
		p.line(line)
	}
	return p.rules()
}

// parser holds two candidates: the rules of groups that name us and the rules for everybody.
type parser struct {
	agent         string
	out           Rules
	ours, all     Rules
	named         bool // a group named us, be it empty
	inOurs, inAll bool // the group that is being read is for us, for everybody
	rulesSeen     bool // its agent lines are over
}

func (p *parser) line(raw []byte) {
	if i := bytes.IndexByte(raw, '#'); i >= 0 {
		raw = raw[:i]
	}
	key, value, ok := split(string(raw))
	if !ok {
		return
	}
	switch key {
	case "user-agent", "useragent", "user agent":
		p.userAgent(value)
	case "allow":
		p.rule(value, true)
	case "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw":
		p.rule(value, false)
	case "crawl-delay", "crawldelay":
		p.delay(value)
	case "sitemap", "site-map":
		p.out.Sitemaps = keep(p.out.Sitemaps, value)
	case "license":
		p.out.Licenses = keep(p.out.Licenses, value)
	case "content-usage", "content-signal":
		p.use(key, value)
	}
}

// split takes a line apart at its colon, or at a space where the colon was forgotten and just two words stand there.
// The value keeps its bytes as they are: paths may be in any encoding.
func split(raw string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(raw, ":")
	if !ok {
		f := strings.Fields(raw)
		if len(f) != 2 {
			return "", "", false
		}
		key, value = f[0], f[1]
	}
	return strings.ToLower(strings.Trim(key, " \t\v\f")), strings.Trim(value, " \t\v\f\x00"), true
}

func (p *parser) userAgent(value string) {
	if p.rulesSeen {
		p.inOurs, p.inAll, p.rulesSeen = false, false, false
	}
	if value == "*" || strings.HasPrefix(value, "* ") || strings.HasPrefix(value, "*\t") {
		p.inAll = true
		return
	}
	if t := token(value); t != "" && strings.EqualFold(t, p.agent) {
		p.inOurs, p.named = true, true
	}
}

// token is the product token that a value begins with: "Examplebot" of "Examplebot/1.2".
func token(value string) string {
	for i := range len(value) {
		c := value[i]
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' && c != '_' {
				return value[:i]
			}
		}
	}
	return value
}

// each calls f for the candidates that the present group belongs to.
func (p *parser) each(f func(*Rules)) {
	if p.inOurs {
		f(&p.ours)
	}
	if p.inAll {
		f(&p.all)
	}
}

func (p *parser) rule(value string, allow bool) {
	p.rulesSeen = true
	if value == "" || !p.inOurs && !p.inAll {
		return
	}
	if value[0] != '/' && value[0] != '*' { // no address begins otherwise, so the slash was forgotten
		value = "/" + value
	}
	pat := compile(value)
	p.each(func(r *Rules) { r.rules = append(r.rules, rule{pat, allow}) })
}

func (p *parser) delay(value string) {
	s, err := strconv.ParseFloat(value, 64)
	if err != nil || !(s > 0) { // not a number is not greater than nothing, too
		return
	}
	d := maxDelay
	if s < maxDelay.Seconds() {
		d = time.Duration(s * float64(time.Second))
	}
	p.each(func(r *Rules) { r.Delay = max(r.Delay, d) })
}

// use keeps a preference. A path before it bounds it: "Content-Usage: /archive/ train-ai=n".
func (p *parser) use(name, value string) {
	if value == "" || len(value) > maxKeptLine {
		return
	}
	u := usage{name: name, value: strings.ToValidUTF8(value, "\uFFFD"), pattern: compile("/")}
	if value[0] == '/' || value[0] == '*' {
		path, rest, ok := strings.Cut(value, " ")
		if !ok {
			return
		}
		u.pattern, u.value = compile(path), strings.TrimSpace(strings.ToValidUTF8(rest, "\uFFFD"))
	}
	p.each(func(r *Rules) {
		if len(r.usage) < maxKept {
			r.usage = append(r.usage, u)
		}
	})
}

func keep(list []string, value string) []string {
	if value == "" || len(value) > maxKeptLine || len(list) >= maxKept || slices.Contains(list, value) {
		return list
	}
	return append(list, strings.ToValidUTF8(value, "\uFFFD"))
}

func (p *parser) rules() *Rules {
	r := p.all
	if p.named {
		r = p.ours
	}
	r.Sitemaps, r.Licenses = p.out.Sitemaps, p.out.Licenses
	slices.SortStableFunc(r.rules, func(a, b rule) int {
		if c := cmp.Compare(b.pattern.octets, a.pattern.octets); c != 0 {
			return c
		}
		return cmp.Compare(order(a.allow), order(b.allow))
	})
	slices.SortStableFunc(r.usage, func(a, b usage) int { return cmp.Compare(b.pattern.octets, a.pattern.octets) })
	return &r
}

func order(allow bool) int {
	if allow {
		return 0
	}
	return 1
}

// Allowed reports whether the path and query of an address may be read, such as "/news/?page=2", escaped as sent. The
// most specific rule decides, that is the longest; among equals the one that allows. /robots.txt itself may always be read.
func (r *Rules) Allowed(pathQuery string) bool {
	if len(r.rules) == 0 || pathQuery == "/robots.txt" {
		return true
	}
	a := address(pathQuery)
	for _, rule := range r.rules {
		if rule.pattern.fits(a) {
			return rule.allow
		}
	}
	return true
}

// Usage are the preferences about automated use for an address, one line for each kind that the file speaks of,
// such as "content-usage: train-ai=n". The most specific path decides.
func (r *Rules) Usage(pathQuery string) []string {
	var out []string
	seen := map[string]bool{}
	a := address(pathQuery)
	for _, u := range r.usage {
		if !seen[u.name] && u.pattern.fits(a) {
			seen[u.name] = true
			out = append(out, u.name+": "+u.value)
		}
	}
	slices.Sort(out)
	return out
}
