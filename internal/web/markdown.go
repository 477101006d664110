package web

import (
	"bytes"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/parley-news/parley/internal/fault"
)

// safeHTML is markup that can do nothing but show text and lead to web and mail addresses. It is made by markdown alone.
type safeHTML string

// component shows it as it is.
func (h safeHTML) component() templ.Component { return templ.Raw(string(h)) }

// markdowner renders without raw HTML; what it gives is cleaned all the same.
var markdowner = sync.OnceValue(func() goldmark.Markdown { return goldmark.New(goldmark.WithExtensions(extension.GFM)) })

var cleaner = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "a")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
})

// maxMarkdown bounds a text of the operator, in bytes.
const maxMarkdown = 256 << 10

// markdown renders a text of the operator.
func markdown(src string) (safeHTML, error) {
	if len(src) > maxMarkdown {
		return "", fault.Errorf(fault.TooLarge, "it is longer than %d kB", maxMarkdown>>10)
	}
	var b bytes.Buffer
	if err := markdowner().Convert([]byte(strings.ToValidUTF8(src, "?")), &b); err != nil {
		return "", err
	}
	return safeHTML(cleaner().SanitizeBytes(b.Bytes())), nil
}
