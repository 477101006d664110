package extract

import (
	"maps"
	"slices"
)

// Weights are the weights of hashed tokens, to look up quickly. The zero value weighs nothing.
type Weights struct {
	slots []weight // open addressing, a power of two, at most half full; key 0 is empty
	mask  uint32
	count int
}

type weight struct {
	key   uint32
	value float32
}

// NewWeights makes a table of m. Token 0 is left out.
func NewWeights(m map[uint32]float32) Weights {
	size := 4
	for size < 2*len(m) {
		size *= 2
	}
	w := Weights{slots: make([]weight, size), mask: uint32(size - 1)}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		w.put(k, m[k])
	}
	return w
}

func (w *Weights) put(k uint32, v float32) {
	if k == 0 {
		return
	}
	i := k * 0x9e3779b1 >> 7 & w.mask
	for w.slots[i].key != 0 {
		i = (i + 1) & w.mask
	}
	w.slots[i] = weight{k, v}
	w.count++
}

// At is the weight of token k, 0 for one that is unknown.
func (w *Weights) At(k uint32) float32 {
	if w.mask == 0 {
		return 0
	}
	for i := k * 0x9e3779b1 >> 7 & w.mask; ; i = (i + 1) & w.mask {
		switch w.slots[i].key {
		case k:
			return w.slots[i].value
		case 0:
			return 0
		}
	}
}

// sorted lists the weights by rising token.
func (w *Weights) sorted() []weight {
	out := make([]weight, 0, w.count)
	for _, s := range w.slots {
		if s.key != 0 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b weight) int { return int(int64(a.key) - int64(b.key)) })
	return out
}
