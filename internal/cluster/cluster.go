// Package cluster puts articles into stories as they arrive, and stories into
// storylines. Start with Window.Assign and Lines.
//
// A story is the articles about one happening; a storyline is stories that share
// their parties and dispute, over years if need be. Names decide on storylines;
// who published an article is never looked at. Everything is deterministic: a
// Window's state is a function of the articles it holds and their stories, so that
// putting them back with Restore gives the same later decisions. Nothing here is safe
// for concurrent use; identifiers come from the caller.
package cluster

import (
	"time"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// Doc is an article as clustering sees it.
type Doc struct {
	ID       news.ArticleID
	Time     time.Time // of publication; of capture where that is unknown
	Title    string
	Text     string
	Lang     string         // BCP 47
	Mentions *mention.Set   // of this text; nil has the same effect as finding nothing
	Undated  bool           // Time is not of publication: nothing follows from its closeness
	CopyOf   news.ArticleID // the article it repeats: it enters its story with it; or zero
}

// Options adjust a Window. The zero value is right for a stream of news.
type Options struct {
	Quiet     time.Duration // a story takes no articles further than this from all of its own; 0 is DefaultQuiet
	Keep      int           // articles held, the latest to arrive; 0 is DefaultKeep
	Threshold float64       // least score to join a story; 0 is the learned one
	Model     *Model        // nil is DefaultModel
}

// Decision is where an article belongs.
type Decision struct {
	Story   news.StoryID
	New     bool           // the article begins the story
	Score   float64        // 0…1; for a new story, that of the best one it did not join
	Reasons []string       // in plain words
	Merged  []news.StoryID // stories that the article shows to be the same as Story and that are now folded into it, ascending
}

// DefaultQuiet and DefaultKeep are what a zero Options means.
const (
	DefaultQuiet = 4 * 24 * time.Hour
	DefaultKeep  = 30000
)
