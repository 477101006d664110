package robots

import (
	"fmt"
	"strings"
	"testing"
)

// file is like that of a large news site: groups for many programs and a few hundred rules for everybody.
func file(rules int) []byte {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "User-agent: Examplebot%c%c\nDisallow: /\n\n", 'a'+i%26, 'a'+i/26)
	}
	b.WriteString("User-agent: *\nCrawl-delay: 1\n")
	for i := range rules {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, "Disallow: /section-%d/private/\n", i)
		case 1:
			fmt.Fprintf(&b, "Disallow: /*?*session%d=\n", i)
		case 2:
			fmt.Fprintf(&b, "Allow: /section-%d/private/open$\n", i)
		default:
			fmt.Fprintf(&b, "Disallow: /*/print-%d.html$\n", i)
		}
	}
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	data := file(300)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(data, "Parley")
	}
}

func BenchmarkAllowed(b *testing.B) {
	r := Parse(file(300), "Parley")
	b.ReportAllocs()
	for b.Loop() {
		r.Allowed("/2026/11/25/world/an-ordinary-headline-of-a-page-that-is-read?utm_source=feed&page=2")
	}
}

// BenchmarkAllowedWorst has as many rules as fit that all look through the whole address.
func BenchmarkAllowedWorst(b *testing.B) {
	r := Parse([]byte("User-agent: *\n"+strings.Repeat("Disallow:*a*b\n", MaxBytes/14-1)), "Parley")
	path := "/" + strings.Repeat("a", 8000)
	b.ReportAllocs()
	for b.Loop() {
		r.Allowed(path)
	}
}
