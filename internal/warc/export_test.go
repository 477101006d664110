package warc

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-news/parley/internal/news"
)

func TestOurOwnArchivesGiveTheSameCaptures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{1,9}`)
		var list []*news.Capture
		for range rapid.IntRange(1, 5).Draw(t, "captures") {
			c := &news.Capture{
				URL: "https://" + word.Draw(t, "host") + ".example/" + word.Draw(t, "path"), Time: time.UnixMicro(rapid.Int64Range(1e15, 2e15).Draw(t, "time")).UTC(),
				Status: 200, Body: rapid.SliceOfN(rapid.Byte(), 1, 2000).Draw(t, "body"),
				ContentType: rapid.SampledFrom([]string{"", "text/html", "text/html; charset=windows-1251", "text/plain; charset=utf-8"}).Draw(t, "content type"),
			}
			c.FinalURL = c.URL
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				c.URL = "file:///home/" + word.Draw(t, "file")
				c.FinalURL = c.URL
			case 1:
				c.FinalURL += "/after/redirects"
			}
			if strings.HasPrefix(c.URL, "http") {
				if c.ContentType != "" {
					c.Header = append(c.Header, news.Header{Name: "Content-Type", Value: c.ContentType})
				}
				for range rapid.IntRange(0, 4).Draw(t, "headers") {
					c.Header = append(c.Header, rapid.SampledFrom([]news.Header{
						{Name: "Content-Encoding", Value: "gzip"}, {Name: "Content-Length", Value: "7"}, {Name: "Transfer-Encoding", Value: "chunked"}, {Name: "Etag", Value: `"1"`},
						{Name: "Set-Cookie", Value: "a=b"}, {Name: "Archive-Title", Value: "Said by another"}, {Name: "X", Value: ""},
					}).Draw(t, "header"))
				}
			}
			list = append(list, c)
		}
		var b bytes.Buffer
		w := NewWriter(&b, rapid.Bool().Draw(t, "compress"))
		if err := w.Write(InfoRecord("x.warc.gz", time.Unix(1e9, 0), Fields{{"software", "Parley"}})); err != nil {
			t.Fatal(err)
		}
		purged := &news.Capture{URL: "https://gone.example/", FinalURL: "https://gone.example/", Hash: "00", Time: time.Unix(1e9, 0), Purged: time.Unix(2e9, 0).UTC(), PurgeReason: "court order", Body: []byte("must not be written")}
		for _, c := range append(list, purged) {
			records, err := Records(c, []ArticleNow{{ID: "1", Title: "T", Language: "en", Main: true}}, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range records {
				if err := w.Write(r); err != nil {
					t.Fatal(err)
				}
			}
		}
		r, err := NewReader(&b, Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := Captures(r, nil)
		for _, want := range list {
			f, err := c.Next()
			if err != nil || f.Capture == nil {
				t.Fatalf("%+v, %v", f, err)
			}
			if d := cmp.Diff(want, f.Capture); d != "" {
				t.Error(d)
			}
			if f.Hint.From != "Parley" || f.Hint.Title != "T" || f.Hint.Language != "en" {
				t.Errorf("hint %+v", f.Hint)
			}
		}
		f, err := c.Next()
		if err != nil || f.Tombstone == nil {
			t.Fatalf("%+v, %v", f, err)
		}
		if d := cmp.Diff(&Tombstone{URL: purged.URL, Hash: "00", Reason: "court order", Purged: purged.Purged}, f.Tombstone); d != "" {
			t.Error(d)
		}
		if _, err := c.Next(); err != io.EOF {
			t.Errorf("behind the last: %v", err)
		}
	})
}

func TestAPurgedCaptureLeavesNoBody(t *testing.T) {
	t.Parallel()
	c := &news.Capture{URL: "https://gone.example/", FinalURL: "https://gone.example/", Purged: time.Unix(2e9, 0), PurgeReason: "r", Body: []byte("secret"), Header: []news.Header{{Name: "X", Value: "secret"}}}
	list, err := Records(c, []ArticleNow{{Title: "secret"}}, "secret")
	if err != nil || len(list) != 1 || list[0].Type != Metadata || bytes.Contains(list[0].Block, []byte("secret")) {
		t.Errorf("%d records, %v: %s", len(list), err, list[0].Block)
	}
}
