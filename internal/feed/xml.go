package feed

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// xmlFeed reads RSS, RDF, Atom and sitemaps alike, token by token. What an element means depends on
// the list or item that it is a child of; everything else in between is passed over.
type xmlFeed struct {
	d    *xml.Decoder
	f    *Feed
	base *url.URL
	keep *keeper

	prefix   map[string]string // what the root's prefixes stand for
	open     []string          // names of the elements that are open
	depth    int               // how many
	listAt   int               // depth of channel, feed, urlset, sitemapindex; 0 outside
	itemAt   int               // depth of item, entry, url, sitemap; 0 outside
	inside   string
	insideAt int // depth of a wrapper whose children count as the item's: news:news, skipHours

	field   string // the element whose text is being read; "" for none
	fieldAt int
	text    strings.Builder

	it item
}

type item struct {
	link, permalink, origin, title, language string
	published, updated                       time.Time
}

// maxDepth bounds how deep elements nest.
const maxDepth = 256

// maxText bounds the text of one element that counts.
const maxText = 8 << 10

func parseXML(in *input, base *url.URL, k *keeper) (*Feed, error) {
	d := xml.NewDecoder(in)
	d.Strict = false // entities that the list defines itself stay as they are written: none is ever expanded
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // open has undone it
	x := &xmlFeed{d: d, f: &Feed{}, base: base, keep: k}
	err := x.run()
	if x.f.Kind == "" {
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "not a feed that can be read: %w", plainXML(err))
		}
		return nil, fault.Errorf(fault.Invalid, "not a feed: XML, but neither RSS, Atom nor a sitemap")
	}
	if err != nil {
		if k.total == 0 && len(x.f.Maps) == 0 {
			return nil, fault.Errorf(fault.Invalid, "not a feed that can be read: it breaks off near byte %d, before its first item: %w", d.InputOffset(), plainXML(err))
		}
		x.f.Broken = "it breaks off near byte " + itoa(d.InputOffset()) + ": " + plainXML(err).Error()
	}
	return x.f, nil
}

func plainXML(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return errors.New(syntax.Msg)
	}
	return err
}

func (x *xmlFeed) run() error {
	for {
		tok, err := x.d.RawToken()
		if err == io.EOF {
			if x.depth > 0 {
				return errors.New("the end is missing")
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if x.depth == maxDepth {
				return errors.New("its elements nest deeper than " + itoa(maxDepth))
			}
			if x.depth == 0 {
				x.prefix = prefixes(t.Attr)
			}
			n := x.name(t.Name)
			x.open = append(x.open, n)
			x.depth++
			x.start(n, t.Attr)
		case xml.EndElement:
			if x.close(x.name(t.Name)); x.depth == 0 {
				return nil // what follows the root is no part of it
			}
		case xml.CharData:
			if x.field != "" && x.text.Len() < maxText {
				x.text.Write(t[:min(len(t), maxText-x.text.Len())])
			}
		}
	}
}

// close ends the innermost open element of a name and all within it; an end without a beginning is passed over.
func (x *xmlFeed) close(name string) {
	at := x.depth
	for at > 0 && x.open[at-1] != name {
		at--
	}
	if at == 0 {
		return
	}
	for x.depth >= at {
		x.end()
		x.depth--
		x.open = x.open[:x.depth]
	}
}

// namespaces are what counts, by a part of their names; what is of "" counts without a prefix.
var namespaces = []struct{ part, prefix string }{
	{"w3.org/2005/atom", ""}, {"purl.org/atom", ""}, {"purl.org/rss/1.0/modules/syndication", "sy"}, {"purl.org/rss/1.0/modules", "other"},
	{"purl.org/rss/1.0", ""}, {"rdf-syntax", ""}, {"sitemap-news", "news"}, {"schemas/sitemap/", ""}, {"purl.org/dc/terms", "dcterms"},
	{"purl.org/dc/", "dc"}, {"feedburner", "feedburner"},
}

// prefixes reads what the prefixes stand for that the root declares.
func prefixes(attrs []xml.Attr) map[string]string {
	m := map[string]string{"atom": "", "rdf": ""}
	for _, a := range attrs {
		if a.Name.Space != "xmlns" || len(m) > 100 {
			continue
		}
		space := strings.ToLower(a.Value)
		for _, n := range namespaces {
			if strings.Contains(space, n.part) {
				m[strings.ToLower(a.Name.Local)] = n.prefix
				break
			}
		}
	}
	return m
}

// name is the local name, behind a prefix where it is of another vocabulary than the list's own.
func (x *xmlFeed) name(n xml.Name) string {
	local := strings.ToLower(n.Local)
	if n.Space == "" {
		return local
	}
	p := strings.ToLower(n.Space)
	if known, ok := x.prefix[p]; ok {
		p = known
	}
	if p == "" {
		return local
	}
	return p + ":" + local
}

var roots = map[string]Kind{"rss": RSS, "rdf": RSS, "feed": Atom, "urlset": Sitemap, "sitemapindex": SitemapIndex}

func (x *xmlFeed) start(name string, attrs []xml.Attr) {
	if x.depth == 1 {
		x.f.Kind = roots[name]
	}
	switch {
	case x.field != "": // markup inside a text
	case x.f.Kind == "":
	case x.depth <= 2 && x.listAt == 0 && (name == "channel" || name == "feed" || name == "urlset" || name == "sitemapindex"):
		x.listAt = x.depth
		x.rebase(attrs)
		if l := attrOf(attrs, "lang"); l != "" {
			x.f.Language = l
		}
	case x.itemAt == 0 && name == itemOf[x.f.Kind]:
		x.itemAt, x.it = x.depth, item{language: attrOf(attrs, "lang")}
	case x.itemAt > 0 && name == "news:news" && x.depth == x.itemAt+1, x.itemAt == 0 && (name == "skiphours" || name == "skipdays"):
		x.inside, x.insideAt = name, x.depth
	case name == "link" && attrOf(attrs, "href") != "":
		x.linkElement(attrs)
	case x.wanted(name):
		x.field, x.fieldAt = name, x.depth
		if name == "guid" && strings.EqualFold(attrOf(attrs, "ispermalink"), "false") {
			x.field = "id" // it only names the item
		}
		x.text.Reset()
	}
}

var itemOf = map[Kind]string{RSS: "item", Atom: "entry", Sitemap: "url", SitemapIndex: "sitemap"}

// counted are the elements whose text counts.
var counted = map[string]bool{
	"title": true, "link": true, "loc": true, "guid": true, "feedburner:origlink": true, "language": true, "dc:language": true,
	"pubdate": true, "dc:date": true, "published": true, "issued": true, "updated": true, "lastmod": true, "modified": true, "dcterms:modified": true,
	"news:title": true, "news:publication_date": true, "news:language": true,
	"ttl": true, "sy:updateperiod": true, "sy:updatefrequency": true, "hour": true, "day": true,
}

// wanted reports whether an element is a child of what it would speak of.
func (x *xmlFeed) wanted(name string) bool {
	switch {
	case !counted[name]:
		return false
	case x.inside == "news:news":
		return true // the publication's name and language stand one deeper
	case x.inside != "":
		return x.depth == x.insideAt+1
	case x.itemAt > 0:
		return x.depth == x.itemAt+1
	}
	return x.listAt > 0 && x.depth == x.listAt+1
}

func (x *xmlFeed) end() {
	switch {
	case x.field != "" && x.depth == x.fieldAt:
		x.value(x.field, strings.TrimSpace(x.text.String()))
		x.field = ""
	case x.inside != "" && x.depth == x.insideAt:
		x.inside = ""
	case x.itemAt > 0 && x.depth == x.itemAt:
		x.endItem()
		x.itemAt = 0
	case x.listAt > 0 && x.depth == x.listAt:
		x.listAt = 0
	}
}

// value takes the text of an element.
func (x *xmlFeed) value(name, v string) {
	switch {
	case v == "":
	case x.inside == "skiphours" || x.inside == "skipdays":
		x.f.Hints.skip(v)
	case x.itemAt > 0:
		x.it.value(name, v)
	case name == "title":
		x.f.Title = plainTitle(v)
	case name == "link" && x.f.Site == "":
		x.f.Site = resolve(x.base, v)
	case name == "language" || name == "dc:language":
		x.f.Language = v
	default:
		x.f.Hints.element(name, v)
	}
}

func (it *item) value(name, v string) {
	switch name {
	case "title", "news:title":
		it.title = plainTitle(v)
	case "link", "loc":
		it.link = v
	case "guid":
		it.permalink = v
	case "feedburner:origlink":
		it.origin = v
	case "pubdate", "dc:date", "published", "issued", "news:publication_date":
		it.published = dateOf(v)
	case "updated", "lastmod", "modified", "dcterms:modified":
		it.updated = dateOf(v)
	case "language", "dc:language", "news:language":
		it.language = v
	}
}

func (x *xmlFeed) endItem() {
	u := resolve(x.base, x.it.origin)
	for _, ref := range []string{x.it.link, x.it.permalink} {
		if u == "" {
			u = resolve(x.base, ref)
		}
	}
	at := x.it.published
	if at.IsZero() {
		at = x.it.updated
	}
	if x.f.Kind == SitemapIndex {
		if u != "" && len(x.f.Maps) < maxMaps {
			x.f.Maps = append(x.f.Maps, Map{u, at})
		}
		return
	}
	x.keep.add(news.Link{URL: u, Title: x.it.title, Language: x.it.language, Published: at})
}

// linkElement is Atom's link, which RSS uses too.
func (x *xmlFeed) linkElement(attrs []xml.Attr) {
	rel, u := strings.ToLower(strings.TrimSpace(attrOf(attrs, "rel"))), resolve(x.base, attrOf(attrs, "href"))
	switch {
	case u == "":
	case x.itemAt > 0:
		if x.depth == x.itemAt+1 && (rel == "" || rel == "alternate") && x.it.link == "" {
			x.it.link = u
		}
	case x.depth != x.listAt+1:
	case rel == "hub":
		x.f.addHub(u)
	case rel == "self":
		x.f.Self = u
	case (rel == "" || rel == "alternate") && x.f.Site == "":
		x.f.Site = u
	}
}

func (x *xmlFeed) rebase(attrs []xml.Attr) {
	for _, a := range attrs {
		if a.Name.Space == "xml" && a.Name.Local == "base" {
			if u, err := x.base.Parse(strings.TrimSpace(a.Value)); err == nil && u.Host != "" {
				x.base = u
			}
		}
	}
}

func attrOf(attrs []xml.Attr, local string) string {
	for _, a := range attrs {
		if strings.EqualFold(a.Name.Local, local) {
			return a.Value
		}
	}
	return ""
}

// plainTitle undoes the escapes that many feeds write twice.
func plainTitle(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// dateOf reads a date in any notation; zero for none that can be read.
func dateOf(s string) time.Time {
	if d, ok := when.Parse(s); ok {
		return d.Time.UTC()
	}
	return time.Time{}
}
