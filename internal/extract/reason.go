package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/parley-news/parley/internal/dom"
)

// reason says why there is no article, where there is none, and then empties the body.
func (p *pageReader) reason() {
	d := p.d
	switch {
	case len(p.o.blocks) == 0 && d.Body == "":
		d.Reason = "empty page"
	default:
		d.Reason = p.why()
	}
	if d.Reason != "" {
		d.Body, d.Blocks, d.Notices, d.Dateline = "", nil, nil, ""
	}
}

// wallWords is below how many words of body a page that reads like a wall is taken for one.
const wallWords = 120

func (p *pageReader) why() string {
	n := len(strings.Fields(p.d.Body))
	if n < wallWords {
		if w := p.wall(); w != "" {
			return w
		}
	}
	evidence := p.evidence()
	switch {
	case p.d.Body == "" && p.isIndex():
		return "no article: index page"
	case p.d.Body == "":
		return "no article: no running text"
	case !evidence && n < 60 && p.isIndex(), !evidence && isFrontPage(p.in.URL) && p.in.URL != "" && p.isList():
		return "no article: index page"
	case !evidence && p.isIndex() && p.scattered():
		return "no article: index page"
	}
	return ""
}

// evidence reports whether the page itself says that it is an article.
func (p *pageReader) evidence() bool {
	h := p.h
	return h.ld.found && articleTypes[h.ld.typ] >= 3 || strings.HasPrefix(lower(h.meta("og:type")), "article") || h.meta("article:published_time", "datepublished") != ""
}

// isIndex reports whether most of the page's text is links, in many cards.
func (p *pageReader) isIndex() bool {
	root := &p.o.elements[0]
	cards := 0
	for i := range p.o.blocks {
		b := &p.o.blocks[i]
		if b.link*10 >= b.chars*8 && b.words >= 4 {
			cards++
		}
	}
	return cards >= 8 && root.link*3 >= root.chars || isFrontPage(p.d.URL) && cards >= 5
}

// isList reports whether most of what is taken for the body is the lead of a link each.
func (p *pageReader) isList() bool {
	leads, n, long := 0, 0, 0
	for i, in := range p.inBody {
		if !in {
			continue
		}
		b := &p.o.blocks[i]
		n++
		if b.link*5 >= b.chars {
			leads++
		}
		if b.link == 0 && b.words >= 30 {
			long++
		}
	}
	return n == 0 || leads*2 >= n || long == 0
}

// scattered reports whether the body's blocks stand in as many different elements, none of them long.
func (p *pageReader) scattered() bool {
	parents, n, long := map[int32]bool{}, 0, 0
	for i, in := range p.inBody {
		if !in {
			continue
		}
		b := &p.o.blocks[i]
		n++
		if b.words >= 45 {
			long++
		}
		parents[max(0, p.o.elements[b.el].parent)] = true
	}
	return n == 0 || long*5 < n && len(parents)*3 >= n*2
}

var walls = []struct {
	reason  string
	phrases []string
}{
	{"bot check", []string{"just a moment", "checking your browser", "verify you are human", "verify that you are human", "are you a robot", "you are a robot", "not a robot", "unusual traffic", "ddos protection by", "attention required", "complete the captcha", "press & hold", "enable javascript and cookies to continue", "security check to access", "access to this page has been denied", "please verify you are", "request unsuccessful. incapsula", "pardon our interruption"}},
	{"consent wall", []string{"before you continue", "we value your privacy", "we care about your privacy", "accept all cookies", "manage your cookie", "your privacy choices", "consent to the use of", "cookie-einstellungen", "zustimmung zu cookies", "mit werbung und cookies", "nous et nos partenaires", "wir und unsere partner", "we and our partners"}},
	{"login wall", []string{"log in to continue", "sign in to continue", "please log in", "please sign in", "you must be logged in", "log in to view", "sign in to view", "create an account to continue", "log in to your account", "sign in to your account", "anmelden, um weiterzulesen", "connectez-vous pour"}},
}

// wall recognises a page that stands in front of the article.
func (p *pageReader) wall() string {
	var b strings.Builder
	b.WriteString(p.h.title)
	words := 0
	for i := range p.o.blocks {
		if words += int(p.o.blocks[i].words); words > 400 {
			return "" // more than a wall
		}
		b.WriteByte('\n')
		b.WriteString(p.o.of(&p.o.blocks[i]))
	}
	s := lower(strings.ReplaceAll(b.String(), "’", "'"))
	for _, w := range walls {
		for _, ph := range w.phrases {
			if strings.Contains(s, ph) {
				return w.reason
			}
		}
	}
	if words < 80 && p.hasPassword() {
		return "login wall"
	}
	return ""
}

func (p *pageReader) hasPassword() bool {
	return dom.Find(p.o.elements[0].node, func(n *html.Node) bool {
		return n.DataAtom == atom.Input && dom.Attr(n, "type") == "password"
	}) != nil
}
