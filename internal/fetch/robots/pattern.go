package robots

import "strings"

// A path of robots.txt and an address are compared in one spelling (RFC 9309, 2.2.2). Octets beyond ASCII are escaped; escaped letters,
// digits, "-", ".", "_" and "~" are not; other reserved characters are escaped, but for "/", "?", "=" and "&", which give an
// address its shape and mean what they say. In a query "/" may stand escaped or not, so an address with one there has two spellings.

// pattern is a path of a rule: parts with anything between them.
type pattern struct {
	parts  []string // the first is where the address begins
	octets int      // how specific it is: its length as written, octets beyond ASCII counted escaped
	end    bool     // a $ at its end: the address ends there
}

// spellings of an address; the second is "" when there is only one.
type spellings [2]string

func compile(written string) pattern {
	p := pattern{octets: octets(written)}
	if rest, ok := strings.CutSuffix(written, "$"); ok {
		written, p.end = rest, true
	}
	for part := range strings.SplitSeq(written, "*") {
		if len(p.parts) > 1 && part == "" && p.parts[len(p.parts)-1] == "" {
			continue // ** is *
		}
		p.parts = append(p.parts, spell(part))
	}
	return p
}

func octets(s string) int {
	n := len(s)
	for i := range len(s) {
		if s[i] >= 0x80 {
			n += 2
		}
	}
	return n
}

func address(pathQuery string) spellings {
	if pathQuery == "" || pathQuery[0] != '/' {
		pathQuery = "/" + pathQuery
	}
	s := spell(pathQuery)
	path, query, ok := strings.Cut(s, "?")
	if !ok || !strings.Contains(query, "/") && !strings.Contains(query, "%2F") {
		return spellings{s}
	}
	return spellings{path + "?" + strings.ReplaceAll(query, "%2F", "/"), path + "?" + strings.ReplaceAll(query, "/", "%2F")}
}

func (p pattern) fits(a spellings) bool {
	return p.fit(a[0]) || a[1] != "" && p.fit(a[1])
}

// fit looks for each part as early as it can be, which leaves most to those behind.
func (p pattern) fit(s string) bool {
	rest, ok := strings.CutPrefix(s, p.parts[0])
	if !ok {
		return false
	}
	if len(p.parts) == 1 {
		return !p.end || rest == ""
	}
	last := len(p.parts) - 1
	for _, part := range p.parts[1:last] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	if p.end {
		return strings.HasSuffix(rest, p.parts[last])
	}
	return strings.Contains(rest, p.parts[last])
}

const hex = "0123456789ABCDEF"

// spell writes text in the one spelling. What is in it already stays as it is, without a copy.
func spell(s string) string {
	for i := range len(s) {
		if !plain(s[i]) {
			return respell(s, i)
		}
	}
	return s
}

func respell(s string, from int) string {
	b := make([]byte, from, len(s)+16)
	copy(b, s)
	for i := from; i < len(s); i++ {
		c := s[i]
		escaped := c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
		if escaped {
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
		}
		switch {
		case unreserved(c) || plain(c) && !escaped:
			b = append(b, c)
		default: // a lone % among them: what follows must not become its digits
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(b)
}

// plain characters stand as they are when they are not escaped.
func plain(c byte) bool {
	return unreserved(c) || c == '/' || c == '?' || c == '=' || c == '&'
}

func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
