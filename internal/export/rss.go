package export

import (
	"cmp"
	"encoding/xml"
	"html"
	"time"

	"github.com/gorilla/feeds"
)

// The library's types are widened by what RSS readers expect and it lacks: the feed's own
// address, authors without mail addresses (Dublin Core) and the address of a source.
type rssDocument struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	*feeds.RssFeed
	Self  *rssSelf   `xml:"atom:link"`
	Items []*rssItem `xml:"item"`
}

type rssSelf struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type rssItem struct {
	*feeds.RssItem
	Creators []string   `xml:"dc:creator"`
	Language string     `xml:"dc:language,omitempty"`
	Source   *rssSource `xml:"source"`
}

type rssSource struct {
	URL   string `xml:"url,attr"`
	Title string `xml:",chardata"`
}

func rssBytes(f Feed) ([]byte, error) {
	c := rssChannel{RssFeed: &feeds.RssFeed{
		Title: f.Title, Link: f.SiteURL, Description: cmp.Or(f.About, f.Title), Language: f.Language,
		LastBuildDate: f.Updated.Format(time.RFC1123Z), Generator: "Parley",
	}}
	if f.FeedURL != "" {
		c.Self = &rssSelf{Href: f.FeedURL, Rel: "self", Type: "application/rss+xml"}
	}
	for _, it := range f.Items {
		c.Items = append(c.Items, rssEntry(it))
	}
	return document(rssDocument{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", DC: "http://purl.org/dc/elements/1.1/", Channel: c})
}

func rssEntry(it Item) *rssItem {
	x := &rssItem{RssItem: &feeds.RssItem{
		Title: it.Title, Link: it.URL,
		// Readers take the description for HTML, so plain text is escaped once more than XML asks.
		Description: html.EscapeString(it.Summary),
		Guid:        &feeds.RssGuid{Id: it.ID, IsPermaLink: "false"},
	}, Creators: it.Authors, Language: it.Language}
	if it.ID == it.URL {
		x.Guid.IsPermaLink = "true"
	}
	if !it.Published.IsZero() {
		x.PubDate = it.Published.Format(time.RFC1123Z)
	}
	// RSS wants the address; without one the name stands nowhere else.
	if it.Source.URL != "" {
		x.Source = &rssSource{URL: it.Source.URL, Title: it.Source.Title}
	}
	return x
}

func document(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", "  ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}
