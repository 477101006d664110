package feed

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{30, 1000, 100_000} {
		data := many(n)
		b.Run(fmt.Sprint(n, " items"), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(data, "https://many.example/"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOPML(b *testing.B) {
	var s bytes.Buffer
	s.WriteString("<opml><body>")
	for i := range 10_000 {
		fmt.Fprintf(&s, `<outline type="rss" text="Feed %d" title="Feed %d" xmlUrl="https://s%d.example/feed.xml" htmlUrl="https://s%d.example/"/>`+"\n", i, i, i, i)
	}
	s.WriteString("</body></opml>")
	b.SetBytes(int64(s.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if l, err := ParseOPML(s.Bytes()); err != nil || len(l.Sources) != 10_000 {
			b.Fatal(err)
		}
	}
}

func BenchmarkSection(b *testing.B) {
	page := []byte("<html><body>" + strings.Repeat(`<div><a href="/2026/11/12/clash-at-the-border-leaves-three-dead">Clash at the border leaves three dead</a></div><p>text</p>`, 500) + "</body></html>")
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		Discover(page, "https://a.example/")
	}
}
