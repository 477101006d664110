package learn

import "math"

// Tagger labels the positions of a sequence so that the whole fits best: each
// position is scored by a Linear model, each pair of neighbours by a table.
// It is read-only and safe for concurrent use; every goroutine needs a Lattice of its own.
type Tagger struct {
	*Linear
	unit float64 // how many points of score make odds of e to one
	step []int32 // (labels+1) × labels: score of a label after another; the last row is the beginning
}

// Forbidden is the score of a label that may not follow another.
const Forbidden = -1 << 28

// Probability is how likely a label is that leads all others by margin, where positions are judged alone.
func (t *Tagger) Probability(margin int32) float64 {
	return 1 / (1 + math.Exp(-float64(margin)/t.unit))
}

// NewLattice returns a working space for one sequence after another.
func (t *Tagger) NewLattice() *Lattice { return &Lattice{t: t} }

// Lattice is the working space for labelling one sequence at a time.
type Lattice struct {
	t     *Tagger
	n     int
	emit  []int32 // n × stride
	best  []int32 // n × labels: best score of a path that ends here
	from  []uint8 // n × labels: the label before on that path
	label []uint8
}

// Reset begins a new sequence.
func (l *Lattice) Reset() { l.n, l.emit = 0, l.emit[:0] }

// Push adds a position with its features.
func (l *Lattice) Push(features []uint32) {
	at := len(l.emit)
	l.emit = append(l.emit, make([]int32, l.t.stride)...)
	l.t.Score(l.emit[at:], features)
	l.n++
}

// Labels returns the best labels of the positions pushed. They are valid until the next Reset.
func (l *Lattice) Labels() []uint8 {
	k := l.t.labels
	l.best, l.from, l.label = grow(l.best, l.n*k), grow(l.from, l.n*k), grow(l.label, l.n)
	if l.n == 0 {
		return l.label
	}
	for i := range l.n {
		l.advance(i)
	}
	last := l.best[(l.n-1)*k:]
	b := 0
	for j := 1; j < k; j++ {
		if last[j] > last[b] {
			b = j
		}
	}
	for i := l.n - 1; i >= 0; i-- {
		l.label[i] = uint8(b)
		b = int(l.from[i*k+b])
	}
	return l.label
}

func (l *Lattice) advance(i int) {
	k := l.t.labels
	emit, best, from := l.emit[i*l.t.stride:], l.best[i*k:(i+1)*k], l.from[i*k:(i+1)*k]
	if i == 0 {
		for j := range k {
			best[j], from[j] = emit[j]+l.t.step[k*k+j], 0
		}
		return
	}
	prev := l.best[(i-1)*k : i*k]
	for j := range k {
		b, at := int32(-1<<31), 0
		for p := range k {
			if s := prev[p] + l.t.step[p*k+j]; s > b {
				b, at = s, p
			}
		}
		best[j], from[j] = max(b+emit[j], Forbidden*4), uint8(at)
	}
}

// Margin is by how much label leads the best other label at position i, by the position's own features alone.
func (l *Lattice) Margin(i, label int) int32 {
	emit := l.emit[i*l.t.stride : i*l.t.stride+l.t.labels]
	other := int32(-1 << 31)
	for j, s := range emit {
		if j != label {
			other = max(other, s)
		}
	}
	return emit[label] - other
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}
