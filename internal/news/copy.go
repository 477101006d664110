package news

import "github.com/parley-news/parley/internal/text"

// CopyKind says how one text repeats another.
type CopyKind string

// The kinds of copy.
const (
	CopySame        CopyKind = "same"
	CopyExcerpt     CopyKind = "excerpt"
	CopyEdited      CopyKind = "edited"
	CopySpliced     CopyKind = "spliced"
	CopyRewrite     CopyKind = "rewrite"
	CopyTranslation CopyKind = "translation"
)

// Aligned is a run of text that stands in both articles.
type Aligned struct{ Derived, Source text.Span }

// Copy says that one article repeats another. Source is zero when the text it
// goes back to is not in the archive; then Name or URL says which text that is.
type Copy struct {
	ID      CopyID
	Derived ArticleID
	Source  ArticleID
	Name    string // originator outside the archive: "The Conversation"
	URL     string // address outside the archive
	Kind    CopyKind
	Share   float64 // of the derived text outside quotations that is reused, 0…1
	Score   float64 // confidence that it is a copy, 0…1
	Reasons []string
	Spans   []Aligned
}

// Origin is the set of articles that go back to one text. Every article is in at
// least one; an article that repeats nothing is the root of an origin of its own.
type Origin struct {
	ID       OriginID
	Root     ArticleID   // zero when the text itself is not in the archive
	Name     string      // who wrote it, when Root is zero: "Reuters", or an address
	Articles []ArticleID // ascending, Root included
}
