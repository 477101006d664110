package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/news"
)

// Each file of testdata/dump holds what is expected, a line "----", and the dump.
func readDumpCase(t testing.TB, name string) (want map[string]string, dump string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, dump, ok := strings.Cut(string(b), "\n----\n")
	if !ok {
		t.Fatalf("%s has no ---- line", name)
	}
	want = map[string]string{}
	for l := range strings.SplitSeq(head, "\n") {
		k, v, _ := strings.Cut(l, ": ")
		want[k] = v
	}
	return want, dump
}

func dumpCases(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/dump/*.txt")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d cases, %v", len(names), err)
	}
	return names
}

var dumpFetched = time.Date(2025, 11, 28, 9, 0, 0, 0, time.UTC)

func TestDumpDocument(t *testing.T) {
	t.Parallel()
	for _, name := range dumpCases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, dump := readDumpCase(t, name)
			doc := dumpDocument(Input{Fetched: dumpFetched}, dump)
			checkDump(t, want, doc)
		})
	}
}

func checkDump(t *testing.T, want map[string]string, doc *news.Document) {
	t.Helper()
	got := map[string]string{
		"title": doc.Title, "site": doc.Site, "outlet": doc.Outlet, "authors": strings.Join(doc.Authors, ", "), "editor": doc.Editor, "dateline": doc.Dateline,
		"published": doc.Published.String(), "language": doc.Language, "comments": fmt.Sprint(len(doc.Comments)), "reason": doc.Reason, "score": shown(doc.Score),
		"commentscores": "", "commentauthors": "", "related": "", "notice": "",
	}
	var scores, authors, related []string
	for _, c := range doc.Comments {
		scores, authors = append(scores, shown(c.Score)), append(authors, c.Author)
	}
	for _, r := range doc.Related {
		if r.Body != "" {
			related = append(related, r.Title+"/"+r.Outlet)
		}
		for _, n := range r.Notices {
			got["notice"] = string(n.Kind) + " " + n.Name
		}
	}
	got["commentscores"], got["commentauthors"], got["related"] = strings.Join(scores, " "), strings.Join(authors, " "), strings.Join(related, "; ")
	for k, w := range want {
		switch k {
		case "first":
			if !strings.HasPrefix(doc.Body, w) {
				t.Errorf("body begins %.80q, want %q", doc.Body, w)
			}
		case "last":
			if !strings.HasSuffix(doc.Body, w) {
				t.Errorf("body ends %q, want %q", doc.Body[max(0, len(doc.Body)-120):], w)
			}
		case "not":
			for _, n := range strings.Split(w, "|") {
				if strings.Contains(doc.Body, n) {
					t.Errorf("body contains %q", n)
				}
			}
		case "block":
			if !hasHeading(doc, w) {
				t.Errorf("no heading %q among %v", w, doc.Blocks)
			}
		default:
			if got[k] != w {
				t.Errorf("%s is %q, want %q", k, got[k], w)
			}
		}
	}
}

func shown(p *int) string {
	if p == nil {
		return ""
	}
	return fmt.Sprint(*p)
}

func hasHeading(doc *news.Document, s string) bool {
	for _, b := range doc.Blocks {
		if b.Kind == news.Heading && b.Span.Of(doc.Body) == s {
			return true
		}
	}
	return false
}

func TestSplitLost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"They counted the growing toll.Both sides then agreed.", "They counted the growing toll.|Both sides then agreed."},
		{"He said that it was “over and done.”Nobody in the town believed him.", "He said that it was “over and done.”|Nobody in the town believed him."},
		{"See the pages of harbour.Example.test for more of it.", "See the pages of harbour.Example.test for more of it."},
		{"The U.S. envoy and J.R. Holm met at 2.5 knots.", "The U.S. envoy and J.R. Holm met at 2.5 knots."},
	} {
		if got := strings.Join(splitLost(c.in), "|"); got != c.want {
			t.Errorf("splitLost(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestCutDateline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, place, rest string }{
		{"LUSAVA: The council met.", "LUSAVA", "The council met."},
		{"LUSAVA, Oct 3 — The council met.", "LUSAVA", "The council met."},
		{"Varn – The ferry stopped.", "Varn", "The ferry stopped."},
		{"LUSAVA (Tarn News) — The council met.", "LUSAVA", "LUSAVA (Tarn News) — The council met."},
		{"Note: the ferry stopped.", "", "Note: the ferry stopped."},
		{"The ferry — an old boat — stopped.", "", "The ferry — an old boat — stopped."},
	} {
		if p, r := cutDateline(c.in); p != c.place || r != c.rest {
			t.Errorf("cutDateline(%q) = %q, %q, want %q, %q", c.in, p, r, c.place, c.rest)
		}
	}
}

func TestDumpWithoutText(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "\n\n\n", "Home\nNews\n", "----", "\x00\xff"} {
		if doc := dumpDocument(Input{}, s); doc.Reason == "" || doc.Body != "" {
			t.Errorf("dumpDocument(%q) has body %q and reason %q", s, doc.Body, doc.Reason)
		}
	}
}

// Pages of one line again and again must not take more than linear time.
func TestDumpTakesLinearTime(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"A title of five words\n\n", "1d ago\nb\n", "3 comments\n", "[", "He told them.Both left. ", "Home | About | Login\nThe council met again on Monday evening to vote.\n", "12 comments\nMira\n1 day ago\n"} {
		doc := dumpDocument(Input{}, strings.Repeat(unit, 3000))
		if doc == nil {
			t.Fatal("no document")
		}
	}
}

func TestScoreOf(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"+278": "278", "-3": "-3", "▲ 1,204": "1204", "12 points": "12", "12": "", "2025": "", "+1 more": "", "۵ امتیاز": "5"} {
		if got := shown(scoreOf(in)); got != want {
			t.Errorf("scoreOf(%q) = %s, want %s", in, got, want)
		}
	}
}

func FuzzDumpDocument(f *testing.F) {
	for _, name := range dumpCases(f) {
		_, dump := readDumpCase(f, name)
		f.Add(dump)
	}
	f.Add("3 comments\na\n1d ago\nx\n+1\n\xff.A\n[1][2][3][4][5]")
	f.Fuzz(func(t *testing.T, s string) {
		doc := dumpDocument(Input{Fetched: dumpFetched, URL: "https://news.example.test/"}, s)
		if (doc.Reason == "") != (doc.Body != "") {
			t.Fatalf("body %q with reason %q", doc.Body, doc.Reason)
		}
		checkSpans(t, doc, s)
		for i := range doc.Related {
			checkSpans(t, &doc.Related[i], s)
		}
	})
}

func checkSpans(t *testing.T, doc *news.Document, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		return
	}
	for _, b := range doc.Blocks {
		if !b.Span.In(doc.Body) || b.Span.Len() == 0 && doc.Body != "" {
			t.Fatalf("block %v outside the body of %d bytes", b.Span, len(doc.Body))
		}
	}
	for _, n := range doc.Notices {
		if !n.Span.In(doc.Body) {
			t.Fatalf("notice %v outside the body of %d bytes", n.Span, len(doc.Body))
		}
	}
}

func BenchmarkDumpDocument(b *testing.B) {
	_, dump := readDumpCase(b, "testdata/dump/aggregator.txt")
	b.SetBytes(int64(len(dump)))
	b.ReportAllocs()
	for b.Loop() {
		dumpDocument(Input{}, dump)
	}
}
