package extract

import (
	"strings"

	"github.com/parley-news/parley/internal/lang"
	"github.com/parley-news/parley/internal/news"
)

// dumpDocument reads a plain-text page dump: what a browser copies, what a text browser
// prints, what web archives keep of a page. A model says of each line how
// likely it is of an article; comments, items below the article and the head are found by their form.
func dumpDocument(in Input, s string) *news.Document {
	language := lang.Identify(s, "")
	d := &dump{in: in, lines: dumpLines(s, language), language: language}
	doc := &news.Document{URL: in.URL}
	if len(d.lines) == 0 {
		doc.Reason = "no article: the page is empty"
		return doc
	}
	d.use = make([]lineUse, len(d.lines))
	d.chance = builtinDump().chances(d.lines, language)
	d.findCards()
	d.findComments()
	d.findBody()
	doc.Language = d.language
	doc.Site = d.site()
	doc.Comments = d.comments
	if len(d.body) == 0 {
		doc.Outlet = doc.Site
		doc.Reason = d.reason()
		return doc
	}
	d.readHead(doc)
	d.readTail(doc)
	d.writeBody(doc)
	if doc.Outlet == "" {
		doc.Outlet = doc.Site
	}
	if doc.Outlet == "" {
		doc.Outlet = toldOutlet(doc.Body)
	}
	doc.Related = d.relatedDocuments(doc.Title)
	return doc
}

// dump is a page on its way to a document.
type dump struct {
	in       Input
	lines    []dumpLine
	language string
	chance   []float32 // of each line to be of an article
	massTo   []float32 // of the lines before each, see weigh
	use      []lineUse
	cards    []card
	comments []news.Comment
	section  int   // line of the heading of the comments, or -1
	body     []int // lines of the article
	title    int   // line of the title, or -1
}

// lineUse is what a line was found to be.
type lineUse uint8

const (
	unused lineUse = iota
	usedBody
	usedComment
	usedRelated
	usedHead
	usedTail
)

// reason says in plain words why a page has no article.
func (d *dump) reason() string {
	short, sentences := 0, 0
	for i := range d.lines {
		if l := &d.lines[i]; !l.isProse() {
			short++
		} else if endsSentence(l.text) {
			sentences++
		}
	}
	switch {
	case short > 20 && sentences < 5:
		return "no article: index page"
	case sentences == 0:
		return "no article: no running text"
	}
	return "no article: no run of sentences that belongs together"
}

// line is the text of line i, or "".
func (d *dump) line(i int) string {
	if i < 0 || i >= len(d.lines) {
		return ""
	}
	return d.lines[i].text
}

// near reports whether line i exists and nothing has been made of it.
func (d *dump) free(i int) bool { return i >= 0 && i < len(d.lines) && d.use[i] == unused }

// trimMarks takes spaces and marks off both ends.
func trimMarks(s string) string {
	return strings.Trim(s, " \t|·•–—-:,;،؛/()[]»«›‹>*©")
}
