package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

func captureRange(t *testing.T, st *store.Store) {
	day := func(n int) time.Time { return time.Date(2026, 7, n, 0, 0, 0, 0, time.UTC) }
	name := map[news.CaptureID]int{}
	var outlet news.OutletID
	write(t, st, func(tx *store.Tx) error {
		clear(name)
		var err error
		if outlet, err = tx.PutOutlet(ctx, news.Outlet{Key: "a.example", Name: "A"}); err != nil {
			return err
		}
		for i := 1; i <= 5; i++ {
			c := news.Capture{URL: fmt.Sprintf("https://a.example/%d", i), FinalURL: fmt.Sprintf("https://b.example/%d", i%2), Time: day(i), Body: []byte{byte(i)}}
			id, _, err := tx.PutCapture(ctx, &c)
			if err != nil {
				return err
			}
			name[id] = i
			if i == 2 || i == 4 {
				_, _, _, err := tx.PutVersion(ctx, news.Article{Key: fmt.Sprint("k", i), Outlet: outlet}, news.Version{Title: "T", Text: fmt.Sprint("Body ", i), Language: "en", Seen: 1, Capture: id}, 1, 1)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	for _, c := range []struct {
		f    store.CaptureRange
		want []int
	}{
		{store.CaptureRange{}, []int{1, 2, 3, 4, 5}},
		{store.CaptureRange{Since: day(2), Until: day(4)}, []int{2, 3}},
		{store.CaptureRange{Outlet: outlet}, []int{2, 4}},
		{store.CaptureRange{Outlet: outlet, Since: day(3)}, []int{4}},
		{store.CaptureRange{URLPrefix: "https://a.example/5"}, []int{5}},
		{store.CaptureRange{URLPrefix: "https://b.example/0"}, []int{2, 4}},
		{store.CaptureRange{URLPrefix: "https://b_example"}, nil},
	} {
		var got []int
		for after := news.CaptureID(0); ; {
			ids, last, err := st.FindCaptures(ctx, c.f, after, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range ids {
				got = append(got, name[id])
				if v, err := st.CaptureVersions(ctx, id); err != nil || (len(v) == 1) != (name[id] == 2 || name[id] == 4) {
					t.Errorf("capture %d has %d versions, %v", name[id], len(v), err)
				}
			}
			if after = last; after == 0 {
				break
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%+v: %s", c.f, d)
		}
	}
}
