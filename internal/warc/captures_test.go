package warc

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// captures reads everything out of a file.
func captures(t *testing.T, data []byte, from Position) (out []Found) {
	t.Helper()
	r, err := Open(bytes.NewReader(data), from, Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := Captures(r, func(at Position, f func(*Reader) error) error {
		other, err := Open(bytes.NewReader(data), at, Options{})
		if err != nil {
			return err
		}
		return f(other)
	})
	for {
		f, err := c.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
}

func told(f Found) string {
	switch {
	case f.Capture != nil:
		return f.Capture.FinalURL + " " + string(f.Capture.Body)
	case f.Damage != nil:
		return "!" + f.Damage.Reason
	case f.Tombstone != nil:
		return "purged " + f.Tombstone.URL
	}
	return "-" + f.Left
}

func answer(uri, head, body string) string {
	return raw("response", uri, "application/http;msgtype=response", head+"\r\n\r\n"+body)
}

func TestWhatCrawlersStore(t *testing.T) {
	t.Parallel()
	const u = "https://paper.example/1"
	gz := string(zipped("<p>hello"))
	for _, x := range []struct{ name, record, want string }{
		{"as received", answer(u, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", "8\r\n<p>hello\r\n0\r\n\r\n"), u + " <p>hello"},
		{"several chunks", answer(u, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", "3\r\n<p>\r\n5;x=y\r\nhello\r\n0\r\n\r\n"), u + " <p>hello"},
		{"a chunk that breaks off", answer(u, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "ff\r\n<p>hello"), u + " <p>hello"},
		{"chunks undone, header left", answer(u, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "<p>hello"), u + " <p>hello"},
		{"gzip", answer(u, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip", gz), u + " <p>hello"},
		{"gzip in chunks", answer(u, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz), gz)), u + " <p>hello"},
		{"gzip undone, header left", answer(u, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip", "<p>hello"), u + " <p>hello"},
		{"Common Crawl", answer(u, "HTTP/1.1 200 OK\r\nX-Crawl-Content-Encoding: br\r\nContent-Length: 8\r\nX-Crawl-Content-Length: 7", "<p>hello"), u + " <p>hello"},
		{"brotli", answer(u, "HTTP/1.1 200 OK\r\nContent-Encoding: br", "\x0b\x02\x80\x00\x01"), "-body in an encoding that is not read: br"},
		{"no reason phrase", answer(u, "HTTP/1.1 200", "<p>hello"), u + " <p>hello"},
		{"bare line feeds", raw("response", u, "application/http", "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>hello"), u + " <p>hello"},
		{"status", answer(u, "HTTP/1.1 301 Moved\r\nLocation: /2", "moved"), "-status 301"},
		{"status, damaged body", answer(u, "HTTP/1.1 404 No\r\nContent-Encoding: gzip", "\x1f\x8bxx"), "-status 404"},
		{"image", answer(u, "HTTP/1.1 200 OK\r\nContent-Type: image/PNG; x", "PNG"), "-not a page: image/png"},
		{"odd type", answer(u, "HTTP/1.1 200 OK\r\nContent-Type: <script>", "PNG"), "-not a page: no type of content"},
		{"empty", answer(u, "HTTP/1.1 200 OK\r\nContent-Type: text/html", ""), "-an empty page"},
		{"no HTTP", raw("response", u, "application/http", "hello"), "-no HTTP answer"},
		{"name service", raw("resource", "dns:paper.example", "text/dns", "127.0.0.1"), "-not a page: its address is no web address"},
		{"resource", raw("resource", "file:///a.html", "text/html", "<p>hello"), "file:///a.html <p>hello"},
		{"page text", raw("conversion", u, "text/plain", "hello"), u + " hello"},
		{"split", strings.Replace(answer(u, "HTTP/1.1 200 OK", "x"), "WARC-Date", "WARC-Segment-Number: 1\r\nWARC-Date", 1), "-a part of a split record: parts are not put together"},
		{"continuation", raw("continuation", u, "", "x"), "-a part of a split record: parts are not put together"},
		{"unknown", raw("surprise", u, "", "x"), "-a record of unknown type"},
		{"request", raw("request", u, "application/http", "GET / HTTP/1.1"), ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			var got []string
			for _, f := range captures(t, zipped(raw("warcinfo", "", "application/warc-fields", "software: x"), x.record), Position{}) {
				got = append(got, told(f))
			}
			if s := strings.Join(got, "|"); s != x.want {
				t.Errorf("%q, want %q", s, x.want)
			}
		})
	}
}

func TestMediaCloudsMetadataGoesWithItsPage(t *testing.T) {
	t.Parallel()
	about := `{"rss_entry": {"link": "https://paper.example/short", "title": "From the feed", "pub_date": "Wed, 01 Jul 2026 09:00:00 GMT", "source_url": "https://paper.example/feed", "source_feed_id": 7, "via": "1@server"},
		"http_metadata": {"response_code": 200, "fetch_timestamp": 1782900000.5, "final_url": "https://paper.example/1", "encoding": null},
		"content_metadata": {"url": "https://paper.example/1", "canonical_domain": "paper.example", "publication_date": "2026-07-01", "language": "en", "article_title": "The ferries stop", "text_content": null}}`
	one := answer("https://paper.example/1", "HTTP/1.0 200 OK\r\nContent-Type: text/html; encoding=utf-8", "<p>one")
	two := answer("https://paper.example/2", "HTTP/1.0 404 HUH?\r\nContent-Type: text/html", "<p>two")
	blind := answer(needCanonical, "HTTP/1.0 200 OK\r\nContent-Type: text/html", "<p>three")
	data := zipped(raw("warcinfo", "", "application/warc-fields", "software: x"), one,
		strings.Replace(raw("metadata", "https://paper.example/1", mediaCloudType, about), "WARC-Date", "WARC-Refers-To: <urn:uuid:https://paper.example/1>\r\nWARC-Date", 1),
		two, raw("metadata", "https://paper.example/2", mediaCloudType, about),
		blind, raw("metadata", needCanonical, mediaCloudType, strings.ReplaceAll(about, "paper.example/1", "paper.example/3")),
		one, raw("metadata", "https://paper.example/1", mediaCloudType, "{broken"))
	got := captures(t, data, Position{})
	if len(got) != 4 {
		t.Fatalf("%d things, want 4", len(got))
	}
	c := got[0].Capture
	if c.URL != "https://paper.example/short" || c.FinalURL != "https://paper.example/1" || c.ContentType != "text/html; charset=utf-8" {
		t.Errorf("capture %s, %s, %s", c.URL, c.FinalURL, c.ContentType)
	}
	want := news.Hint{From: "Media Cloud", URL: "https://paper.example/1", Title: "The ferries stop", Language: "en", Feed: "https://paper.example/feed", Via: "1@server",
		Published: when.Of(time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), when.Day)}
	if d := cmp.Diff(want, got[0].Hint); d != "" {
		t.Error(d)
	}
	if got[1].Left != "status 404" || got[2].Capture.FinalURL != "https://paper.example/3" {
		t.Errorf("then %s and %s", told(got[1]), told(got[2]))
	}
	if got[3].Capture == nil || !got[3].Hint.IsZero() {
		t.Errorf("broken metadata: %s, %+v", told(got[3]), got[3].Hint)
	}
}

func TestPagesThatAreTheSameAsEarlierOnesAreFound(t *testing.T) {
	t.Parallel()
	digest := Digest([]byte("<p>one"))
	with := func(r, fields string) string { return strings.Replace(r, "WARC-Date", fields+"\r\nWARC-Date", 1) }
	first := with(answer("https://paper.example/1", "HTTP/1.1 200 OK\r\nContent-Type: text/html", "<p>one"), "WARC-Payload-Digest: "+digest)
	same := func(uri, fields string) string {
		return with(raw("revisit", uri, "application/http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: b\r\n\r\n"), "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n"+fields)
	}
	data := zipped(first, page("https://paper.example/9", "<p>nine"),
		same("https://paper.example/2", "WARC-Payload-Digest: "+digest),
		same("https://paper.example/3", "WARC-Refers-To: <urn:uuid:https://paper.example/1>"),
		same("https://paper.example/4", "WARC-Refers-To-Target-URI: https://paper.example/1\r\nWARC-Refers-To-Date: 2026-07-01T10:00:00Z"),
		same("https://paper.example/1", "WARC-Payload-Digest: "+digest),
		same("https://paper.example/5", "WARC-Payload-Digest: sha1:AAAA"),
		with(raw("revisit", "https://paper.example/1", "application/http", "HTTP/1.1 304 Not Modified\r\n\r\n"), "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified"))
	want := []string{"https://paper.example/1 <p>one", "https://paper.example/9 <p>nine", "https://paper.example/2 <p>one", "https://paper.example/3 <p>one", "https://paper.example/4 <p>one",
		"-" + unchanged, "-" + notHere, "-" + notModified}
	whole := captures(t, data, Position{})
	var got []string
	for _, f := range whole {
		got = append(got, told(f))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
	for i := range whole[:len(whole)-1] { // from the middle, with the original before it
		got = got[:0]
		for _, f := range captures(t, data, whole[i].Next) {
			got = append(got, told(f))
		}
		if d := cmp.Diff(want[i+1:], got); d != "" {
			t.Errorf("from %+v: %s", whole[i].Next, d)
		}
	}
}

func TestDigestsAreChecked(t *testing.T) {
	t.Parallel()
	body := "<p>hello"
	for digest, ok := range map[string]bool{
		Digest([]byte(body)): true, "sha1:" + strings.Repeat("A", 32): false, "md5:no": false, "blake9:x": true, "nonsense": true,
		"sha256:" + strings.Repeat("0", 64): false, "sha-1:2346ad27d7568ba9896f1b7da6b5991251debdf2": false,
	} {
		r, err := NewReader(strings.NewReader(strings.Replace(page("a", body), "WARC-Date", "WARC-Payload-Digest: "+digest+"\r\nWARC-Date", 1)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if (rec.Check() == "") != ok {
			t.Errorf("%s: %q", digest, rec.Check())
		}
	}
}
