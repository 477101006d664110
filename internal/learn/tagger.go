package learn

// Linear scores labels by hashed features: for each feature that the model knows
// a row of small whole numbers is added up. It is read-only and safe for concurrent use.
//
// A feature is a 32-bit hash. Scores are integers, so that the same input gives the same answer on every machine.
type Linear struct {
	labels int
	stride int // labels rounded up to 8
	mask   uint32
	slots  []slot // open addressing, at most half full
	rows   []int8
}

type slot struct {
	key uint32 // the feature; 0 is empty, and no feature
	row uint32 // where its row begins in rows
}

// Labels is how many labels the model knows.
func (m *Linear) Labels() int { return m.labels }

// Features is how many features the model knows.
func (m *Linear) Features() int { return len(m.rows) / m.stride }

// Stride is the length of a score vector that Score takes: Labels rounded up to a multiple of eight.
func (m *Linear) Stride() int { return m.stride }

// scoredAtOnce is how many features are looked up together.
const scoredAtOnce = 64

// Score adds to scores what the features say. It needs len(scores) == Stride.
//
// The tables are larger than the processor's caches, and waiting for memory is most of the time. So the places are read
// first, one after the other without looking at what stands there: the reads then overlap.
func (m *Linear) Score(scores []int32, features []uint32) {
	if len(m.slots) == 0 {
		return
	}
	var at, rows [scoredAtOnce]uint32
	for len(features) > 0 {
		part := features[:min(len(features), scoredAtOnce)]
		features = features[len(part):]
		var touched uint32
		for k, f := range part {
			i := spread(f) & m.mask
			at[k] = i
			touched += m.slots[i].key
		}
		n := 0
		for k, f := range part {
			i := at[k]
			for m.slots[i].key != f && m.slots[i].key != 0 {
				i = (i + 1) & m.mask
			}
			if m.slots[i].key == f {
				rows[n] = m.slots[i].row
				touched += uint32(m.rows[rows[n]])
				n++
			}
		}
		m.touch(touched)
		for _, r := range rows[:n] {
			addRow(scores, m.rows[r:r+uint32(m.stride)])
		}
	}
}

// touch takes what was read ahead, so that reading it is not optimised away.
//
//go:noinline
func (m *Linear) touch(uint32) {}

// addRow adds a row to scores, eight at a time: both are as long as the stride.
func addRow(scores []int32, row []int8) {
	for k := 0; k+8 <= len(row) && k+8 <= len(scores); k += 8 {
		s, r := scores[k:k+8:k+8], row[k:k+8:k+8]
		s[0] += int32(r[0])
		s[1] += int32(r[1])
		s[2] += int32(r[2])
		s[3] += int32(r[3])
		s[4] += int32(r[4])
		s[5] += int32(r[5])
		s[6] += int32(r[6])
		s[7] += int32(r[7])
	}
}

// Best returns the label with the highest score, the first of equals.
func (m *Linear) Best(scores []int32) int {
	best := 0
	for k := 1; k < m.labels; k++ {
		if scores[k] > scores[best] {
			best = k
		}
	}
	return best
}

func newLinear(labels, features int) *Linear {
	n := 2
	for n < 2*features {
		n *= 2
	}
	stride := (labels + 7) / 8 * 8
	return &Linear{labels: labels, stride: stride, mask: uint32(n - 1), slots: make([]slot, n), rows: make([]int8, 0, min(features, 1<<14)*stride)}
}

// put adds the row of a feature that is not there yet.
func (m *Linear) put(f uint32, row []int8) {
	i := spread(f) & m.mask
	for m.slots[i].key != 0 {
		i = (i + 1) & m.mask
	}
	m.slots[i] = slot{f, uint32(len(m.rows))}
	m.rows = append(m.rows, row...)
	for range m.stride - len(row) {
		m.rows = append(m.rows, 0)
	}
}

// spread makes a place in a table of a feature: at most 2^23 places.
func spread(f uint32) uint32 { return f * 0x9e3779b1 >> 9 }

// Hash is a feature made from a template's number and up to three values. Collisions are rare and harmless.
func Hash(template uint32, a, b, c uint32) uint32 {
	h := uint64(template)*0x9e3779b97f4a7c15 + uint64(a)
	h = (h ^ h>>32) * 0xd6e8feb86659fd93
	h += uint64(b)<<32 | uint64(c)
	h = (h ^ h>>32) * 0xd6e8feb86659fd93
	return max(1, uint32((h^h>>29)>>16))
}
