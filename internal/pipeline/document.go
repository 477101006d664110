package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/urlkey"
	"github.com/parley-news/parley/internal/when"
)

// articleKey is what makes an article one across captures: its canonical address, or
// a hash of its words for a page that came without one.
func articleKey(d *news.Document) string {
	if key := urlkey.Key(d.URL); key != "" {
		return key
	}
	sum := sha256.Sum256([]byte(text.Fold(d.Title + "\n" + d.Body)))
	return "text:" + hex.EncodeToString(sum[:16])
}

// outletOf says whose article a document is: what the catalogue knows of its site or
// of the name the page gives; else what the page itself says. ok is false when nobody
// is named. host is where the page came from, or "".
func outletOf(d *news.Document, host string, c *outlets.Catalogue) (o news.Outlet, ok bool) {
	site := urlkey.Site(host)
	if d.Outlet != "" && d.Outlet != d.Site { // the page names a carrier other than itself
		if o, ok := c.Find("", d.Outlet); ok {
			return o, true
		}
		return news.Outlet{Key: outlets.Key("", d.Outlet), Name: d.Outlet}, true
	}
	name := d.Site
	if name == "" {
		name = d.Outlet
	}
	if o, ok := c.Find(host, ""); ok {
		return o, true
	}
	if o, ok := c.Find(site, name); ok {
		return o, true
	}
	if key := outlets.Key(site, name); key != "" {
		if name == "" {
			name = site
		}
		return news.Outlet{Key: key, Name: name, Domain: site}, true
	}
	return news.Outlet{}, false
}

// versionOf is the version that a document gives; identifiers and number are the store's to fill.
func versionOf(d *news.Document, seen time.Time) news.Version {
	return news.Version{
		Seen: seen.UnixMicro(), Title: d.Title, Standfirst: d.Standfirst, Text: d.Body, Blocks: d.Blocks, Authors: d.Authors, Editor: d.Editor,
		Dateline: d.Dateline, Published: d.Published, Modified: d.Modified, Language: d.Language, Site: d.Site, OutletName: d.Outlet,
		License: d.License, Section: d.Section, Keywords: d.Keywords, Notices: d.Notices, Score: d.Score, Comments: d.Comments, Partial: d.Partial,
	}
}

// moment is when an article counts as published: its own date where it has one, and
// not after Parley saw it; else when Parley first saw it. The middle of a day or longer
// period stands for it.
func moment(v *news.Version) time.Time {
	seen := time.UnixMicro(v.Seen).UTC()
	if v.Published.IsZero() {
		return seen
	}
	t := v.Published.Time
	if v.Published.Precision < when.Minute {
		t = t.Add(v.Published.End().Sub(t) / 2)
	}
	if t.After(seen) {
		return seen
	}
	return t
}

// hostOf is the host of the address a page came from, without "www.".
func hostOf(d *news.Document, c *news.Capture) string {
	for _, raw := range []string{d.URL, c.FinalURL, c.URL} {
		if u, err := url.Parse(raw); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" {
			return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
		}
	}
	return ""
}
