package feed

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// ParseList reads a list of sources: OPML, a JSON object of categories with their
// feeds, or plain text with an address a line. Input that is none of them fails with fault.Invalid.
func ParseList(data []byte) (*List, error) {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case IsOPML(data):
		return ParseOPML(data)
	case len(head) > 0 && head[0] == '{':
		return parseCategories(head)
	case looksLikeAddress(head), len(head) > 0 && head[0] == '#':
		return parseLines(head)
	}
	return nil, fault.Errorf(fault.Invalid, "is no list of feeds: neither OPML, nor a JSON object of categories with “feeds”, nor an address a line; pages are read with “parley ingest”")
}

// parseCategories reads {"World": {"feeds": ["https://…", …]}, …}.
func parseCategories(data []byte) (*List, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fault.Errorf(fault.Invalid, "the JSON list cannot be read: %w", err)
	}
	var names []string
	for name := range raw {
		names = append(names, name)
	}
	slices.Sort(names)
	l, seen := &List{}, map[string]bool{}
	for _, name := range names {
		var c struct {
			Feeds []any `json:"feeds"`
		}
		if err := json.Unmarshal(raw[name], &c); err != nil || c.Feeds == nil {
			l.bad("category “%s”: it has no list “feeds”", clip(name))
			continue
		}
		for i, f := range c.Feeds {
			address, _ := f.(string)
			l.address(address, Folder(name), seen, "category “"+clip(name)+"”, feed "+itoa(int64(i+1)))
		}
	}
	return l.finish("the JSON list")
}

func parseLines(data []byte) (*List, error) {
	l, seen, n := &List{}, map[string]bool{}, int64(0)
	for line := range strings.Lines(string(data)) {
		n++
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			l.address(line, "", seen, "line "+itoa(n))
		}
	}
	return l.finish("the list")
}

func (l *List) address(raw, folder string, seen map[string]bool, where string) {
	u := resolve(&url.URL{}, raw)
	switch {
	case u == "":
		l.bad("%s: the address %q cannot be used: it must begin with http:// or https:// and hold no password", where, clip(raw))
	case seen[u]:
		l.Twice++
	case len(l.Sources) == maxSources:
		l.bad("%s: the list names more than %d feeds", where, maxSources)
	default:
		seen[u] = true
		l.Sources = append(l.Sources, news.Source{URL: u, Folder: folder})
	}
}
