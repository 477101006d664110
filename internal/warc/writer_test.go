package warc

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-news/parley/internal/fault"
)

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.StringMatching(`[a-z]{1,12}`)
		value := rapid.StringMatching(`[a-z\x{4e00}-\x{4e10}]([ -~]{0,20}[a-z])?`)
		var list []Record
		for range rapid.IntRange(0, 6).Draw(t, "records") {
			r := Record{
				Version: "1.1", Type: Type(rapid.SampledFrom([]string{"response", "resource", "metadata", "conversion"}).Draw(t, "type")),
				ID: RecordID(token.Draw(t, "id")), Date: time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "date")).UTC(),
				TargetURI: "https://" + token.Draw(t, "host") + ".example/", ContentType: "text/" + token.Draw(t, "type"),
				Block: rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "block"),
			}
			for range rapid.IntRange(0, 3).Draw(t, "fields") {
				r.Header = append(r.Header, Field{"X-" + token.Draw(t, "name"), value.Draw(t, "value")})
			}
			list = append(list, r)
		}
		for _, compress := range []bool{true, false} {
			var b bytes.Buffer
			w := NewWriter(&b, compress)
			for _, r := range list {
				if err := w.Write(r); err != nil {
					t.Fatal(err)
				}
			}
			if w.Size() != int64(b.Len()) {
				t.Errorf("size %d, %d bytes", w.Size(), b.Len())
			}
			r, err := NewReader(&b, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range list {
				got, err := r.Next()
				if err != nil {
					t.Fatal(err)
				}
				if s := got.Check(); s != "" {
					t.Error(s)
				}
				own := Fields{}
				for _, f := range got.Header {
					if strings.HasPrefix(f.Name, "X-") {
						own = append(own, f)
					}
				}
				want.At, want.Header = got.At, append(Fields{}, want.Header...)
				have := *got
				have.Header, have.Block = own, append([]byte{}, got.Block...)
				want.Block = append([]byte{}, want.Block...)
				if d := cmp.Diff(want, have); d != "" {
					t.Error(d)
				}
			}
			if _, err := r.Next(); err != io.EOF {
				t.Errorf("behind the last record: %v", err)
			}
		}
	})
}

func TestAHeaderCannotBeForged(t *testing.T) {
	t.Parallel()
	w := NewWriter(io.Discard, false)
	for _, r := range []Record{{TargetURI: "https://a.example/\r\nWARC-Type: warcinfo"}, {Header: Fields{{"X", "a\nb"}}}, {ContentType: "text/html\x00"}, {Header: Fields{{"X\r\n\r\n", "a"}}}} {
		if err := w.Write(r); !errors.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v, want Invalid", r, err)
		}
	}
}
