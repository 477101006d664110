package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

// BenchmarkStoriesPage reads the front page's list, by rank, out of 20,000 stories.
func BenchmarkStoriesPage(b *testing.B) {
	ctx := context.Background()
	st, err := store.Open(ctx, filepath.Join(b.TempDir(), "parley.db"), store.Options{IDs: news.NewIDs(time.Now, 1)})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	err = st.Write(ctx, func(tx *store.Tx) error {
		for i := range 20000 {
			s := news.Story{
				ID: news.StoryID(i + 1), Title: fmt.Sprint("Story ", i), Rank: float64(i * 7919 % 20011), First: 1, Latest: int64(i + 1),
				Counts: news.Counts{Articles: 5, Origins: 2, Languages: []string{"en", "fa"}}, Parties: []news.Party{{Key: "a", Name: "A"}, {Key: "b", Name: "B"}},
			}
			if err := tx.PutStory(ctx, s, 1); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	after := ""
	b.ReportAllocs()
	for b.Loop() {
		list, err := st.Stories(ctx, store.StoryFilter{After: after, Limit: 30})
		if err != nil {
			b.Fatal(err)
		}
		if len(list) < 30 {
			after = ""
			continue
		}
		after = store.StoryCursor(list[29], store.ByRank)
	}
}
