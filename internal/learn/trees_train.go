package learn

import (
	"math"
	"slices"
	"sync"
)

// TreeOptions steer the training of an ensemble. The zero value is a good start.
type TreeOptions struct {
	Trees int     // 0 means 200
	Rate  float32 // share of each tree's answer that counts; 0 means 0.1
	Prior float64 // ridge on leaf values; 0 means 2
}

// TrainTrees fits an ensemble to the rows of x with labels y (0 or 1) and
// weights w by gradient boosting on the logistic loss: histograms of up to 64
// bins a feature, each tree on a fixed 70 % of the rows. The
// outcome depends on the arguments only, not on the number of processors.
func TrainTrees(x *Matrix, y, w []float32, o TreeOptions) *Trees {
	if o.Trees == 0 {
		o.Trees = 200
	}
	if o.Rate == 0 {
		o.Rate = 0.1
	}
	if o.Prior == 0 {
		o.Prior = 2
	}
	if x.Rows == 0 {
		return &Trees{width: x.Width}
	}
	b := newBooster(x, y, w, o)
	for t := range o.Trees {
		b.grow(t)
	}
	return b.out
}

const maxBins = 64

type booster struct {
	o     TreeOptions
	width int
	y, w  []float32
	bins  []uint8 // row by row
	edges [][]float32
	score []float32
	grad  []pair // of each row
	node  []uint8
	out   *Trees
	hist  []pair // of each node, feature and bin
}

// pair is a sum of gradients and of curvatures.
type pair struct{ g, h float64 }

func newBooster(x *Matrix, y, w []float32, o TreeOptions) *booster {
	b := &booster{o: o, width: x.Width, y: y, w: w}
	b.edges = make([][]float32, b.width)
	b.bins = make([]uint8, x.Rows*b.width)
	halves(b.width, func(from, to int) {
		for j := from; j < to; j++ {
			b.edges[j] = binEdges(x.Column(j))
			for i, v := range x.Column(j) {
				k, _ := slices.BinarySearch(b.edges[j], v)
				b.bins[i*b.width+j] = uint8(k)
			}
		}
	})
	var sy, sw float64
	for i := range y {
		sy += float64(y[i]) * float64(w[i])
		sw += float64(w[i])
	}
	p := min(max(sy/max(sw, 1e-9), 1e-6), 1-1e-6)
	b.out = &Trees{base: float32(math.Log(p / (1 - p))), width: b.width}
	b.score = make([]float32, x.Rows)
	for i := range b.score {
		b.score[i] = b.out.base
	}
	b.grad = make([]pair, x.Rows)
	b.node = make([]uint8, x.Rows)
	b.hist = make([]pair, treeLeaves*b.width*maxBins)
	return b
}

// binEdges are the upper bounds of the bins of a feature, at quantiles of a sample.
func binEdges(col []float32) []float32 {
	step := max(1, len(col)/40000)
	var s []float32
	for i := 0; i < len(col); i += step {
		s = append(s, col[i])
	}
	slices.Sort(s)
	var e []float32
	for k := 1; k < maxBins; k++ {
		v := s[k*(len(s)-1)/maxBins]
		if len(e) == 0 || v > e[len(e)-1] {
			e = append(e, v)
		}
	}
	return e
}

func (b *booster) grow(t int) {
	b.gradients()
	rows := make([]int32, 0, len(b.grad))
	for i := range b.grad {
		// A fixed draw of 70 % of the rows, another for each tree.
		if (uint32(i)*2654435761+uint32(t)*2246822519)>>8%10 < 7 {
			rows = append(rows, int32(i))
		}
	}
	clear(b.node)
	clear(b.hist[:b.width*maxBins])
	b.count(rows, func(uint8) bool { return true })
	var tr tree
	var asked [treeDepth]int // bin of each question
	for d := range treeDepth {
		feat, bin := b.question(1 << d)
		tr.feat[d], asked[d] = uint16(feat), bin
		bound := float32(math.MaxFloat32)
		if bin < len(b.edges[feat]) {
			bound = b.edges[feat][bin]
		}
		tr.bound[d] = orderKey(bound)
		for i := range b.node {
			if int(b.bins[i*b.width+feat]) > bin {
				b.node[i] |= 1 << d
			}
		}
		if d+1 < treeDepth {
			b.descend(rows, d)
		}
	}
	var sum [treeLeaves]pair
	for _, i := range rows {
		s := &sum[b.node[i]]
		s.g += b.grad[i].g
		s.h += b.grad[i].h
	}
	for k := range sum {
		tr.leaf[k] = float32(-sum[k].g/(sum[k].h+b.o.Prior)) * b.o.Rate
	}
	for i := range b.score {
		b.score[i] += tr.leaf[b.node[i]]
	}
	b.out.trees = append(b.out.trees, tr)
}

func (b *booster) gradients() {
	for i := range b.score {
		p := 1 / (1 + math.Exp(-float64(b.score[i])))
		b.grad[i] = pair{(p - float64(b.y[i])) * float64(b.w[i]), max(p*(1-p), 1e-4) * float64(b.w[i])}
	}
}

// descend makes the histograms of the nodes below level d. Of each pair of children the smaller is
// counted and the other is what remains of the parent's.
func (b *booster) descend(rows []int32, d int) {
	var size [treeLeaves]int
	for _, i := range rows {
		size[b.node[i]]++
	}
	var counted [treeLeaves]bool
	for k := range 1 << d {
		counted[k], counted[k|1<<d] = size[k] < size[k|1<<d], size[k] >= size[k|1<<d]
	}
	n := b.width * maxBins
	for k := range 1 << d {
		right := b.hist[(k|1<<d)*n : (k|1<<d)*n+n]
		left := b.hist[k*n : k*n+n]
		if counted[k] { // keep the parent where the bigger child will be
			copy(right, left)
			clear(left)
		} else {
			clear(right)
		}
	}
	b.count(rows, func(node uint8) bool { return counted[node] })
	for k := range 1 << d {
		small, big := k, k|1<<d
		if !counted[k] {
			small, big = big, small
		}
		s, p := b.hist[small*n:small*n+n], b.hist[big*n:big*n+n]
		for i := range s {
			p[i].g -= s[i].g
			p[i].h -= s[i].h
		}
	}
}

// count adds the rows of the wanted nodes to their histograms.
func (b *booster) count(rows []int32, wanted func(uint8) bool) {
	mine := make([]int32, 0, len(rows))
	for _, i := range rows {
		if wanted(b.node[i]) {
			mine = append(mine, i)
		}
	}
	halves(b.width, func(from, to int) {
		for _, i := range mine {
			g := b.grad[i]
			h := b.hist[int(b.node[i])*b.width*maxBins:]
			row := b.bins[int(i)*b.width : int(i)*b.width+b.width]
			for j := from; j < to; j++ {
				c := &h[j*maxBins+int(row[j])]
				c.g += g.g
				c.h += g.h
			}
		}
	})
}

// question finds the feature and bin that part all nodes of a level best; ties go to the lower feature and bin.
func (b *booster) question(nodes int) (feat, bin int) {
	gains := make([]float64, b.width*maxBins)
	halves(b.width, func(from, to int) {
		for k := range nodes {
			for j := from; j < to; j++ {
				h := b.hist[(k*b.width+j)*maxBins : (k*b.width+j+1)*maxBins]
				var all, s pair
				for _, c := range h {
					all.g += c.g
					all.h += c.h
				}
				base := all.g * all.g / (all.h + b.o.Prior)
				for i := range b.edges[j] {
					s.g += h[i].g
					s.h += h[i].h
					rg, rh := all.g-s.g, all.h-s.h
					gains[j*maxBins+i] += s.g*s.g/(s.h+b.o.Prior) + rg*rg/(rh+b.o.Prior) - base
				}
			}
		}
	})
	best := 0.0
	for i, g := range gains {
		if g > best+1e-9 {
			best, feat, bin = g, i/maxBins, i%maxBins
		}
	}
	return feat, bin
}

// halves runs f over the two halves of [0, n) at once; f must touch only what belongs to its part.
func halves(n int, f func(from, to int)) {
	var wg sync.WaitGroup
	wg.Go(func() { f(0, n/2) })
	f(n/2, n)
	wg.Wait()
}
