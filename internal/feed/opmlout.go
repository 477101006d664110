package feed

import (
	"bufio"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// WriteOPML writes sources as OPML 2.0, folders nested, in the order of their names and
// within a folder in the order given. ParseOPML reads the same sources back.
func WriteOPML(w io.Writer, title string, made time.Time, list []news.Source) error {
	o := &opmlWriter{w: bufio.NewWriter(w)}
	o.raw(xml.Header + `<opml version="2.0"`)
	if slices.ContainsFunc(list, hasFreshRSS) {
		o.raw(` xmlns:frss="https://freshrss.org/opml"`)
	}
	o.raw(">\n<head>\n<title>")
	o.text(title)
	o.raw("</title>\n<dateCreated>")
	o.raw(made.UTC().Format(time.RFC1123Z))
	o.raw("</dateCreated>\n</head>\n<body>\n")
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b news.Source) int { return slices.Compare(levels(a.Folder), levels(b.Folder)) })
	var open []string
	for _, s := range sorted {
		open = o.move(open, levels(s.Folder))
		o.source(s, len(open))
	}
	o.move(open, nil)
	o.raw("</body>\n</opml>\n")
	if o.err != nil {
		return o.err
	}
	return o.w.Flush()
}

func hasFreshRSS(s news.Source) bool {
	for k := range s.Extra {
		if strings.HasPrefix(k, "frss:") {
			return true
		}
	}
	return false
}

func levels(folder string) []string {
	if folder == "" {
		return nil
	}
	return strings.Split(folder, "/")
}

type opmlWriter struct {
	w   *bufio.Writer
	err error
}

// move closes and opens folders until want are open.
func (o *opmlWriter) move(open, want []string) []string {
	same := 0
	for same < len(open) && same < len(want) && open[same] == want[same] {
		same++
	}
	for i := len(open); i > same; i-- {
		o.raw(strings.Repeat("  ", i) + "</outline>\n")
	}
	for i, name := range want[same:] {
		o.raw(strings.Repeat("  ", same+i+1) + "<outline")
		o.attr("text", name)
		o.attr("title", name)
		o.raw(">\n")
	}
	return want
}

func (o *opmlWriter) source(s news.Source, depth int) {
	o.raw(strings.Repeat("  ", depth+1) + "<outline")
	name := s.Title
	if name == "" {
		name = s.URL // text is required
	}
	o.attr("text", name)
	if s.Title != "" {
		o.attr("title", s.Title)
	}
	if s.Extra["type"] == "" {
		o.attr("type", "rss")
	}
	o.attr("xmlUrl", s.URL)
	if s.Site != "" {
		o.attr("htmlUrl", s.Site)
	}
	var names []string
	for k := range s.Extra {
		if isExtra(k) {
			names = append(names, k)
		}
	}
	slices.Sort(names)
	for _, k := range names {
		o.attr(k, s.Extra[k])
	}
	o.raw("/>\n")
}

func (o *opmlWriter) attr(name, value string) {
	o.raw(" " + name + `="`)
	o.text(value)
	o.raw(`"`)
}

func (o *opmlWriter) raw(s string) {
	if _, err := o.w.WriteString(s); err != nil && o.err == nil {
		o.err = err
	}
}

func (o *opmlWriter) text(s string) {
	if err := xml.EscapeText(o.w, []byte(s)); err != nil && o.err == nil {
		o.err = err
	}
}
