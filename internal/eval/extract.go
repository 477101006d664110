package eval

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// extractRecord is one labelled page; fields are absent where nobody labelled them.
type extractRecord struct {
	ID       string   `json:"id"`
	URL      string   `json:"url"`
	Title    *string  `json:"title"`
	Authors  []string `json:"authors"`
	Date     *string  `json:"date"`
	Body     *string  `json:"body"`
	Must     []string `json:"must"`
	MustNot  []string `json:"mustnot"`
	Comments []string `json:"comments_must"`
	PageType string   `json:"page_type"`
}

// extractPrediction is what is written for one page.
type extractPrediction struct {
	ID       string             `json:"id"`
	Title    string             `json:"title"`
	Authors  []string           `json:"authors"`
	Date     string             `json:"date"`
	Body     string             `json:"body"`
	Comments []predictedComment `json:"comments"`
	Reason   string             `json:"reason,omitempty"`
}

type predictedComment struct {
	Text string `json:"text"`
}

// Extract measures extraction on a folder with truth.jsonl and html/ID.html or html/ID.html.gz.
// F1, precision and recall are, where bodies are labelled, of multisets of four words in a row, precision and
// recall averaged over pages; where only snippets are, the share of wanted and unwanted
// snippets that stand in the body. More tells snippets apart where both are there, the share of right titles, dates
// (to the day) and authors (all of them), of comment snippets found among the comments and leaked into the body, and
// how many times longer a page takes than parsing it alone, both on one core in this run.
func Extract(dir string, o Options) (_ Report, err error) {
	defer fault.Wrap(&err, "extract")
	records, err := readExtract(dir)
	if err != nil {
		return Report{}, err
	}
	if o.Limit > 0 && len(records) > o.Limit {
		records = records[:o.Limit]
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	extract.Page(extract.Input{Bytes: []byte("<p>unpack the model</p>")})
	var s extractScore
	out := json.NewEncoder(orDiscard(o.Predictions))
	for i := range records {
		r := &records[i]
		page, err := readPage(dir, r.ID)
		if err != nil {
			return Report{}, fault.Errorf(fault.Invalid, "page %s: %w", r.ID, err)
		}
		d := s.time(r, page)
		s.count(r, d)
		if err := out.Encode(predictionOf(r.ID, d)); err != nil {
			return Report{}, err
		}
		o.progress(i+1, len(records))
	}
	return s.report(filepath.Base(filepath.Clean(dir))), nil
}

func readExtract(dir string) ([]extractRecord, error) {
	var records []extractRecord
	file := filepath.Join(dir, "truth.jsonl")
	if _, err := os.Stat(file); err != nil {
		file += ".gz"
	}
	err := readRows(file, func(line []byte) error {
		var r extractRecord
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		if r.ID != filepath.Base(r.ID) {
			return fault.Errorf(fault.Invalid, "%q is no identifier of a page", r.ID)
		}
		records = append(records, r)
		return nil
	})
	if err == nil && len(records) == 0 {
		err = fault.Errorf(fault.Invalid, "%s holds no labelled pages", dir)
	}
	slices.SortStableFunc(records, func(a, b extractRecord) int { return strings.Compare(a.ID, b.ID) })
	return records, err
}

func readPage(dir, id string) ([]byte, error) {
	name := filepath.Join(dir, "html", id+".html")
	if b, err := os.ReadFile(name); err == nil {
		return b, nil
	}
	return readGzip(name + ".gz")
}

func predictionOf(id string, d *news.Document) extractPrediction {
	p := extractPrediction{ID: id, Title: d.Title, Authors: d.Authors, Body: d.Body, Comments: []predictedComment{}, Reason: d.Reason}
	if p.Authors == nil {
		p.Authors = []string{}
	}
	p.Date = d.Published.String()
	for _, c := range d.Comments {
		p.Comments = append(p.Comments, predictedComment{c.Text})
	}
	return p
}

// repeats is how often a page is timed; the fastest counts, since whatever else runs only adds.
const repeats = 3

// time extracts a page, and parses it alone, and remembers how long both took.
func (s *extractScore) time(r *extractRecord, page []byte) *news.Document {
	var d *news.Document
	parse, whole := time.Duration(1<<62), time.Duration(1<<62)
	for range repeats {
		begin := processTime()
		html.Parse(bytes.NewReader(page))
		parse = min(parse, processTime()-begin)
		begin = processTime()
		d = extract.Page(extract.Input{URL: webAddress(r.URL), Bytes: page})
		whole = min(whole, processTime()-begin)
	}
	s.parse += parse
	s.whole += whole
	if len(page) > 20_000 {
		s.worst = max(s.worst, whole.Seconds()*1000/(float64(len(page))/1e6))
	}
	return d
}

func webAddress(s string) string {
	if strings.HasPrefix(s, "http") {
		return s
	}
	return ""
}

func readGzip(name string) ([]byte, error) {
	f, err := os.Open(name)
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
