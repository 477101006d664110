// Package reuse finds which articles repeat which, and where, and which therefore
// go back to one text. Start with New and Index.Add; Origins sums up.
//
// An Index keeps of every article a bounded sample of its three-word sequences outside
// quotations, about 2.5 KB; the text itself is asked for again when two articles are laid side by side.
// Speech that two reporters quote is no copy, nor is a phrase that stands in several unrelated
// texts (a newsletter box, a licence line): both are left out of every measure here.
//
// The result depends only on the documents and the order in which they were added.
package reuse

import (
	"cmp"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// Doc is what the index needs to know of an article.
type Doc struct {
	ID      news.ArticleID
	Time    time.Time // of publication; zero when unknown
	Title   string
	Text    string // valid UTF-8
	Lang    string
	URL     string // canonical address, or ""
	Outlet  string // name of the carrier
	Notices []news.Notice
}

// Options tune an index. The zero value is right.
type Options struct {
	// Text returns the text of an article in the index, "" when it is gone. When it is
	// nil the index holds on to the texts it was given.
	Text func(news.ArticleID) string
}

const (
	maxAligned = 32 // candidates laid beside a new article; more carriers of one text are joined through these
	maxSpans   = 64 // passages shown of one copy
	// minScore: best F1 with precision above .95 on labelled wire copies, see README.md.
	minScore = 0.40
)

// Add puts d into the index and returns the copies between d and the documents
// added before, in either direction, and those that d's own notices declare. The surest come first. IDs are zero.
func (x *Index) Add(d Doc) []news.Copy {
	b := bodyOf(d.Text)
	found := x.lookup(b)
	self := x.put(d, b, found)
	b.leaveOut(found.common)
	s := seedsOf(b.words)
	var copies []news.Copy
	for _, c := range found.candidates[:min(len(found.candidates), maxAligned)] {
		if c.doc == self { // the same article again, in another version
			continue
		}
		if o := x.bodyOf(c.doc); o != nil {
			if p := compare(b, o, s.align(o.words), c); p.score() >= minScore && (p.mostly() || !x.distant(self, c.doc)) {
				copies = append(copies, x.copyOf(self, c.doc, p))
			}
		}
	}
	copies = x.declared(self, d, copies)
	slices.SortStableFunc(copies, func(a, b news.Copy) int { return cmp.Compare(b.Score, a.Score) })
	return copies
}

// Restore puts d into the index without searching for copies.
func (x *Index) Restore(d Doc) {
	b := bodyOf(d.Text)
	x.put(d, b, x.lookup(b))
}
