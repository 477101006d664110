package eval

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

// page is a small article of an invented paper.
const extractPage = `<html lang="en"><head><title>Mill at Greyford burns down</title><meta property="article:published_time" content="2026-03-08T16:20:00Z"><meta name="author" content="Jorun Halle"></head><body>
<nav><a href="/">Home</a> <a href="/farm">Farming</a></nav><article><h1>Mill at Greyford burns down</h1>
<p>A fire destroyed the old mill at Greyford on Sunday morning. Nobody was hurt, the fire brigade said, but the roof has fallen in and the walls may have to be taken down.</p>
<p>The mill, built in 1811, had stood empty for six years. A plan to turn it into flats was turned down by the council last autumn after residents had objected to it.</p></article>
<footer><p>All rights reserved.</p></footer></body></html>`

func writeSet(t *testing.T, truth string, zipped bool) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pages")
	if err := os.MkdirAll(filepath.Join(dir, "html"), 0o755); err != nil {
		t.Fatal(err)
	}
	name, data := filepath.Join(dir, "html", "a.html"), []byte(extractPage)
	if zipped {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(data)
		z.Close()
		name, data = name+".gz", b.Bytes()
	}
	for n, d := range map[string][]byte{name: data, filepath.Join(dir, "truth.jsonl"): []byte(truth)} {
		if err := os.WriteFile(n, d, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestExtractMeasuresBodiesAndMetadata(t *testing.T) {
	truth := `{"id":"a","url":"https://northbank.example/mill","title":"Mill at Greyford burns down","authors":["Jorun Halle"],"date":"2026-03-08","body":"A fire destroyed the old mill at Greyford on Sunday morning. Nobody was hurt, the fire brigade said, but the roof has fallen in and the walls may have to be taken down.\n\nThe mill, built in 1811, had stood empty for six years. A plan to turn it into flats was turned down by the council last autumn after residents had objected to it."}` + "\n"
	var out bytes.Buffer
	r, err := Extract(writeSet(t, truth, true), Options{Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 1 || r.Set != "pages" || r.F1 != 1 || r.Precision != 1 || r.Recall != 1 {
		t.Errorf("report %+v, want one page, all right", r)
	}
	for _, k := range []string{"title", "date", "authors", "exact"} {
		if r.More[k] != 1.0 {
			t.Errorf("%s = %v, want 1", k, r.More[k])
		}
	}
	var p extractPrediction
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if p.ID != "a" || p.Title != "Mill at Greyford burns down" || !strings.HasPrefix(p.Body, "A fire") || p.Comments == nil {
		t.Errorf("prediction %+v", p)
	}
}

func TestExtractMeasuresSnippets(t *testing.T) {
	truth := `{"id":"a","must":["the roof has fallen in","built in 1811","never said"],"mustnot":["All rights reserved"]}` + "\n"
	r, err := Extract(writeSet(t, truth, false), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Precision != 1 || math.Abs(r.Recall-2.0/3) > 1e-9 {
		t.Errorf("precision %v, recall %v, want 1 and 2/3", r.Precision, r.Recall)
	}
}

func TestExtractRefusesWhatIsNoSet(t *testing.T) {
	if _, err := Extract(t.TempDir(), Options{}); !errors.Is(err, fault.NotFound) {
		t.Errorf("empty folder: error %v, want not found", err)
	}
	if _, err := Extract(writeSet(t, `{"id":"../a"}`, false), Options{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("identifier with a path: error %v, want invalid", err)
	}
}

func TestShinglesCountAsTheBenchmarkDoes(t *testing.T) {
	for _, c := range []struct {
		want, got         string
		precision, recall float64
	}{
		{"a b c d e", "a b c d e", 1, 1},
		{"a b c d e", "a b c d", 1, 0.5},
		{"a b c d", "a b c d a b c d", 0.2, 1}, // five runs, one of them wanted once
		{"a b", "a b", 1, 1},
		{"a b c d", "x y z w", 0, 0},
	} {
		var s extractScore
		s.bodies(c.want, c.got)
		if p, r := s.precision.value(), s.recall.value(); p != c.precision || r != c.recall {
			t.Errorf("bodies(%q, %q) = %v, %v, want %v, %v", c.want, c.got, p, r, c.precision, c.recall)
		}
	}
}
