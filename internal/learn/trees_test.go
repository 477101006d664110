package learn

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/parley-news/parley/internal/fault"
)

// rings makes a two-class problem that no straight line parts.
func rings(n int, seed uint32) (x *Matrix, y, w []float32) {
	next := func() float32 {
		seed = seed*1664525 + 1013904223
		return float32(seed>>8)/(1<<23) - 1
	}
	x = NewMatrix(n, 3)
	for i := range n {
		a, b := next(), next()
		label := float32(0)
		if r := a*a + b*b; r > 0.2 && r < 0.7 {
			label = 1
		}
		x.Set(i, 0, a)
		x.Set(i, 1, b)
		x.Set(i, 2, next())
		y, w = append(y, label), append(w, 1)
	}
	return
}

func TestTreesLearnRings(t *testing.T) {
	t.Parallel()
	x, y, w := rings(3000, 1)
	m := TrainTrees(x, y, w, TreeOptions{Trees: 60, Rate: 0.3})
	x, y, _ = rings(1000, 2)
	right := 0
	for i, s := range m.Score(x) {
		if (s > 0) == (y[i] > 0) {
			right++
		}
	}
	if right < 950 {
		t.Errorf("%d of 1000 right, want at least 950", right)
	}
}

func TestTreesTrainTheSameTwice(t *testing.T) {
	t.Parallel()
	x, y, w := rings(2000, 1)
	o := TreeOptions{Trees: 10}
	a, b := TrainTrees(x, y, w, o).Append(nil), TrainTrees(x, y, w, o).Append(nil)
	if !bytes.Equal(a, b) {
		t.Error("two trainings on the same data differ")
	}
}

func TestTreesSurviveEncoding(t *testing.T) {
	t.Parallel()
	x, y, w := rings(1000, 1)
	m := TrainTrees(x, y, w, TreeOptions{Trees: 15})
	b := append(m.Append(nil), "rest"...)
	got, rest, err := ParseTrees(b)
	if err != nil || string(rest) != "rest" {
		t.Fatalf("ParseTrees: rest %q, error %v", rest, err)
	}
	if g, w := got.Score(x), m.Score(x); !slices.Equal(g, w) {
		t.Error("scores differ after encoding")
	}
	if _, _, err := ParseTrees(b[:len(b)/2]); !errors.Is(err, fault.Invalid) {
		t.Errorf("half an ensemble: error %v, want invalid", err)
	}
}

func FuzzParseTrees(f *testing.F) {
	x, y, w := rings(200, 1)
	f.Add(TrainTrees(x, y, w, TreeOptions{Trees: 3}).Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, _, err := ParseTrees(b); err == nil {
			m.Score(NewMatrix(2, m.Width()))
		}
	})
}

func BenchmarkTreesScore(b *testing.B) {
	x, y, w := rings(200, 1)
	m := TrainTrees(x, y, w, TreeOptions{})
	b.ReportAllocs()
	for b.Loop() {
		m.Score(x)
	}
}
