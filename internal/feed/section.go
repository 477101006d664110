package feed

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/urlkey"
)

// What makes a link look like an article's: words enough in its text, and an address of the same site
// that is longer than a section's.
const (
	minTitleRunes  = 20
	minSectionHits = 3 // a page with fewer such links is no list of articles
	maxSection     = 300
)

// ParseSection reads an ordinary page as a list: its links that look like articles of the same site, in order. It
// is the last resort where a site has no feed. A page without such links fails with fault.Invalid.
func ParseSection(page []byte, base string) (*Feed, error) {
	b, err := url.Parse(base)
	if err != nil || b.Host == "" {
		return nil, fault.Errorf(fault.Invalid, "the page has no address to resolve its links against")
	}
	s := &section{base: b, site: urlkey.Site(base), own: urlkey.Key(base), f: &Feed{Kind: Section, Site: base}, titles: map[string]int{}}
	s.read(html.NewTokenizer(bytes.NewReader(page[:min(len(page), maxPage)])))
	if len(s.f.Links) < minSectionHits {
		return nil, fault.Errorf(fault.Invalid, "the page has no feed and no list of articles: give the address of a feed, or of a page that lists articles")
	}
	s.f.Total = len(s.f.Links)
	return s.f, nil
}

type section struct {
	base *url.URL
	site string
	own  string // key of the page itself
	f    *Feed

	href   string // of the link that is open
	text   strings.Builder
	skip   int // depth of navigation and the like
	titles map[string]int
	title  bool
}

func (s *section) read(z *html.Tokenizer) {
	for {
		switch z.Next() {
		case html.ErrorToken:
			s.endLink()
			return
		case html.StartTagToken:
			t := z.Token()
			s.base = rebased(s.base, t)
			s.startTag(t)
		case html.EndTagToken:
			s.endTag(z.Token().Data)
		case html.TextToken:
			if (s.href != "" || s.title) && s.text.Len() < 2000 {
				part := z.Text()
				s.text.Write(part[:min(len(part), 2000)])
				s.text.WriteByte(' ')
			}
		}
	}
}

func (s *section) startTag(t html.Token) {
	switch t.Data {
	case "nav", "footer", "aside":
		s.skip++
	case "title":
		if s.f.Title == "" {
			s.title = true
			s.text.Reset()
		}
	case "a":
		s.endLink()
		if s.skip == 0 {
			s.href = attr(t, "href")
			s.text.Reset()
		}
	}
}

func (s *section) endTag(name string) {
	switch name {
	case "nav", "footer", "aside":
		s.skip = max(0, s.skip-1)
	case "title":
		if s.title {
			s.f.Title, s.title = plainTitle(s.text.String()), false
		}
	case "a":
		s.endLink()
	}
}

func (s *section) endLink() {
	href, title := s.href, strings.Join(strings.Fields(s.text.String()), " ")
	s.href = ""
	if href == "" || len(s.f.Links) >= maxSection {
		return
	}
	u := resolve(s.base, href)
	if u == "" || urlkey.Site(u) != s.site {
		return
	}
	key := urlkey.Key(u)
	if key == s.own || !looksLikeArticle(u, title) {
		return
	}
	if i, ok := s.titles[key]; ok { // the picture of an article links to it too
		if len(title) > len(s.f.Links[i].Title) {
			s.f.Links[i].Title = title
		}
		return
	}
	s.titles[key] = len(s.f.Links)
	s.f.Links = append(s.f.Links, news.Link{URL: withoutFragment(u), Title: title})
}

func withoutFragment(u string) string {
	u, _, _ = strings.Cut(u, "#")
	return u
}

// looksLikeArticle weighs address and words: a date or a number or a long slug in the path, or a
// headline's length of words on a path of two levels. Sections, tags, sign-in and the like are none.
func looksLikeArticle(address, title string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	p := strings.ToLower(strings.Trim(u.Path, "/"))
	if p == "" {
		return false
	}
	parts := strings.Split(p, "/")
	for _, part := range parts {
		if notArticles[part] {
			return false
		}
	}
	last := parts[len(parts)-1]
	switch ext := path.Ext(last); ext {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf", ".mp3", ".mp4", ".zip", ".xml", ".rss", ".css", ".js":
		return false
	}
	digits, hyphens := count(p, func(c byte) bool { return c >= '0' && c <= '9' }), count(last, func(c byte) bool { return c == '-' || c == '_' })
	long := len([]rune(title)) >= minTitleRunes
	switch {
	case hyphens >= 4, strings.Contains(p, "/20") && digits >= 6:
		return long || title == "" || hyphens >= 4
	case digits >= 4, hyphens >= 2, len(last) > 40: // a number, a short slug, letters of a script that are written as escapes
		return long
	}
	return false
}

func count(s string, is func(byte) bool) (n int) {
	for i := range len(s) {
		if is(s[i]) {
			n++
		}
	}
	return n
}

var notArticles = map[string]bool{
	"tag": true, "tags": true, "category": true, "categories": true, "author": true, "authors": true, "topic": true, "topics": true, "search": true,
	"login": true, "signin": true, "sign-in": true, "register": true, "subscribe": true, "account": true, "privacy": true, "privacy-policy": true, "terms": true,
	"terms-of-use": true, "contact": true, "about": true, "about-us": true, "advertise": true, "rss": true, "feed": true, "feeds": true, "page": true, "wp-content": true,
	"wp-login.php": true, "share": true, "print": true, "newsletter": true, "newsletters": true, "cookies": true, "help": true, "jobs": true, "careers": true,
}
