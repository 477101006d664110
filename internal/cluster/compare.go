package cluster

import (
	"cmp"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

// Comparison is what a window measures between an article and one it holds.
type Comparison struct {
	Article  news.ArticleID
	Measures Measures
}

// Compare measures d against the articles of the window that Assign would compare it with, most
// promising first. It is for learning a Model; the window stays as it is.
func (w *Window) Compare(d Doc) []Comparison {
	e := w.read.read(d)
	near := w.near(e)
	w.layOut(e)
	out := make([]Comparison, 0, len(near))
	for _, f := range near {
		out = append(out, Comparison{f.id, w.measure(e, f)})
	}
	return out
}

// Replay assigns articles whose comparisons are known already, as Window.Assign would with the model. It
// makes trying many models on one stream cheap.
type Replay struct {
	m       *Model
	weights Measures
	story   map[news.ArticleID]news.StoryID
	into    map[news.StoryID]news.StoryID // stories folded into others
}

// NewReplay starts an empty one.
func NewReplay(m *Model) *Replay {
	return &Replay{m: m, weights: m.weights(), story: map[news.ArticleID]news.StoryID{}, into: map[news.StoryID]news.StoryID{}}
}

// Assign returns the story of id, which differs from all articles before it. A story begun has the number of its article.
func (r *Replay) Assign(id news.ArticleID, near []Comparison) news.StoryID {
	by := map[news.StoryID][]float64{}
	for _, c := range near {
		s := r.now(r.story[c.Article])
		by[s] = append(by[s], probability(r.m.Bias, r.weights, c.Measures))
	}
	var all []candidate
	for s, p := range by {
		slices.SortFunc(p, func(a, b float64) int { return cmp.Compare(b, a) })
		c := candidate{story: s}
		for _, x := range p[:min(len(p), r.m.Members)] {
			c.score += x
		}
		c.score /= float64(min(len(p), r.m.Members))
		all = append(all, c)
	}
	slices.SortFunc(all, better)
	if len(all) == 0 || all[0].score < r.m.Threshold {
		r.story[id] = news.StoryID(id)
		return r.story[id]
	}
	keep, gone := merged(all, r.m.Merge)
	for _, s := range gone {
		r.into[s] = keep
	}
	r.story[id] = keep
	return keep
}

// Final replaces the stories that were folded into others later.
func (r *Replay) Final(stories []news.StoryID) []news.StoryID {
	for i, s := range stories {
		stories[i] = r.now(s)
	}
	return stories
}

func (r *Replay) now(s news.StoryID) news.StoryID {
	for r.into[s] != 0 {
		s = r.into[s]
	}
	return s
}
