package warc

import (
	"encoding/json"
	"mime"
	"net/mail"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/when"
)

// The kinds of metadata record that are understood. Media Cloud's is described in the story-indexer's doc/metadata.md: one
// JSON object with rss_entry, http_metadata and content_metadata, any field of which may be null.
const (
	mediaCloudType = "application/x.mediacloud-indexer+json"
	ownType        = "application/x.parley-capture+json"
)

// maxMetadata bounds a metadata record that is read.
const maxMetadata = 4 << 20

// about is what our own metadata record says of a capture.
type about struct {
	URL         string       `json:"url"`
	FinalURL    string       `json:"final_url"`
	ContentType string       `json:"content_type"`
	Hash        string       `json:"sha256"`
	Purged      string       `json:"purged,omitempty"`
	Reason      string       `json:"purge_reason,omitempty"`
	Extraction  string       `json:"extraction,omitempty"`
	Articles    []ArticleNow `json:"articles,omitempty"`
}

// ArticleNow is what was decided of an article of a capture, as it stands in a metadata record.
type ArticleNow struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published,omitempty"`
	Language  string `json:"language,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Story     string `json:"story,omitempty"`
	Main      bool   `json:"main"`
}

func isOfType(rec *Record, want string) bool {
	kind, _, err := mime.ParseMediaType(rec.ContentType)
	return err == nil && kind == want
}

// speaksOfHeld reports whether a metadata record is about the capture that is held.
func (c *CaptureReader) speaksOfHeld(rec *Record) bool {
	if isOfType(rec, ownType) && tombstone(rec) != nil {
		return false
	}
	for _, name := range []string{"WARC-Refers-To", "WARC-Concurrent-To"} {
		if v := rec.Header.Get(name); v != "" {
			return c.id != "" && bare(v) == c.id
		}
	}
	return rec.TargetURI == c.held.Capture.FinalURL && (isOfType(rec, mediaCloudType) || isOfType(rec, ownType))
}

// learn takes what a metadata record says of a capture. What cannot be read says nothing.
func (f *Found) learn(rec *Record) {
	if len(rec.Block) > maxMetadata {
		return
	}
	switch {
	case isOfType(rec, mediaCloudType):
		f.mediaCloud(rec.Block)
	case isOfType(rec, ownType):
		f.own(rec.Block)
	}
}

// needCanonical stands where Media Cloud's old archive did not know a page's address.
const needCanonical = "http://mediacloud.org/need_canonical_url"

func (f *Found) mediaCloud(block []byte) {
	var x struct {
		RSS struct {
			Link    any    `json:"link"`
			Title   string `json:"title"`
			PubDate string `json:"pub_date"`
			Source  string `json:"source_url"`
			Via     string `json:"via"`
		} `json:"rss_entry"`
		HTTP struct {
			Final string  `json:"final_url"`
			Time  float64 `json:"fetch_timestamp"`
		} `json:"http_metadata"`
		Content struct {
			URL       string `json:"url"`
			Original  string `json:"original_url"`
			Canonical string `json:"canonical_url"`
			Title     string `json:"article_title"`
			Published string `json:"publication_date"`
			Language  string `json:"language"`
		} `json:"content_metadata"`
	}
	if json.Unmarshal(block, &x) != nil {
		return
	}
	c := f.Capture
	link, _ := x.RSS.Link.(string)
	f.Hint = news.Hint{
		From: "Media Cloud", URL: web(x.Content.Canonical, x.Content.URL), Title: plain1(x.Content.Title, x.RSS.Title), Language: plain1(x.Content.Language),
		Feed: web(x.RSS.Source), Via: plain1(x.RSS.Via),
	}
	if d, ok := when.Parse(x.Content.Published); ok {
		f.Hint.Published = d
	} else if t, err := mail.ParseDate(x.RSS.PubDate); err == nil {
		f.Hint.Published = when.Of(t, when.Second)
	}
	if u := web(x.Content.Original, link); u != "" {
		c.URL = u // as asked for
	}
	if c.FinalURL == needCanonical && f.Hint.URL != "" {
		c.URL, c.FinalURL = f.Hint.URL, f.Hint.URL
	}
	if s := x.HTTP.Time; c.Time.IsZero() && s > 0 && s < 1e11 {
		c.Time = time.UnixMicro(int64(s * 1e6)).UTC()
	}
}

func (f *Found) own(block []byte) {
	var x about
	if json.Unmarshal(block, &x) != nil {
		return
	}
	f.Hint = news.Hint{From: "Parley"}
	for _, a := range x.Articles {
		if a.Main {
			f.Hint.URL, f.Hint.Title, f.Hint.Language = web(a.URL), plain1(a.Title), plain1(a.Language)
			f.Hint.Published, _ = when.Parse(a.Published)
		}
	}
	if u := address(x.URL); u != "" {
		f.Capture.URL = u
	}
	if u := address(x.FinalURL); u != "" {
		f.Capture.FinalURL = u
	}
	f.Capture.ContentType = x.ContentType
}

// tombstone is a metadata record of ours that stands for a page that was taken out, or nil.
func tombstone(rec *Record) *Tombstone {
	var x about
	if !isOfType(rec, ownType) || len(rec.Block) > maxMetadata || json.Unmarshal(rec.Block, &x) != nil || x.Purged == "" {
		return nil
	}
	t := &Tombstone{URL: plain1(x.URL), Hash: plain1(x.Hash), Reason: plain1(x.Reason)}
	if at, err := time.Parse(time.RFC3339Nano, x.Purged); err == nil {
		t.Purged = at.UTC()
	}
	return t
}

// web is the first of addresses that is one on the web.
func web(list ...string) string {
	for _, s := range list {
		if l := strings.ToLower(s); (strings.HasPrefix(l, "http://") || strings.HasPrefix(l, "https://")) && s != needCanonical && address(s) != "" {
			return s
		}
	}
	return ""
}

// address is s if it may be one.
func address(s string) string {
	if notAnAddress(s) != "" || strings.ContainsAny(s, "\x00\r\n") {
		return ""
	}
	return s
}

// maxHint bounds a text of a hint.
const maxHint = 1000

// plain1 is the first of texts that says something, on one line.
func plain1(list ...string) string {
	for _, s := range list {
		if len(s) > maxHint {
			s = strings.ToValidUTF8(s[:maxHint], "")
		}
		if s = strings.Join(strings.Fields(strings.ReplaceAll(s, "\x00", " ")), " "); s != "" {
			return s
		}
	}
	return ""
}
