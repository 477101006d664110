package warc

import (
	"bytes"
	"fmt"
	"mime"
	"strings"

	"golang.org/x/text/language"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// response is the capture in a server's answer, or why there is none.
func response(rec *Record) (*news.Capture, string) {
	if rec.Header.Get("WARC-Segment-Number") != "" {
		return nil, "a part of a split record: parts are not put together"
	}
	if why := notAnAddress(rec.TargetURI); why != "" {
		return nil, why
	}
	m, err := ParseHTTP(rec.Block)
	switch {
	case err != nil && m.Status != 0 && m.Status != 200:
	case err != nil && fault.KindOf(err) != nil:
		return nil, err.Error()
	case err != nil:
		return nil, "a damaged answer"
	}
	if m.Status != 200 {
		return nil, fmt.Sprintf("status %d", m.Status)
	}
	c := capture(rec, m.Body)
	c.Header = headers(m.Header)
	c.ContentType = contentType(Fields(fields(c.Header)).Get("Content-Type"))
	if c.ContentType == "" {
		c.ContentType = rec.Header.Get("WARC-Identified-Payload-Type")
	}
	return ifPage(c)
}

// resource is the capture in a record that holds the page itself.
func resource(rec *Record) (*news.Capture, string) {
	if rec.Header.Get("WARC-Segment-Number") != "" {
		return nil, "a part of a split record: parts are not put together"
	}
	if why := notAnAddress(rec.TargetURI); why != "" {
		return nil, why
	}
	c := capture(rec, rec.Block)
	c.ContentType = contentType(rec.ContentType)
	if rec.Type == Conversion && strings.EqualFold(c.ContentType, "text/plain") {
		c.ContentType = "text/plain; charset=utf-8" // WET is UTF-8 and does not say so
	}
	return ifPage(c)
}

func capture(rec *Record, body []byte) *news.Capture {
	c := &news.Capture{URL: rec.TargetURI, FinalURL: rec.TargetURI, Time: rec.Date, Status: 200, Body: bytes.Clone(body)}
	return c
}

// maxAddress is the longest address taken.
const maxAddress = 8 << 10

func notAnAddress(uri string) string {
	scheme, _, ok := strings.Cut(uri, ":")
	switch s := strings.ToLower(scheme); {
	case len(uri) > maxAddress:
		return "an address that is too long"
	case ok && (s == "http" || s == "https" || s == "file" || s == "urn"):
		return ""
	}
	return "not a page: its address is no web address"
}

// ifPage is a capture, or why it is none.
func ifPage(c *news.Capture) (*news.Capture, string) {
	if len(c.Body) == 0 {
		return nil, "an empty page"
	}
	kind, _, _ := strings.Cut(strings.ToLower(c.ContentType), ";")
	switch kind = strings.TrimSpace(kind); kind {
	case "text/html", "application/xhtml+xml", "text/plain", "", "application/octet-stream", "unk":
		return c, ""
	}
	if !mimeName(kind) {
		return nil, "not a page: no type of content"
	}
	return nil, "not a page: " + kind
}

// mimeName reports whether s is a type of content, so that reasons stay few and short.
func mimeName(s string) bool {
	if len(s) > 60 || strings.Count(s, "/") != 1 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("/.+-_", c) >= 0) {
			return false
		}
	}
	return true
}

// contentType repairs what archives write: Media Cloud says "encoding" for "charset".
func contentType(s string) string {
	kind, params, err := mime.ParseMediaType(s)
	if err != nil || params["charset"] != "" || params["encoding"] == "" {
		return s
	}
	return mime.FormatMediaType(kind, map[string]string{"charset": params["encoding"]})
}

// crawl is what crawlers put before the names of headers that no longer hold for what they store.
const crawl = "X-Crawl-"

// headers are the headers as the server sent them.
func headers(f Fields) []news.Header {
	var out []news.Header
	for _, h := range f {
		if strings.EqualFold(h.Name, "Content-Length") && f.Get(crawl+"Content-Length") != "" {
			continue
		}
		if len(h.Name) > len(crawl) && strings.EqualFold(h.Name[:len(crawl)], crawl) && isEncoding(h.Name[len(crawl):]) {
			h.Name = h.Name[len(crawl):]
		}
		out = append(out, news.Header(h))
	}
	return out
}

// isEncoding reports whether a header speaks of how a body was sent, so that it does not hold for one that is decoded.
func isEncoding(name string) bool {
	return strings.EqualFold(name, "Content-Length") || strings.EqualFold(name, "Content-Encoding") || strings.EqualFold(name, "Transfer-Encoding")
}

func fields(list []news.Header) (out []Field) {
	for _, h := range list {
		out = append(out, Field(h))
	}
	return out
}

// conversionHint is what WET says beside the text: the languages that Common Crawl found.
func conversionHint(rec *Record) news.Hint {
	h := news.Hint{From: "WET"}
	first, _, _ := strings.Cut(rec.Header.Get("WARC-Identified-Content-Language"), ",")
	if b, err := language.ParseBase(strings.TrimSpace(first)); err == nil {
		h.Language = b.String()
	}
	return h
}
