package learn

import (
	"cmp"
	"math"
	"math/rand"
	"slices"
)

// Perceptron learns the rows of a Linear model from mistakes, and averages them
// over the whole course of training, which keeps late examples from weighing more.
type Perceptron struct {
	labels int
	names  names
	w, sum []float32 // one row of labels for each feature met
	now    float32   // examples seen
}

// NewPerceptron returns a model that knows nothing yet.
func NewPerceptron(labels int) *Perceptron { return &Perceptron{labels: labels, now: 1} }

// Score adds to scores what the features say by now.
func (p *Perceptron) Score(scores []float32, features []uint32) {
	for _, f := range features {
		if id := p.names.find(f); id >= 0 {
			at := int(id) * p.labels
			for k, w := range p.w[at : at+p.labels] {
				scores[k] += w
			}
		}
	}
}

// Update moves the features towards the gold label and away from the guess.
func (p *Perceptron) Update(features []uint32, gold, guess int) {
	if gold == guess {
		return
	}
	for _, f := range features {
		at := int(p.names.add(f)) * p.labels
		for at >= len(p.w) {
			p.w = append(p.w, make([]float32, p.labels)...)
			p.sum = append(p.sum, make([]float32, p.labels)...)
		}
		p.w[at+gold]++
		p.sum[at+gold] += p.now
		p.w[at+guess]--
		p.sum[at+guess] -= p.now
	}
}

// Tick counts one more example as seen.
func (p *Perceptron) Tick() { p.now++ }

// Linear ends training: the averaged weights of the features that matter most, at
// most keep of them. No Update may follow.
func (p *Perceptron) Linear(keep int) *Linear {
	for i, s := range p.sum {
		p.w[i] -= s / p.now
	}
	p.sum = nil
	m, _ := quantize(p.names.all, p.w, p.labels, keep)
	return m
}

// quantize rounds weights, a row of labels for each feature, to whole
// numbers of 1/scale, and keeps the rows with the largest weights.
func quantize(features []uint32, w []float32, labels, keep int) (_ *Linear, scale float64) {
	type weighed struct {
		feature uint32
		most    float32
		row     []float32
	}
	all := make([]weighed, 0, len(features))
	for i, f := range features {
		row := w[i*labels : (i+1)*labels]
		all = append(all, weighed{f, largest(row), row})
	}
	slices.SortFunc(all, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.most, a.most), cmp.Compare(a.feature, b.feature)) })
	// The largest weights but one in two thousand still fit; the few beyond are cut off at 127.
	scale = 127
	if len(all) > 0 {
		scale = 127 / float64(max(1e-6, all[len(all)/2000].most))
	}
	kept := all[:min(keep, len(all))]
	for len(kept) > 0 && float64(kept[len(kept)-1].most)*scale < 1 {
		kept = kept[:len(kept)-1]
	}
	slices.SortFunc(kept, func(a, b weighed) int { return cmp.Compare(a.feature, b.feature) })
	m := newLinear(labels, len(kept))
	small := make([]int8, labels)
	for _, f := range kept {
		for k, x := range f.row {
			small[k] = int8(min(127, max(-127, math.Round(float64(x)*scale))))
		}
		m.put(f.feature, small)
	}
	return m, scale
}

func largest(row []float32) float32 {
	var most float32
	for _, w := range row {
		most = max(most, w, -w)
	}
	return most
}

// Order is a shuffled order of n things, the same for the same seed.
func Order(n int, seed int64) []int { return rand.New(rand.NewSource(seed)).Perm(n) }

// Reorder shuffles order, the same way for the same seed.
func Reorder(order []int, seed int64) {
	rand.New(rand.NewSource(seed)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
}

// names numbers features in the order in which they are added.
type names struct {
	slots []slot // row is the number
	all   []uint32
}

func (n *names) find(f uint32) int32 {
	if len(n.slots) == 0 {
		return -1
	}
	mask := uint32(len(n.slots) - 1)
	for i := f * 0x9e3779b1 & mask; n.slots[i].key != 0; i = (i + 1) & mask {
		if n.slots[i].key == f {
			return int32(n.slots[i].row)
		}
	}
	return -1
}

func (n *names) add(f uint32) int32 {
	if id := n.find(f); id >= 0 {
		return id
	}
	n.all = append(n.all, f)
	if 2*len(n.all) > len(n.slots) {
		n.slots = make([]slot, max(1<<16, 2*len(n.slots)))
		for id, f := range n.all {
			n.put(f, uint32(id))
		}
	} else {
		n.put(f, uint32(len(n.all)-1))
	}
	return int32(len(n.all) - 1)
}

func (n *names) put(f, id uint32) {
	mask := uint32(len(n.slots) - 1)
	i := f * 0x9e3779b1 & mask
	for n.slots[i].key != 0 {
		i = (i + 1) & mask
	}
	n.slots[i] = slot{f, id}
}
