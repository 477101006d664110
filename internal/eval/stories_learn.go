package eval

import (
	"math"
	"path/filepath"

	"github.com/parley-news/parley/internal/cluster"
	"github.com/parley-news/parley/internal/news"
)

// storyFolds is the number of parts, one after the other in time, of a cross-validation.
const storyFolds = 5

// storyTrial is a stream with everything that does not depend on the model worked out.
type storyTrial struct {
	rows  []storyRow
	pairs [][]cluster.Comparison // by document: earlier ones like it
	fold  map[string]int         // label to part
}

// LearnStories learns a model of cluster from a labelled stream. The report is cross-validated: each part of the labelled
// stories is scored by weights and a threshold that were learned on the other four; the model returned is learned on all.
func LearnStories(path string, o Options) (*cluster.Model, Report, error) {
	rows, err := readStories(path, o.Limit)
	if err != nil {
		return nil, Report{}, err
	}
	t := newStoryTrial(rows, o)
	group := make([]news.StoryID, len(rows))
	for f := range storyFolds {
		m := t.learn(func(i int) bool { return t.fold[rows[i].Story] != f })
		for i, s := range t.assign(m) {
			if t.fold[rows[i].Story] == f {
				group[i] = s*storyFolds + news.StoryID(f)
			}
		}
	}
	s := scoreStories(rows, group, nil)
	m := t.learn(func(int) bool { return true })
	m.Source = filepath.Base(path)
	return m, Report{Set: filepath.Base(path), N: s.n, F1: f1(s.precision, s.recall), Precision: s.precision, Recall: s.recall,
		More: map[string]any{"pair_f1": f1(s.pairPrecision, s.pairRecall), "folds": storyFolds}}, nil
}

func newStoryTrial(rows []storyRow, o Options) *storyTrial {
	t := &storyTrial{rows: rows, fold: map[string]int{}}
	w := cluster.New(cluster.Options{})
	var labels []string
	for i := range rows {
		d := rows[i].doc(i)
		t.pairs = append(t.pairs, w.Compare(d))
		w.Restore(d, 1)
		if l := rows[i].Story; l != "" {
			if _, ok := t.fold[l]; !ok {
				t.fold[l] = 0
				labels = append(labels, l)
			}
		}
		o.progress(i, len(rows))
	}
	for i, l := range labels { // labels stand in order of time
		t.fold[l] = i * storyFolds / len(labels)
	}
	return t
}

// learn fits weights, then chooses the threshold by BCubed F1, on the documents that use accepts.
func (t *storyTrial) learn(use func(i int) bool) *cluster.Model {
	var data []storySample
	for i, r := range t.rows {
		if r.Story == "" || !use(i) {
			continue
		}
		for _, c := range t.pairs[i] {
			if j := int(c.Article) - 1; t.rows[j].Story != "" && use(j) {
				data = append(data, storySample{c.Measures, t.rows[j].Story == r.Story})
			}
		}
	}
	m := &cluster.Model{Members: 8, Merge: 0.97, Weights: map[string]float64{}}
	var w []float64
	w, m.Bias = fitLogistic(data)
	for f, name := range cluster.FeatureNames {
		m.Weights[name] = thousandths(w[f])
	}
	m.Bias = thousandths(m.Bias)
	best := -1.0
	for th := 0.2; th < 0.8; th += 0.02 {
		trial := *m
		trial.Threshold = th
		s := scoreStories(t.rows, t.assign(&trial), use)
		if f := f1(s.precision, s.recall); f > best {
			best, m.Threshold = f, thousandths(th)
		}
	}
	return m
}

// assign plays the stream with a model, as Window.Assign does.
func (t *storyTrial) assign(m *cluster.Model) []news.StoryID {
	a := cluster.NewReplay(m)
	out := make([]news.StoryID, len(t.rows))
	for i := range t.rows {
		out[i] = a.Assign(news.ArticleID(i+1), t.pairs[i])
	}
	return a.Final(out)
}

func thousandths(f float64) float64 { return math.Round(f*1000) / 1000 }
