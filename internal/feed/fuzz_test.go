package feed

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func checkFeed(t *testing.T, data []byte) {
	f, err := ParseAs(data, "https://a.example/", "text/xml; charset=windows-1256")
	if err != nil {
		return
	}
	if len(f.Links) > MaxItems || len(f.Maps) > maxMaps || len(f.Hubs) > maxHubs || len(f.Title) > 4*maxText {
		t.Fatal("out of bounds")
	}
	seen := map[string]bool{}
	for _, l := range f.Links {
		if u, err := url.Parse(l.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
			t.Fatalf("link %q", l.URL)
		}
		if seen[l.URL] || !utf8.ValidString(l.Title) {
			t.Fatalf("link %q twice, or its title is no text", l.URL)
		}
		seen[l.URL] = true
	}
	now := time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)
	if next := (Plan{Usual: 15 * time.Minute, Hints: f.Hints}).Next(now); next.Sub(now) < MinWait || next.Sub(now) > 2*MaxWait {
		t.Fatalf("next look after %v", next.Sub(now))
	}
}

func FuzzFeed(f *testing.F) {
	for _, s := range []string{rss, rdf, atom, prefixed, jsonDoc} {
		f.Add([]byte(s))
	}
	f.Add(zipped([]byte(rss)))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkFeed(t, data)
		Discover(data, "https://a.example/")
		_, _ = ParseSection(data, "https://a.example/")
	})
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(siteMap))
	f.Add([]byte(`<sitemapindex><sitemap><loc>https://m.example/1.xml.gz</loc><lastmod>2026-11-12</lastmod></sitemap></sitemapindex>`))
	f.Add([]byte("https://m.example/1\nhttps://m.example/2\n"))
	f.Add(zipped([]byte(siteMap)))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkFeed(t, data)
		if len(RobotsSitemaps(data, "https://a.example/robots.txt")) > 20 {
			t.Fatal("out of bounds")
		}
	})
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(`<opml version="2.0" xmlns:frss="https://freshrss.org/opml"><head><title>M</title></head><body><outline text="N"><outline type="rss" text="A" xmlUrl="https://a.example/f" category="/a/b,c" frss:x="y"/></outline></body></opml>`))
	f.Add([]byte(`{"World":{"feeds":["https://a.example/f"]}}`))
	f.Add([]byte("https://a.example/f\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ParseList(data)
		if err != nil {
			return
		}
		if len(l.Problems) > maxNamed+1 || len(l.Sources) == 0 {
			t.Fatal("out of bounds")
		}
		for _, s := range l.Sources {
			if strings.Count(s.Folder, "/") >= maxFolders || len(s.Title) > maxName || len(s.Extra) > maxExtra {
				t.Fatalf("out of bounds: %+v", s)
			}
		}
		var b bytes.Buffer
		if err := WriteOPML(&b, l.Title, time.Time{}, l.Sources); err != nil {
			t.Fatal(err)
		}
		again, err := ParseOPML(b.Bytes())
		if err != nil || len(again.Sources) != len(l.Sources) || len(again.Problems) > 0 {
			t.Fatalf("written and read again: %d of %d, %v", len(again.Sources), len(l.Sources), err)
		}
	})
}

func FuzzWebSub(f *testing.F) {
	f.Add("hub.mode=subscribe&hub.topic=t&hub.challenge=c&hub.lease_seconds=60", `<https://hub.example/>; rel="hub"`, "sha256=00", []byte("x"))
	f.Fuzz(func(t *testing.T, query, link, signature string, body []byte) {
		if q, err := url.ParseQuery(query); err == nil {
			if in, err := ParseIntent(q); err == nil && in.Mode == "subscribe" && (in.Lease < minLease || in.Lease > maxLease) {
				t.Fatalf("lease %v", in.Lease)
			}
		}
		if hubs, _ := LinkHeaders([]string{link}, "https://a.example/"); len(hubs) > maxHubs {
			t.Fatal("out of bounds")
		}
		if Signed(signature, "a secret that nobody knows", body) {
			t.Fatal("forged")
		}
	})
}
