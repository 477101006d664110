package pipeline

import (
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// maxDateline is how far into a paragraph a dateline may reach, in bytes.
const maxDateline = 120

// withoutDateline is a version's text with spaces in place of its dateline, so that
// the place in "KARSUND — Velmara said" is not taken for somebody who speaks. Every
// other byte keeps its place, and so do all spans found in it.
func withoutDateline(v *news.Version) string {
	if v.Dateline == "" {
		return v.Text
	}
	paragraphs := text.Paragraphs(v.Text)
	for _, p := range paragraphs[:min(len(paragraphs), 2)] {
		s := p.Of(v.Text)
		if !strings.HasPrefix(s, v.Dateline) {
			continue
		}
		if n := datelineEnd(s); n > 0 {
			return v.Text[:p.Start] + strings.Repeat(" ", n) + v.Text[p.Start+n:]
		}
	}
	return v.Text
}

// datelineEnd is where the mark ends that closes a dateline, or 0.
func datelineEnd(s string) int {
	best := 0
	for _, mark := range []string{"—", "–", " - ", " -- ", ": "} {
		if i := strings.Index(s, mark); i > 0 && i < maxDateline && (best == 0 || i+len(mark) < best) {
			best = i + len(mark)
		}
	}
	return best
}
