package feed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

func TestParseOPMLKeepsFoldersAndWhatElseIsSaid(t *testing.T) {
	t.Parallel()
	in := `<?xml version="1.0"?><opml version="2.0" xmlns:frss="https://freshrss.org/opml"><head><title>Mine</title></head><body>
	<outline text="North"><outline text="Inner/most"><outline type="rss" text="A" xmlUrl="https://a.example/f" htmlUrl="https://a.example/" description="d" frss:priority="important" frss:cssFullContent="div &gt; p"/></outline>
	<outline title="B" text="b" xmlUrl="https://b.example/f"/></outline>
	<outline text="X" type="HTML+XPath" xmlUrl="https://x.example/page" frss:xPathItem="//article"/>
	<outline text="Cat" type="rss" xmlUrl="https://cat.example/f" category="/World/Asia,/Politics"/>
	<outline text="C" xmlUrl="ftp://c"/><outline text="D" type="rss"/><outline text="L" type="include" url="https://l.example/o.opml"/><outline text="A again" xmlUrl="https://a.example/f"/></body></opml>`
	got, err := ParseOPML([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Source{
		{URL: "https://a.example/f", Title: "A", Site: "https://a.example/", Folder: "North/Inner∕most", Extra: map[string]string{"description": "d", "frss:priority": "important", "frss:cssFullContent": "div > p"}},
		{URL: "https://b.example/f", Title: "B", Folder: "North"},
		{URL: "https://x.example/page", Title: "X", Extra: map[string]string{"type": "HTML+XPath", "frss:xPathItem": "//article"}},
		{URL: "https://cat.example/f", Title: "Cat", Folder: "World/Asia", Extra: map[string]string{"category": "/World/Asia,/Politics"}},
	}
	if d := cmp.Diff(want, got.Sources); d != "" {
		t.Error(d)
	}
	if got.Title != "Mine" || got.Twice != 1 || len(got.Problems) != 3 || !strings.Contains(got.Problems[0].Error(), "“C”") || !strings.Contains(got.Problems[1].Error(), "“D”: it has no address") || !strings.Contains(got.Problems[2].Error(), "“L”") {
		t.Errorf("title %q, twice %d, problems %v", got.Title, got.Twice, got.Problems)
	}
}

func TestParseOPMLWithstandsBadLists(t *testing.T) {
	t.Parallel()
	deep := "<opml><body>" + strings.Repeat(`<outline text="f">`, 10_000) + `<outline text="D" xmlUrl="https://d.example/f"/>` + strings.Repeat("</outline>", 10_000) + "</body></opml>"
	l, err := ParseOPML([]byte(deep))
	if err != nil || len(l.Sources) != 1 || strings.Count(l.Sources[0].Folder, "/") != maxFolders-1 {
		t.Errorf("10,000 levels: %+v, %v", l, err)
	}
	cut := `<opml><body><outline text="F"><outline text="A" xmlUrl="https://a.example/f"/><outline text="B" xml`
	l, err = ParseOPML([]byte(cut))
	if err != nil || len(l.Sources) != 1 || len(l.Problems) != 1 || !strings.Contains(l.Problems[0].Error(), "breaks off") {
		t.Errorf("cut off: %+v, %v", l, err)
	}
	bomb := `<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><opml><body><outline text="&b;&b;" xmlUrl="https://a.example/&b;"/></body></opml>`
	l, err = ParseOPML([]byte(bomb))
	if err != nil || len(l.Sources) != 1 || strings.Contains(l.Sources[0].Title, "aaa") {
		t.Errorf("entity bomb: %+v, %v", l, err)
	}
	var bad strings.Builder
	bad.WriteString(`<opml><body><outline text="ok" xmlUrl="https://a.example/f"/>`)
	for i := range 1000 {
		fmt.Fprintf(&bad, `<outline text="n%d" xmlUrl="x:%d"/>`, i, i)
	}
	if l, err = ParseOPML([]byte(bad.String() + "</body></opml>")); err != nil || len(l.Problems) != maxNamed+1 || !strings.Contains(l.Problems[maxNamed].Error(), "900") {
		t.Errorf("1,000 bad entries: %d problems, %v", len(l.Problems), err)
	}
	for _, in := range []string{"", "<opml/>", "<opml><body>", "\xff\xfe"} {
		if _, err := ParseOPML([]byte(in)); !errors.Is(err, fault.Invalid) {
			t.Errorf("ParseOPML(%q) = %v, want Invalid", in, err)
		}
	}
}

// What is written is read back the same, whatever the names are.
func TestOPMLRoundTrip(t *testing.T) {
	t.Parallel()
	text := rapid.StringOfN(rapid.RuneFrom([]rune(`aZé漢ب<>&"'/,;]  `)), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		var list []news.Source
		for i := range n {
			s := news.Source{URL: fmt.Sprintf("https://s%d.example/f?a=1&b='%d'", i, i), Title: strings.TrimSpace(text.Draw(t, "title"))}
			s.Folder = Folder(rapid.SliceOfN(text, 0, 4).Draw(t, "folder")...)
			if rapid.Bool().Draw(t, "site") {
				s.Site = fmt.Sprintf("https://s%d.example/", i)
			}
			if rapid.Bool().Draw(t, "extra") {
				s.Extra = map[string]string{"frss:priority": "x" + text.Draw(t, "extra"), "description": "d" + text.Draw(t, "description")}
			}
			if s.Title == "" {
				s.Title = s.URL // a name is required, and the address stands for it
			}
			list = append(list, s)
		}
		var b bytes.Buffer
		if err := WriteOPML(&b, "Title & <more>", time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC), list); err != nil {
			t.Fatal(err)
		}
		got, err := ParseOPML(b.Bytes())
		if err != nil || len(got.Problems) > 0 {
			t.Fatalf("%v %v in %s", err, got, b.String())
		}
		byURL := cmpopts.SortSlices(func(a, b news.Source) bool { return a.URL < b.URL })
		if d := cmp.Diff(list, got.Sources, byURL); d != "" {
			t.Fatalf("%s in %s", d, b.String())
		}
		var again bytes.Buffer
		if err := WriteOPML(&again, got.Title, time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC), got.Sources); err != nil || again.String() != b.String() {
			t.Fatalf("written again it differs: %s", cmp.Diff(b.String(), again.String()))
		}
	})
}
