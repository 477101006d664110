package learn

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

// brackets makes sequences in which what stands between symbols 8 and 9 is labelled 1 and 2 (begin, inside);
// the symbols between them are the same as outside, so that only the sequence tells.
func brackets(n int, seed uint32) []*Example {
	next := func(k uint32) uint32 {
		seed = seed*1664525 + 1013904223
		return seed >> 16 % k
	}
	var out []*Example
	for range n {
		e := &Example{}
		inside, first, before := false, false, uint32(0)
		for range 12 {
			s, gold := next(10), uint8(0)
			switch {
			case s == 8:
				inside, first = true, true
			case s == 9:
				inside = false
			case inside:
				gold = 2
				if first {
					gold, first = 1, false
				}
			}
			e.Add([]uint32{Hash(1, s, 0, 0), Hash(2, before, 0, 0)}, gold)
			before = s
		}
		out = append(out, e)
	}
	return out
}

func insideFollows(prev, next int) bool { return next != 2 || prev == 1 || prev == 2 }

var bracketOptions = TaggerOptions{Labels: 3, Follow: insideFollows, Rounds: 10, Rate: 0.3, Seen: 1, Keep: 1000, Seed: 1}

func accuracy(t *Tagger, examples []*Example) float64 {
	right, all := 0, 0
	l := t.NewLattice()
	for _, e := range examples {
		l.Reset()
		for i := range e.Gold {
			l.Push(e.at(i))
		}
		for i, label := range l.Labels() {
			all++
			if label == e.Gold[i] {
				right++
			}
		}
	}
	return float64(right) / float64(all)
}

func TestTaggerLearnsFromNeighbours(t *testing.T) {
	t.Parallel()
	tagger := TrainTagger(brackets(300, 1), bracketOptions)
	if got := accuracy(tagger, brackets(100, 7)); got < 0.95 {
		t.Errorf("accuracy = %.3f, want at least .95", got)
	}
	l := tagger.NewLattice()
	for _, e := range brackets(50, 9) {
		l.Reset()
		for i := range e.Gold {
			l.Push(e.at(i))
		}
		prev := -1
		for _, label := range l.Labels() {
			if !insideFollows(prev, int(label)) {
				t.Fatalf("label %d after %d is not allowed", label, prev)
			}
			prev = int(label)
		}
	}
}

func TestTaggerIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	a := TrainTagger(brackets(50, 1), bracketOptions).AppendTo(nil)
	b := TrainTagger(brackets(50, 1), bracketOptions).AppendTo(nil)
	if !bytes.Equal(a, b) {
		t.Error("two trainings on the same examples differ")
	}
}

func TestTaggerSurvivesItsFile(t *testing.T) {
	t.Parallel()
	tagger := TrainTagger(brackets(80, 1), bracketOptions)
	b := tagger.AppendTo(nil)
	again, err := NewDecoder(b).Tagger()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.AppendTo(nil), b) {
		t.Error("a tagger read from its file writes another file")
	}
	if got, want := accuracy(again, brackets(20, 3)), accuracy(tagger, brackets(20, 3)); got != want {
		t.Errorf("accuracy after reading = %v, before %v", got, want)
	}
	for n := range len(b) {
		if _, err := NewDecoder(b[:n]).Tagger(); err == nil {
			t.Fatalf("a file cut at %d of %d bytes is read", n, len(b))
		}
	}
	if _, err := NewDecoder([]byte{0, 1, 2}).Linear(); !errors.Is(err, fault.Invalid) {
		t.Errorf("a model without labels: %v, want invalid", err)
	}
}

func TestEmptySequence(t *testing.T) {
	t.Parallel()
	tagger := TrainTagger(append(brackets(5, 1), &Example{}), bracketOptions)
	l := tagger.NewLattice()
	if got := l.Labels(); len(got) != 0 {
		t.Errorf("labels of nothing = %v", got)
	}
}

func TestPerceptronKeepsWhatMatters(t *testing.T) {
	t.Parallel()
	p := NewPerceptron(2)
	signal, noise := Hash(1, 1, 0, 0), Hash(1, 2, 0, 0)
	for range 50 {
		var s [2]float32
		p.Score(s[:], []uint32{signal, noise})
		p.Tick()
		p.Update([]uint32{signal, noise}, 1, 0)
		p.Tick()
		p.Update([]uint32{noise}, 0, 1)
	}
	m := p.Linear(1)
	scores := make([]int32, m.Stride())
	m.Score(scores, []uint32{signal, noise, Hash(9, 9, 9, 9)})
	if m.Features() != 1 || m.Best(scores) != 1 {
		t.Errorf("features = %d, scores = %v; want one feature, for label 1", m.Features(), scores[:2])
	}
}

func TestOrderIsAPermutation(t *testing.T) {
	t.Parallel()
	o := Order(100, 4)
	Reorder(o, 5)
	s := slices.Clone(o)
	slices.Sort(s)
	for i, x := range s {
		if x != i {
			t.Fatalf("%v is no permutation", o)
		}
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add(TrainTagger(brackets(5, 1), bracketOptions).AppendTo(nil))
	f.Add([]byte{3, 255, 255, 3, 1, 2, 3})
	f.Fuzz(func(t *testing.T, b []byte) {
		tagger, err := NewDecoder(b).Tagger()
		if err != nil {
			return
		}
		l := tagger.NewLattice()
		l.Push([]uint32{1, 2, 3})
		l.Push(nil)
		if got := l.Labels(); len(got) != 2 || int(got[0]) >= tagger.Labels() {
			t.Fatalf("labels %v of %d", got, tagger.Labels())
		}
	})
}

func BenchmarkLattice(b *testing.B) {
	tagger := TrainTagger(brackets(80, 1), bracketOptions)
	e := brackets(1, 5)[0]
	l := tagger.NewLattice()
	b.ReportAllocs()
	for b.Loop() {
		l.Reset()
		for i := range e.Gold {
			l.Push(e.at(i))
		}
		l.Labels()
	}
}
