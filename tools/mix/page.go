package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"strings"
)

// address is where an article stands; no two articles share one.
func (m *mixer) address(a article, title string) string {
	return fmt.Sprintf("https://%s/%s/%s-%d.html", m.outlets[a.outlet].host, a.time.Format("2006/01/02"), slug(title), a.number)
}

func slug(title string) string {
	var b strings.Builder
	split(strings.ToLower(title), func(tok string, isWord bool) {
		if isWord && b.Len() < 60 {
			if b.Len() > 0 {
				b.WriteByte('-')
			}
			for i := range len(tok) {
				if tok[i] >= 'a' && tok[i] <= 'z' {
					b.WriteByte(tok[i])
				}
			}
		}
	})
	return strings.Trim(b.String(), "-")
}

// page puts a text on a page of its outlet.
func (m *mixer) page(b *bytes.Buffer, a article, t text, address string) {
	o := m.outlets[a.outlet]
	p := o.patterns[a.seed%uint64(len(o.patterns))]
	left, slots := t.paras, p.slots
	for _, x := range p.pieces {
		b.Write(x.bytes)
		switch x.hole {
		case paragraph:
			slots--
			n := min(1, len(left))
			if slots == 0 { // the last one takes what is left
				n = len(left)
			}
			for i, para := range left[:n] {
				if i > 0 {
					b.WriteString("</p>\n<p>")
				}
				b.WriteString(html.EscapeString(para))
			}
			left = left[n:]
		case title:
			b.WriteString(html.EscapeString(t.title))
		case docTitle:
			b.WriteString(html.EscapeString(t.title + " | " + o.name))
		case dateText:
			fmt.Fprintf(b, `<time datetime="%s">%s</time>`, a.time.Format("2006-01-02T15:04:05Z07:00"), a.time.Format("January 2, 2006"))
		case siteHead:
			head(b, a, t, o, address)
		}
	}
}

func head(b *bytes.Buffer, a article, t text, o outlet, address string) {
	at := a.time.Format("2006-01-02T15:04:05Z07:00")
	linked, err := json.Marshal(map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": t.title, "datePublished": at, "url": address,
		"publisher": map[string]string{"@type": "Organization", "name": o.name},
	})
	if err != nil {
		panic(err) // strings always marshal
	}
	e := html.EscapeString
	fmt.Fprintf(b, `<meta charset="utf-8"><link rel="canonical" href="%s"><meta property="og:url" content="%s"><meta property="og:type" content="article"><meta property="og:title" content="%s"><meta property="og:site_name" content="%s"><meta property="article:published_time" content="%s"><script type="application/ld+json">%s</script>`,
		e(address), e(address), e(t.title), e(o.name), at, linked)
}
