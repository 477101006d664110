// Package feed reads the lists that outlets and readers publish: RSS, Atom and JSON
// Feed to links, OPML to sources, and the feeds that a page names. Start with Parse.
//
// Everything is bounded: at most MaxItems links come out of one list, and addresses
// that are not http or https are left out.
package feed

import (
	"bytes"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// MaxItems is how many links one feed may give; the newest in file order are kept.
const MaxItems = 5000

// Feed is what a feed says.
type Feed struct {
	Title string
	Site  string // address of the site it belongs to
	Links []news.Link
	Cut   bool // there were more than MaxItems
}

// Parse reads RSS, Atom or JSON Feed. Relative addresses are resolved against base.
// Input that is no feed fails with fault.Invalid and says what it looks like.
func Parse(data []byte, base string) (*Feed, error) {
	if err := sniff(data); err != nil {
		return nil, err
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "not a feed that can be read: %v", err)
	}
	b, err := url.Parse(base)
	if err != nil {
		b = &url.URL{}
	}
	out := &Feed{Title: strings.TrimSpace(f.Title), Site: resolve(b, f.Link)}
	seen := map[string]bool{}
	for _, it := range f.Items {
		if it == nil {
			continue
		}
		u := resolve(b, it.Link)
		if u == "" {
			u = resolve(b, it.GUID)
		}
		if u == "" || seen[u] {
			continue
		}
		seen[u] = true
		if len(out.Links) == MaxItems {
			out.Cut = true
			break
		}
		out.Links = append(out.Links, news.Link{URL: u, Title: strings.TrimSpace(it.Title), Published: published(it)})
	}
	return out, nil
}

// sniff turns away what is plainly something else, with a hint what to do.
func sniff(data []byte) error {
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 2048)], []byte("\xef\xbb\xbf")), " \t\r\n")
	low := bytes.ToLower(head)
	switch {
	case len(head) == 0:
		return fault.Errorf(fault.Invalid, "the feed is empty")
	case bytes.HasPrefix(low, []byte("<!doctype html")), bytes.HasPrefix(low, []byte("<html")):
		return fault.Errorf(fault.Invalid, "this is an HTML page, not a feed: give the site's address and its feeds will be looked for")
	case bytes.Contains(low, []byte("<opml")):
		return fault.Errorf(fault.Invalid, "this is an OPML list of feeds, not a feed: add it as a file")
	case head[0] != '<' && head[0] != '{':
		return fault.Errorf(fault.Invalid, "this is neither XML nor JSON, so no feed")
	}
	return nil
}

func published(it *gofeed.Item) time.Time {
	switch {
	case it.PublishedParsed != nil:
		return it.PublishedParsed.UTC()
	case it.UpdatedParsed != nil:
		return it.UpdatedParsed.UTC()
	}
	return time.Time{}
}

// resolve makes an absolute http(s) address, or "".
func resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return ""
	}
	u, err := base.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
