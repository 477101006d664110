package train

import (
	"hash/fnv"
	"io"
	"strings"

	"github.com/parley-news/parley/internal/dom"
	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/learn"
)

// Dump trains the model of package extract that reads plain-text page dumps, and writes
// it to out. The folders hold HTML pages with their bodies (truth.jsonl and html/);
// each page is written as plain text in three ways. Pages of the folders' sites in exclude stay unused.
func Dump(dirs []string, out io.Writer, o ExtractOptions) (err error) {
	defer fault.Wrap(&err, "train dump")
	pages, err := loadDumps(dirs, o.Exclude)
	if err != nil {
		return err
	}
	if len(pages) < folds {
		return fault.Errorf(fault.Invalid, "only %d usable pages", len(pages))
	}
	_, err = out.Write(fitDump(thin(pages), -1).Append(nil))
	return err
}

// thin keeps two renderings of each page, in turn, to halve the time of training. What the others would add is not measured.
func thin(pages []*dumpPage) []*dumpPage {
	var out []*dumpPage
	for _, p := range pages {
		if (int(p.how)+p.turn)%2 == 0 {
			out = append(out, p)
		}
	}
	return out
}

// dumpPage is a labelled page in one rendering.
type dumpPage struct {
	id, body, raw string
	fold, turn    int
	how           rendering
	lines         *extract.DumpLines
	label, weight []float32
	first         *learn.Matrix
	chance        []float32 // of a first pass that has not seen the page
}

func loadDumps(dirs, exclude []string) ([]*dumpPage, error) {
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
	var out []*dumpPage
	for _, dir := range dirs {
		rows, err := readTruth(dir)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Body == "" || r.PageType != "" && r.PageType != "article" || skip[r.site()] {
				continue
			}
			b, err := readPage(dir, r.ID)
			if err != nil {
				return nil, err
			}
			root, err := dom.Parse(dom.Decode(b, ""))
			if err != nil {
				continue
			}
			for how := range renderings {
				if p := newDumpPage(r, render(root, how), how); p != nil {
					out = append(out, p)
				}
			}
		}
	}
	return out, nil
}

// newDumpPage labels the lines of a rendering; nil where the truth does not stand in it.
func newDumpPage(r pageTruth, raw string, how rendering) *dumpPage {
	h := fnv.New32a()
	io.WriteString(h, r.site())
	p := &dumpPage{id: r.ID, body: r.Body, raw: raw, fold: int(h.Sum32() % folds), turn: turnOf(r.ID), how: how, lines: extract.NewDumpLines(raw)}
	if found := p.mark(); 2*found < len(words(r.Body)) {
		return nil
	}
	return p
}

// turnOf decides which renderings of a page are used for training.
func turnOf(id string) int {
	h := fnv.New32a()
	io.WriteString(h, id)
	return int(h.Sum32() >> 16)
}

// mark labels lines as page.mark labels blocks, and counts the words of those in the body.
func (p *dumpPage) mark() (found int) {
	truth := words(p.body)
	runs := map[string]bool{}
	for i := 0; i+shingle <= len(truth); i++ {
		runs[strings.Join(truth[i:i+shingle], " ")] = true
	}
	whole := map[string]bool{}
	for _, l := range strings.Split(p.body, "\n") {
		whole[strings.Join(words(l), " ")] = true
	}
	p.label = make([]float32, p.lines.Len())
	p.weight = make([]float32, p.lines.Len())
	for i := range p.label {
		b := words(p.lines.Text(i))
		switch {
		case len(b) >= shingle:
			hits := 0
			for k := 0; k+shingle <= len(b); k++ {
				if runs[strings.Join(b[k:k+shingle], " ")] {
					hits++
				}
			}
			if 2*hits > len(b)-shingle+1 {
				p.label[i] = 1
			}
		case len(b) > 0 && whole[strings.Join(b, " ")]:
			p.label[i] = 1
		}
		if p.label[i] > 0 {
			found += len(b)
		}
		p.weight[i] = float32(min(len(b), 80)+2) / float32(len(truth)+20) * 60
	}
	return found
}

// fitDump trains on every page outside the fold without; -1 leaves none out.
func fitDump(all []*dumpPage, without int) *extract.DumpModel {
	var pages []*dumpPage
	for _, p := range all {
		if p.fold != without {
			pages = append(pages, p)
			if p.first == nil {
				p.first = p.lines.First()
			}
		}
	}
	for f := range folds { // the second pass must learn from chances that are honest
		if f == without {
			continue
		}
		var rest []*dumpPage
		for _, p := range pages {
			if p.fold != f {
				rest = append(rest, p)
			}
		}
		t := fitDumpPass(rest, func(p *dumpPage) *learn.Matrix { return p.first })
		for _, p := range pages {
			if p.fold == f {
				p.chance = probabilities(t.Score(p.first))
			}
		}
	}
	m := &extract.DumpModel{Threshold: dumpThreshold}
	m.First = fitDumpPass(pages, func(p *dumpPage) *learn.Matrix { return p.first })
	m.Second = fitDumpPass(pages, func(p *dumpPage) *learn.Matrix { return p.lines.Second(p.first, p.chance) })
	return m
}

// dumpThreshold is the least probability of a line of the body: between .30 and .40, the best of
// .30, .40, .50, .60 on the lines of one held-out fold of sites.
const dumpThreshold = 0.38

// dumpTrees is how many trees each pass has: chosen for size, not yet varied.
const dumpTrees = 160

func fitDumpPass(pages []*dumpPage, vec func(*dumpPage) *learn.Matrix) *learn.Trees {
	rows := 0
	for _, p := range pages {
		rows += p.lines.Len()
	}
	var x *learn.Matrix
	var y, w []float32
	at := 0
	for _, p := range pages {
		m := vec(p)
		if x == nil {
			x = learn.NewMatrix(rows, m.Width)
		}
		for j := range m.Width {
			copy(x.Column(j)[at:], m.Column(j))
		}
		at += m.Rows
		y, w = append(y, p.label...), append(w, p.weight...)
	}
	if x == nil {
		x = learn.NewMatrix(0, 0)
	}
	return learn.TrainTrees(x, y, w, learn.TreeOptions{Trees: dumpTrees})
}
