package news

import "time"

// Outlet is who publishes: a paper, an agency, a broadcaster, a ministry, a forum, an account.
// Unknown facts are empty; nothing is guessed.
type Outlet struct {
	ID        OutletID
	Key       string // what makes it one: its site key ("dw.com"), or "name:" and the folded name where no site is known
	Name      string
	Domain    string
	Country   string // ISO 3166 alpha-2, or a user-assigned code in sample data
	Language  string // BCP 47
	Kind      OutletKind
	Owner     string
	StateLink string // "none", "state-funded", "state-owned", "party", or ""
}

// OutletKind says what sort of publisher an outlet is.
type OutletKind string

// The kinds of outlet.
const (
	Newspaper   OutletKind = "newspaper"
	Agency      OutletKind = "agency"
	Broadcaster OutletKind = "broadcaster"
	Forum       OutletKind = "forum"
	Aggregator  OutletKind = "aggregator"
	Ministry    OutletKind = "ministry"
	Website     OutletKind = "website"
)

// Source is where Parley looks for an outlet's output.
type Source struct {
	ID           SourceID
	URL          string
	Title        string
	Folder       string // as in the OPML it came from, levels joined by "/"
	Added        time.Time
	Polled       time.Time // last attempt; zero before the first
	Next         time.Time // next attempt
	ETag         string
	LastModified string
	Failures     int    // in a row
	Problem      string // why the last attempt failed, in plain words; "" when it went well
	Links        int    // links found so far
}

// Link is an address worth having and where it was seen.
type Link struct {
	URL       string
	Title     string
	Published time.Time // zero when the list does not say
	Source    SourceID
}

// Header is one header line of a response.
type Header struct{ Name, Value string }

// Capture is bytes as received, never changed. After a purge only the tombstone is left: Body empty, Purged set.
type Capture struct {
	ID          CaptureID
	URL         string // as asked for; for a file "file:" and its path
	FinalURL    string // after redirects
	Source      SourceID
	Time        time.Time
	Status      int // HTTP status; 200 for a file
	ContentType string
	Header      []Header
	Hash        string // SHA-256 of Body, hexadecimal
	Body        []byte
	Purged      time.Time
	PurgeReason string
}
