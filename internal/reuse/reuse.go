// Package reuse finds which articles repeat which, and where. Start with New and Index.Add;
// Origins then says which articles go back to one text.
package reuse

import (
	"time"

	"github.com/parley-news/parley/internal/news"
)

// Doc is what the index needs to know of an article.
type Doc struct {
	ID      news.ArticleID
	Time    time.Time
	Title   string
	Text    string
	Lang    string
	URL     string
	Outlet  string
	Notices []news.Notice
}

// Options tune an index. The zero value is right.
type Options struct{}

// Index holds sketches of the articles of a window of time. It is not safe for concurrent use.
type Index struct{}

// New makes an empty index.
func New(o Options) *Index { return &Index{} }

// Add puts d into the index and returns the copies between d and the documents added before, in either direction.
func (x *Index) Add(d Doc) []news.Copy { return nil }

// Restore puts d into the index without searching.
func (x *Index) Restore(d Doc) {}

// Evict forgets the documents older than before.
func (x *Index) Evict(before time.Time) {}

// Origins groups articles by the text they go back to.
func Origins(articles []news.ArticleID, copies []news.Copy) []news.Origin { return nil }
