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
	StateLink string // one of StateLinks, or ""
}

// OutletKind says what sort of publisher an outlet is.
type OutletKind string

// The kinds of outlet.
const (
	Newspaper   OutletKind = "newspaper"
	Magazine    OutletKind = "magazine"
	Agency      OutletKind = "agency"
	Broadcaster OutletKind = "broadcaster"
	Website     OutletKind = "website" // news made for the web
	Aggregator  OutletKind = "aggregator"
	FactChecker OutletKind = "fact-checker"
	Forum       OutletKind = "forum"
	Ministry    OutletKind = "ministry"
)

// OutletKinds are all kinds.
var OutletKinds = []OutletKind{Newspaper, Magazine, Agency, Broadcaster, Website, Aggregator, FactChecker, Forum, Ministry}

// The links to a state that an outlet can have.
const (
	StateNone   = "none"         // belongs to no state or party and does not live on its money
	StatePublic = "public"       // a public broadcaster or agency: paid for by the public, run at arm's length by law
	StateFunded = "state-funded" // paid for by a state that does not own it openly
	StateOwned  = "state-owned"  // belongs to a state or one of its bodies
	StateLinked = "state-linked" // tied to a body of the state, such as its army, without belonging to it openly
	StateParty  = "party"        // belongs to a party
)

// StateLinks are all of them.
var StateLinks = []string{StateNone, StatePublic, StateFunded, StateOwned, StateLinked, StateParty}

// Source is where Parley looks for an outlet's output: a feed, a sitemap, or a page that lists articles.
type Source struct {
	ID           SourceID
	URL          string
	Title        string
	Folder       string            // as in the OPML it came from, levels joined by "/"
	Site         string            // address of the site it belongs to; "" where not known
	Extra        map[string]string // what its OPML entry said beyond that, to be written back
	Kind         string            // what it turned out to be, such as "RSS"; "" before the first good look
	Added        time.Time
	Polled       time.Time // last attempt; zero before the first
	Next         time.Time // next attempt
	Succeeded    time.Time // last good look
	Failed       time.Time // last bad look
	ETag         string
	LastModified string
	Failures     int           // in a row
	Problem      string        // why the last attempt failed, in plain words; "" when it went well
	Links        int           // links found so far
	Gap          time.Duration // between two articles, as far as seen; 0 where not known
	Newest       time.Time     // when the newest article was published or first seen
	MovedTo      string        // where its server sends for good; "" where it does not
	Moves        int           // looks in a row that were sent there
	Paused       bool          // by the operator
	Stopped      string        // why it is not looked at any more, in plain words; "" while it is
}

// Link is an address worth having and where it was seen.
type Link struct {
	URL       string
	Title     string
	Language  string    // as the list says; mostly ""
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
