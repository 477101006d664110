package extract

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/when"
)

var publishedNames = []string{"article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "article:published", "article.published", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date", "dcterms.issued", "dcterms.created",
	"dcterms.date", "dc.date.created", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate", "displaydate", "article_date_original", "ptime", "citation_publication_date", "rnews:datepublished", "bt:pubdate", "published_time", "og:published_time", "dateposted", "datecreated", "created", "og:pubdate", "pub_date", "buildtime", "shareaholic:article_published_time", "og:regdate", "vr:published_time"}

var modifiedNames = []string{"article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "article:updated", "revised", "updated_time", "parsely-mod-date", "shareaholic:article_modified_time", "utime"}

// dates fills in when the article was published and last changed.
func (p *pageReader) dates() {
	h := p.h
	visible, visibleMod := p.timeElements()
	p.d.Published = firstDate(h.ld.published)
	for _, n := range publishedNames {
		if !p.d.Published.IsZero() {
			break
		}
		p.d.Published = firstDate(h.meta(n))
	}
	if p.d.Published.IsZero() {
		p.d.Published = visible
	}
	if p.d.Published.IsZero() {
		p.d.Published = p.writtenDate()
	}
	if p.d.Published.IsZero() {
		p.d.Published = addressDate(p.d.URL)
	}
	p.d.Modified = firstDate(h.ld.modified)
	for _, n := range modifiedNames {
		if !p.d.Modified.IsZero() {
			break
		}
		p.d.Modified = firstDate(h.meta(n))
	}
	if p.d.Modified.IsZero() {
		p.d.Modified = visibleMod
	}
	if p.d.Published.IsZero() {
		p.d.Published = p.d.Modified
	}
	p.dateline()
}

// firstDate parses a date of metadata; implausible years give none.
func firstDate(s string) when.Date {
	if s == "" || len(s) > 64 {
		return when.Date{}
	}
	d, ok := when.Parse(s)
	if !ok {
		return when.Date{}
	}
	return plausibleDate(d)
}

func plausibleDate(d when.Date) when.Date {
	if y := d.Time.Year(); y < 1900 || y > 2100 {
		return when.Date{}
	}
	return d
}

// timeElements reads the page's time elements: those marked as publication first, then the one nearest
// above the body's beginning.
func (p *pageReader) timeElements() (published, modified when.Date) {
	best := -1000
	for _, t := range p.o.times {
		v := firstDate(firstOf(dom.Attr(t.node, "datetime"), dom.Attr(t.node, "content")))
		if v.IsZero() {
			v = p.found(dom.Text(t.node))
		}
		if v.IsZero() || p.item != nil && int(t.block) < len(p.item) && p.item[t.block] >= 0 {
			continue
		}
		names := lower(dom.Attr(t.node, "itemprop") + " " + dom.Attr(t.node, "class") + " " + parentClass(t.node))
		if strings.Contains(names, "modif") || strings.Contains(names, "updated") && !strings.Contains(names, "publish") && !strings.Contains(names, "entry") {
			if modified.IsZero() {
				modified = v
			}
			continue
		}
		score := -abs(int(t.block) - p.first)
		if int(t.block) > p.first+2 {
			score -= 20
		}
		if strings.Contains(names, "publish") || dom.HasAttr(t.node, "pubdate") {
			score += 40
		}
		if p.o.hasToken(t.el, 6, cardTokens) {
			score -= 40
		}
		if score > best && score > -60 {
			best, published = score, v
		}
	}
	return published, modified
}

var cardTokens = tokenSet("related", "recommended", "sidebar", "card", "teaser", "latest", "comment", "comments", "footer", "widget", "popular", "trending")

func parentClass(n *html.Node) string {
	if n.Parent == nil {
		return ""
	}
	return dom.Attr(n.Parent, "class")
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// found is the first date in running text that is exact to the day at least.
func (p *pageReader) found(s string) when.Date {
	if len(s) > 200 {
		return when.Date{}
	}
	for _, f := range when.Find(s, p.in.Fetched, p.d.Language) {
		if f.Date.Precision >= when.Day && !f.Date.Approx {
			return plausibleDate(f.Date)
		}
	}
	return when.Date{}
}

// writtenDate looks for a date in the short lines around the title and below the body.
func (p *pageReader) writtenDate() when.Date {
	n := len(p.o.blocks)
	for pass := range 2 {
		from, to := max(0, p.first-15), min(p.first+2, n)
		if pass == 1 {
			from, to = max(0, p.last), min(p.last+6, n)
		}
		for k := range max(0, to-from) {
			i := to - 1 - k
			if pass == 1 {
				i = from + k
			}
			b := &p.o.blocks[i]
			if b.words > 20 && (b.breaks == 0 || b.words > 80) || b.digits == 0 || p.o.hasToken(b.el, 5, cardTokens) || p.item != nil && p.item[i] >= 0 {
				continue
			}
			for _, l := range p.o.lines(b) {
				if d := p.found(l); !d.IsZero() && len(strings.Fields(l)) <= 20 {
					return d
				}
			}
		}
	}
	return when.Date{}
}

// addressDate reads a date from an address: /2025/10/19/ or /2025-10-19-.
func addressDate(u string) when.Date {
	for i := 0; i+10 <= len(u); i++ {
		if u[i] != '/' && u[i] != '-' && u[i] != '_' {
			continue
		}
		s := u[i+1:]
		if len(s) < 10 || s[0] != '1' && s[0] != '2' || s[4] != '/' && s[4] != '-' || s[7] != s[4] {
			continue
		}
		if len(s) > 10 && s[10] >= '0' && s[10] <= '9' {
			continue
		}
		if d, ok := when.Parse(s[:4] + "-" + s[5:7] + "-" + s[8:10]); ok {
			return plausibleDate(d)
		}
	}
	return when.Date{}
}

// stamp is an element with a time and where it stands.
type stamp struct {
	node      *html.Node
	block, el int32
}
