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

	Backfill = "backfill" // read a file of a web archive; the key is its path
)

// Reasons are why jobs of a kind have not come through, by key.
func Reasons(ctx context.Context, st *store.Store, kind string) (map[string]string, error) {
	out := map[string]string{}
	err := st.Query(ctx, "select key, reason from job where kind = $1 and reason <> ''", func(row func(...any) error) error {
		var key, reason string
		err := row(&key, &reason)
		out[key] = reason
		return err
	}, kind)
	return out, err
}

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
