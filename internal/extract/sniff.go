package extract

import (
	"bytes"
	"mime"
	"strings"
)

// form is what bytes turn out to be.
type form uint8

const (
	formHTML form = iota
	formText
	formOther
)

// sniff decides between HTML and plain text, by the response's content type and by the bytes where it
// says nothing useful or plainly errs. For anything else, why says what it is.
func sniff(b []byte, contentType string) (f form, why string) {
	probe := b[:min(len(b), 4096)]
	if len(bytes.TrimSpace(bytes.TrimPrefix(probe, []byte("\xef\xbb\xbf")))) == 0 && len(b) == len(probe) {
		return formOther, "empty page"
	}
	for _, m := range magics {
		if bytes.HasPrefix(probe, []byte(m.start)) {
			return formOther, "not a page: " + m.what
		}
	}
	if isBinary(probe) {
		return formOther, "not a page: binary data"
	}
	low := lower(strings.ReplaceAll(string(probe), "\x00", ""))
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		low = strings.TrimPrefix(low, mark)
	}
	low = strings.TrimLeft(low, " \t\r\n")
	if what := structured(low); what != "" {
		return formOther, "not a page: " + what
	}
	switch kind, _, _ := mime.ParseMediaType(contentType); {
	case kind == "text/html" || kind == "application/xhtml+xml":
		return formHTML, ""
	case looksHTML(low):
		return formHTML, ""
	case strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "video/") || strings.HasPrefix(kind, "audio/"):
		return formOther, "not a page: " + kind
	}
	return formText, ""
}

var magics = []struct{ start, what string }{
	{"%PDF-", "PDF"}, {"PK\x03\x04", "zip archive"}, {"\x1f\x8b", "gzip data that could not be read"}, {"\x89PNG", "image"}, {"GIF8", "image"}, {"\xff\xd8\xff", "image"}, {"RIFF", "media file"},
	{"\x00\x00\x01\x00", "image"}, {"{\\rtf", "RTF"}, {"\xd0\xcf\x11\xe0", "office document"}, {"\x7fELF", "program"}, {"MZ\x90", "program"}, {"SQLite format 3", "database"}, {"\x28\xb5\x2f\xfd", "compressed data"},
}

// isBinary reports whether more than a few of the bytes are controls that no text has. UTF-16 text passes.
func isBinary(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return false
	}
	odd := 0
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd*50 > len(b)
}

func structured(low string) string {
	switch {
	case strings.HasPrefix(low, "<rss") || strings.HasPrefix(low, "<feed") || strings.HasPrefix(low, "<rdf:rdf"):
		return "feed"
	case strings.HasPrefix(low, "<urlset") || strings.HasPrefix(low, "<sitemapindex"):
		return "sitemap"
	case strings.HasPrefix(low, "<?xml"):
		switch rest := low[:min(len(low), 2048)]; {
		case strings.Contains(rest, "<html") || strings.Contains(rest, "xhtml"):
		case strings.Contains(rest, "<rss") || strings.Contains(rest, "<feed") || strings.Contains(rest, "<rdf:rdf"):
			return "feed"
		case strings.Contains(rest, "<urlset") || strings.Contains(rest, "<sitemapindex"):
			return "sitemap"
		case strings.Contains(rest, "<svg"):
			return "image"
		}
	case strings.HasPrefix(low, `{"`) || strings.HasPrefix(low, `[{"`) || strings.HasPrefix(low, "{\n") && strings.Contains(low[:min(len(low), 200)], `":`):
		return "JSON"
	}
	return ""
}

func looksHTML(low string) bool {
	if strings.HasPrefix(low, "<!doctype html") || strings.HasPrefix(low, "<html") || strings.HasPrefix(low, "<?xml") {
		return true
	}
	n := 0
	for _, tag := range []string{"<html", "<head", "<body", "<div", "<p>", "<p ", "<title", "<meta", "<article", "<script", "<table", "<!doctype", "<br", "<span", "</a>", "<h1"} {
		if strings.Contains(low, tag) {
			n++
		}
	}
	return n >= 2 || n == 1 && strings.HasPrefix(low, "<")
}
