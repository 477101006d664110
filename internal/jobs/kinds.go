package jobs

import (
	"context"
	"strconv"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// The kinds of job there are.
const (
	Poll    = "poll"    // look at a source; the key is its identifier
	Fetch   = "fetch"   // fetch an article's page; the key is its address, the payload the source
	Extract = "extract" // find the article in a capture
	Analyse = "analyse" // find mentions, statements, figures and events in a version
	Group   = "group"   // put waiting articles into origins, stories and storylines
	Claims  = "claims"  // find the claims, numbers and timeline of a storyline
)

// AddSource adds a source and has it looked at at once. who is recorded; added is false for one that is known.
func AddSource(ctx context.Context, tx *store.Tx, s news.Source, who string) (added bool, err error) {
	id, added, err := tx.AddSource(ctx, s)
	if err != nil {
		return false, err
	}
	if added {
		if err := tx.Audit(ctx, who, "source added", s.URL); err != nil {
			return false, err
		}
	}
	return added, Put(ctx, tx, Item{Kind: Poll, Key: strconv.FormatInt(int64(id), 10), At: tx.Now(), Lane: LaneOf(s.URL), Priority: News})
}
