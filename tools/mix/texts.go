package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// textFiles are the sets that texts are taken from, below the corpus: those with whole articles in paragraphs.
var textFiles = []string{"stories/allsides-full-dev.jsonl.gz", "stories/wikinews-galaxy.jsonl.gz"}

// source is one real article.
type source struct {
	title string
	paras []string
}

// texts are the real articles, those of one story together. Articles of no known story are groups of one.
type texts struct{ groups [][]source }

func (t texts) count() (n int) {
	for _, g := range t.groups {
		n += len(g)
	}
	return n
}

// The least and most that an article gives, in paragraphs, and the longest paragraph taken, in bytes.
const (
	leastParas = 6
	mostParas  = 60
	longest    = 1500
)

func loadTexts(corpus string) (texts, error) {
	var t texts
	for _, name := range textFiles {
		at := map[string]int{}
		err := eachLine(filepath.Join(corpus, name), func(line []byte) error {
			var x struct{ Lang, Title, Text, Story string }
			if err := json.Unmarshal(line, &x); err != nil {
				return err
			}
			s := source{title: strings.Join(strings.Fields(x.Title), " "), paras: paragraphs(x.Text)}
			if x.Lang != "en" || s.title == "" || len(s.paras) < leastParas {
				return nil
			}
			if i, ok := at[x.Story]; ok && x.Story != "" {
				t.groups[i] = append(t.groups[i], s)
				return nil
			}
			at[x.Story] = len(t.groups)
			t.groups = append(t.groups, []source{s})
			return nil
		})
		if err != nil {
			return t, err
		}
	}
	if t.count() < 10 {
		return t, fmt.Errorf("%s holds no texts to mix: give the folder of labelled data with -corpus", corpus)
	}
	return t, nil
}

func paragraphs(text string) (out []string) {
	for p := range strings.SplitSeq(text, "\n\n") {
		p = strings.Join(strings.Fields(p), " ")
		if len(p) >= 30 && len(p) <= longest && len(out) < mostParas {
			out = append(out, p)
		}
	}
	return out
}

// eachLine calls f for each line of a file, gzip undone where its name says so.
func eachLine(path string, f func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r := bufio.NewReaderSize(file, 1<<20)
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		r = bufio.NewReaderSize(z, 1<<20)
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		if err := f(s.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return s.Err()
}
