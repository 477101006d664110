package cluster

import (
	"cmp"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/vector"
)

// Bounds on the work for one article.
const (
	searchTerms = 30 // terms of an article by which others are looked up
	soundTerms  = 8  // further ones that are the same in other languages
	perTerm     = 4000
	nearest     = 80 // articles compared in full
)

// Window holds the recent articles and their stories.
type Window struct {
	o       Options
	m       *Model
	weights Measures
	read    reader
	voc     *vector.Vocabulary
	entries []*entry // by arrival; entries[0] has number first
	first   int
	byID    map[news.ArticleID]*entry
	stories map[news.StoryID][]*entry // by arrival
	posting map[int32][]int           // term to numbers of entries, ascending

	scatter [parts]vector.Scatter // the article being assigned, laid out for comparing
	found   []float32             // by arrival: how much an entry shares with the article looked up
	touched []int                 // places with something found
	best    []int                 // scratch of near
}

// New makes an empty window.
func New(o Options) *Window {
	if o.Quiet == 0 {
		o.Quiet = DefaultQuiet
	}
	if o.Keep == 0 {
		o.Keep = DefaultKeep
	}
	m := o.Model
	if m == nil {
		m = DefaultModel()
	}
	voc := vector.NewVocabulary(prior)
	return &Window{o: o, m: m, weights: m.weights(), read: reader{voc: voc}, voc: voc, byID: map[news.ArticleID]*entry{},
		stories: map[news.StoryID][]*entry{}, posting: map[int32][]int{}}
}

// Restore puts back an article that was assigned before. Restoring the latest
// Options.Keep articles in the order of their arrival restores the window.
func (w *Window) Restore(d Doc, story news.StoryID) {
	if old := w.byID[d.ID]; old != nil {
		w.replace(old, w.read.read(d))
		return
	}
	w.put(w.read.read(d), story)
}

// replace puts the new text of an article in the place of the old one.
func (w *Window) replace(old, e *entry) {
	for _, t := range old.terms {
		i, _ := slices.BinarySearch(w.posting[t], old.seq)
		if list := slices.Delete(w.posting[t], i, i+1); len(list) > 0 {
			w.posting[t] = list
		} else {
			delete(w.posting, t)
		}
	}
	w.voc.Count(e.terms)
	w.voc.Uncount(old.terms)
	for _, t := range e.terms {
		i, _ := slices.BinarySearch(w.posting[t], old.seq)
		w.posting[t] = slices.Insert(w.posting[t], i, old.seq)
	}
	e.seq, e.story = old.seq, old.story
	*old = *e
}

// put takes e in and lets go of what is too much.
func (w *Window) put(e *entry, story news.StoryID) {
	e.seq, e.story = w.first+len(w.entries), story
	w.entries = append(w.entries, e)
	w.found = append(w.found, 0)
	w.byID[e.id] = e
	w.stories[story] = append(w.stories[story], e)
	w.voc.Count(e.terms)
	for _, t := range e.terms {
		w.posting[t] = append(w.posting[t], e.seq)
	}
	for len(w.entries) > w.o.Keep {
		w.drop()
	}
}

// drop lets go of the article that arrived first.
func (w *Window) drop() {
	e := w.entries[0]
	w.entries, w.found, w.first = w.entries[1:], w.found[1:], w.first+1
	delete(w.byID, e.id)
	if rest := w.stories[e.story][1:]; len(rest) > 0 {
		w.stories[e.story] = rest
	} else {
		delete(w.stories, e.story)
	}
	for _, t := range e.terms {
		if rest := w.posting[t][1:]; len(rest) > 0 {
			w.posting[t] = rest
		} else {
			delete(w.posting, t)
		}
	}
	w.voc.Uncount(e.terms)
}

// near returns the entries worth comparing with e, most promising first.
func (w *Window) near(e *entry) []*entry {
	for _, t := range w.searchTerms(e) {
		r := float32(w.voc.Rarity(t.Term))
		list := w.posting[t.Term]
		list = list[max(0, len(list)-perTerm):]
		for _, seq := range list {
			i := seq - w.first
			if w.found[i] == 0 {
				w.touched = append(w.touched, i)
			}
			w.found[i] += r * t.Weight
		}
	}
	best := w.best[:0]
	var least float32 // what an entry must share more of to be among the nearest
	for _, i := range w.touched {
		if w.found[i] < least || !within(e.time, w.entries[i].time, w.o.Quiet) {
			continue
		}
		if best = append(best, i); len(best) == 4*nearest {
			w.sortFound(best)
			best, least = best[:nearest], w.found[best[nearest-1]]
		}
	}
	w.sortFound(best)
	out := make([]*entry, min(len(best), nearest))
	for k := range out {
		out[k] = w.entries[best[k]]
	}
	for _, i := range w.touched {
		w.found[i] = 0
	}
	w.best, w.touched = best[:0], w.touched[:0]
	return out
}

// sortFound puts those first that share most, of equals the latest.
func (w *Window) sortFound(list []int) {
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(w.found[b], w.found[a]), b-a) })
}

// searchTerms are the terms of e that say most.
func (w *Window) searchTerms(e *entry) vector.Vector {
	all := make(vector.Vector, 0, len(e.vec[bodyPart])+len(e.vec[namePart]))
	all = append(append(all, e.vec[bodyPart]...), e.vec[namePart]...)
	value := func(x vector.Entry) float64 { return float64(x.Weight) * w.voc.Rarity(x.Term) }
	slices.SortStableFunc(all, func(a, b vector.Entry) int { return cmp.Compare(value(b), value(a)) })
	all = all[:min(len(all), searchTerms)]
	sound := slices.Clone(e.vec[soundPart])
	slices.SortStableFunc(sound, func(a, b vector.Entry) int { return cmp.Compare(value(b), value(a)) })
	return append(all, sound[:min(len(sound), soundTerms)]...)
}

func within(a, b time.Time, d time.Duration) bool {
	gap := a.Sub(b)
	return -d <= gap && gap <= d
}
