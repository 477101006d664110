package feed

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/parley-news/parley/internal/urlkey"
)

// maxPage bounds how much of a page is read for its feeds and links, in bytes.
const maxPage = 2 << 20

// Discover returns the addresses of the feeds that an HTML page names in its head, or
// links to by their names, in order, comment feeds last.
func Discover(page []byte, base string) []string {
	b, err := url.Parse(base)
	if err != nil {
		return nil
	}
	var named, linked, last []string
	seen := map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), maxPage)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return slices.Concat(named, linked, last)
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			b = rebased(b, t)
			isNamed, isLinked := t.Data == "link" && isFeedLink(t), t.Data == "a" && looksLikeFeed(attr(t, "href"))
			if !isNamed && !isLinked {
				continue
			}
			u := resolve(b, attr(t, "href"))
			if u == "" || seen[u] || len(seen) >= maxFound || isLinked && urlkey.Site(u) != urlkey.Site(base) {
				continue
			}
			seen[u] = true
			switch {
			case strings.Contains(strings.ToLower(u+attr(t, "title")), "comment"):
				last = append(last, u)
			case isNamed:
				named = append(named, u)
			default:
				linked = append(linked, u)
			}
		}
	}
}

// maxFound bounds how many feeds one page may name.
const maxFound = 50

// rebased follows a base element; nothing else moves the base.
func rebased(b *url.URL, t html.Token) *url.URL {
	if t.Data != "base" {
		return b
	}
	if u, err := b.Parse(strings.TrimSpace(attr(t, "href"))); err == nil && u.Host != "" {
		return u
	}
	return b
}

func isFeedLink(t html.Token) bool {
	if !slices.Contains(strings.Fields(strings.ToLower(attr(t, "rel"))), "alternate") {
		return false
	}
	kind, _, _ := strings.Cut(strings.ToLower(attr(t, "type")), ";")
	switch strings.TrimSpace(kind) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml":
		return true
	case "application/json": // JSON Feed's first version; WordPress names its API so too
		return !strings.Contains(attr(t, "href"), "wp-json") && !strings.Contains(attr(t, "href"), "oembed")
	}
	return false
}

// looksLikeFeed reports whether a link's path ends as feeds do.
func looksLikeFeed(href string) bool {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return false
	}
	p := strings.ToLower(u.Path)
	for _, end := range []string{".rss", ".atom", "/rss", "/rss/", "/rss.xml", "/feed", "/feed/", "/feed.xml", "/atom.xml", "/feed.json", "/index.rdf", "/rss.php"} {
		if strings.HasSuffix(p, end) {
			return true
		}
	}
	return false
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
