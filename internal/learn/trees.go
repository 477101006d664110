package learn

import (
	"encoding/binary"
	"math"

	"github.com/parley-news/parley/internal/fault"
)

// Trees is an ensemble of oblivious regression trees for two classes: every tree asks
// the same treeDepth questions of every row, so that a row's answer is a table entry and
// a whole page is scored without a branch. The zero value says 0 to everything. A
// Trees is not changed after training or parsing and is safe for concurrent use.
//
// Encoded, it is "PTR2", the base score, the number of features and of trees, then for each tree its
// questions (feature, two bytes; threshold, four) and its 2^treeDepth leaf values (four each). Little-endian.
type Trees struct {
	base  float32
	width int
	trees []tree
}

const (
	treeDepth  = 6
	treeLeaves = 1 << treeDepth
)

type tree struct {
	feat  [treeDepth]uint16
	bound [treeDepth]int32 // order key of the threshold: the bit is set where the feature lies above
	leaf  [treeLeaves]float32
}

// Matrix is feature vectors of one page, feature by feature: the values of
// feature j of all rows stand together.
type Matrix struct {
	Rows, Width int
	values      []float32
}

// NewMatrix makes a matrix of zeros.
func NewMatrix(rows, width int) *Matrix {
	return &Matrix{rows, width, make([]float32, rows*width)}
}

// Set puts a value.
func (m *Matrix) Set(row, feature int, v float32) { m.values[feature*m.Rows+row] = v }

// At returns a value.
func (m *Matrix) At(row, feature int) float32 { return m.values[feature*m.Rows+row] }

// Column returns the values of a feature for all rows; writing to it changes the matrix.
func (m *Matrix) Column(feature int) []float32 {
	return m.values[feature*m.Rows : (feature+1)*m.Rows]
}

// orderKey maps floats to integers that compare as the floats do.
func orderKey(f float32) int32 {
	b := int32(math.Float32bits(f))
	return b ^ (b >> 31 & math.MaxInt32)
}

// Score returns a score for every row: above 0 is the positive class.
func (t *Trees) Score(m *Matrix) []float32 {
	out := make([]float32, m.Rows)
	for i := range out {
		out[i] = t.base
	}
	keys := make([]int32, len(m.values))
	for i, v := range m.values {
		keys[i] = orderKey(v)
	}
	for k := range t.trees {
		t.trees[k].add(out, keys)
	}
	return out
}

func (t *tree) add(out []float32, keys []int32) {
	n := len(out)
	column := func(d int) ([]int32, int64) {
		at := int(t.feat[d]) * n
		return keys[at : at+n : at+n], int64(t.bound[d])
	}
	c0, b0 := column(0)
	c1, b1 := column(1)
	c2, b2 := column(2)
	c3, b3 := column(3)
	c4, b4 := column(4)
	c5, b5 := column(5)
	for i := range out {
		// The sign bit of the difference is the answer to each question.
		k := uint64(b0-int64(c0[i]))>>63 |
			uint64(b1-int64(c1[i]))>>63<<1 |
			uint64(b2-int64(c2[i]))>>63<<2 |
			uint64(b3-int64(c3[i]))>>63<<3 |
			uint64(b4-int64(c4[i]))>>63<<4 |
			uint64(b5-int64(c5[i]))>>63<<5
		out[i] += t.leaf[k&(treeLeaves-1)]
	}
}

// Width is the number of features that a matrix must have.
func (t *Trees) Width() int { return t.width }

// Sigmoid turns a score into a probability.
func Sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

const treesMagic = "PTR2"

// Append adds the encoded ensemble to b.
func (t *Trees) Append(b []byte) []byte {
	le := binary.LittleEndian
	b = append(b, treesMagic...)
	b = le.AppendUint32(b, math.Float32bits(t.base))
	b = le.AppendUint16(b, uint16(t.width))
	b = le.AppendUint16(b, uint16(len(t.trees)))
	for i := range t.trees {
		tr := &t.trees[i]
		for d := range treeDepth {
			b = le.AppendUint16(b, tr.feat[d])
			b = le.AppendUint32(b, uint32(tr.bound[d]))
		}
		for _, v := range tr.leaf {
			b = le.AppendUint32(b, math.Float32bits(v))
		}
	}
	return b
}

// ParseTrees reads an encoded ensemble from the start of b and returns what follows it.
func ParseTrees(b []byte) (*Trees, []byte, error) {
	r := treeReader{b: b}
	if string(r.take(4)) != treesMagic {
		return nil, nil, fault.Errorf(fault.Invalid, "trees: not an ensemble of trees")
	}
	t := &Trees{base: math.Float32frombits(r.u32()), width: int(r.u16())}
	n := int(r.u16())
	if len(r.b) < n*(treeDepth*6+treeLeaves*4) {
		return nil, nil, fault.Errorf(fault.Invalid, "trees: cut short")
	}
	t.trees = make([]tree, n)
	for i := range t.trees {
		tr := &t.trees[i]
		for d := range treeDepth {
			tr.feat[d], tr.bound[d] = r.u16(), int32(r.u32())
			if int(tr.feat[d]) >= t.width {
				return nil, nil, fault.Errorf(fault.Invalid, "trees: tree %d asks for feature %d of %d", i, tr.feat[d], t.width)
			}
		}
		for k := range tr.leaf {
			tr.leaf[k] = math.Float32frombits(r.u32())
		}
	}
	return t, r.b, nil
}

// treeReader takes little-endian values off a slice; past its end it reads zeros.
type treeReader struct{ b []byte }

func (r *treeReader) take(n int) []byte {
	if len(r.b) < n {
		r.b = nil
		return make([]byte, n)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *treeReader) u16() uint16 { return binary.LittleEndian.Uint16(r.take(2)) }
func (r *treeReader) u32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }
