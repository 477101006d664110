package export

import (
	"encoding/xml"
	"time"

	"github.com/gorilla/feeds"
)

// The library's types are widened by several links and authors, languages and the source of a republished text.
type atomDocument struct {
	*feeds.AtomFeed
	Lang      string           `xml:"xml:lang,attr,omitempty"`
	Generator string           `xml:"generator"`
	Links     []feeds.AtomLink `xml:"link"`
	Entries   []*atomEntry     `xml:"entry"`
}

type atomEntry struct {
	XMLName   xml.Name          `xml:"entry"`
	Lang      string            `xml:"xml:lang,attr,omitempty"`
	Title     string            `xml:"title"`
	ID        string            `xml:"id"`
	Updated   string            `xml:"updated"`
	Published string            `xml:"published,omitempty"`
	Authors   []atomAuthor      `xml:"author"`
	Links     []feeds.AtomLink  `xml:"link"`
	Summary   feeds.AtomSummary `xml:"summary"`
	Source    *atomSource       `xml:"source"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomSource struct {
	Title string           `xml:"title,omitempty"`
	Links []feeds.AtomLink `xml:"link"`
}

func atomBytes(f Feed) ([]byte, error) {
	d := atomDocument{
		AtomFeed: &feeds.AtomFeed{
			Xmlns: "http://www.w3.org/2005/Atom", Title: f.Title, Id: firstOf(f.FeedURL, f.SiteURL, "urn:parley:feed"),
			Updated: f.Updated.Format(time.RFC3339),
			// An entry without an author of its own takes the feed's.
			Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: firstOf(f.Title, "Parley")}},
		},
		Lang: f.Language, Generator: "Parley",
		Links: append(atomLinks(f.SiteURL, "alternate", "text/html"), atomLinks(f.FeedURL, "self", "application/atom+xml")...),
	}
	for _, it := range f.Items {
		d.Entries = append(d.Entries, newAtomEntry(it))
	}
	return document(d)
}

func newAtomEntry(it Item) *atomEntry {
	e := &atomEntry{
		Lang: it.Language, Title: it.Title, ID: it.ID, Updated: it.Updated.Format(time.RFC3339),
		Links:   append(atomLinks(it.URL, "alternate", "text/html"), atomLinks(it.External, "via", "")...),
		Summary: feeds.AtomSummary{Type: "text", Content: it.Summary},
	}
	if !it.Published.IsZero() {
		e.Published = it.Published.Format(time.RFC3339)
	}
	for _, a := range it.Authors {
		e.Authors = append(e.Authors, atomAuthor{a})
	}
	if it.Source != (Source{}) {
		e.Source = &atomSource{Title: it.Source.Title, Links: atomLinks(it.Source.URL, "alternate", "")}
	}
	return e
}

func atomLinks(href, rel, media string) []feeds.AtomLink {
	if href == "" {
		return nil
	}
	return []feeds.AtomLink{{Href: href, Rel: rel, Type: media}}
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
