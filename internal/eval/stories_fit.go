package eval

import (
	"math"

	"github.com/parley-news/parley/internal/cluster"
)

// storySample is a pair of articles and whether they belong together.
type storySample struct {
	x    cluster.Measures
	same bool
}

// Ridge on the weights, and when to stop.
const (
	fitRidge = 1.0
	fitSteps = 30
	fitDone  = 1e-7
)

// fitLogistic returns the weights and the bias of a logistic regression, by Newton's method.
func fitLogistic(data []storySample) (weights []float64, bias float64) {
	n := int(cluster.Features) + 1 // the bias comes last
	theta := make([]float64, n)
	v := make([]float64, n)
	for range fitSteps {
		g, h := make([]float64, n), make([][]float64, n)
		for i := range h {
			h[i] = make([]float64, n)
		}
		for _, s := range data {
			copy(v, s.x[:])
			v[n-1] = 1
			var z, y float64
			for i := range v {
				z += theta[i] * v[i]
			}
			if s.same {
				y = 1
			}
			p := 1 / (1 + math.Exp(-z))
			for i := range v {
				g[i] += (y - p) * v[i]
				for j := range v {
					h[i][j] += p * (1 - p) * v[i] * v[j]
				}
			}
		}
		for i := range n {
			h[i][i] += 1e-9
			if i < n-1 {
				g[i] -= fitRidge * theta[i]
				h[i][i] += fitRidge
			}
		}
		step := solve(h, g)
		var most float64
		for i := range theta {
			theta[i] += step[i]
			most = max(most, math.Abs(step[i]))
		}
		if most < fitDone {
			break
		}
	}
	return theta[:n-1], theta[n-1]
}

// solve returns x with a·x = b, by elimination; a and b are used up.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		p := i
		for k := i + 1; k < n; k++ {
			if math.Abs(a[k][i]) > math.Abs(a[p][i]) {
				p = k
			}
		}
		a[i], a[p], b[i], b[p] = a[p], a[i], b[p], b[i]
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = b[i]
		for j := i + 1; j < n; j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}
