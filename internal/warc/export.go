package warc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// Records are the records of a capture: what the server answered, or for a file the file itself, and a metadata record with what
// was decided of it. Of a purged capture there is only the metadata record, with the tombstone. extraction says why no article was found, "" where one was.
func Records(c *news.Capture, articles []ArticleNow, extraction string) ([]Record, error) {
	target := c.FinalURL
	if target == "" {
		target = c.URL
	}
	if _, err := url.Parse(target); err != nil || address(target) == "" {
		return nil, fault.Errorf(fault.Invalid, "capture %d: its address cannot stand in a web archive", c.ID)
	}
	about := about{URL: c.URL, FinalURL: c.FinalURL, ContentType: c.ContentType, Hash: c.Hash, Extraction: extraction, Articles: articles}
	id := RecordID(target, c.Hash, c.Time.UTC().Format(time.RFC3339Nano))
	if !c.Purged.IsZero() {
		about.Purged, about.Reason, about.Articles, about.Extraction = c.Purged.UTC().Format(time.RFC3339Nano), c.PurgeReason, nil, ""
		r, err := aboutRecord(about, id, target, c.Purged)
		return []Record{r}, err
	}
	r := Record{ID: id, Date: c.Time, TargetURI: target}
	if isWebAddress(target) {
		r.Type, r.ContentType, r.Block = Response, "application/http; msgtype=response", answerBlock(c)
	} else {
		r.Type, r.ContentType, r.Block = Resource, c.ContentType, c.Body
		if strings.ContainsAny(r.ContentType, "\r\n\x00") || r.ContentType == "" {
			r.ContentType = "application/octet-stream"
		}
	}
	m, err := aboutRecord(about, id, target, c.Time)
	return []Record{r, m}, err
}

func isWebAddress(s string) bool {
	l := strings.ToLower(s)
	return strings.HasPrefix(l, "http://") || strings.HasPrefix(l, "https://")
}

func aboutRecord(x about, id, target string, at time.Time) (Record, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(x); err != nil {
		return Record{}, err
	}
	return Record{
		Type: Metadata, ID: RecordID("about", id, x.Purged), Date: at, TargetURI: target, ContentType: ownType,
		Header: Fields{{"WARC-Refers-To", "<" + id + ">"}}, Block: b.Bytes(),
	}, nil
}

// answerBlock is a capture as a server's answer. The body is kept without encodings, so headers that speak of them get other names, as
// Common Crawl does; reading gives them their names back.
func answerBlock(c *news.Capture) []byte {
	var b bytes.Buffer
	phrase := ""
	if c.Status == 200 {
		phrase = "OK"
	}
	fmt.Fprintf(&b, "HTTP/1.1 %03d %s\r\n", c.Status, phrase)
	for _, h := range c.Header {
		name := h.Name
		if isEncoding(name) && (!strings.EqualFold(name, "Content-Length") || h.Value != fmt.Sprint(len(c.Body))) {
			name = crawl + name
		}
		if name == "" || strings.ContainsAny(name, ": \t\r\n\x00") || strings.ContainsAny(h.Value, "\r\n\x00") {
			continue // no header that a server can have sent
		}
		fmt.Fprintf(&b, "%s: %s\r\n", name, h.Value)
	}
	b.WriteString("\r\n")
	b.Write(c.Body)
	return b.Bytes()
}
