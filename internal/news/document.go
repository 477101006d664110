package news

import (
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// Document is what extraction finds on one page. Reason is empty when there is an
// article; otherwise it says in plain words why there is none ("no article: index page").
type Document struct {
	URL        string // canonical address: from the page if it names one, else as fetched, else ""
	Title      string // without the site's name
	Standfirst string // summary line above the body, where it stands apart; not part of Body
	Authors    []string
	Editor     string
	Dateline   string // "ISTANBUL", without punctuation
	Published  when.Date
	Modified   when.Date
	Language   string // BCP 47, identified from the body, the page's own word as a hint
	Site       string // whose page it is: "Daily8"
	Outlet     string // whose article it is, as the page names it (the carrier): "AllAfrica"; Site where it names nobody else
	Section    string
	Keywords   []string
	License    string // address or name, as stated
	Image      Image  // the leading one
	Paywalled  bool
	Body       string  // paragraphs separated by a blank line
	Blocks     []Block // in order, covering all of Body's paragraphs
	Notices    []Notice
	Score      *int // votes of a post, where shown
	Comments   []Comment
	Related    []Document // items under or beside the article; with Body when the page carries their text
	Reason     string
	Partial    string // why the result may be incomplete ("cut at 10 MB"), or ""
}

// BlockKind says what a paragraph of the body is.
type BlockKind uint8

// The kinds of block.
const (
	Paragraph BlockKind = iota
	Heading
	ListItem
	Quote
	TableRow
	Caption
	Preformatted
)

// Block is one paragraph of Body.
type Block struct {
	Kind BlockKind
	Span text.Span // in Body
}

// Image is a picture that a page shows with its article.
type Image struct{ URL, Alt, Credit string }

// NoticeKind says what a notice tells about where the text comes from.
type NoticeKind string

// The kinds of notice.
const (
	Republished NoticeKind = "republished" // "This article is republished from X"
	Credit      NoticeKind = "credit"      // an agency named in a credit line: "(Reuters)", "AFP contributed"
	Cites       NoticeKind = "cites"       // the text ends with, or names, the address of what it retells
	BasedOn     NoticeKind = "based-on"    // structured data says so
)

// Notice is a line that says where the text comes from. Span is empty when it comes from structured data.
type Notice struct {
	Kind NoticeKind
	Name string // of the originator, where named
	URL  string
	Span text.Span // in Body
}

// Comment is what a reader wrote under an article or post.
type Comment struct {
	Author string
	Text   string
	Score  *int
	Age    string // as shown: "4 months ago"
	Time   when.Date
	Depth  int // 0 for a comment on the article, 1 for a reply, …
}

// Article is one outlet's piece, whatever its versions.
type Article struct {
	ID       ArticleID
	Key      string // canonical address key, or a hash of the text for a page without address
	URL      string // for readers: the canonical address, "" when unknown
	Outlet   OutletID
	Parent   ArticleID // the page's main article, for one found as a related item on its page
	Seen     int64     // first capture, Unix microseconds UTC
	Current  VersionID
	Versions int
}

// Version is the text of an article as one capture had it. It never changes.
type Version struct {
	ID         VersionID
	Article    ArticleID
	Capture    CaptureID
	Number     int // 1, 2, …
	Seen       int64
	Title      string
	Standfirst string
	Text       string // Document.Body
	Blocks     []Block
	Authors    []string
	Editor     string
	Dateline   string
	Published  when.Date
	Modified   when.Date
	Language   string
	Site       string
	OutletName string
	License    string
	Section    string
	Keywords   []string
	Notices    []Notice
	Score      *int
	Comments   []Comment
	Partial    string
}
