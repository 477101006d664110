// Package extract turns a page into an article: the text that its outlet published,
// apart from everything that stands around it, with title, authors, dates,
// comments and related items. Start with Page.
//
// A page is HTML or a plain-text dump of one, as text browsers and archives save
// them. Extraction is deterministic, never fails and never panics: where there is no
// article, the Document's Reason says why. It reads nothing but its input.
package extract

import "time"

// Input is a page as received.
type Input struct {
	URL         string    // as asked for or after redirects; "" when unknown
	ContentType string    // of the response; "" makes Page look at the bytes
	Bytes       []byte    // not retained
	Fetched     time.Time // resolves relative dates ("4 months ago"); zero leaves them unresolved
}

// MaxBytes is the size beyond which a page is cut; the Document then says so in Partial.
const MaxBytes = 16 << 20
