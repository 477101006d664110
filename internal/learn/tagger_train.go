package learn

import (
	"math"
	"math/bits"
)

// Example is one sequence to learn from: position i has the features
// Features[At[i]:At[i+1]] and the label Gold[i].
type Example struct {
	Features []uint32
	At       []int32
	Gold     []uint8
}

// Add appends a position.
func (e *Example) Add(features []uint32, gold uint8) {
	if len(e.At) == 0 {
		e.At = append(e.At, 0)
	}
	e.Features = append(e.Features, features...)
	e.At = append(e.At, int32(len(e.Features)))
	e.Gold = append(e.Gold, gold)
}

func (e *Example) at(i int) []uint32 { return e.Features[e.At[i]:e.At[i+1]] }

// TaggerOptions say how to train a Tagger.
type TaggerOptions struct {
	Labels int
	Follow func(prev, next int) bool // may next follow prev? prev is -1 at the beginning
	Rounds int                       // over all examples
	Rate   float64                   // how far one example moves the weights
	Cost   []float32                 // by which a wrong label must lose, per gold label; nil for none
	Seen   int                       // a feature that the examples hold less often is not learnt
	Keep   int                       // features at most
	Seed   int64
	Round  func(done int) // called after each round, or nil
}

// TrainTagger learns a Tagger from examples: a conditional random field, by
// stochastic gradient with a rate of its own for each weight. The same
// examples and options give the same Tagger, bit for bit.
func TrainTagger(examples []*Example, o TaggerOptions) *Tagger {
	k := o.Labels
	kept, packed := pack(examples, o.Seen)
	n := k * len(kept)
	t := &training{
		o: o, k: k, kept: kept, w: make([]float32, n), seen: make([]float32, n), sum: make([]float32, n), now: 1,
		step: make([]float64, (k+1)*k), stepSum: make([]float64, (k+1)*k), stepSeen: make([]float64, (k+1)*k), may: make([]float64, (k+1)*k),
		expStep: make([]float64, (k+1)*k), stepGrad: make([]float64, (k+1)*k),
	}
	for p := range k + 1 {
		for j := range k {
			prev := p
			if p == k {
				prev = -1
			}
			if o.Follow(prev, j) {
				t.may[p*k+j] = 1
			}
		}
	}
	order := Order(len(examples), o.Seed)
	for round := range o.Rounds {
		for _, i := range order {
			if len(examples[i].Gold) > 0 {
				t.learn(&packed[i])
			}
		}
		Reorder(order, o.Seed+int64(round)+1)
		if o.Round != nil {
			o.Round(round + 1)
		}
	}
	return t.tagger()
}

type training struct {
	kept                    []uint32 // the features, by number
	o                       TaggerOptions
	k                       int
	w, seen, sum            []float32 // weights, squares of all gradients, steps times their dates: a row of labels per feature
	now                     float32   // examples seen
	step, stepSeen, stepSum []float64
	may                     []float64 // 1 where a label may follow
	expStep                 []float64
	stepGrad                []float64
	emit                    []float32
	exp                     []float64 // of emissions, scaled per position
	alpha, beta             []float64
	scale                   []float64
}

// learn moves the weights towards the example.
func (t *training) learn(e *Example) {
	n, k := len(e.Gold), t.k
	t.emit, t.exp = grow(t.emit, n*k), grow(t.exp, n*k)
	t.alpha, t.beta, t.scale = grow(t.alpha, n*k), grow(t.beta, n*k), grow(t.scale, n)
	t.emissions(e)
	for i, s := range t.step {
		t.expStep[i] = math.Exp(s) * t.may[i]
	}
	t.forward(n)
	t.backward(n)
	t.update(e)
	t.now++
}

func (t *training) emissions(e *Example) {
	k := t.k
	for i := range e.Gold {
		emit := t.emit[i*k : (i+1)*k]
		clear(emit)
		for _, f := range e.at(i) {
			at := int(f) * k
			for j, w := range t.w[at : at+k] {
				emit[j] += w
			}
		}
		if t.o.Cost != nil {
			for j := range emit {
				if j != int(e.Gold[i]) {
					emit[j] += t.o.Cost[e.Gold[i]]
				}
			}
		}
		top := emit[0]
		for _, x := range emit {
			top = max(top, x)
		}
		for j, x := range emit {
			t.exp[i*k+j] = math.Exp(float64(x - top))
		}
	}
}

// forward fills alpha, each position scaled to a sum of one.
func (t *training) forward(n int) {
	k := t.k
	for i := range n {
		a, sum := t.alpha[i*k:(i+1)*k], 0.0
		for j := range k {
			s := 0.0
			if i == 0 {
				s = t.expStep[k*k+j]
			} else {
				for p, x := range t.alpha[(i-1)*k : i*k] {
					s += x * t.expStep[p*k+j]
				}
			}
			a[j] = s*t.exp[i*k+j] + 1e-30
			sum += a[j]
		}
		t.scale[i] = 1 / sum
		for j := range a {
			a[j] *= t.scale[i]
		}
	}
}

func (t *training) backward(n int) {
	k := t.k
	for j := range k {
		t.beta[(n-1)*k+j] = 1
	}
	for i := n - 2; i >= 0; i-- {
		for p := range k {
			s := 0.0
			for j := range k {
				s += t.expStep[p*k+j] * t.exp[(i+1)*k+j] * t.beta[(i+1)*k+j]
			}
			t.beta[i*k+p] = s * t.scale[i+1]
		}
	}
}

// update takes one step along the gradient: what is so less what the model expects.
func (t *training) update(e *Example) {
	n, k := len(e.Gold), t.k
	clear(t.stepGrad)
	var grad [256]float32
	g := grad[:k]
	prev := k
	for i := range n {
		sum := 0.0
		for j := range k {
			sum += t.alpha[i*k+j] * t.beta[i*k+j]
		}
		big := false
		for j := range k {
			g[j] = -float32(t.alpha[i*k+j] * t.beta[i*k+j] / sum)
		}
		gold := int(e.Gold[i])
		g[gold]++
		for _, x := range g {
			big = big || x > 1e-4 || x < -1e-4
		}
		if big {
			t.move(e.at(i), g)
		}
		t.stepGrad[prev*k+gold]++
		if i == 0 {
			for j := range k {
				t.stepGrad[k*k+j] -= t.alpha[j] * t.beta[j] / sum
			}
		} else {
			for p := range k {
				for j := range k {
					t.stepGrad[p*k+j] -= t.alpha[(i-1)*k+p] * t.expStep[p*k+j] * t.exp[i*k+j] * t.beta[i*k+j] * t.scale[i] / sum
				}
			}
		}
		prev = gold
	}
	for i, g := range t.stepGrad {
		if g != 0 && t.may[i] > 0 {
			t.stepSeen[i] += g * g
			by := t.o.Rate * g / math.Sqrt(1+t.stepSeen[i])
			t.step[i] += by
			t.stepSum[i] += by * float64(t.now)
		}
	}
}

func (t *training) move(features []uint32, g []float32) {
	k := t.k
	rate := float32(t.o.Rate)
	for _, f := range features {
		at := int(f) * k
		w, seen, sum := t.w[at:at+k:at+k], t.seen[at:at+k:at+k], t.sum[at:at+k:at+k]
		for j, x := range g {
			seen[j] += x * x
			by := rate * x / sqrt32(1+seen[j])
			w[j] += by
			sum[j] += by * t.now
		}
	}
}

func sqrt32(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func (t *training) tagger() *Tagger {
	k := t.k
	for i, sum := range t.sum {
		t.w[i] -= sum / t.now
	}
	for i, sum := range t.stepSum {
		t.step[i] -= sum / float64(t.now)
	}
	lin, scale := quantize(t.kept, t.w, k, t.o.Keep)
	out := &Tagger{Linear: lin, unit: scale, step: make([]int32, (k+1)*k)}
	for i, s := range t.step {
		out.step[i] = int32(math.Round(s * scale))
		if t.may[i] == 0 {
			out.step[i] = Forbidden
		}
	}
	return out
}

// pack returns the features that are seen often enough, and the examples with their numbers instead of them.
func pack(examples []*Example, seen int) ([]uint32, []Example) {
	total := 0
	for _, e := range examples {
		total += len(e.Features)
	}
	width := min(26, bits.Len(uint(total))+4) // features that share so many bits are counted as one
	count := make([]uint8, 1<<width)
	for _, e := range examples {
		for _, f := range e.Features {
			if n := &count[f>>(32-width)]; *n < 255 {
				*n++
			}
		}
	}
	var kept names
	out := make([]Example, len(examples))
	for i, e := range examples {
		p := Example{At: make([]int32, 1, len(e.Gold)+1), Gold: e.Gold}
		for j := range e.Gold {
			for _, f := range e.at(j) {
				if int(count[f>>(32-width)]) >= seen {
					p.Features = append(p.Features, uint32(kept.add(f)))
				}
			}
			p.At = append(p.At, int32(len(p.Features)))
		}
		out[i] = p
	}
	return kept.all, out
}
