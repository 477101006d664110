package news

import "github.com/parley-news/parley/internal/when"

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
