package extract

import (
	"encoding/json"
	"strings"

	"github.com/parley-news/parley/internal/dom"
)

// linked is what a page's linked data (JSON-LD) says of its article.
type linked struct {
	typ, headline, alternative, description, body string
	published, modified, section, language, url   string
	publisher, publisherURL, source, license      string
	authors, editors, keywords, basedOn           []string
	image                                         string
	free                                          string // "true", "false" or ""
	comments                                      []any
	found                                         bool
}

// Bounds on what is read of linked data.
const (
	maxLinkedDepth = 12
	maxLinkedNodes = 5000
)

// readLinked finds the node that describes the page's article among all its scripts.
// match gives points to a headline or address that fits the page.
func readLinked(scripts []string, match func(headline, url string) int) linked {
	g := graph{byID: map[string]map[string]any{}}
	for _, s := range scripts {
		if v, ok := parseJSON(s); ok {
			g.collect(v, 0)
		}
	}
	var best map[string]any
	top := 0
	for _, n := range g.articles {
		score := 1 + articleTypes[typeOf(n)]
		if str(n["headline"]) != "" || str(n["name"]) != "" {
			score += 2
		}
		score += match(str(n["headline"]), str(first(n["url"], n["mainEntityOfPage"], n["@id"])))
		if len(str(n["articleBody"])) > 200 {
			score++
		}
		if score > top {
			best, top = n, score
		}
	}
	if best == nil {
		return linked{}
	}
	return g.read(best)
}

// articleTypes are the types that can be a page's article, with what speaks for them.
var articleTypes = map[string]int{
	"NewsArticle": 4, "ReportageNewsArticle": 4, "AnalysisNewsArticle": 4, "OpinionNewsArticle": 4, "BackgroundNewsArticle": 4, "ReviewNewsArticle": 4, "AskPublicNewsArticle": 4, "AdvertiserContentArticle": 3,
	"Article": 3, "BlogPosting": 3, "LiveBlogPosting": 3, "Report": 3, "TechArticle": 3, "ScholarlyArticle": 3, "SocialMediaPosting": 3, "DiscussionForumPosting": 3, "Question": 2, "Review": 1, "MedicalScholarlyArticle": 3, "OpinionPiece": 3, "WebPage": -2, "ItemPage": -2,
}

type graph struct {
	articles []map[string]any
	byID     map[string]map[string]any
	nodes    int
}

func (g *graph) collect(v any, depth int) {
	if g.nodes++; depth > maxLinkedDepth || g.nodes > maxLinkedNodes {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			g.collect(x, depth+1)
		}
	case map[string]any:
		if id := str(v["@id"]); id != "" && len(v) > 1 && g.byID[id] == nil {
			g.byID[id] = v
		}
		if _, ok := articleTypes[typeOf(v)]; ok && len(g.articles) < 100 {
			g.articles = append(g.articles, v)
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate", "hasPart", "itemListElement", "item", "author", "publisher"} {
			if x, ok := v[k]; ok {
				g.collect(x, depth+1)
			}
		}
	}
}

func (g *graph) read(n map[string]any) linked {
	l := linked{
		found: true, typ: typeOf(n), headline: clean(n["headline"]), alternative: clean(n["alternativeHeadline"]), description: clean(n["description"]),
		body: str(n["articleBody"]), published: str(first(n["datePublished"], n["dateCreated"], n["uploadDate"])), modified: str(n["dateModified"]),
		section: clean(n["articleSection"]), language: str(g.name(n["inLanguage"], "alternateName")), license: str(first(n["license"])),
		url: str(first(n["url"], n["mainEntityOfPage"])), image: str(first(n["image"], n["thumbnailUrl"])),
		authors: g.names(present(n["author"], n["creator"])), editors: g.names(n["editor"]), basedOn: addresses(n["isBasedOn"]),
		publisher: g.name(first(n["publisher"], n["sourceOrganization"]), "name"), source: g.name(first(n["provider"], n["sourceOrganization"], n["copyrightHolder"]), "name"),
	}
	if l.headline == "" {
		l.headline = clean(n["name"])
	}
	if l.body == "" && (l.typ == "DiscussionForumPosting" || l.typ == "Question" || l.typ == "SocialMediaPosting") {
		l.body = str(n["text"])
	}
	if p, ok := g.deref(first(n["publisher"])).(map[string]any); ok {
		l.publisherURL = str(p["url"])
	}
	switch f := n["isAccessibleForFree"].(type) {
	case bool:
		l.free = map[bool]string{true: "true", false: "false"}[f]
	case string:
		l.free = lower(f)
	}
	l.keywords = keywords(n["keywords"])
	if c, ok := n["comment"].([]any); ok {
		l.comments = c
	} else if c, ok := n["suggestedAnswer"].([]any); ok {
		l.comments = c
	}
	return l
}

// deref follows a bare "@id" to the node that it names.
func (g *graph) deref(v any) any {
	if m, ok := v.(map[string]any); ok && m["name"] == nil {
		if full := g.byID[str(m["@id"])]; full != nil {
			return full
		}
	}
	return v
}

func (g *graph) name(v any, key string) string {
	switch v := g.deref(first(v)).(type) {
	case map[string]any:
		return clean(v[key])
	case string:
		return dom.Clean(v)
	}
	return ""
}

func (g *graph) names(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, x := range list {
		switch x := g.deref(x).(type) {
		case string:
			out = append(out, x)
		case map[string]any:
			if sub, ok := x["name"].([]any); ok {
				for _, s := range sub {
					out = append(out, str(s))
				}
				continue
			}
			if s := clean(x["name"]); s != "" && typeOf(x) != "Organization" && typeOf(x) != "NewsMediaOrganization" {
				out = append(out, s)
			}
		}
	}
	return out
}

func keywords(v any) []string {
	var out []string
	switch v := v.(type) {
	case string:
		for _, k := range strings.Split(v, ",") {
			out = append(out, dom.Clean(k))
		}
	case []any:
		for _, k := range v {
			out = append(out, clean(k))
		}
	}
	return out
}

func addresses(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, x := range list {
		if m, ok := x.(map[string]any); ok {
			x = first(m["url"], m["@id"])
		}
		if s := str(x); strings.HasPrefix(s, "http") {
			out = append(out, s)
		}
	}
	return out
}

func typeOf(n map[string]any) string {
	switch t := n["@type"].(type) {
	case string:
		return strings.TrimPrefix(strings.TrimPrefix(t, "http://schema.org/"), "https://schema.org/")
	case []any:
		for _, x := range t {
			if s, ok := x.(string); ok && articleTypes[s] > 0 {
				return s
			}
		}
		return str(first(t))
	}
	return ""
}

// first is the first value that is there; of a list its first element.
func first(vs ...any) any {
	for _, v := range vs {
		if l, ok := v.([]any); ok {
			if len(l) == 0 {
				continue
			}
			v = l[0]
		}
		if v != nil && v != "" {
			return v
		}
	}
	return nil
}

// present is the first value that is there, lists whole.
func present(vs ...any) any {
	for _, v := range vs {
		if l, ok := v.([]any); ok && len(l) == 0 || v == nil || v == "" {
			continue
		}
		return v
	}
	return nil
}

// str is a string value; of an object its address, identifier, value or name.
func str(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		for _, k := range []string{"url", "@id", "@value", "name"} {
			if s, ok := v[k].(string); ok && s != "" {
				return strings.TrimSpace(s)
			}
		}
	case []any:
		if len(v) > 0 {
			if s, ok := v[0].(string); ok {
				return strings.TrimSpace(s)
			}
		}
	}
	return ""
}

func clean(v any) string {
	switch v := v.(type) {
	case string:
		return unescape(v)
	case []any:
		if len(v) > 0 {
			return clean(v[0])
		}
	case map[string]any:
		return clean(first(v["name"], v["@value"]))
	}
	return ""
}

// parseJSON reads a script's JSON, mending what pages often break: comments around it, raw line breaks in
// strings, trailing commas.
func parseJSON(s string) (any, bool) {
	s = strings.TrimSpace(s)
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	for _, cut := range []string{"<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["} {
		s = strings.TrimSpace(strings.TrimPrefix(s, cut))
	}
	for _, cut := range []string{"-->", "//]]>", "/*]]>*/", "]]>", ";"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, cut))
	}
	if json.Unmarshal(mend(s), &v) == nil {
		return v, true
	}
	return nil, false
}

func mend(s string) []byte {
	out := make([]byte, 0, len(s))
	inString := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case inString && c == '\\' && i+1 < len(s):
			if strings.IndexByte(`"\/bfnrtu`, s[i+1]) < 0 {
				continue
			}
			out = append(out, c, s[i+1])
			i++
			continue
		case inString && c < 0x20:
			out = append(out, ' ')
			continue
		case c == '"':
			inString = !inString
		case !inString && (c == '}' || c == ']'):
			for k := len(out) - 1; k >= 0 && (out[k] <= ' ' || out[k] == ','); k-- {
				if out[k] == ',' {
					out = append(out[:k], out[k+1:]...)
					break
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// readLinked fills in what linked data says. The page's own words for title and address decide
// between several articles.
func (o *outline) readLinked(address string) {
	h := o.head
	titles := []string{h.meta("og:title", "twitter:title"), h.title}
	urls := []string{h.canonical, h.meta("og:url"), address}
	h.ld = readLinked(h.scripts, func(headline, url string) int {
		score := 0
		for _, t := range titles {
			if headline != "" && t != "" && strings.Contains(squash(t), squash(unescape(headline))) {
				score += 6
				break
			}
		}
		for _, u := range urls {
			if u != "" && url != "" && strings.TrimSuffix(u, "/") == strings.TrimSuffix(url, "/") {
				score += 4
				break
			}
		}
		return score
	})
}
