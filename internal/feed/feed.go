// Package feed reads the lists that outlets and readers publish: RSS, RDF, Atom, JSON
// Feed and sitemaps to links, OPML to sources and back, and where a site keeps its
// feeds. It also holds what is pure of looking at them: how often, and WebSub's rules.
// Start with Parse, Discover, ParseOPML and Pace.
//
// Everything is bounded: lists are read as a stream and at most MaxItems links, the newest, come
// out of one; addresses that are not http or https are left out. A list that breaks
// off gives what stands before the break.
package feed

import (
	"bytes"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// MaxItems is how many links one list may give; of more the newest are kept.
const MaxItems = 5000

// Kind is what sort of list it is.
type Kind string

// The kinds of list.
const (
	RSS          Kind = "RSS" // RDF included
	Atom         Kind = "Atom"
	JSON         Kind = "JSON Feed"
	Sitemap      Kind = "sitemap"
	SitemapIndex Kind = "sitemap index"
	Section      Kind = "page of links"
)

// Feed is what a list says.
type Feed struct {
	Kind     Kind
	Title    string
	Site     string // address of the site it belongs to
	Language string
	Links    []news.Link // in file order, each address once
	Maps     []Map       // of a sitemap index: the sitemaps it names, in file order
	Total    int         // items seen
	Cut      bool        // there were more than MaxItems
	Broken   string      // where and why it breaks off, in plain words; "" when it is whole
	Self     string      // the address it calls its own
	Hubs     []string    // WebSub hubs that tell of its changes
	Hints    Hints
}

// Map is a sitemap that an index names.
type Map struct {
	URL      string
	Modified time.Time // zero where it is not said
}

// Hints are what a feed says of how often to look.
type Hints struct {
	TTL       time.Duration // RSS ttl, or the update period of the syndication module; 0: not said
	SkipHours [24]bool      // hours of the day, UTC, in which nothing changes
	SkipDays  [7]bool       // by time.Weekday, UTC
}

// Parse reads a list of any kind, compressed by gzip or not. Relative addresses are resolved against base.
// Input that is no list fails with fault.Invalid and says what it looks like.
func Parse(data []byte, base string) (*Feed, error) { return ParseAs(data, base, "") }

// ParseAs is Parse for a list that came with a Content-Type, whose charset counts where the list names none.
func ParseAs(data []byte, base, contentType string) (*Feed, error) {
	in, err := open(data, contentType)
	if err != nil {
		return nil, err
	}
	head, err := in.Peek(sniffBytes)
	if len(head) == 0 && err != nil {
		if in.err != nil {
			return nil, fault.Errorf(fault.Invalid, "the gzip data is damaged: %w", in.err)
		}
		return nil, fault.Errorf(fault.Invalid, "the feed is empty")
	}
	if err := sniff(head); err != nil {
		return nil, err
	}
	b, err := url.Parse(base)
	if err != nil {
		b = &url.URL{}
	}
	k := newKeeper(b)
	var f *Feed
	switch c := bytes.TrimLeft(head, " \t\r\n"); {
	case len(c) > 0 && c[0] == '{':
		f, err = parseJSON(in, b, k)
	case looksLikeAddress(c):
		f, err = parseText(in, k)
	default:
		f, err = parseXML(in, b, k)
	}
	if err != nil {
		return nil, err
	}
	f.Links, f.Total, f.Cut = k.list(), k.total, k.cut
	return f, nil
}

// sniff turns away what is plainly something else, with a hint what to do.
func sniff(head []byte) error {
	head = bytes.TrimLeft(head, " \t\r\n")
	low := bytes.ToLower(head)
	switch {
	case len(head) == 0:
		return fault.Errorf(fault.Invalid, "the feed is empty")
	case isHTML(low):
		return fault.Errorf(fault.Invalid, "this is an HTML page, not a feed: give the site's address and its feeds will be looked for")
	case bytes.Contains(low, []byte("<opml")):
		return fault.Errorf(fault.Invalid, "this is an OPML list of feeds, not a feed: add it as a file")
	case head[0] != '<' && head[0] != '{' && !looksLikeAddress(head):
		return fault.Errorf(fault.Invalid, "this is neither XML nor JSON, so no feed")
	}
	return nil
}

// isHTML looks for the beginning of a page behind an XML declaration and comments.
func isHTML(low []byte) bool {
	for {
		low = bytes.TrimLeft(low, " \t\r\n")
		var end string
		switch {
		case bytes.HasPrefix(low, []byte("<!doctype html")), bytes.HasPrefix(low, []byte("<html")), bytes.HasPrefix(low, []byte("<head")), bytes.HasPrefix(low, []byte("<body")):
			return true
		case bytes.HasPrefix(low, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(low, []byte("<!--")):
			end = "-->"
		default:
			return false
		}
		_, rest, ok := bytes.Cut(low, []byte(end))
		if !ok {
			return false
		}
		low = rest
	}
}

func looksLikeAddress(b []byte) bool {
	return bytes.HasPrefix(b, []byte("http://")) || bytes.HasPrefix(b, []byte("https://"))
}

// maxURL is the longest address taken, in bytes.
const maxURL = 4 << 10

// resolve makes an absolute http(s) address, or "".
func resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > maxURL {
		return ""
	}
	u, err := base.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	if out := u.String(); len(out) <= maxURL && utf8.ValidString(out) { // escapes make it longer; a query keeps its bytes
		return out
	}
	return ""
}
