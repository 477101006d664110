package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/urlkey"
)

// title chooses among what the page calls itself: its linked data, its metadata, the
// title element and its headings, where two that agree beat one, and cuts the site's name off.
func (p *pageReader) title() {
	h := p.h
	site := p.siteName()
	var cands []candidate
	add := func(s string, weight int) {
		s = trimSite(unescape(s), site, p.host())
		if n := utf8.RuneCountInString(s); n < 2 || n > 400 {
			return
		}
		for i := range cands {
			if squash(cands[i].text) == squash(s) {
				cands[i].weight += weight
				return
			}
		}
		cands = append(cands, candidate{s, weight})
	}
	add(h.ld.headline, 5)
	for i, s := range p.headings() {
		add(s, 5-min(i, 4))
	}
	add(h.meta("og:title"), 4)
	add(h.meta("twitter:title"), 2)
	add(h.meta("dc.title", "dcterms.title", "citation_title", "sailthru.title", "parsely-title", "headline"), 2)
	add(h.title, 3)
	if s := p.shownPart(); s != "" {
		add(s, 4)
	}
	best := -1
	for i := range cands {
		// A candidate that another one contains as a whole is confirmed by it.
		for j := range cands {
			switch {
			case i == j || len(cands[i].text) <= 10:
			case isBefore(cands[i].text, cands[j].text):
				cands[i].weight += cands[j].weight
			case strings.Contains(squash(cands[j].text), squash(cands[i].text)):
				cands[i].weight += 2
			}
		}
		if best < 0 || cands[i].weight > cands[best].weight {
			best = i
		}
	}
	if best >= 0 {
		p.d.Title = cands[best].text
	}
}

// shownPart is the part of the title element, on either side of a separator, that the page shows as a line of
// its own and not as a link: its headline, be it marked as one or not.
func (p *pageReader) shownPart() string {
	parts := map[string]string{}
	for _, sep := range separators {
		if i := strings.Index(p.h.title, sep); i > 0 {
			for _, s := range []string{p.h.title[:i], p.h.title[i+len(sep):]} {
				if len(strings.Fields(s)) >= 4 || !isASCII(s) {
					parts[squash(s)] = s
				}
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	for i := range p.o.blocks[:min(len(p.o.blocks), 150)] {
		b := &p.o.blocks[i]
		if b.chars > 400 || b.link > 0 {
			continue
		}
		for _, l := range p.o.lines(b) {
			if s := parts[squash(l)]; s != "" {
				return strings.TrimSpace(s)
			}
		}
	}
	return ""
}

// isBefore reports whether long is short and, after a separator, something else: a section, the site.
func isBefore(short, long string) bool {
	if !strings.HasPrefix(long, short) {
		return false
	}
	for _, sep := range separators {
		if strings.HasPrefix(long[len(short):], sep) {
			return true
		}
	}
	return false
}

type candidate struct {
	text   string
	weight int
}

// headings are the texts of the page's first headings of the highest rank, those that stand outside of furniture first.
func (p *pageReader) headings() []string {
	var good, rest []string
	for i := range p.o.blocks {
		b := &p.o.blocks[i]
		if p.o.elements[b.el].tag != atom.H1 || b.chars < 3 {
			continue
		}
		s := p.o.of(b)
		if b.words < 3 && (b.link > 0 || b.flags&(inHeader|inNav) != 0) || b.flags&(inNav|inFooter|inAside|inDialog) != 0 {
			rest = append(rest, s)
			continue
		}
		good = append(good, s)
	}
	if len(good) > 3 {
		good = good[:1]
	}
	return append(good, rest...)
}

func (p *pageReader) host() string {
	s := urlkey.Site(p.d.URL)
	name, _, _ := strings.Cut(s, ".")
	return name
}

// separators stand between a title and the name of its site.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ", " // ", " / ", " ~ ", "｜", " |", " : ", "_"}

// trimSite cuts the site's name from the end or the beginning of a title.
func trimSite(s, site, host string) string {
	for range 3 {
		t := trimOnce(s, site, host)
		if t == s {
			break
		}
		s = t
	}
	return s
}

func trimOnce(s, site, host string) string {
	for _, sep := range separators {
		if i := strings.LastIndex(s, sep); i > 0 {
			if isSiteName(s[i+len(sep):], site, host) {
				return strings.TrimSpace(s[:i])
			}
		}
		if i := strings.Index(s, sep); i > 0 && strings.TrimSpace(sep) != "_" {
			if isSiteName(s[:i], site, host) {
				return strings.TrimSpace(s[i+len(sep):])
			}
		}
	}
	return s
}

// isSiteName reports whether part of a title is the name of its site, as the metadata or the address give it.
func isSiteName(s, site, host string) bool {
	q := squash(s)
	if q == "" || len(s) > 60 {
		return false
	}
	if n := squash(site); n != "" && (q == n || strings.HasPrefix(q, n) || len(q) >= 4 && strings.HasPrefix(n, q)) {
		return true
	}
	if host == "" {
		return false
	}
	hq := squash(host)
	q = strings.TrimSuffix(q, "com")
	the := strings.TrimPrefix(q, "the")
	return len(q) >= 2 && (q == hq || the == hq || len(q) >= 5 && (strings.Contains(hq, the) || strings.Contains(the, hq) && len(hq) >= 4))
}
