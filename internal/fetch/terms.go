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
	Usage    []string // Content-Usage and Content-Signal: preferences about automated use, from robots.txt and from the answer
	Robots   []string // X-Robots-Tag: noindex, noarchive and the like
	Reserved []string // TDM-Reservation and TDM-Policy: reservation of text and data mining
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
)

// IsZero reports whether nothing was said.
func (t Terms) IsZero() bool {
	return len(t.Licenses)+len(t.Usage)+len(t.Robots)+len(t.Reserved) == 0
}

// add takes the terms out of an answer's header.
func (t *Terms) add(h http.Header) {
	t.Usage = append(t.Usage, termLines(h, "Content-Usage")...)
	t.Usage = append(t.Usage, termLines(h, "Content-Signal")...)
	t.Robots = append(t.Robots, termLines(h, "X-Robots-Tag")...)
	for _, name := range []string{"TDM-Reservation", "TDM-Policy"} {
		for _, v := range termLines(h, name) {
			t.Reserved = append(t.Reserved, strings.ToLower(name)+": "+v)
		}
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

func termLines(h http.Header, name string) []string {
	var out []string
	for _, v := range h.Values(name) {
		if v = strings.TrimSpace(v); v != "" && len(v) <= maxTermBytes && len(out) < maxTermLines && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
