package train

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/learn"
)

// page is a labelled page.
type page struct {
	id, body string
	fold     int
	outline  *extract.Outline
	label    []float32     // of each block: 1 in the body, 0 elsewhere
	weight   []float32     // of each block
	first    *learn.Matrix // vectors of the first stage
	chance   []float32     // what a first stage that has not seen the page says
	final    []float32     // likewise the second
}

// pageTruth is a line of truth.jsonl, as far as training reads it.
type pageTruth struct {
	ID, URL, Domain, Body string
	PageType              string `json:"page_type"`
}

func loadPages(dirs, exclude []string) ([]*page, error) {
	skip := map[string]bool{}
	for _, dir := range exclude {
		rows, err := readTruth(dir)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			skip[r.site()] = true
		}
	}
	delete(skip, "")
	var pages []*page
	for _, dir := range dirs {
		rows, err := readTruth(dir)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Body == "" || r.PageType != "" && r.PageType != "article" || skip[r.site()] {
				continue
			}
			p, err := loadPage(dir, r)
			if err != nil {
				return nil, err
			}
			if p != nil {
				pages = append(pages, p)
			}
		}
	}
	return pages, nil
}

func readTruth(dir string) (rows []pageTruth, err error) {
	defer fault.Wrap(&err, "labels of %s", dir)
	f, err := os.Open(filepath.Join(dir, "truth.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Errorf(fault.NotFound, "no truth.jsonl: name a folder with labels and html/")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<28)
	for sc.Scan() {
		var r pageTruth
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, sc.Err()
}

// loadPage reads a page and labels its blocks; nil where the truth does not stand in the page.
func loadPage(dir string, r pageTruth) (*page, error) {
	b, err := readPage(dir, r.ID)
	if err != nil {
		return nil, err
	}
	o := extract.NewOutline(b, "")
	if o == nil {
		return nil, nil
	}
	h := fnv.New32a()
	io.WriteString(h, r.site())
	p := &page{id: r.ID, body: r.Body, fold: int(h.Sum32() % folds), outline: o}
	p.mark()
	found := 0
	for i := range p.label {
		if p.label[i] > 0 {
			found += o.Words(i)
		}
	}
	if 2*found < len(words(r.Body)) {
		return nil, nil
	}
	return p, nil
}

func readPage(dir, id string) ([]byte, error) {
	name := filepath.Join(dir, "html", id+".html")
	if b, err := os.ReadFile(name); err == nil {
		return b, nil
	}
	f, err := os.Open(name + ".gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// site is the registrable domain of the page, or its domain as given.
func (r pageTruth) site() string {
	host := r.Domain
	if host == "" {
		_, rest, _ := strings.Cut(r.URL, "://")
		host, _, _ = strings.Cut(rest, "/")
	}
	return siteOf(host)
}
