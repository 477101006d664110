package cluster

import (
	_ "embed"
	"encoding/json"
	"math"
	"sync"
	"time"
)

// Feature is one thing measured between two articles.
type Feature int

// The features. Who published is not among them, on purpose.
const (
	TitleCosine Feature = iota
	LeadCosine
	BodyCosine
	NameCosine
	CrossCosine // the title of one with the lead of the other, the better way round
	NumberCosine
	GapDays // logarithm of 1 + days between
	OneDay  // 1 when less than 36 hours lie between
	Features
)

// FeatureNames names the features in the model file.
var FeatureNames = [Features]string{"title", "lead", "body", "names", "cross", "numbers", "gap", "one day"}

// Measures are the features of a pair.
type Measures [Features]float64

// Model weighs the features into the probability that two articles belong to one story.
type Model struct {
	Source    string // what it was learned from
	Bias      float64
	Weights   map[string]float64 // by feature name
	Threshold float64            // least score to join a story
	Merge     float64            // least score by which an article shows two stories to be one
	Members   int                // how many of a story's best pairs are averaged
}

//go:embed model.json
var modelJSON []byte

// DefaultModel is the learned model that ships with Parley. See model.json for where it comes from.
var DefaultModel = sync.OnceValue(func() *Model {
	m := &Model{}
	if err := json.Unmarshal(modelJSON, m); err != nil {
		panic("cluster: model.json: " + err.Error())
	}
	return m
})

// weights are the model's weights in the order of the features.
func (m *Model) weights() Measures {
	var w Measures
	for f, name := range FeatureNames {
		w[f] = m.Weights[name]
	}
	return w
}

// probability is the belief that a pair belongs together, 0…1.
func probability(bias float64, weights, x Measures) float64 {
	z := bias
	for f, v := range x {
		z += weights[f] * v
	}
	return 1 / (1 + math.Exp(-z))
}

// gapMeasures fills in what follows from the time between two articles; where it is not known, they are taken to be
// nearly as close as they could be (0.8: between the best values for ecbplus-dev and wikinews-galaxy, which are undated).
func gapMeasures(x *Measures, gap time.Duration, known bool) {
	if !known {
		x[OneDay] = 0.8
		return
	}
	h := math.Abs(gap.Hours())
	x[GapDays] = math.Log1p(h / 24)
	if h < 36 {
		x[OneDay] = 1
	}
}
