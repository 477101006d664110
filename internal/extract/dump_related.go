package extract

import (
	"strings"
	"time"

	"github.com/parley-news/parley/internal/lang"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// card is an article on a page that holds several: its title stands at least twice,
// for the picture and for the link, close together and before its text.
type card struct {
	start  int   // first line of the title
	text   int   // first line of running text
	titles []int // lines that say the title
	dated  bool  // an age or a date stands between title and text
	end    int   // line after the last that belongs to it
}

// How many lines may lie between the copies of a card's title, and between the last one and the text.
const cardSpan = 9

// isText reports whether a line can be an article's text, and no title.
func (l *dumpLine) isText() bool {
	return l.copies == 1 && l.sect == noSection && (l.chars >= 140 || l.words >= 15 && endsSentence(l.text))
}

func (d *dump) isDated(s string) bool {
	_, _, ok := d.dateIn(s)
	return ok
}

// findCards finds the articles whose titles are repeated. The first one that holds most
// of the page's text is the page's own; after it only those count that carry a date or
// stand under a heading of related items: articles repeat short lines too.
func (d *dump) findCards() {
	d.weigh()
	total := d.mass(0, len(d.lines))
	related := false
	for i := 0; i < len(d.lines); i++ {
		related = related || d.lines[i].sect == relatedSection && d.lines[i].copies <= maxHeadings
		c, ok := d.cardAt(i)
		if !ok {
			continue
		}
		own := len(d.cards) == 0 && !related && d.mass(0, i) <= total/20 && max(d.mass(c.text, len(d.lines)), float32(d.lines[c.text].chars)) >= total/2
		if own || c.dated || related && len(c.titles) > 2 {
			d.cards = append(d.cards, c)
			i = c.text
		}
	}
	for k := range d.cards {
		d.cards[k].end = len(d.lines)
		if k+1 < len(d.cards) {
			d.cards[k].end = d.cards[k+1].start
		}
	}
}

func (d *dump) cardAt(i int) (card, bool) {
	l := &d.lines[i]
	if l.copies < 2 || l.words < 3 || l.words > 45 || l.sect != noSection || l.isAge || l.bullet {
		return card{}, false
	}
	c := card{start: i, titles: []int{i}}
	last := i
	for j := i + 1; j < len(d.lines) && j <= min(last+cardSpan, i+4*cardSpan); j++ {
		m := &d.lines[j]
		switch {
		case lineKey(m.text) == lineKey(l.text):
			c.titles = append(c.titles, j)
			last = j
		case m.isText() && len(c.titles) > 1:
			c.text = j
			return c, true
		case m.isAge || m.words <= 8 && d.isDated(m.text):
			c.dated = true
		case m.isText(), m.copies > 1 && m.words > 4 && len(c.titles) > 1, m.score != nil:
			return card{}, false
		}
	}
	return card{}, false
}

// relatedDocuments are the items below the article.
func (d *dump) relatedDocuments(title string) []news.Document {
	var out []news.Document
	for k := range d.cards {
		if c := &d.cards[k]; !d.inBody(c.text) {
			if doc, ok := d.cardDocument(c); ok {
				out = append(out, doc)
			}
		}
	}
	return append(out, d.listed(title)...)
}

func (d *dump) inBody(i int) bool { return d.use[i] == usedBody }

// cardDocument reads the article of a card.
func (d *dump) cardDocument(c *card) (news.Document, bool) {
	doc := news.Document{Title: d.lines[c.start].text}
	for i := c.start; i < c.text; i++ {
		l := &d.lines[i]
		if d.use[i] != unused {
			return doc, false
		}
		switch {
		case lineKey(l.text) == lineKey(doc.Title):
		case l.isAge:
			doc.Published = d.resolveAge(l.text)
		default:
			d.creditLine(&doc, l.text)
		}
		d.use[i] = usedRelated
	}
	var paras []string
	for i := c.text; i < c.end; i++ {
		l := &d.lines[i]
		if l.sect != noSection || i > c.text && !l.isText() && d.chance[i] < 0.5 {
			break
		}
		d.use[i] = usedRelated
		paras = append(paras, splitLost(l.text)...)
	}
	doc.Body, doc.Blocks = paragraphs(paras)
	doc.Language = lang.Identify(doc.Body, d.language)
	doc.Notices = notices(doc.Body, doc.Language)
	return doc, doc.Body != ""
}

// creditLine reads what stands between a title and its text: an outlet, a date, both, an author.
func (d *dump) creditLine(doc *news.Document, s string) {
	if as := byline(s); len(as) > 0 {
		doc.Authors = appendNew(doc.Authors, as...)
		return
	}
	date, rest, ok := d.dateIn(s)
	if ok && doc.Published.IsZero() {
		doc.Published = date
	}
	if rest = trimMarks(rest); doc.Outlet == "" && isName(rest) {
		doc.Outlet = rest
	}
}

func appendNew(list []string, more ...string) []string {
next:
	for _, m := range more {
		for _, l := range list {
			if l == m {
				continue next
			}
		}
		list = append(list, m)
	}
	return list
}

// listed are the items of a list of titles that carry ages, as feeds show them: age,
// title (perhaps twice), votes.
func (d *dump) listed(title string) []news.Document {
	var out []news.Document
	last := -1
	if len(d.body) > 0 {
		last = d.body[len(d.body)-1]
	}
	for i := last + 1; i+1 < len(d.lines) && len(out) < maxListed; i++ {
		if d.use[i] != unused || !d.lines[i].isAge || !d.free(i+1) {
			continue
		}
		t := &d.lines[i+1]
		if t.isAge || t.score != nil || t.words < 3 || t.words > 45 || lineKey(t.text) == lineKey(title) {
			continue
		}
		doc := news.Document{Title: t.text, Published: d.resolveAge(d.lines[i].text)}
		j := i + 2
		if d.free(j) && lineKey(d.lines[j].text) == lineKey(t.text) {
			j++
		}
		if !d.free(j) || d.lines[j].score == nil && !d.lines[j].isAge {
			continue
		}
		doc.Score = d.lines[j].score
		for ; i < j; i++ {
			d.use[i] = usedRelated
		}
		i--
		out = append(out, doc)
	}
	return out
}

// maxListed bounds the items kept of a list.
const maxListed = 200

// resolveAge turns an age into a date, given when the page was fetched.
func (d *dump) resolveAge(s string) when.Date {
	words, _ := ageOf(s, d.language)
	if d.in.Fetched.IsZero() || words == "" {
		return when.Date{}
	}
	for _, l := range []string{d.language, "en"} {
		for _, f := range when.Find(words, d.in.Fetched, l) {
			return f.Date
		}
	}
	return compactDate(words, d.in.Fetched)
}

// compactDate reads "5h" and "3mo" back from a moment.
func compactDate(s string, from time.Time) when.Date {
	for _, f := range when.Find(strings.TrimSpace(s)+" ago", from, "en") {
		return f.Date
	}
	return when.Date{}
}
