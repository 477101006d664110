package export

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// cleaned returns a copy of f that every format can carry: text without control characters, absolute
// addresses or none, times in UTC and whole seconds, a time of change that is never missing.
func cleaned(f Feed) Feed {
	f.Title, f.Language = line(f.Title), line(f.Language)
	f.SiteURL, f.FeedURL = address(f.SiteURL), address(f.FeedURL)
	items := make([]Item, 0, len(f.Items))
	latest := time.Unix(0, 0)
	for _, it := range f.Items {
		it = cleanedItem(it)
		if it.Updated.After(latest) {
			latest = it.Updated
		}
		items = append(items, it)
	}
	if f.Updated.IsZero() {
		f.Updated = latest
	}
	f.Updated = second(f.Updated)
	for i := range items {
		if items[i].Updated.IsZero() {
			items[i].Updated = f.Updated
		}
	}
	f.Items = items
	return f
}

func cleanedItem(it Item) Item {
	it.ID, it.Title, it.Language = line(it.ID), line(it.Title), line(it.Language)
	it.Summary = strings.TrimSpace(printable(it.Summary))
	it.URL, it.External = address(it.URL), address(it.External)
	it.Source = Source{Title: line(it.Source.Title), URL: address(it.Source.URL)}
	it.Published, it.Updated = second(it.Published), second(it.Updated)
	if it.Updated.IsZero() {
		it.Updated = it.Published
	}
	if it.ID == "" {
		it.ID = it.URL
	}
	var authors []string
	for _, a := range it.Authors {
		if a = line(a); a != "" {
			authors = append(authors, a)
		}
	}
	it.Authors = authors
	return it
}

// printable removes what XML 1.0 cannot carry and what no reader can see: control characters
// but tab and line feed, non-characters, bytes that are no UTF-8. Marks of writing direction stay.
func printable(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n':
			return r
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case r == utf8.RuneError, unicode.IsControl(r), r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
			return -1
		}
		return r
	}, s)
}

// line is printable text on one line.
func line(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// address keeps an absolute http or https address; everything else becomes "", so that no
// feed carries a script where a link is expected.
func address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

func second(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Second)
}
