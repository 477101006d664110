package dom

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func enc(t *testing.T, e interface{ Bytes([]byte) ([]byte, error) }, s string) string {
	t.Helper()
	b, err := e.Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestDecode(t *testing.T) {
	t.Parallel()
	chinese := "卢萨瓦的居民说，他们在河上看到了火光。这是今年第三次。政府没有回答我们的问题。"
	russian := "Жители Лусавы говорят, что ночью слышали выстрелы у реки."
	japanese1 := "ルサバの住民は、川のそばで火を見たと話した。政府は答えていない。"
	for _, c := range []struct{ name, in, contentType, want string }{
		{"utf-8 against the header", "Brücke in Tarn", "text/html; charset=iso-8859-1", "Brücke in Tarn"},
		{"latin 1 by header", "Br\xfccke", "text/html; charset=iso-8859-1", "Brücke"},
		{"latin 1 by meta", `<meta charset="windows-1252">Br` + "\xfccke", "text/html", `<meta charset="windows-1252">Brücke`},
		{"byte order mark", "\xef\xbb\xbfTarn", "", "Tarn"},
		{"utf-16", enc(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), "Größe"), "", "Größe"},
		{"gbk by statistics", enc(t, simplifiedchinese.GBK.NewEncoder(), chinese), "", chinese},
		{"shift-jis by statistics", enc(t, japanese.ShiftJIS.NewEncoder(), japanese1), "", japanese1},
		{"windows-1251 by statistics", enc(t, charmap.Windows1251.NewEncoder(), russian), "", russian},
		{"windows-1252 by statistics", enc(t, charmap.Windows1252.NewEncoder(), "Über die Brücke “nach” Süden – für alle"), "", "Über die Brücke “nach” Süden – für alle"},
		{"damaged utf-8", "Brücke über den Fluss für die Bürger: schöne Grüße \xff", "", "Brücke über den Fluss für die Bürger: schöne Grüße \uFFFD"},
		{"empty", "", "", ""},
	} {
		if got := Decode([]byte(c.in), c.contentType); got != c.want {
			t.Errorf("%s: Decode = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestParseKeepsTextOfDeepPages(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"div", "b", "table", "ul><li"} {
		start := time.Now()
		root, err := Parse("<p>before" + strings.Repeat("<"+tag+">", 100_000) + "inside the bridge")
		if err != nil {
			t.Fatalf("%s: %v", tag, err)
		}
		if got := Text(root); !strings.Contains(got, "inside the bridge") || !strings.Contains(got, "before") {
			t.Errorf("%s: Text = %.80q, want both parts", tag, got)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s: took %v", tag, d)
		}
	}
}

func TestTextLeavesOutWhatIsNotShown(t *testing.T) {
	t.Parallel()
	root, err := Parse(`<p>One <b>two</b><br>three</p><script>x()</script><div style="color:red; display : none">no</div>
<div hidden>no</div><div hidden id="S:0">four</div><template>no</template><p aria-hidden=false>five`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := Text(root), "One two three four five"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("<p>a<b>c</p>")
	f.Add(strings.Repeat("<div>", 600))
	f.Fuzz(func(t *testing.T, s string) {
		root, err := Parse(s)
		if err != nil {
			return
		}
		if got := Text(root); !utf8.ValidString(got) && utf8.ValidString(s) {
			t.Errorf("text of valid input is not valid UTF-8")
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("abc"), "text/html; charset=gbk")
	f.Add([]byte("\xff\xfea\x00"), "")
	f.Fuzz(func(t *testing.T, b []byte, ct string) {
		if s := Decode(b, ct); !utf8.ValidString(s) {
			t.Errorf("Decode gave invalid UTF-8")
		}
	})
}

func BenchmarkParse(b *testing.B) {
	page := "<html><body>" + strings.Repeat(`<div class="story"><p>The bridge at <a href="/t">Tarn</a> was closed on Monday.</p></div>`, 500)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		var root *html.Node
		root, _ = Parse(page)
		_ = root
	}
}
