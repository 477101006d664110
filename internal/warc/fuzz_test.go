package warc

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// FuzzReader: no panic, an end, records within bounds, and from each position the rest is read as before.
func FuzzReader(f *testing.F) {
	a, b := page("a", "<p>one"), raw("metadata", "b", mediaCloudType, `{"rss_entry":{"title":"T"}}`)
	f.Add([]byte(a + b))
	f.Add(zipped(a, b))
	f.Add(zipped(a + b))
	f.Add(append(zipped(a)[:80], zipped(b)...))
	f.Add([]byte("WARC/1.1\r\nContent-Length: 99999999999\r\n\r\nx"))
	f.Add([]byte("\x28\xb5\x2f\xfd\x24\x05\x01\x00"))
	f.Add([]byte("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 70\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n5\r\nhello"))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := Options{MaxRecord: 1 << 20}
		r, err := NewReader(bytes.NewReader(data), o)
		if err != nil {
			return
		}
		var at []Position
		things := 0
		for ; ; things++ {
			if things > 4*len(data)+10 {
				t.Fatalf("%d things in %d bytes", things, len(data))
			}
			at = append(at, r.Position())
			rec, err := r.Next()
			var d *Damage
			if errors.As(err, &d) {
				if d.Offset < 0 || d.Offset > int64(len(data)) || d.Reason == "" {
					t.Fatalf("damage at %d of %d bytes: %q", d.Offset, len(data), d.Reason)
				}
				continue
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if int64(len(rec.Block)) > o.MaxRecord || len(rec.Header) > MaxFields {
				t.Fatal("out of bounds")
			}
			rec.Check()
			if m, err := ParseHTTP(rec.Block); err == nil && len(m.Body) > MaxRecord {
				t.Fatal("body out of bounds")
			}
		}
		if mid := at[len(at)/2]; len(at) > 1 {
			rest, err := Open(bytes.NewReader(data), mid, o)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for ; n <= things; n++ {
				if _, err := rest.Next(); err == io.EOF {
					break
				}
			}
			if n != things-len(at)/2 {
				t.Fatalf("%d things from %+v, want %d", n, mid, things-len(at)/2)
			}
		}
	})
}

func FuzzCaptures(f *testing.F) {
	f.Add([]byte(page("https://a.example/", "<p>one") + raw("metadata", "https://a.example/", mediaCloudType, `{"rss_entry":{"title":"T","pub_date":"Wed, 01 Jul 2026 10:00:00 GMT"},"content_metadata":{"publication_date":"2026-07-01"}}`)))
	f.Add([]byte(raw("conversion", "https://a.example/", "text/plain", "words of a page") + raw("revisit", "https://b.example/", "application/http", "HTTP/1.1 304 Not Modified\r\n\r\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bytes.NewReader(data), Options{MaxRecord: 1 << 20})
		if err != nil {
			return
		}
		c := Captures(r, nil)
		for n := 0; ; n++ {
			x, err := c.Next()
			if err == io.EOF {
				return
			}
			if err != nil || n > 4*len(data)+10 {
				t.Fatal(n, err)
			}
			if x.Capture == nil && x.Left == "" && x.Damage == nil && x.Tombstone == nil {
				t.Fatal("a thing that is nothing")
			}
			if len(x.Left) > 200 || strings.ContainsAny(x.Left, "\r\n") {
				t.Fatalf("reason %q", x.Left)
			}
		}
	})
}
