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
)

// Busy counts the jobs of kinds that are due or worked on now.
func Busy(ctx context.Context, st *store.Store, kinds ...string) (n int, err error) {
	err = st.Query(ctx, "select kind, count(*) from job where state = 'running' or state = 'ready' and run_at <= $1 group by kind", func(row func(...any) error) error {
		var kind string
		var k int
		if err := row(&kind, &k); err != nil {
			return err
		}
		for _, want := range kinds {
			if want == kind {
				n += k
			}
		}
		return nil
	}, st.Now().UnixMicro())
	return n, err
}
