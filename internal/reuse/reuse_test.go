package reuse

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/news"
)

const wire = `TARVIK — Two border posts near the village of Ostrel burned through the night after artillery fire crossed the river, the Lusavan interior ministry reported. Shells fell on a warehouse, a bakery and the old customs house, and about forty families left for the school in Demar, where the district governor opened the gymnasium.

The exchange began shortly before nine in the evening, when guards on the eastern bank noticed movement along the reeds. Within an hour the road to the ferry was closed in both directions and the last bus turned back at the quarry. A column of fire engines waited at the bridge until dawn because the crossing remained under fire.

Hospital staff in Tarvik treated eleven people for burns and broken bones. Most were released by noon. The owner of the warehouse, who stores dried fruit for export, estimated his losses at two seasons of harvest and doubted that the insurer would pay for an act of war.

Observers of the River Commission plan to visit both banks on Thursday. Their last report, published in the spring, counted thirty-one violations of the armistice and blamed neither capital. The commission has asked for a line of telephones between the two garrisons since its first winter, without success.`

const other = `Farmers in the Halvan uplands have begun to plant walnut trees where wheat no longer pays, encouraged by a cooperative that buys the whole crop in advance. The first saplings went into the ground three years ago, and this autumn the oldest of them carried a handful of nuts.

The change is slow and expensive. A hectare of walnuts needs fencing against goats, water in the first summers and a great deal of patience, since a full harvest takes ten years. The cooperative lends the money at a rate that the savings bank in Tarvik calls reckless and the growers call fair.

Neighbours who kept their wheat look on with interest. Several have asked for a few trees along the edges of their fields, as a trial, and the nursery has sold everything it raised.`

var day = time.Date(2031, 3, 4, 9, 0, 0, 0, time.UTC)

func doc(id int, hours int, s string) Doc {
	return Doc{ID: news.ArticleID(id), Time: day.Add(time.Duration(hours) * time.Hour), Text: s, Outlet: fmt.Sprintf("Outlet %d", id)}
}

func paragraphs(s string) []string { return strings.Split(s, "\n\n") }

func rewritten(s string) string {
	return strings.NewReplacer("burned", "went up in flames", "reported", "announced", "noticed", "spotted", "closed", "shut", "treated", "saw",
		"estimated", "put", "plan to visit", "will travel to", "published", "issued", "old ", "former ", "about", "some", "began", "started",
		"last bus", "final bus", "waited", "stood", "doubted", "did not believe", "counted", "listed", "asked", "called").Replace(s)
}

func TestCopies(t *testing.T) {
	t.Parallel()
	p, q := paragraphs(wire), paragraphs(other)
	tests := []struct {
		name    string
		text    string
		want    []news.CopyKind // in any of them
		atLeast float64
	}{
		{"same", wire, []news.CopyKind{news.CopySame}, 0.99},
		{"edited", "By our staff. " + strings.Join([]string{p[0], rewritten(p[1]), p[2], "The government had no comment on Wednesday morning.", p[3]}, "\n\n"), []news.CopyKind{news.CopyEdited}, 0.6},
		{"excerpt", p[0] + "\n\n" + p[1], []news.CopyKind{news.CopyExcerpt}, 0.9},
		{"spliced", q[0] + "\n\n" + q[1] + "\n\n" + p[1] + "\n\n" + q[2], []news.CopyKind{news.CopySpliced}, 0.2},
		{"rewrite", rewritten(p[3] + "\n\n" + p[1] + "\n\n" + p[0] + "\n\n" + p[2]), []news.CopyKind{news.CopyRewrite, news.CopyEdited}, 0.5},
		{"typography", strings.NewReplacer("—", "-", "'", "’").Replace(strings.ToUpper(wire)), []news.CopyKind{news.CopySame}, 0.99},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := New(Options{})
			if got := x.Add(doc(1, 0, wire)); len(got) != 0 {
				t.Fatalf("first document: copies %v", got)
			}
			got := x.Add(doc(2, 3, tt.text))
			if len(got) != 1 {
				t.Fatalf("%d copies, want 1", len(got))
			}
			c := got[0]
			if c.Derived != 2 || c.Source != 1 {
				t.Errorf("direction %d from %d, want 2 from 1", c.Derived, c.Source)
			}
			if !containsKind(tt.want, c.Kind) || c.Share < tt.atLeast {
				t.Errorf("kind %s share %.2f, want %v at least %.2f", c.Kind, c.Share, tt.want, tt.atLeast)
			}
			checkCopy(t, c, tt.text, wire)
		})
	}
}

func containsKind(kinds []news.CopyKind, k news.CopyKind) bool {
	for _, o := range kinds {
		if o == k {
			return true
		}
	}
	return false
}

func checkCopy(t *testing.T, c news.Copy, derived, source string) {
	t.Helper()
	if len(c.Reasons) == 0 || c.Score <= 0 || c.Score > 1 || c.Share < 0 || c.Share > 1 {
		t.Errorf("reasons %q score %v share %v", c.Reasons, c.Score, c.Share)
	}
	for _, s := range c.Spans {
		if !s.Derived.In(derived) || !s.Source.In(source) || s.Derived.Len() == 0 {
			t.Fatalf("span %v outside its text", s)
		}
		if a, b := len(strings.Fields(s.Derived.Of(derived))), len(strings.Fields(s.Source.Of(source))); a != b {
			t.Errorf("passages of %d and %d words: %q, %q", a, b, s.Derived.Of(derived), s.Source.Of(source))
		}
	}
}

func TestUnrelatedTextsAreNoCopies(t *testing.T) {
	t.Parallel()
	x := New(Options{})
	x.Add(doc(1, 0, wire))
	if got := x.Add(doc(2, 1, other)); len(got) != 0 {
		t.Errorf("copies %v", got)
	}
}

func TestOwnBackgroundAndOldPassagesAreNoCopies(t *testing.T) {
	t.Parallel()
	p, q := paragraphs(wire), paragraphs(other)
	mixed := q[0] + "\n\n" + q[1] + "\n\n" + p[1] + "\n\n" + q[2]
	x := New(Options{})
	first, again := doc(1, 0, wire), doc(2, 3, mixed)
	again.Outlet = first.Outlet
	x.Add(first)
	if got := x.Add(again); len(got) != 0 {
		t.Errorf("an outlet's own background: copies %v", got)
	}
	x = New(Options{})
	x.Add(first)
	if got := x.Add(doc(3, 24*90, mixed)); len(got) != 0 {
		t.Errorf("a passage three months later: copies %v", got)
	}
	x = New(Options{})
	x.Add(first)
	if got := x.Add(doc(4, 24*90, wire)); len(got) != 1 || got[0].Source != 1 {
		t.Errorf("the whole text three months later: %d copies, want 1", len(got))
	}
}

func TestQuotedSpeechIsNoCopy(t *testing.T) {
	t.Parallel()
	speech := `“We have waited four winters for a line of telephones between the garrisons, and we will not wait a fifth. Whoever fired on the ferry knew that it carried bread, and whoever gave the order will answer for it before the commission and before the mothers of Demar,”`
	a := "The governor of Demar spoke to a few hundred people on the market square at noon, hat in hand, after a sleepless night in the gymnasium. " + speech + " he told them. The crowd listened in silence and went home before the rain came down from the hills."
	b := "In a short address broadcast by the regional station, the district's highest official blamed the other side and raised an old demand. " + speech + " said the governor, who will stand for a third term next spring. Opposition councillors called the address a campaign event paid for by the state."
	x := New(Options{})
	x.Add(doc(1, 0, a))
	if got := x.Add(doc(2, 1, b)); len(got) != 0 {
		t.Errorf("two reports of one speech are taken for copies: %v", got[0].Reasons)
	}
}

func TestCommonFooterIsNoCopy(t *testing.T) {
	t.Parallel()
	footer := "\n\nThe Tarvik Courier is made by its readers. To support independent reporting from the river country, become a member for the price of two loaves a month; members receive the weekly letter and the almanac, and may attend the editors' breakfast in September."
	x := New(Options{})
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 12 {
		got := x.Add(doc(i+1, i, noise(r, 150)+footer))
		if i >= commonIn && len(got) > 0 {
			t.Errorf("document %d is joined by its footer: %v", i+1, got[0].Reasons)
		}
	}
}

// noise makes a text of n words that shares its phrases with nothing.
func noise(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%c%c%d", 'a'+rune(r.IntN(26)), 'a'+rune(r.IntN(26)), r.IntN(90))
		if i%12 == 11 {
			b.WriteString(".")
		}
		b.WriteString(" ")
	}
	return b.String()
}

func TestManyCarriersStayOneText(t *testing.T) {
	t.Parallel()
	x := New(Options{})
	var copies []news.Copy
	var ids []news.ArticleID
	for i := range 100 {
		ids = append(ids, news.ArticleID(i+1))
		copies = append(copies, x.Add(doc(i+1, i, fmt.Sprintf("From our desk number %d.\n\n%s", i, wire)))...)
	}
	got := Origins(ids, copies, nil)
	if len(got) != 1 || got[0].Root != 1 || len(got[0].Articles) != 100 {
		t.Errorf("%d origins, want one with root 1 and 100 articles", len(got))
	}
}

func TestEarlierTextAddedLaterIsTheSource(t *testing.T) {
	t.Parallel()
	x := New(Options{})
	x.Add(doc(1, 5, wire))
	got := x.Add(doc(2, 0, wire))
	if len(got) != 1 || got[0].Derived != 1 || got[0].Source != 2 {
		t.Errorf("copies %+v, want 1 from 2", got)
	}
}

func TestNotices(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		notice news.Notice
		want   news.Copy // Kind, Source, Name, URL
	}{
		{"republished", news.Notice{Kind: news.Republished, Name: "The Almanac"}, news.Copy{Kind: news.CopySame, Name: "The Almanac"}},
		{"credit", news.Notice{Kind: news.Credit, Name: "LNA"}, news.Copy{Kind: news.CopyEdited, Name: "LNA"}},
		{"cites outside", news.Notice{Kind: news.Cites, URL: "https://almanac.example/a"}, news.Copy{Kind: news.CopyRewrite, URL: "https://almanac.example/a"}},
		{"cites inside", news.Notice{Kind: news.Cites, URL: "http://www.courier.example/river/?utm_source=x#top"}, news.Copy{Kind: news.CopyRewrite, Source: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := New(Options{})
			first := doc(1, 0, wire)
			first.URL = "https://courier.example/river"
			x.Add(first)
			second := doc(2, 1, other)
			second.Notices = []news.Notice{tt.notice}
			got := x.Add(second)
			if len(got) != 1 {
				t.Fatalf("copies %+v, want one", got)
			}
			if c := got[0]; c.Derived != 2 || c.Kind != tt.want.Kind || c.Source != tt.want.Source || c.Name != tt.want.Name || c.URL != tt.want.URL {
				t.Errorf("copy %+v, want %+v", c, tt.want)
			}
		})
	}
}

func TestNoticeFoundLaterAndOwnNameIgnored(t *testing.T) {
	t.Parallel()
	x := New(Options{})
	retells := doc(1, 3, other)
	retells.Notices = []news.Notice{{Kind: news.Cites, URL: "https://courier.example/river"}, {Kind: news.Credit, Name: "Outlet 1"}}
	if got := x.Add(retells); len(got) != 1 || got[0].Source != 0 {
		t.Fatalf("copies %+v, want the cited address only", got)
	}
	source := doc(2, 1, wire)
	source.URL = "https://courier.example/river"
	got := x.Add(source)
	if len(got) != 1 || got[0].Derived != 1 || got[0].Source != 2 {
		t.Errorf("copies %+v, want 1 from 2", got)
	}
}

func TestEvictForgetsAndRestoreRemembers(t *testing.T) {
	t.Parallel()
	x := New(Options{})
	x.Add(doc(1, 0, wire))
	x.Add(doc(2, 50, other))
	x.Evict(day.Add(24 * time.Hour))
	x.Evict(day.Add(24 * time.Hour))
	if got := x.Add(doc(3, 60, wire)); len(got) != 0 {
		t.Errorf("evicted text is still found: %+v", got)
	}
	if got := x.Add(doc(4, 61, other)); len(got) != 1 || got[0].Source != 2 {
		t.Errorf("copies %+v, want 4 from 2", got)
	}
	y := New(Options{})
	y.Restore(doc(1, 0, wire))
	if got := y.Add(doc(2, 1, wire)); len(got) != 1 {
		t.Errorf("restored text is not found")
	}
	if got := y.Add(doc(2, 1, wire)); len(got) != 1 || got[0].Source != 1 {
		t.Errorf("added again: %+v, want the one copy from 1", got)
	}
}

func TestTextIsAskedFor(t *testing.T) {
	t.Parallel()
	asked := 0
	x := New(Options{Text: func(id news.ArticleID) string { asked++; return wire }})
	x.Restore(doc(1, 0, wire))
	x.ready = cache{bodies: map[uint32]*body{}}
	if got := x.Add(doc(2, 1, wire)); len(got) != 1 || asked != 1 {
		t.Errorf("%d copies, text asked for %d times; want 1, 1", len(got), asked)
	}
}

func TestIndexMemoryIsBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	texts := make([]string, 1000)
	for i := range texts {
		texts[i] = noise(r, 700)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := New(Options{Text: func(news.ArticleID) string { return "" }})
	for i, s := range texts {
		x.Restore(doc(i+1, i, s))
	}
	x.ready = cache{bodies: map[uint32]*body{}}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if each := (after.HeapAlloc - before.HeapAlloc) / uint64(len(texts)); each > 3<<10 {
		t.Errorf("%d bytes an article, want at most 3 KB", each)
	}
	runtime.KeepAlive(x)
	runtime.KeepAlive(texts)
}

func FuzzAdd(f *testing.F) {
	f.Add(wire, other)
	f.Add("“a ‘b", "\xff\xfe „ «")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		x := New(Options{})
		x.Add(doc(1, 0, a))
		for _, c := range x.Add(doc(2, 1, b+a)) {
			checkSpans(t, c, b+a, a)
		}
	})
}

func checkSpans(t *testing.T, c news.Copy, derived, source string) {
	t.Helper()
	for _, s := range c.Spans {
		if !s.Derived.In(derived) || !s.Source.In(source) {
			t.Fatalf("span %v outside its text", s)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	texts := make([]string, 512)
	for i := range texts {
		texts[i] = noise(r, 400) + "\n\n" + paragraphs(wire)[i%4]
	}
	b.ReportAllocs()
	x := New(Options{})
	i := 0
	for b.Loop() {
		i++
		x.Add(doc(i, i, texts[i%len(texts)]))
		if i%5000 == 0 {
			x = New(Options{})
		}
	}
}
