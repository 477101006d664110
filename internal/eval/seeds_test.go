package eval

import (
	"os"
	"path/filepath"
	"testing"
)

const seedGoldText = `{"pages": {"a.txt": {"outlet": null, "title": null, "language": "en", "dateline": "VARN", "editor": "Holm Karr",
 "body": [6, 420], "headings": [], "comments": 0, "related": 0}}}`

const seedPageText = `VARN: With the talks on the ferry at a standstill, the town has told its drivers to prepare for a winter without it, three people who know of the order said on Friday.
The order says that buses shall run over the bridge every half hour, that the quay stays locked, and that nobody is to speak to the press about what it costs.
Officials insist that the town will do all that is needed to keep its people moving this year.
Edited by: Holm Karr
`

func TestSeeds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, s := range map[string]string{"gold.json": seedGoldText, "a.txt": seedPageText} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Seeds(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 1 || r.F1 < 0.98 || r.More["fields_right"] != r.More["fields"] {
		t.Errorf("Seeds = %+v", r)
	}
	if _, err := Seeds(t.TempDir(), Options{}); err == nil {
		t.Error("a folder without gold.json is no failure")
	}
}

func TestWordIoU(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want float64
	}{{"", "", 1}, {"one two", "one two", 1}, {"one two", "two three", 1.0 / 3}, {"one one", "one", 0.5}, {"one", "", 0}} {
		if got := wordIoU(c.a, c.b); got != c.want {
			t.Errorf("wordIoU(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
