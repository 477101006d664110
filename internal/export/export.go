// Package export writes lists as feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1. Start with Feed and Bytes.
//
// Everything is a pure function of its input: the same list gives the same bytes. The output
// is valid whatever the titles and summaries contain: text is plain text, never markup, and
// characters that XML cannot carry are removed. Identifiers are the caller's and are written unchanged.
package export

import (
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Feed is a list to be written.
type Feed struct {
	Title    string
	About    string    // what the site is, in a line; "" says no more than the title
	SiteURL  string    // the page that shows the same list
	FeedURL  string    // where this feed is read
	Updated  time.Time // zero takes the latest time among the items
	Language string    // BCP 47, of the title and the list; "" when mixed
	Items    []Item    // in the order wanted
}

// Item is one entry of a list.
type Item struct {
	ID        string // permanent, and alike in all formats: an absolute address or a tag: URI
	Title     string
	URL       string // the page on this site
	External  string // where the text itself was published, or ""
	Summary   string // plain text
	Published time.Time
	Updated   time.Time // zero means not since Published
	Authors   []string
	Language  string // BCP 47, of title and summary
	Source    Source // whose text it repeats, for a republished article; zero otherwise
}

// Source is where a republished text comes from.
type Source struct{ Title, URL string }

// Format is a way of writing a feed.
type Format string

// The formats.
const (
	RSS  Format = "rss"
	Atom Format = "atom"
	JSON Format = "json"
)

// Formats lists all formats in the order in which pages offer them.
func Formats() []Format { return []Format{RSS, Atom, JSON} }

// ParseFormat reads a format's name as it stands in addresses. An unknown one fails with fault.Invalid.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case RSS, Atom, JSON:
		return f, nil
	}
	return "", fault.Errorf(fault.Invalid, "%q is no feed format: use rss, atom or json", s)
}

// ContentType is the media type to serve the format with.
func (f Format) ContentType() string {
	if f == JSON {
		return "application/feed+json; charset=utf-8"
	}
	return "application/" + string(f) + "+xml; charset=utf-8"
}

// Bytes writes the feed. It fails only for an unknown format.
func Bytes(f Feed, as Format) ([]byte, error) {
	f = cleaned(f)
	switch as {
	case RSS:
		return rssBytes(f)
	case Atom:
		return atomBytes(f)
	case JSON:
		return jsonBytes(f)
	}
	return nil, fault.Errorf(fault.Invalid, "%q is no feed format", string(as))
}
