package learn

import (
	"encoding/binary"
	"math"

	"github.com/parley-news/parley/internal/fault"
)

// A Linear model on disk: labels, number of features, then for each feature in
// ascending order its distance from the one before, a count of weights that
// are not zero, and these as pairs of label and weight. A Tagger adds its unit (eight bytes) and its table. All numbers are varints, weights one
// byte. Files compress well; that is left to the caller.

// AppendTo writes the model to the end of b.
func (m *Linear) AppendTo(b []byte) []byte {
	names := make(map[uint32]uint32, len(m.slots)/2)
	var order []uint32
	for _, s := range m.slots {
		if s.key != 0 {
			names[s.row] = s.key
		}
	}
	for row := 0; row < len(m.rows); row += m.stride { // rows stand in the order of names
		order = append(order, names[uint32(row)])
	}
	b = binary.AppendUvarint(b, uint64(m.labels))
	b = binary.AppendUvarint(b, uint64(len(order)))
	last := uint32(0)
	for i, name := range order {
		b = binary.AppendUvarint(b, uint64(name-last))
		last = name
		row := m.rows[i*m.stride : i*m.stride+m.labels]
		n := 0
		for _, w := range row {
			if w != 0 {
				n++
			}
		}
		b = append(b, byte(n))
		for k, w := range row {
			if w != 0 {
				b = append(b, byte(k), byte(w))
			}
		}
	}
	return b
}

// AppendTo writes the model to the end of b.
func (t *Tagger) AppendTo(b []byte) []byte {
	b = t.Linear.AppendTo(b)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(t.unit))
	for _, s := range t.step {
		b = binary.AppendVarint(b, int64(s))
	}
	return b
}

// Decoder reads models from a file in memory, one after another.
type Decoder struct{ rest []byte }

// NewDecoder returns a decoder of b, which must not change while it is used.
func NewDecoder(b []byte) *Decoder { return &Decoder{rest: b} }

var errShort = fault.Errorf(fault.Invalid, "the file is cut off")

// Uvarint reads a number.
func (d *Decoder) Uvarint() (uint64, error) {
	x, n := binary.Uvarint(d.rest)
	if n <= 0 {
		return 0, errShort
	}
	d.rest = d.rest[n:]
	return x, nil
}

func (d *Decoder) varint() (int64, error) {
	x, n := binary.Varint(d.rest)
	if n <= 0 {
		return 0, errShort
	}
	d.rest = d.rest[n:]
	return x, nil
}

// Bytes reads n bytes; the slice is part of the file.
func (d *Decoder) Bytes(n int) ([]byte, error) {
	if n < 0 || n > len(d.rest) {
		return nil, errShort
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b, nil
}

// most features a file may claim to have; keeps a broken one from taking all memory.
const maxFeatures = 1 << 20

// Linear reads what Linear.AppendTo wrote.
func (d *Decoder) Linear() (_ *Linear, err error) {
	defer fault.Wrap(&err, "read linear model")
	labels, err := d.Uvarint()
	if err != nil {
		return nil, err
	}
	n, err := d.Uvarint()
	if err != nil {
		return nil, err
	}
	if labels == 0 || labels > 255 || n > maxFeatures {
		return nil, fault.Errorf(fault.Invalid, "%d labels, %d features", labels, n)
	}
	m := newLinear(int(labels), int(n))
	row := make([]int8, labels)
	last := uint64(0)
	for range n {
		if last, err = d.row(last, row); err != nil {
			return nil, err
		}
		m.put(uint32(last), row)
	}
	return m, nil
}

// row reads one feature and its weights.
func (d *Decoder) row(last uint64, row []int8) (uint64, error) {
	step, err := d.Uvarint()
	if err != nil {
		return 0, err
	}
	if step == 0 || last+step > 1<<32-1 {
		return 0, fault.Errorf(fault.Invalid, "features out of order")
	}
	count, err := d.Bytes(1)
	if err != nil {
		return 0, err
	}
	pairs, err := d.Bytes(2 * int(count[0]))
	if err != nil {
		return 0, err
	}
	clear(row)
	for ; len(pairs) > 0; pairs = pairs[2:] {
		if int(pairs[0]) >= len(row) {
			return 0, fault.Errorf(fault.Invalid, "label %d of %d", pairs[0], len(row))
		}
		row[pairs[0]] = int8(pairs[1])
	}
	return last + step, nil
}

// Tagger reads what Tagger.AppendTo wrote.
func (d *Decoder) Tagger() (_ *Tagger, err error) {
	defer fault.Wrap(&err, "read tagger")
	lin, err := d.Linear()
	if err != nil {
		return nil, err
	}
	unit, err := d.Bytes(8)
	if err != nil {
		return nil, err
	}
	t := &Tagger{Linear: lin, unit: math.Float64frombits(binary.LittleEndian.Uint64(unit)), step: make([]int32, (lin.labels+1)*lin.labels)}
	for i := range t.step {
		s, err := d.varint()
		if err != nil {
			return nil, err
		}
		t.step[i] = int32(min(-Forbidden, max(Forbidden, s)))
	}
	return t, nil
}
