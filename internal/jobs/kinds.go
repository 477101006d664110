package jobs

import (
	"context"

	"github.com/parley-news/parley/internal/store"
)

// The kinds of job there are.
const (
	Poll    = "poll"    // look at a source; the key is its identifier
	Fetch   = "fetch"   // fetch an article's page; the key is its address, the payload the source
	Refetch = "refetch" // look whether a page has a new version; the key is its address
	Hub     = "hub"     // ask a WebSub hub; the key is the subscription, the payload what to ask
	Told    = "told"    // read what a hub told; the key is the message
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
