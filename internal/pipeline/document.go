package pipeline

import (
	"cmp"
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

// outletOf says whose article a document is: the outlet that the catalogue knows at the
// address; on an aggregator's page, or where the page came from nowhere, the one that the page
// names. A page elsewhere does not become a known outlet's by taking its name. ok is false
// when nobody is named. host and path are where the page came from, or "".
func outletOf(d *news.Document, host, path string, c *outlets.Catalogue) (o news.Outlet, ok bool) {
	known, isKnown := c.At(host, path)
	if isKnown && known.Kind.Value != string(news.Aggregator) {
		return known.Record(), true
	}
	carrier := d.Outlet
	if carrier == d.Site {
		carrier = "" // the page names nobody but itself
	}
	name := cmp.Or(carrier, d.Site, d.Outlet)
	if (isKnown && carrier != "") || host == "" {
		if named, ok := c.Named(name); ok {
			return named.Record(), true
		}
	}
	if carrier != "" {
		return news.Outlet{Key: outlets.Key("", carrier), Name: carrier}, true
	}
	if isKnown {
		return known.Record(), true
	}
	site := urlkey.Site(host)
	if key := outlets.Key(site, name); key != "" {
		return news.Outlet{Key: key, Name: cmp.Or(name, site), Domain: site}, true
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

// placeOf is the host of the address a page came from, without "www.", and its path.
func placeOf(d *news.Document, c *news.Capture) (host, path string) {
	for _, raw := range []string{d.URL, c.FinalURL, c.URL} {
		if u, err := url.Parse(raw); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" {
			return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), u.Path
		}
	}
	return "", ""
}
