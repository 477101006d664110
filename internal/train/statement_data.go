package train

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/parley-news/parley/internal/statement/english"
	"github.com/parley-news/parley/internal/text"
)

// openData opens a file, unpacked when its name ends with .gz.
func openData(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// trainingFiles lists the files under dir whose name ends with suffix, packed or
// not. Where some are named as training data, the others stay out.
func trainingFiles(dir, suffix string) ([]string, error) {
	var all, named []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := d.Name()
		if base := strings.TrimSuffix(name, ".gz"); !strings.HasSuffix(base, suffix) {
			return nil
		}
		all = append(all, path)
		if strings.Contains(name, "train") {
			named = append(named, path)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(named) > 0 {
		all = named
	}
	slices.Sort(all)
	return all, nil
}

// treesOf reads CoNLL-U: one word a line, tab-separated, with its
// Penn tag in the fifth column and its head in the seventh; sentences end with an empty line.
func treesOf(r io.Reader) ([]english.Tree, error) {
	var out []english.Tree
	var cur english.Tree
	flush := func() {
		if len(cur.Words) > 0 {
			out = append(out, cur)
		}
		cur = english.Tree{}
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for sc.Scan() {
		line := sc.Text()
		switch {
		case line == "":
			flush()
			continue
		case line[0] == '#':
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) < 8 || strings.ContainsAny(c[0], "-.") {
			continue
		}
		cur.Add(c[1], c[4], c[6])
	}
	flush()
	return out, sc.Err()
}

// record is one article with its attributions; spans are code points.
type record struct {
	ID          string `json:"id"`
	Text        string `json:"text"`
	Annotations []struct {
		Attributions []struct {
			Source  [][2]int `json:"source"`
			Cue     [][2]int `json:"cue"`
			Content [][2]int `json:"content"`
		} `json:"attributions"`
	} `json:"annotations"`
}

// labelledTexts reads articles with attributions, one JSON object a line. Objects of another shape are passed over.
func labelledTexts(r io.Reader) ([]*english.Labelled, error) {
	var out []*english.Labelled
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 1<<28)
	for sc.Scan() {
		var rec record
		if json.Unmarshal(sc.Bytes(), &rec) != nil { // of another shape
			continue
		}
		if len(rec.Annotations) > 0 && rec.Text != "" {
			out = append(out, label(rec))
		}
	}
	return out, sc.Err()
}

func label(rec record) *english.Labelled {
	l := &english.Labelled{Text: english.Read(rec.Text)}
	bytes := text.ByteOffsets(rec.Text)
	for _, a := range rec.Annotations[0].Attributions {
		var out english.Attribution
		if s := tokensOf(l.Text, bytes, a.Source); len(s) > 0 {
			out.Source = s[0]
		}
		if s := tokensOf(l.Text, bytes, a.Cue); len(s) > 0 {
			out.Cue = s[0]
		}
		out.Content = tokensOf(l.Text, bytes, a.Content)
		if out.Cue.End > out.Cue.Start || len(out.Content) > 0 {
			l.Attributions = append(l.Attributions, out)
		}
	}
	return l
}

func tokensOf(t *english.Text, bytes []int, spans [][2]int) []english.Range {
	var out []english.Range
	for _, s := range spans {
		if s[0] < 0 || s[1] >= len(bytes) || s[0] >= s[1] {
			continue
		}
		from, to := bytes[s[0]], bytes[s[1]]
		i := sort.Search(len(t.Tokens), func(i int) bool { return t.Tokens[i].Span.End > from })
		j := i
		for j < len(t.Tokens) && t.Tokens[j].Span.Start < to {
			j++
		}
		if j > i {
			out = append(out, english.Range{Start: i, End: j})
		}
	}
	return out
}
