package storetest

import (
	"testing"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// measured holds what is read of the database for whoever runs it.
func measured(t *testing.T, st *store.Store) {
	if lag, err := st.GroupingLag(ctx); err != nil || lag != 0 {
		t.Errorf("grouping lag of an empty archive: %v, %v", lag, err)
	}
	_, v := article(t, st, "https://a.example/1", "Ferries stop", "The ferries stopped on Tuesday.", "en")
	write(t, st, func(tx *store.Tx) error {
		if _, _, err := tx.AddSource(ctx, news.Source{URL: "https://a.example/feed"}); err != nil {
			return err
		}
		return tx.PutMentions(ctx, v.ID, &mention.Set{}, 1)
	})
	counts, err := st.Counts(ctx)
	if err != nil || counts["article"] != 1 || counts["source"] != 1 || counts["story"] != 0 {
		t.Errorf("counts %v, %v", counts, err)
	}
	if lag, err := st.GroupingLag(ctx); err != nil || lag <= 0 {
		t.Errorf("grouping lag of an article that waits: %v, %v", lag, err)
	}
	sizes, err := st.Sizes(ctx)
	if err != nil || sizes["file"]+sizes["wal"]+sizes["database"] <= 0 {
		t.Errorf("sizes %v, %v", sizes, err)
	}
	for _, p := range st.Pools() {
		if p.Name == "" || p.Limit < 1 {
			t.Errorf("pool %+v", p)
		}
	}
	if err := st.CheckTables(ctx); err != nil {
		t.Errorf("tables that were just made: %v", err)
	}
	write(t, st, func(tx *store.Tx) error {
		_, err := tx.Exec(ctx, "insert into schema_version (version_id, is_applied) values (9999, true)")
		return err
	})
	if err := st.CheckTables(ctx); err == nil {
		t.Error("tables of a newer program pass for ours")
	}
}
