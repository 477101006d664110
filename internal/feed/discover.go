package feed

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Discover returns the addresses of the feeds that an HTML page names in its head,
// in order, comment feeds last. It reads at most the first 512 KB.
func Discover(page []byte, base string) []string {
	b, err := url.Parse(base)
	if err != nil {
		return nil
	}
	var first, last []string
	seen := map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), 512<<10)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return append(first, last...)
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data == "base" {
				if u, err := b.Parse(attr(t, "href")); err == nil {
					b = u
				}
			}
			if t.Data != "link" || !isFeedLink(t) {
				continue
			}
			u := resolve(b, attr(t, "href"))
			if u == "" || seen[u] {
				continue
			}
			seen[u] = true
			if strings.Contains(strings.ToLower(u+attr(t, "title")), "comment") {
				last = append(last, u)
			} else {
				first = append(first, u)
			}
		}
	}
}

func isFeedLink(t html.Token) bool {
	if !strings.Contains(strings.ToLower(attr(t, "rel")), "alternate") {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(attr(t, "type"))) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml":
		return true
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
