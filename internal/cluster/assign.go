package cluster

import (
	"cmp"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// candidate is a story that an article may belong to.
type candidate struct {
	story news.StoryID
	score float64
	best  *entry // the member most like the article
	pairs []pair
}

type pair struct {
	with *entry
	p    float64
}

// Assign finds the story of d, or begins one with newStory.
func (w *Window) Assign(d Doc, newStory func() news.StoryID) Decision {
	if old := w.byID[d.ID]; old != nil {
		w.replace(old, w.read.read(d))
		return Decision{Story: old.story, Score: 1, Reasons: []string{"a new version of an article of the story"}}
	}
	e := w.read.read(d)
	if src := w.byID[d.CopyOf]; src != nil && d.CopyOf != 0 {
		w.put(e, src.story)
		return Decision{Story: src.story, Score: 1, Reasons: []string{"repeats an article of the story"}}
	}
	cands := w.candidates(e)
	threshold := cmp.Or(w.o.Threshold, w.m.Threshold)
	if len(cands) == 0 || cands[0].score < threshold {
		dec := Decision{Story: newStory(), New: true}
		if len(cands) > 0 {
			dec.Score = cands[0].score
		}
		w.put(e, dec.Story)
		return dec
	}
	dec := Decision{Story: cands[0].story, Score: cands[0].score, Reasons: w.reasons(d, e, cands[0])}
	dec.Story, dec.Merged = merged(cands, w.m.Merge)
	w.fold(dec.Story, dec.Merged)
	w.put(e, dec.Story)
	return dec
}

// likeness is the belief that e, which is laid out, and f belong to one story.
func (w *Window) likeness(e, f *entry) float64 {
	if e.lang != f.lang && e.lang != "" && f.lang != "" {
		return w.foreign(e, f)
	}
	return probability(w.m.Bias, w.weights, w.measure(e, f))
}

// candidates are the stories near e, best first.
func (w *Window) candidates(e *entry) []candidate {
	near := w.near(e)
	w.layOut(e)
	at := map[news.StoryID]int{}
	var out []candidate
	for _, f := range near {
		i, ok := at[f.story]
		if !ok {
			i = len(out)
			at[f.story] = i
			out = append(out, candidate{story: f.story})
		}
		out[i].pairs = append(out[i].pairs, pair{f, w.likeness(e, f)})
	}
	for i := range out {
		w.settle(&out[i])
	}
	slices.SortFunc(out, better)
	return out
}

func better(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.story, b.story))
}

// layOut readies e for comparing others with it.
func (w *Window) layOut(e *entry) {
	for p := range w.scatter {
		w.scatter[p].Load(e.vec[p], w.voc)
	}
}

// settle makes the story's score of its pairs: the mean of the best few.
func (w *Window) settle(c *candidate) {
	slices.SortFunc(c.pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.p, a.p), cmp.Compare(a.with.seq, b.with.seq))
	})
	c.best = c.pairs[0].with
	for _, p := range c.pairs[:min(len(c.pairs), w.m.Members)] {
		c.score += p.p
	}
	c.score /= float64(min(len(c.pairs), w.m.Members))
}

// merged says which story the best of the candidates stand for, and which others are it as well: those
// that score so high that the article cannot belong to one only. The oldest identifier stays.
func merged(cands []candidate, least float64) (keep news.StoryID, gone []news.StoryID) {
	if cands[0].score < least {
		return cands[0].story, nil
	}
	for _, c := range cands {
		if c.score >= least {
			gone = append(gone, c.story)
		}
	}
	slices.Sort(gone)
	if len(gone) == 1 {
		return gone[0], nil
	}
	return gone[0], gone[1:]
}

// fold moves the articles of stories gone to the one kept.
func (w *Window) fold(keep news.StoryID, gone []news.StoryID) {
	if len(gone) == 0 {
		return
	}
	all := w.stories[keep]
	for _, s := range gone {
		for _, e := range w.stories[s] {
			e.story = keep
		}
		all = append(all, w.stories[s]...)
		delete(w.stories, s)
	}
	slices.SortFunc(all, func(a, b *entry) int { return cmp.Compare(a.seq, b.seq) })
	w.stories[keep] = all
}

// measure compares e, which is laid out, with f.
func (w *Window) measure(e, f *entry) Measures {
	var x Measures
	x[TitleCosine] = w.scatter[titlePart].Cosine(f.vec[titlePart], w.voc)
	x[LeadCosine] = w.scatter[leadPart].Cosine(f.vec[leadPart], w.voc)
	x[BodyCosine] = w.scatter[bodyPart].Cosine(f.vec[bodyPart], w.voc)
	x[NameCosine] = w.scatter[namePart].Cosine(f.vec[namePart], w.voc)
	x[NumberCosine] = w.scatter[numberPart].Cosine(f.vec[numberPart], w.voc)
	x[CrossCosine] = max(w.scatter[titlePart].Cosine(f.vec[leadPart], w.voc), w.scatter[leadPart].Cosine(f.vec[titlePart], w.voc))
	gapMeasures(&x, e.time.Sub(f.time), e.dated && f.dated)
	return x
}

// Articles in different languages have only names and numbers in common. They belong together when these agree
// closely; measured on the same documents in 30 languages (ntrex-dev).
const (
	foreignNames  = 0.45
	foreignShared = 4
	foreignGap    = 2 * 24 * time.Hour
)

// foreign compares e, which is laid out, with f in another language, 0…1.
func (w *Window) foreign(e, f *entry) float64 {
	sound := w.scatter[soundPart].Cosine(f.vec[soundPart], w.voc)
	numbers := w.scatter[numberPart].Shared(f.vec[numberPart], w.voc, 2)
	shared := w.scatter[soundPart].Shared(f.vec[soundPart], w.voc, 2)
	if sound < foreignNames || shared+min(numbers, 2) < foreignShared || !within(e.time, f.time, foreignGap) {
		return 0
	}
	return sound
}
