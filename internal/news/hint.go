package news

import (
	"strings"

	"github.com/parley-news/parley/internal/when"
)

// Hint is what an archive says of a capture beside its bytes. It is used only where the page itself says nothing.
type Hint struct {
	From      string // who says so: "Media Cloud", "Parley", "WET"
	URL       string // canonical address, "" when not said
	Title     string
	Published when.Date
	Language  string // BCP 47
	Feed      string // where the address was seen
	Via       string // how the archive got it, for people
}

// IsZero reports whether nothing is said.
func (h Hint) IsZero() bool { return h == Hint{From: h.From} }

// hintPrefix begins the names of headers that hold a hint: it is kept with the headers of its capture.
const hintPrefix = "Archive-"

// Header is the hint as headers, to be kept with those of its capture; none when nothing is said.
func (h Hint) Header() (out []Header) {
	if h.IsZero() {
		return nil
	}
	for _, x := range []Header{{"From", h.From}, {"URL", h.URL}, {"Title", h.Title}, {"Published", h.Published.String()}, {"Language", h.Language}, {"Feed", h.Feed}, {"Via", h.Via}} {
		if x.Value != "" {
			out = append(out, Header{hintPrefix + x.Name, x.Value})
		}
	}
	return out
}

// HintOf is the hint among the headers of a capture.
func HintOf(list []Header) (h Hint) {
	for _, x := range list {
		name, ok := strings.CutPrefix(x.Name, hintPrefix)
		if !ok {
			continue
		}
		switch name {
		case "From":
			h.From = x.Value
		case "URL":
			h.URL = x.Value
		case "Title":
			h.Title = x.Value
		case "Published":
			h.Published, _ = when.Parse(x.Value)
		case "Language":
			h.Language = x.Value
		case "Feed":
			h.Feed = x.Value
		case "Via":
			h.Via = x.Value
		}
	}
	return h
}
