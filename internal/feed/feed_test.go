package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Karsund &amp;amp; Herald</title>
<link>https://herald.example/</link><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://herald.example/feed.xml"/><image><url>https://herald.example/i.png</url><title>Logo</title></image>
<ttl>60</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<item><title>Clash</title><link>/2026/clash.html</link><pubDate>Thu, 12 Nov 2026 09:30:00 +0100</pubDate><description>&lt;a href="https://other.example/x"&gt;no&lt;/a&gt;</description></item>
<item><title>Again</title><link>https://herald.example/2026/clash.html</link></item>
<item><title>By its name</title><guid>https://herald.example/2026/named.html</guid><source url="https://x.example/"><title>not me</title></source></item>
<item><title>No address</title><guid isPermaLink="false">https://herald.example/2026/no.html</guid></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item></channel></rss>`

const rdf = `<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://r.example/"><title>R</title><link>https://r.example/</link><items><rdf:Seq><rdf:li resource="https://r.example/1"/></rdf:Seq></items></channel>
<item rdf:about="https://r.example/1"><title>T</title><link>https://r.example/1</link><dc:date>2026-11-12T10:00:00Z</dc:date></item></rdf:RDF>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://a.example/x/"><title type="html">A</title><link rel="hub" href="https://hub.example/"/><link rel="self" href="https://a.example/feed"/><link href="https://a.example/"/>
<entry><title type="xhtml"><div>T <b>bold</b></div></title><link rel="enclosure" href="https://a.example/1.mp3"/><link href="../1"/><updated>2026-11-12T10:00:00Z</updated><source><title>S</title><link href="https://s.example/"/></source></entry></feed>`

const prefixed = `<z:feed xmlns:z="http://www.w3.org/2005/Atom"><z:title>Z</z:title><z:entry><z:title>T</z:title><z:link href="https://z.example/1"/><z:published>2026-11-12T10:00:00Z</z:published></z:entry></z:feed>`

const jsonDoc = `{"version":"https://jsonfeed.org/version/1.1","title":"J","home_page_url":"https://j.example/","feed_url":"https://j.example/feed.json","hubs":[{"type":"WebSub","url":"https://hub.example/"}],
"items":[{"id":7,"url":"https://j.example/1","title":"T","date_published":"2026-11-12T10:00:00Z"},{"id":"https://j.example/2","title":4},{"id":"https://j.example/3"}]}`

const siteMap = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://m.example/1</loc><lastmod>2026-11-13</lastmod><n:news><n:publication><n:name>The M</n:name><n:language>fa</n:language></n:publication><n:publication_date>2026-11-12T10:00:00Z</n:publication_date><n:title>T</n:title></n:news>
<image:image><image:loc>https://m.example/i.png</image:loc></image:image></url></urlset>`

func TestParse(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 12, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, in string
		want     Feed
	}{
		{"rss", rss, Feed{Kind: RSS, Title: "Karsund & Herald", Site: "https://herald.example/", Self: "https://herald.example/feed.xml", Hubs: []string{"https://hub.example/"}, Total: 5,
			Links: []news.Link{{URL: "https://herald.example/2026/clash.html", Title: "Clash", Published: at.Add(-90 * time.Minute)}, {URL: "https://herald.example/2026/named.html", Title: "By its name"}},
			Hints: Hints{TTL: time.Hour, SkipHours: [24]bool{0: true, 1: true}, SkipDays: [7]bool{time.Sunday: true}}}},
		{"rdf", rdf, Feed{Kind: RSS, Title: "R", Site: "https://r.example/", Total: 1, Links: []news.Link{{URL: "https://r.example/1", Title: "T", Published: at}}}},
		{"atom", atom, Feed{Kind: Atom, Title: "A", Language: "de", Site: "https://a.example/", Self: "https://a.example/feed", Hubs: []string{"https://hub.example/"}, Total: 1,
			Links: []news.Link{{URL: "https://a.example/1", Title: "T bold", Published: at}}}},
		{"atom with a prefix", prefixed, Feed{Kind: Atom, Title: "Z", Total: 1, Links: []news.Link{{URL: "https://z.example/1", Title: "T", Published: at}}}},
		{"json", jsonDoc, Feed{Kind: JSON, Title: "J", Site: "https://j.example/", Self: "https://j.example/feed.json", Hubs: []string{"https://hub.example/"}, Total: 2,
			Links: []news.Link{{URL: "https://j.example/1", Title: "T", Published: at}, {URL: "https://j.example/3"}}}},
		{"news sitemap", siteMap, Feed{Kind: Sitemap, Total: 1, Links: []news.Link{{URL: "https://m.example/1", Title: "T", Language: "fa", Published: at}}}},
		{"sitemap index", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://m.example/1.xml.gz</loc><lastmod>2026-11-12T10:00:00Z</lastmod></sitemap><sitemap><loc>file:///etc</loc></sitemap></sitemapindex>`,
			Feed{Kind: SitemapIndex, Links: []news.Link{}, Maps: []Map{{"https://m.example/1.xml.gz", at}}}},
		{"text sitemap", "https://m.example/1\r\n\r\nhttps://m.example/2\nnonsense\n", Feed{Kind: Sitemap, Total: 2, Links: []news.Link{{URL: "https://m.example/1"}, {URL: "https://m.example/2"}}}},
		{"nothing yet", `<rss><channel><title>E</title></channel></rss>`, Feed{Kind: RSS, Title: "E", Links: []news.Link{}}},
		{"entities of HTML, a bare ampersand, an end too many", `<rss><channel><title>a&nbsp;b & c</title></b><item><title>x<br>y</title><link>https://e.example/?a=1&b=2</link></item></channel></rss>`,
			Feed{Kind: RSS, Title: "a b & c", Total: 1, Links: []news.Link{{URL: "https://e.example/?a=1&b=2", Title: "xy"}}}},
		{"characters that XML forbids", "<rss><channel><title>a\x00\x08\uffffb\xff</title><item><link>https://e.example/1</link></item></channel></rss>",
			Feed{Kind: RSS, Title: "a \ufffdb\ufffd", Total: 1, Links: []news.Link{{URL: "https://e.example/1"}}}},
	} {
		got, err := Parse([]byte(c.in), "https://herald.example/feed.xml")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(&c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestParseUndoesEncodingsAndGzip(t *testing.T) {
	t.Parallel()
	feedOf := func(declaration string) string {
		return declaration + `<rss><channel><title>Карсунд</title><item><title>Новости</title><link>https://k.example/1</link></item></channel></rss>`
	}
	must := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, in := range map[string]struct {
		data        []byte
		contentType string
	}{
		"declared windows-1251": {must(charmap.Windows1251.NewEncoder().Bytes([]byte(feedOf(`<?xml version='1.0' encoding='windows-1251'?>`)))), ""},
		"charset of the header": {must(charmap.KOI8R.NewEncoder().Bytes([]byte(feedOf("")))), "text/xml; charset=koi8-r"},
		"header that is wrong":  {[]byte(feedOf("")), "text/xml; charset=iso-8859-1"},
		"UTF-16 with a mark":    {must(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(feedOf(`<?xml version="1.0" encoding="UTF-16"?>`)))), ""},
		"UTF-16 without a mark": {must(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(feedOf(`<?xml version="1.0" encoding="UTF-16"?>`)))), ""},
		"UTF-8 with a mark":     {[]byte("\xef\xbb\xbf" + feedOf("")), ""},
		"gzip":                  {zipped([]byte(feedOf(""))), "application/octet-stream"},
	} {
		f, err := ParseAs(in.data, "", in.contentType)
		if err != nil || f.Title != "Карсунд" || len(f.Links) != 1 || f.Links[0].Title != "Новости" {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

func TestParseSaysWhatItGotInstead(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"<!DOCTYPE html><html>":                             "HTML page",
		"<?xml version='1.0'?><!-- x -->\n<html xmlns='y'>": "HTML page",
		"":                        "empty",
		"   \n":                   "empty",
		"hello":                   "neither XML nor JSON",
		"<opml version='2.0'>":    "OPML",
		"<rss><channel>":          "before its first item",
		"<note><to>x</to></note>": "neither RSS, Atom nor a sitemap",
		`{"a":1}`:                 "no JSON Feed",
		`{"version":"https://jsonfeed.org/version/1","items"`: "before its first item",
		"\x1f\x8b\x08\x00broken":                              "gzip",
		"\x89PNG\r\n\x1a\n":                                   "neither XML nor JSON",
	} {
		_, err := Parse([]byte(in), "")
		if !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, want Invalid naming %q", in, err, want)
		}
	}
}

// many is a feed of n items, the oldest first.
func many(n int) []byte {
	var b bytes.Buffer
	b.WriteString("<rss><channel><title>Many</title>")
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "<item><title>Item %d of a very long feed</title><link>https://many.example/2026/%d.html</link><pubDate>%s</pubDate><description>Some text that stands in every item</description></item>\n",
			i, i, start.Add(time.Duration(i)*time.Minute).Format(time.RFC1123Z))
	}
	b.WriteString("</channel></rss>")
	return b.Bytes()
}

func TestParseKeepsTheNewestOfAFeedOf100000Items(t *testing.T) {
	data := many(100_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f, err := Parse(data, "")
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Links) != MaxItems || !f.Cut || f.Total != 100_000 {
		t.Errorf("%d links of %d, cut %v; want %d of 100000, cut", len(f.Links), f.Total, f.Cut, MaxItems)
	}
	if first, last := f.Links[0].URL, f.Links[MaxItems-1].URL; first != "https://many.example/2026/95000.html" || last != "https://many.example/2026/99999.html" {
		t.Errorf("kept %s to %s, want the newest", first, last)
	}
	if held := int64(after.HeapAlloc) - int64(before.HeapAlloc); held > 8<<20 {
		t.Errorf("%d KB are held for %d links", held>>10, len(f.Links))
	}
	runtime.KeepAlive(data)
}

func TestParseReadsWhatStandsBeforeABreak(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"rss":        string(many(10))[:1200],
		"rss in tag": string(many(10))[:1000] + "<item><ti",
		"json":       `{"version":"https://jsonfeed.org/version/1","items":[{"url":"https://j.example/1"},{"url":"https://j.example/2`,
		"gzip":       string(zipped(many(100))[:700]),
		"sitemap":    siteMap[:strings.Index(siteMap, "</urlset>")],
	} {
		f, err := Parse([]byte(in), "")
		if err != nil || len(f.Links) == 0 || f.Broken == "" {
			t.Errorf("%s: %+v, %v; want links and where it breaks off", name, f, err)
		}
	}
}

func TestParseWithstandsBombs(t *testing.T) {
	t.Parallel()
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">`
	for i := 1; i < 10; i++ {
		laughs += fmt.Sprintf(`<!ENTITY lol%d "%s">`, i, strings.Repeat(fmt.Sprintf("&lol%d;", i-1), 10))
	}
	laughs += `<!ENTITY file SYSTEM "file:///etc/passwd">]><rss><channel><title>&lol9;&file;</title><item><title>&lol9;</title><link>https://b.example/&lol9;</link></item></channel></rss>`
	f, err := Parse([]byte(laughs), "")
	if err != nil || len(f.Title) > 100 || strings.Contains(f.Title, "root:") || len(f.Links) != 1 || len(f.Links[0].Title) > 100 {
		t.Errorf("billion laughs: %+v, %v", f, err)
	}
	deep := "<rss><channel><item><link>https://d.example/1</link></item>" + strings.Repeat("<a>", 1_000_000)
	if f, err := Parse([]byte(deep), ""); err != nil || !strings.Contains(f.Broken, "nest deeper") {
		t.Errorf("deep: %+v, %v", f, err)
	}
	if _, err := Parse([]byte(`{"items":`+strings.Repeat("[", 1_000_000)), ""); !errors.Is(err, fault.Invalid) {
		t.Errorf("deep JSON: %v", err)
	}
	bomb := zipped(append([]byte("<rss><channel><item><link>https://z.example/1</link></item><title>"), bytes.Repeat([]byte(" "), maxPlain+1)...))
	if f, err := Parse(bomb, ""); err != nil || !strings.Contains(f.Broken, "larger than") {
		t.Errorf("bomb of %d bytes: %+v, %v", len(bomb), f, err)
	}
	long := "<rss><channel><title>" + strings.Repeat("x", 1<<20) + "</title><item><link>https://l.example/" + strings.Repeat("y", 1<<20) + "</link></item></channel></rss>"
	if f, err := Parse([]byte(long), ""); err != nil || len(f.Title) > maxText || len(f.Links) != 0 {
		t.Errorf("long texts: %v", err)
	}
}

func TestPickMapsPrefersNewsThenTheLatest(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	got := PickMaps([]Map{{"https://m.example/old.xml", day(1)}, {"https://m.example/a.xml", day(12)}, {"https://m.example/news.xml", day(3)}, {"https://m.example/b.xml", day(12)}}, 3)
	want := []Map{{"https://m.example/news.xml", day(3)}, {"https://m.example/b.xml", day(12)}, {"https://m.example/a.xml", day(12)}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
