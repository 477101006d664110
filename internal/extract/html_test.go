package extract

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

var fetched = time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)

// TestPageHTML reads testdata/html: each archive holds page.html, and in want the fields
// that are expected, one a line; body, where it is there, is the whole body.
func TestPageHTML(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/html/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			t.Parallel()
			ar, err := txtar.ParseFile(f)
			if err != nil {
				t.Fatal(err)
			}
			parts := map[string]string{}
			for _, p := range ar.Files {
				parts[p.Name] = string(p.Data)
			}
			d := Page(Input{URL: strings.TrimSpace(parts["url"]), ContentType: "text/html", Bytes: []byte(parts["page.html"]), Fetched: fetched})
			checkDocument(t, d)
			got := describe(d)
			for _, l := range strings.Split(strings.TrimSpace(parts["want"]), "\n") {
				key, want, _ := strings.Cut(l, ": ")
				if strings.HasPrefix(key, "no ") {
					if strings.Contains(d.Body, want) {
						t.Errorf("body has %q", want)
					}
					continue
				}
				if got[key] != want {
					t.Errorf("%s = %q, want %q", key, got[key], want)
				}
			}
			if want := strings.TrimSpace(parts["body"]); want != "" {
				if diff := cmp.Diff(strings.Split(want, "\n\n"), strings.Split(d.Body, "\n\n")); diff != "" {
					t.Errorf("body (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// describe writes the fields of a document as the testdata have them.
func describe(d *news.Document) map[string]string {
	m := map[string]string{
		"url": d.URL, "title": d.Title, "standfirst": d.Standfirst, "authors": strings.Join(d.Authors, "; "), "editor": d.Editor, "dateline": d.Dateline,
		"published": d.Published.String(), "modified": d.Modified.String(), "language": d.Language, "site": d.Site, "outlet": d.Outlet, "section": d.Section,
		"keywords": strings.Join(d.Keywords, "; "), "license": d.License, "image": d.Image.URL, "alt": d.Image.Alt, "paywalled": fmt.Sprint(d.Paywalled), "reason": d.Reason,
		"comments": fmt.Sprint(len(d.Comments)), "related": fmt.Sprint(len(d.Related)),
	}
	kinds := ""
	for _, b := range d.Blocks {
		kinds += string("PHLQTCX"[b.Kind])
	}
	m["kinds"] = kinds
	for i, c := range d.Comments {
		score := ""
		if c.Score != nil {
			score = fmt.Sprint(*c.Score)
		}
		m[fmt.Sprintf("comment %d", i)] = fmt.Sprintf("%d|%s|%s|%s|%s|%s", c.Depth, c.Author, score, c.Age, c.Time, strings.ReplaceAll(c.Text, "\n\n", " / "))
	}
	for i, r := range d.Related {
		m[fmt.Sprintf("related %d", i)] = r.Title + "|" + r.URL
	}
	for i, n := range d.Notices {
		m[fmt.Sprintf("notice %d", i)] = fmt.Sprintf("%s|%s|%s|%s", n.Kind, n.Name, n.URL, n.Span.Of(d.Body))
	}
	return m
}

// checkDocument holds whatever the page.
func checkDocument(t testing.TB, d *news.Document) {
	t.Helper()
	if d == nil {
		t.Fatal("no document")
	}
	if !utf8.ValidString(d.Body) || !utf8.ValidString(d.Title) {
		t.Error("text is not valid UTF-8")
	}
	if (d.Body == "") != (d.Reason != "") {
		t.Errorf("body of %d bytes with reason %q", len(d.Body), d.Reason)
	}
	var spans []text.Span
	for _, b := range d.Blocks {
		spans = append(spans, b.Span)
	}
	if diff := cmp.Diff(text.Paragraphs(d.Body), spans); diff != "" {
		t.Errorf("blocks are not the paragraphs (-paragraphs +blocks):\n%s", diff)
	}
	for _, n := range d.Notices {
		if !n.Span.In(d.Body) {
			t.Errorf("notice %v lies outside of the body", n)
		}
	}
}

func TestPageGivesReasons(t *testing.T) {
	t.Parallel()
	links := ""
	for i := range 30 {
		links += fmt.Sprintf(`<div class="card"><h3><a href="/story/%d">Council of Tarn meets again over bridge number %d</a></h3></div>`, i, i)
	}
	for _, c := range []struct{ name, in, contentType, want string }{
		{"nothing", "", "", "empty page"},
		{"white space", " \n\t", "text/html", "empty page"},
		{"no text", "<html><body><img src=a></body></html>", "text/html", "empty page"},
		{"binary", "\x00\x01\x02\x03\x00\x00\xfe\x08\x00\x00", "text/html", "not a page: binary data"},
		{"pdf", "%PDF-1.7 …", "text/html", "not a page: PDF"},
		{"image", "\x89PNG\r\n\x1a\n0000", "", "not a page: image"},
		{"feed", `<?xml version="1.0"?><rss version="2.0"><channel><title>Tarn</title></channel></rss>`, "text/html", "not a page: feed"},
		{"json", `{"title": "Tarn"}`, "application/json", "not a page: JSON"},
		{"index", "<html><head><title>Tarn Courier</title></head><body><main>" + links + "</main></body></html>", "text/html", "no article: index page"},
		{"bot check", "<html><head><title>Just a moment...</title></head><body><h1>courier.tarn.example</h1><p>Verify you are human by completing the action below.</p></body></html>", "text/html", "bot check"},
		{"consent", "<html><body><h1>Before you continue to the Tarn Courier</h1><p>We and our partners use cookies to measure how often pages are read. Choose what you allow.</p></body></html>", "text/html", "consent wall"},
		{"login", `<html><body><h1>Tarn Courier</h1><form><p>Please log in with the address that you gave us to read on.</p><input type=password></form></body></html>`, "text/html", "login wall"},
	} {
		d := Page(Input{ContentType: c.contentType, Bytes: []byte(c.in)})
		if d.Reason != c.want || d.Body != "" {
			t.Errorf("%s: reason %q with body %q, want %q", c.name, d.Reason, d.Body, c.want)
		}
	}
}

func TestPageSurvivesHostilePages(t *testing.T) {
	t.Parallel()
	para := "<p>The bridge at Tarn was closed on Monday after the river rose by two metres, the council said, and it will stay closed until the end of the week.</p>"
	for name, s := range map[string]string{
		"deep divs":       strings.Repeat("<div>", 100_000) + para,
		"deep formatting": strings.Repeat("<b><i>", 50_000) + para,
		"deep lists":      strings.Repeat("<ul><li>", 50_000) + para,
		"deep tables":     strings.Repeat("<table><tr><td>", 20_000) + para,
		"many classes":    `<div class="` + strings.Repeat("comment item-a ", 50_000) + `">` + para + "</div>",
		"open brackets":   strings.Repeat("<", 200_000) + para,
		"many comments":   strings.Repeat(`<div class="comment"><p>I cross it daily</p>`, 3000),
		"broken json":     `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 20_000) + "</script>" + para,
		"many headings":   strings.Repeat("<h1>Tarn</h1>", 4000) + para,
		"many links":      strings.Repeat(`<a href="/author/x" class=related>Tarn bridge closed for a week</a>`, 4000),
		"many times":      strings.Repeat(`<time datetime="2026-01-01">x</time>`, 4000) + para,
		"many metas":      strings.Repeat(`<meta name="author" content="Tam Weller">`, 20_000) + para,
		"controls":        "<p>a\x00b\x01c</p>" + para,
		"long word":       "<p>" + strings.Repeat("a", 1<<20) + "</p>",
		"no spaces":       "<title>" + strings.Repeat("| - ", 100_000) + "</title>" + para,
	} {
		begin := time.Now()
		d := Page(Input{ContentType: "text/html", Bytes: []byte(s), Fetched: fetched})
		checkDocument(t, d)
		if spent := time.Since(begin); spent > 10*time.Second {
			t.Errorf("%s: took %v", name, spent)
		}
	}
}

func TestPageIsCutWhenTooLarge(t *testing.T) {
	t.Parallel()
	para := []byte("<p>The bridge at Tarn was closed on Monday after the river rose by two metres, the council said.</p>\n")
	page := append([]byte("<html><body><article>"), para...)
	page = append(page, make([]byte, MaxBytes)...)
	for i := len(para) + 21; i < len(page); i++ {
		page[i] = ' '
	}
	if d := Page(Input{ContentType: "text/html", Bytes: page}); d.Partial != "cut at 16 MB" {
		t.Errorf("Partial = %q, want %q", d.Partial, "cut at 16 MB")
	}
}

func TestPageIsTheSameTwice(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/html/*.txtar")
	for _, f := range files {
		ar, err := txtar.ParseFile(f)
		if err != nil {
			t.Fatal(err)
		}
		in := Input{ContentType: "text/html", Bytes: ar.Files[len(ar.Files)-1].Data, Fetched: fetched}
		if diff := cmp.Diff(Page(in), Page(in)); diff != "" {
			t.Errorf("%s: %s", f, diff)
		}
	}
}

func FuzzPageHTML(f *testing.F) {
	files, _ := filepath.Glob("testdata/html/*.txtar")
	for _, name := range files {
		if ar, err := txtar.ParseFile(name); err == nil {
			f.Add(ar.Files[len(ar.Files)-1].Data)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		checkDocument(t, Page(Input{URL: "https://courier.example/a", ContentType: "text/html", Bytes: b, Fetched: fetched}))
	})
}

func BenchmarkPageHTML(b *testing.B) {
	ar, err := txtar.ParseFile("testdata/html/wire.txtar")
	if err != nil {
		b.Fatal(err)
	}
	page := ar.Files[len(ar.Files)-1].Data
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		Page(Input{ContentType: "text/html", Bytes: page, Fetched: fetched})
	}
}
