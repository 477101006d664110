package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/news"
)

func list() Feed {
	day := time.Date(2026, 11, 12, 9, 45, 0, 123456000, time.FixedZone("", 2*3600))
	return Feed{
		Title: "Stories <of> the & day", SiteURL: "https://parley.example/", FeedURL: "https://parley.example/feed.rss", Language: "en",
		Items: []Item{
			{
				ID: "https://parley.example/story/7", Title: "Dam\x00 bursts\r\nabove Tolm", URL: "https://parley.example/story/7",
				Summary: "3 articles · 2 origins\x1b ]]> <script>alert(1)</script> & more\ufffe", Published: day, Updated: day.Add(time.Hour),
				Authors: []string{"Ada Renn", " ", "Bo \"Q\" Lind"}, Language: "en", External: "javascript:alert(1)",
			},
			{
				ID: "tag:parley.example,2026:article/8", Title: "سد شکست", URL: "https://parley.example/article/8?a=1&b=2", External: "https://paper.example/8",
				Language: "fa", Source: Source{Title: "Coast Wire", URL: "https://wire.example/8"},
			},
		},
	}
}

func TestFeedsReadBack(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		body, err := Bytes(list(), format)
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		got, err := feed.Parse(body, "https://parley.example/")
		if err != nil {
			t.Fatalf("%s: %v\n%s", format, err, body)
		}
		published := time.Date(2026, 11, 12, 7, 45, 0, 0, time.UTC)
		want := []news.Link{
			{URL: "https://parley.example/story/7", Title: "Dam bursts above Tolm", Language: "en", Published: published},
			{URL: "https://parley.example/article/8?a=1&b=2", Title: "سد شکست", Language: "fa"},
		}
		if format != RSS { // RSS has no time of change for an item; the others fall back on the feed's
			want[1].Published = published.Add(time.Hour)
		}
		if d := cmp.Diff(want, got.Links); d != "" {
			t.Errorf("%s links (-want +got):\n%s", format, d)
		}
		if got.Title != "Stories <of> the & day" {
			t.Errorf("%s title = %q", format, got.Title)
		}
	}
}

func TestSummaryStaysText(t *testing.T) {
	t.Parallel()
	const want = "3 articles · 2 origins ]]> <script>alert(1)</script> & more"
	var r struct {
		Items []struct {
			Description string `xml:"description"`
			GUID        struct {
				Value string `xml:",chardata"`
				Perma string `xml:"isPermaLink,attr"`
			} `xml:"guid"`
			Creators []string `xml:"creator"`
			Source   struct {
				URL  string `xml:"url,attr"`
				Name string `xml:",chardata"`
			} `xml:"source"`
		} `xml:"channel>item"`
	}
	read(t, RSS, &r)
	if got := r.Items[0].Description; got != "3 articles · 2 origins ]]&gt; &lt;script&gt;alert(1)&lt;/script&gt; &amp; more" {
		t.Errorf("RSS description = %q", got)
	}
	if d := cmp.Diff([]string{"Ada Renn", `Bo "Q" Lind`}, r.Items[0].Creators); d != "" {
		t.Errorf("RSS creators (-want +got):\n%s", d)
	}
	if g := r.Items[0].GUID; g.Perma != "true" || r.Items[1].GUID.Perma != "false" || r.Items[1].GUID.Value != "tag:parley.example,2026:article/8" {
		t.Errorf("RSS guids = %+v, %+v", g, r.Items[1].GUID)
	}
	if s := r.Items[1].Source; s.URL != "https://wire.example/8" || s.Name != "Coast Wire" {
		t.Errorf("RSS source = %+v", s)
	}
	var a struct {
		ID      string `xml:"http://www.w3.org/2005/Atom id"`
		Entries []struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
			Lang    string `xml:"lang,attr"`
			Summary struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"summary"`
			Source string `xml:"source>title"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	read(t, Atom, &a)
	if s := a.Entries[0].Summary; s.Text != want || s.Type != "text" {
		t.Errorf("Atom summary = %+v, want text %q", s, want)
	}
	if e := a.Entries[1]; e.Lang != "fa" || e.Source != "Coast Wire" || e.Updated != "2026-11-12T08:45:00Z" {
		t.Errorf("Atom entry = %+v", e)
	}
	body, _ := Bytes(list(), JSON)
	var j struct {
		Items []struct {
			ID, Summary string
			External    string `json:"external_url"`
		}
	}
	if err := json.Unmarshal(body, &j); err != nil {
		t.Fatal(err)
	}
	if j.Items[0].Summary != want || j.Items[0].External != "" || j.Items[1].External != "https://paper.example/8" {
		t.Errorf("JSON items = %+v", j.Items)
	}
}

func read(t *testing.T, as Format, v any) {
	t.Helper()
	body, err := Bytes(list(), as)
	if err == nil {
		err = xml.Unmarshal(body, v)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", as, err, body)
	}
}

func TestEmptyListIsAFeed(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		body, err := Bytes(Feed{Title: "Nothing yet"}, format)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := feed.Parse(body, ""); err != nil || got.Title != "Nothing yet" {
			t.Errorf("%s: %+v, %v\n%s", format, got, err, body)
		}
	}
	if body, _ := Bytes(Feed{}, JSON); !bytes.Contains(body, []byte(`"items": []`)) {
		t.Errorf("JSON without items: %s", body)
	}
	if _, err := Bytes(Feed{}, "gopher"); !errors.Is(err, fault.Invalid) {
		t.Errorf("unknown format = %v, want fault.Invalid", err)
	}
	if _, err := ParseFormat("opml"); !errors.Is(err, fault.Invalid) {
		t.Errorf("ParseFormat = %v, want fault.Invalid", err)
	}
}

func FuzzBytesAreValid(f *testing.F) {
	f.Add("a\x00b", "<&>]]>\ud7ff", "http://a.example/\x7f")
	f.Add("\xff\xfe", "\ufffe\uffff\u0085\u2028", "https://[::1")
	f.Fuzz(func(t *testing.T, title, summary, link string) {
		in := Feed{Title: title, SiteURL: link, Items: []Item{{ID: title, Title: summary, URL: link, Summary: summary, Authors: []string{title}, Source: Source{title, link}}}}
		for _, as := range Formats() {
			body, err := Bytes(in, as)
			if err != nil {
				t.Fatal(err)
			}
			again, _ := Bytes(in, as)
			if !bytes.Equal(body, again) {
				t.Fatalf("%s differs between two runs", as)
			}
			if as == JSON {
				if !json.Valid(body) {
					t.Fatalf("invalid JSON: %s", body)
				}
				continue
			}
			d := xml.NewDecoder(bytes.NewReader(body))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v\n%s", as, err, body)
				}
			}
			if strings.ContainsRune(string(body), '\ufffd') {
				t.Fatalf("%s has a replacement character for what should be removed", as)
			}
		}
	})
}
