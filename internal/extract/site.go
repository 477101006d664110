package extract

import (
	"net/url"
	"strings"

	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/urlkey"
)

func isWeb(s string) bool { return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") }

// addresses settles the canonical address: what the page names, if it leads to the same site, else as fetched.
func (p *pageReader) addresses() {
	base, _ := url.Parse(p.in.URL)
	site := urlkey.Site(p.in.URL)
	for _, s := range []string{p.h.canonical, p.h.meta("og:url"), p.h.ld.url} {
		u := resolve(base, s)
		if u == "" || site != "" && urlkey.Site(u) != site || isFrontPage(u) && !isFrontPage(p.in.URL) && site != "" {
			continue
		}
		if c, err := urlkey.Canonical(u); err == nil {
			p.d.URL = c
			return
		}
	}
	if isWeb(p.in.URL) {
		p.d.URL = p.in.URL
		if c, err := urlkey.Canonical(p.in.URL); err == nil {
			p.d.URL = c
		}
	}
}

func isFrontPage(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.RawQuery != "" {
		return false
	}
	switch path := strings.Trim(lower(u.Path), "/"); path {
	case "", "index.html", "index.htm", "index.php", "default.aspx", "home", "home.html":
		return true
	}
	return false
}

// resolve makes a reference absolute; "" where it is no web address.
func resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > 4096 {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if base != nil && !u.IsAbs() {
		u = base.ResolveReference(u)
	}
	if s := u.String(); isWeb(s) && u.Host != "" {
		return s
	}
	return ""
}

// base is the address that references are relative to.
func (p *pageReader) base() *url.URL {
	b, _ := url.Parse(p.d.URL)
	if r := resolve(b, p.h.base); r != "" {
		b, _ = url.Parse(r)
	}
	return b
}

// siteName is the name of the site as its metadata give it.
func (p *pageReader) siteName() string {
	for _, s := range []string{p.h.meta("og:site_name"), p.h.ld.publisher, p.h.meta("application-name", "al:ios:app_name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher", "citation_publisher", "publisher", "twitter:app:name:iphone", "copyright")} {
		if s = unescape(s); s != "" && len(s) <= 80 && !isWeb(s) {
			return s
		}
	}
	return p.agreedName()
}

// agreedName is a name of the site that stands in two places: at the end of the title, in the link to the front
// page, in the name of the feed.
func (p *pageReader) agreedName() string {
	feed := p.h.feed
	for _, cutAt := range []string{" » ", " › ", " - ", " | ", " – "} {
		feed, _, _ = strings.Cut(feed, cutAt)
	}
	home := p.homeLink()
	for _, sep := range separators {
		if i := strings.Index(p.h.title, sep); i > 0 && p.inMasthead(p.h.title[:i]) {
			return strings.TrimSpace(p.h.title[:i])
		}
		if i := strings.LastIndex(p.h.title, sep); i > 0 {
			last := strings.TrimSpace(p.h.title[i+len(sep):])
			if q := squash(last); q != "" && (q == squash(feed) || q == squash(home) || len(q) > 8 && strings.HasPrefix(squash(home), q)) {
				return last
			}
		}
	}
	if feed != "" && squash(feed) == squash(home) {
		return feed
	}
	return ""
}

// inMasthead reports whether s, a short name, stands by itself among the first lines of the page and is part of its address.
func (p *pageReader) inMasthead(s string) bool {
	q := squash(s)
	if len(strings.Fields(s)) > 5 || len(q) < 4 {
		return false
	}
	named := false
	for _, w := range strings.Fields(lower(s)) {
		named = named || len(w) >= 4 && strings.Contains(p.host(), w)
	}
	for i := range p.o.blocks[:min(len(p.o.blocks), 6)] {
		if named && strings.HasPrefix(squash(p.o.of(&p.o.blocks[i])), q) {
			return true
		}
	}
	return false
}

// homeLink is the text of the first link to the front page.
func (p *pageReader) homeLink() string {
	for _, l := range p.o.links[:min(len(p.o.links), 60)] {
		href := dom.Attr(l.node, "href")
		if href != "/" && !(isWeb(href) && isFrontPage(href) && urlkey.Site(href) == urlkey.Site(p.d.URL)) {
			continue
		}
		if s := dom.Text(l.node); len(s) > 2 && len(s) < 80 {
			return s
		}
	}
	return ""
}

// site fills in whose page it is and whose article.
func (p *pageReader) site() {
	p.d.Site = p.siteName()
	if p.d.Site == "" {
		p.d.Site = p.titleSite()
	}
	p.d.Outlet = p.d.Site
	// On an aggregator's page the publisher of the article is not the site.
	if s := p.carrier(); s != "" {
		p.d.Outlet = s
	}
}

// titleSite is what the title element has after the title and that the address confirms.
func (p *pageReader) titleSite() string {
	t := p.h.title
	for _, sep := range separators {
		if i := strings.LastIndex(t, sep); i > 0 {
			if s := strings.TrimSpace(t[i+len(sep):]); isSiteName(s, "", p.host()) {
				return s
			}
		}
	}
	return ""
}

// carrier is the outlet that the page names as its article's, other than the site: in its
// linked data or in an element that says "source".
func (p *pageReader) carrier() string {
	site := squash(p.d.Site)
	for _, s := range []string{p.h.ld.publisher, p.h.ld.source, p.h.meta("article:publisher_name", "original-source-name", "source", "dc.source", "syndication-source-name")} {
		s = unescape(s)
		if q := squash(s); q == "" || len(s) > 60 || isWeb(s) || site == "" || strings.Contains(site, q) || strings.Contains(q, site) {
			continue
		}
		return s
	}
	if s := p.continued(); s != "" && !strings.Contains(site, squash(s)) {
		return s
	}
	for _, s := range p.named(sourceTokens, 12, 6) {
		s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "Source:"), "Source "))
		if nameLike(s) && squash(s) != "" && !strings.Contains(site, squash(s)) {
			return s
		}
	}
	return ""
}

// continued is the outlet that a link below an excerpt leads to: "Continue reading at the Tarn Courier".
func (p *pageReader) continued() string {
	own := urlkey.Site(p.d.URL)
	for _, l := range p.o.links {
		if int(l.block) < p.last || int(l.block) > p.last+8 {
			continue
		}
		if s := urlkey.Site(dom.Attr(l.node, "href")); s == "" || s == own {
			continue
		}
		t := dom.Text(l.node)
		low := lower(t)
		for _, ph := range continuePhrases {
			if strings.HasPrefix(low, ph) {
				if name, _ := originName(t[len(ph):]); name != "" {
					return name
				}
			}
		}
	}
	return ""
}

var continuePhrases = []string{"continue reading at ", "continue reading on ", "continue at ", "read more at ", "read more on ", "read the full story at ", "read the full story on ", "read the full article at ", "read the full article on ", "read the original at ", "read the original on ", "read original article at ",
	"read full story at ", "read full article on ", "read on at ", "view original at ", "view original on ", "weiterlesen bei ", "weiterlesen auf ", "lire la suite sur ", "seguir leyendo en ", "leer más en "}

// named are the texts of up to so many words of the elements near the top of the body, at most so many blocks above it,
// that carry one of the tokens themselves.
func (p *pageReader) named(set map[uint32]bool, above, words int) []string {
	var out []string
	top, end := int32(max(0, p.first-above)), int32(min(p.first+2, len(p.o.blocks)))
	for i := range p.o.elements {
		e := &p.o.elements[i]
		if e.firstBlock < top || e.firstBlock > end || e.node == nil || e.lastBlock > e.firstBlock+4 || !p.o.hasToken(int32(i), 1, set) {
			continue
		}
		if s := dom.Text(e.node); s != "" && len(strings.Fields(s)) <= words && len(s) < 200 {
			out = append(out, s)
		}
	}
	return out
}

var sourceTokens = tokenSet("source", "outlet", "publisher", "carrier", "provider", "quelle", "fuente")

// labels fills in section, keywords, licence, picture and whether the article must be paid for.
func (p *pageReader) labels() {
	h, d := p.h, p.d
	d.Section = unescape(firstOf(h.ld.section, h.meta("article:section", "og:article:section", "section", "parsely-section", "sailthru.section", "dc.subject", "cxenseparse:articlesection")))
	d.Keywords = p.keywords()
	d.License = firstOf(h.ld.license, h.license, h.meta("license", "dc.rights", "dcterms.license", "cc:license", "rights"))
	if l := resolve(p.base(), h.license); l != "" && d.License == h.license {
		d.License = l
	}
	d.Image = news.Image{URL: resolve(p.base(), firstOf(h.meta("og:image", "og:image:url", "twitter:image", "twitter:image:src"), h.ld.image)), Alt: unescape(h.meta("og:image:alt", "twitter:image:alt"))}
	if d.Image.URL != "" && d.Image.Alt == "" {
		d.Image.Alt = p.alt(d.Image.URL)
	}
	d.Paywalled = h.ld.free == "false" || lower(h.meta("article:content_tier")) == "locked" || lower(h.meta("isaccessibleforfree")) == "false"
}

func (p *pageReader) keywords() []string {
	list := p.h.ld.keywords
	if tags := p.h.all("article:tag"); len(tags) > 0 {
		list = tags
	}
	if len(list) == 0 {
		list = strings.Split(p.h.meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags"), ",")
	}
	var out []string
	seen := map[string]bool{}
	for _, k := range list {
		if k = unescape(k); k == "" || len(k) > 80 || seen[squash(k)] || len(out) == 40 {
			continue
		}
		seen[squash(k)] = true
		out = append(out, k)
	}
	return out
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
