package extract

import (
	"fmt"
	"strings"

	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/lang"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/urlkey"
)

// Page extracts the article of a page. The Document is never nil.
//
// Standfirst and Body do not overlap: where the page sets a summary line apart from the
// text above which it stands (and the model takes it for furniture), it is the Standfirst; a lead that
// is the first paragraph of the running text stays in Body, and Standfirst is empty.
func Page(in Input) *news.Document {
	b, partial := in.Bytes, ""
	if len(b) > MaxBytes {
		b, partial = b[:MaxBytes], fmt.Sprintf("cut at %d MB", MaxBytes>>20)
	}
	var d *news.Document
	switch f, why := sniff(b, in.ContentType); f {
	case formText:
		d = dumpDocument(in, dom.Decode(b, in.ContentType))
		if d == nil {
			d = &news.Document{Reason: "empty page"}
		}
	case formHTML:
		d = htmlDocument(in, dom.Decode(b, in.ContentType))
	default:
		d = &news.Document{Reason: why}
	}
	if d.URL == "" && isWeb(in.URL) {
		d.URL = in.URL
		if c, err := urlkey.Canonical(in.URL); err == nil {
			d.URL = c
		}
	}
	if partial != "" {
		d.Partial = partial
	}
	return d
}

// htmlDocument extracts from a decoded page.
func htmlDocument(in Input, s string) *news.Document {
	root, err := dom.Parse(s)
	if err != nil {
		return &news.Document{Reason: "not a page: HTML that cannot be parsed"}
	}
	o := newOutline(root, false)
	if o.words() < plainWords && strings.Contains(s, "<noscript") {
		if root, err := dom.ParsePlain(s); err == nil {
			if plain := newOutline(root, true); plain.words() > 2*o.words() {
				o = plain
			}
		}
	}
	o.readLinked(in.URL)
	p := &pageReader{in: in, o: o, h: o.head, d: &news.Document{}}
	p.chance = builtin().score(o)
	p.read()
	return p.d
}

// plainWords is below how many words a page is read again as a reader without scripts would see it.
const plainWords = 150

// pageReader gathers the parts of one page's document.
type pageReader struct {
	in     Input
	o      *outline
	h      *head
	d      *news.Document
	chance []float32 // of each block to be of the body
	inBody []bool
	item   []int32 // of each block the comment that it belongs to, or -1
	first  int     // first block of the body, or the number of blocks
	last   int     // last block of the body, or -1
}

func (p *pageReader) read() {
	p.addresses()
	p.title()
	p.body()
	p.thread()
	p.d.Language = lang.Identify(p.d.Body, p.declaredLanguage())
	p.site()
	p.people()
	p.dates()
	p.labels()
	p.related()
	p.provenance()
	p.reason()
}

// declaredLanguage is what the page says its language is.
func (p *pageReader) declaredLanguage() string {
	for _, l := range []string{p.h.language, p.h.ld.language, p.h.meta("og:locale", "content-language", "language", "dc.language")} {
		if len(l) >= 2 {
			return l
		}
	}
	return ""
}
