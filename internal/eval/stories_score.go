package eval

import (
	"strconv"

	"github.com/parley-news/parley/internal/news"
)

// storyScore is how well a grouping agrees with the labels.
type storyScore struct {
	n                         int
	precision, recall         float64 // BCubed
	pairPrecision, pairRecall float64
}

// scoreStories compares groups with labels over the labelled documents that use accepts; nil accepts all. Documents without a label
// neither help nor harm.
func scoreStories(rows []storyRow, group []news.StoryID, use func(i int) bool) storyScore {
	both := map[string]map[news.StoryID]float64{}
	label, found := map[string]float64{}, map[news.StoryID]float64{}
	var s storyScore
	for i, r := range rows {
		if r.Story == "" || use != nil && !use(i) {
			continue
		}
		if both[r.Story] == nil {
			both[r.Story] = map[news.StoryID]float64{}
		}
		both[r.Story][group[i]]++
		label[r.Story]++
		found[group[i]]++
		s.n++
	}
	var right, labelPairs, foundPairs, p, q int64 // sums in whole millionths, so that the order of maps has no say
	for l, m := range both {
		for g, n := range m {
			p += int64(1e6 * n * n / found[g])
			q += int64(1e6 * n * n / label[l])
			right += int64(n * (n - 1) / 2)
		}
	}
	for _, n := range label {
		labelPairs += int64(n * (n - 1) / 2)
	}
	for _, n := range found {
		foundPairs += int64(n * (n - 1) / 2)
	}
	s.precision, s.recall = float64(p)/1e6/float64(max(1, s.n)), float64(q)/1e6/float64(max(1, s.n))
	s.pairPrecision, s.pairRecall = float64(right)/float64(max(1, foundPairs)), float64(right)/float64(max(1, labelPairs))
	return s
}

func idText[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }
