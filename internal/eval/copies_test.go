package eval

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const copyDocs = `{"id":"a","time":"2031-03-04","lang":"en","title":"Fire at the ferry","text":"Two border posts near the village of Ostrel burned through the night after shells crossed the river, the ministry reported. A warehouse, a bakery and the old customs house were hit, and forty families left for the school in Demar, where the governor opened the gymnasium to them."}
{"id":"b","time":"2031-03-05","lang":"en","title":"Fire at the ferry","text":"By our staff. Two border posts near the village of Ostrel burned through the night after shells crossed the river, the ministry reported. A warehouse, a bakery and the old customs house were hit, and forty families left for the school in Demar."}
{"id":"c","time":"2031-03-05","lang":"en","title":"Walnuts","text":"Farmers in the uplands plant walnut trees where wheat no longer pays, encouraged by a cooperative that buys the whole crop in advance. The oldest of them carried a handful of nuts this autumn, and the nursery sold everything that it had raised."}
`

func TestCopiesReadsByShape(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte(copyDocs))
	w.Close()
	put(t, filepath.Join(dir, "texts.jsonl.gz"), z.Bytes())
	put(t, filepath.Join(dir, "labels.jsonl"), []byte(`{"derived":"b","source":"a","kind":"edited","reused":0.9}`+"\n"))
	var out bytes.Buffer
	r, err := Copies(dir, Options{Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 3 || r.F1 != 1 || r.More["recall_edited"] != 1.0 || r.More["direction"] != 1.0 {
		t.Errorf("report %+v", r)
	}
	if !strings.HasPrefix(out.String(), `{"derived":"b","source":"a","kind":"`) {
		t.Errorf("predictions %q", out.String())
	}
}

func TestCopiesOfAnswers(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "answers.jsonl")
	text := "the ferry stood at the eastern bank until the fire engines had crossed the bridge and the last families had left the school in the valley below"
	put(t, file, []byte(`{"id":"x","source":"s","label":"cut","text":"`+text+`","source_text":"`+text+` before noon"}`+"\n"+
		`{"id":"y","source":"s","label":"non","text":"walnut trees need fencing against goats and water in the first summers","source_text":"`+text+` before noon"}`+"\n"))
	r, err := Copies(file, Options{})
	if err != nil || r.N != 3 || r.F1 != 1 {
		t.Errorf("report %+v, error %v", r, err)
	}
}

func TestCopiesRefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "docs.jsonl"), []byte(copyDocs))
	put(t, filepath.Join(dir, "broken.gz"), []byte("no gzip"))
	for _, path := range []string{dir, t.TempDir(), filepath.Join(dir, "broken.gz"), filepath.Join(dir, "none")} {
		if _, err := Copies(path, Options{}); err == nil {
			t.Errorf("Copies(%s): no error", path)
		}
	}
}

func put(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
