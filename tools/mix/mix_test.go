package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// corpus writes a small folder of the shape that is mixed: invented pages and texts.
func corpus(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	words := strings.Fields("ferry harbour engine storm bridge captain island winter company market letter window garden travel music number planet silver doctor kitchen")
	var texts, truth bytes.Buffer
	for i := range 30 {
		var paras []string
		for j := range 12 {
			var p []string
			for k := range 14 {
				p = append(p, words[(i*7+j*3+k*(i+1))%len(words)])
			}
			paras = append(paras, "The "+strings.Join(p, " ")+fmt.Sprintf(" said Marla Quist %d in 2019.", 100+i))
		}
		if err := json.NewEncoder(&texts).Encode(map[string]string{"lang": "en", "title": "Harbour news " + words[i%20], "text": strings.Join(paras, "\n\n"), "story": fmt.Sprint(i / 2)}); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(dir, textFiles[0]), texts.Bytes(), true)
	put(t, filepath.Join(dir, textFiles[1]), nil, true)
	for _, set := range patternSets {
		var body []string
		page := `<html><head><title>Old title | Old paper</title><link rel="canonical" href="https://old.example/"></head><body><nav>Home</nav><h1>Old title</h1>`
		for j := range 6 {
			p := fmt.Sprintf("This is paragraph number %d of the old article & it is long enough.", j)
			body = append(body, p)
			page += "<p>" + strings.ReplaceAll(p, "&", "&amp;") + "</p>"
			if j == 2 {
				page += "<h2>An old heading between the paragraphs</h2>"
			}
		}
		page += "<footer><p>All rights are reserved by the old paper, of course.</p></footer></body></html>"
		put(t, filepath.Join(dir, set, "html", "1.html.gz"), []byte(page), true)
		truth.Reset()
		if err := json.NewEncoder(&truth).Encode(map[string]string{"id": "1", "lang": "en", "title": "Old title", "body": strings.Join(body, "\n\n")}); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, set, "truth.jsonl"), truth.Bytes(), false)
	}
	return dir
}

func put(t *testing.T, path string, data []byte, zip bool) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if zip {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(data); err != nil {
			t.Fatal(err)
		}
		z.Close()
		data = b.Bytes()
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func mixed1(t *testing.T, corpus string, seed uint64, workers int) (files map[string][]byte) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	o := options{corpus: corpus, out: out, n: 90, perFile: 40, seed: seed, start: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), days: 20, maxPage: 1 << 20, workers: workers}
	if err := run(o); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for _, e := range list {
		if files[e.Name()], err = os.ReadFile(filepath.Join(out, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	dir := corpus(t)
	one, two, other := mixed1(t, dir, 1, 1), mixed1(t, dir, 1, 3), mixed1(t, dir, 2, 1)
	if len(one) != 4 {
		t.Errorf("%d files, want 3 archives and mix.jsonl", len(one))
	}
	for name := range one {
		if !bytes.Equal(one[name], two[name]) {
			t.Errorf("%s depends on the number of workers", name)
		}
	}
	if bytes.Equal(one["mix.jsonl"], other["mix.jsonl"]) {
		t.Error("another seed gives the same archive")
	}
}

func TestArticlesAreInOrderAndCarryNothingOfTheOldPage(t *testing.T) {
	files := mixed1(t, corpus(t), 1, 2)
	var last string
	seen := map[string]bool{}
	copies := 0
	for line := range bytes.Lines(files["mix.jsonl"]) {
		var x struct {
			N, Story        int
			Time, URL, Kind string
			Of              *int
		}
		if err := json.Unmarshal(line, &x); err != nil {
			t.Fatal(err)
		}
		if x.Time < last || seen[x.URL] {
			t.Errorf("article %d at %s after %s, address %s", x.N, x.Time, last, x.URL)
		}
		last, seen[x.URL] = x.Time, true
		if x.Of != nil {
			copies++
			if *x.Of >= x.N {
				t.Errorf("article %d repeats %d, which comes later", x.N, *x.Of)
			}
		}
	}
	if len(seen) != 90 || copies == 0 {
		t.Errorf("%d articles, %d copies", len(seen), copies)
	}
	z, err := gzip.NewReader(bytes.NewReader(files["mix-00000.warc.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	for _, old := range []string{"Old title", "old.example", "old article", "An old heading"} {
		if bytes.Contains(all, []byte(old)) {
			t.Errorf("%q of the pattern's own article is left", old)
		}
	}
	if n := bytes.Count(all, []byte("reserved by the old paper")); n != 40 {
		t.Errorf("%d pages have their furniture, want 40", n)
	}
	if n := bytes.Count(all, []byte("WARC-Type: response")); n != 40 {
		t.Errorf("%d responses in the first file, want 40", n)
	}
}

func TestWordsAreExchangedAlikeWithinAStory(t *testing.T) {
	v := &vocabulary{classes: [][]string{{"frigate", "steamer", "launch"}}, word: map[string]place{"frigate": {0, 0}, "steamer": {0, 1}, "launch": {0, 2}}}
	const s = "The frigate met a steamer; frigate 4711 left in 2019."
	a, b := v.swap(s, 5, 5), v.swap(s, 5, 5)
	if a != b {
		t.Errorf("%q and %q from one salt", a, b)
	}
	if strings.Contains(a, "4711") || !strings.Contains(a, "2019") || !strings.HasPrefix(a, "The ") {
		t.Errorf("swapped to %q", a)
	}
	other := false
	for salt := range uint64(20) {
		other = other || v.swap(s, salt, salt) != a
	}
	if !other {
		t.Error("every salt gives the same text")
	}
}
