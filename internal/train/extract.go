// Package train makes the models that the program carries, from folders of labelled
// data read by shape and not by name. Each kind has one function; the same folders give the same bytes.
package train

import (
	"io"

	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/learn"
)

// ExtractOptions are what training the extraction model takes besides the data.
type ExtractOptions struct {
	Exclude  []string              // folders that will be measured on: pages of their sites are left out
	Progress func(done, total int) // called after each step, or nil
}

// folds is into how many parts the pages are put, by site, so that no stage learns from what an earlier one learnt by heart.
const folds = 5

// Sizes of the two ensembles: in cross-validation 150 trees of rate .1 lose .003 of F1 against these.
var extractTrees = learn.TreeOptions{Trees: 300, Rate: 0.08, Prior: 3}

// extractThreshold is the least probability of a block of the body: the best of
// .30, .35, … .60 in cross-validation, where .35 to .45 differ by less than .001.
const extractThreshold = 0.4

// Extract trains the model that tells article text from the rest of a page on folders of
// pages with their bodies, and writes it encoded.
func Extract(dirs []string, out io.Writer, o ExtractOptions) (err error) {
	defer fault.Wrap(&err, "train extract")
	pages, err := loadPages(dirs, o.Exclude)
	if err != nil {
		return err
	}
	if len(pages) < folds {
		return fault.Errorf(fault.Invalid, "only %d usable pages", len(pages))
	}
	m := fitExtract(pages, -1, o.step)
	_, err = out.Write(m.Append(nil))
	return err
}

func (o ExtractOptions) step(done, total int) {
	if o.Progress != nil {
		o.Progress(done, total)
	}
}

// fitExtract trains on all pages but those of one fold (-1 leaves none out).
func fitExtract(all []*page, without int, step func(done, total int)) *extract.Model {
	var pages []*page
	for _, p := range all {
		if p.fold != without {
			pages = append(pages, p)
		}
	}
	m := &extract.Model{Threshold: extractThreshold}
	done := 0
	tick := func() {
		done++
		step(done, 4)
	}
	foldFirst(pages)
	tick()
	for _, p := range pages {
		p.doubt()
	}
	foldFirst(pages)
	tick()
	m.First = fitStage(pages, func(p *page) *learn.Matrix { return p.first })
	tick()
	m.Second = fitStage(pages, func(p *page) *learn.Matrix { return p.outline.Second(p.first, p.chance) })
	tick()
	tokenWeights(m, pages, -1)
	return m
}

// foldFirst gives every page its vectors for the first stage and the chances that a first stage
// trained on the other folds sees in them.
func foldFirst(pages []*page) {
	// Vectors are made with token weights from the other folds' pages, or a page's own rare
	// classes would seem to say more than they will on pages never seen.
	for f := range folds {
		part := &extract.Model{}
		tokenWeights(part, pages, f)
		for _, p := range pages {
			if p.fold == f {
				p.first = p.outline.First(part)
			}
		}
	}
	for f := range folds {
		var rest, mine []*page
		for _, p := range pages {
			if p.fold == f {
				mine = append(mine, p)
			} else {
				rest = append(rest, p)
			}
		}
		if len(mine) == 0 || len(rest) == 0 {
			continue
		}
		t := fitStage(rest, func(p *page) *learn.Matrix { return p.first })
		for _, p := range mine {
			p.chance = probabilities(t.Score(p.first))
		}
	}
}

func probabilities(scores []float32) []float32 {
	for i := range scores {
		scores[i] = learn.Sigmoid(scores[i])
	}
	return scores
}

// fitStage trains one ensemble on the vectors that vec makes of each page.
func fitStage(pages []*page, vec func(*page) *learn.Matrix) *learn.Trees {
	rows := 0
	for _, p := range pages {
		rows += p.outline.Len()
	}
	var x *learn.Matrix
	var y, w []float32
	at := 0
	for _, p := range pages {
		v := vec(p)
		if x == nil {
			x = learn.NewMatrix(rows, v.Width)
		}
		for j := range v.Width {
			copy(x.Column(j)[at:], v.Column(j))
		}
		at += v.Rows
		y, w = append(y, p.label...), append(w, p.weight...)
	}
	return learn.TrainTrees(x, y, w, extractTrees)
}
