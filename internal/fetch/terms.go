package fetch

import (
	"net/http"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/news"
)

// Terms are what a host says about the use of its pages. They are kept with the
// capture, as lines of its header: those of the answer under their own names, those of robots.txt under
// RobotsLicense and RobotsUsage. Parley keeps and shows them; it grants nobody anything.
type Terms struct {
	Licenses []string // addresses of License lines in robots.txt (RSL 1.0)
	Usage    []string // "content-usage: …", "content-signal: …": preferences about automated use, from robots.txt and from the answer
	Robots   []string // X-Robots-Tag: noindex, noarchive and the like
	Reserved []string // "tdm-reservation: …", "tdm-policy: …": reservation of text and data mining
}

// Names of the lines that keep the terms of robots.txt in the header of a capture. No server sends them.
const (
	RobotsLicense = "Parley-Robots-License"
	RobotsUsage   = "Parley-Robots-Usage"
)

// Bounds of what is kept of a header.
const (
	maxTermLines = 16
	maxTermBytes = 2048
	maxKeptLines = 64
	maxKeptLine  = 8 << 10
)

// IsZero reports whether nothing was said.
func (t Terms) IsZero() bool {
	return len(t.Licenses)+len(t.Usage)+len(t.Robots)+len(t.Reserved) == 0
}

// add takes the terms out of an answer's header.
func (t *Terms) add(h http.Header) {
	t.Robots = append(t.Robots, termLines(h, "X-Robots-Tag", "")...)
	for _, name := range []string{"content-usage", "content-signal"} {
		t.Usage = append(t.Usage, termLines(h, name, name+": ")...)
	}
	for _, name := range []string{"tdm-reservation", "tdm-policy"} {
		t.Reserved = append(t.Reserved, termLines(h, name, name+": ")...)
	}
}

// header are the terms of robots.txt as lines to keep beside the answer's own.
func (t Terms) header() []news.Header {
	var out []news.Header
	for _, l := range t.Licenses {
		out = append(out, news.Header{Name: RobotsLicense, Value: l})
	}
	for _, u := range t.Usage {
		out = append(out, news.Header{Name: RobotsUsage, Value: u})
	}
	return out
}

func termLines(h http.Header, name, before string) []string {
	var out []string
	for _, v := range h.Values(name) {
		v = before + strings.ToValidUTF8(strings.TrimSpace(v), "\uFFFD")
		if len(v) > len(before) && len(v) <= maxTermBytes && len(out) < maxTermLines && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// kept are the lines of a header that a capture keeps.
var kept = []string{
	"Content-Type", "Content-Language", "Date", "ETag", "Last-Modified", "Cache-Control", "Expires", "Link", "Location", "X-Robots-Tag",
	"Content-Usage", "Content-Signal", "TDM-Reservation", "TDM-Policy",
}

func headers(h http.Header) []news.Header {
	var out []news.Header
	for _, k := range kept {
		for _, v := range h.Values(k) {
			if len(v) <= maxKeptLine && len(out) < maxKeptLines {
				out = append(out, news.Header{Name: k, Value: strings.ToValidUTF8(v, "\uFFFD")})
			}
		}
	}
	return out
}
