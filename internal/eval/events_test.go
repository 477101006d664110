package eval

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

func TestEventsReadsByShape(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	page := "Cookies?\nLusava attacked two posts of Karsund on October 19. Nothing else.\nBest posts"
	from := len("Cookies?\n")
	put(t, filepath.Join(dir, "a.txt"), []byte(page))
	put(t, filepath.Join(dir, "gold.json"), []byte(`{"pages":{"a.txt":{"body":[9,73],"published":"2031-11-02","language":"en","events":[
		{"date":"2031-10","type":"attack","actor":"Lusava","target":"Karsund","place":null,"span":[9,58]}]}}}`))
	var out bytes.Buffer
	r, err := Events(dir, Options{Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 1 || r.F1 != 1 || r.More["date_accuracy"] != 1.0 || r.More["type_accuracy"] != 1.0 {
		t.Errorf("report %+v", r)
	}
	if want := `"span":[9,`; !strings.Contains(out.String(), want) || from != 9 {
		t.Errorf("predictions %s, want %s", out.String(), want)
	}
}

func TestEventsRefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	empty, broken, outside := t.TempDir(), t.TempDir(), t.TempDir()
	put(t, filepath.Join(broken, "gold.json"), []byte("{"))
	put(t, filepath.Join(outside, "gold.json"), []byte(`{"pages":{"a.txt":{"body":[0,9999],"events":[]}}}`))
	put(t, filepath.Join(outside, "a.txt"), []byte("short"))
	for _, dir := range []string{empty, broken, outside} {
		if _, err := Events(dir, Options{}); err == nil {
			t.Errorf("Events(%s): no error", dir)
		}
	}
}
