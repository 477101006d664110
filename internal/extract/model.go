package extract

import (
	"encoding/binary"
	"math"
	"sync"

	_ "embed" // for the model

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/learn"
)

//go:embed model/extract.bin
var modelBytes []byte

// builtin is the model that Page uses, parsed at first use.
var builtin = sync.OnceValue(func() *Model {
	m, err := ParseModel(modelBytes)
	if err != nil {
		panic(err) // a broken build: the model is part of the program
	}
	return m
})

// Model tells article text from the rest of a page. See model/README.md for the
// one that is built in. It is not changed after parsing and safe for concurrent use.
//
// Encoded, it is "PXM1", the version of the features (two bytes), the threshold, three tables of
// token weights (a count of four bytes, then pairs of hash and weight by rising hash) and two ensembles of trees. Little-endian.
type Model struct {
	Names         Weights // of class and id tokens
	Words         Weights // of words in their places in a block
	Terms         Weights // of words wherever they stand
	First, Second *learn.Trees
	Threshold     float32 // least probability of a block of the body
}

const modelMagic = "PXM1"

// Append adds the encoded model to b.
func (m *Model) Append(b []byte) []byte {
	le := binary.LittleEndian
	b = append(b, modelMagic...)
	b = le.AppendUint16(b, featureVersion)
	b = le.AppendUint32(b, math.Float32bits(m.Threshold))
	for _, t := range []*Weights{&m.Names, &m.Words, &m.Terms} {
		list := t.sorted()
		b = le.AppendUint32(b, uint32(len(list)))
		for _, w := range list {
			b = le.AppendUint32(b, w.key)
			b = le.AppendUint32(b, math.Float32bits(w.value))
		}
	}
	return m.Second.Append(m.First.Append(b))
}

// ParseModel reads an encoded model.
func ParseModel(b []byte) (*Model, error) {
	le := binary.LittleEndian
	if len(b) < 10 || string(b[:4]) != modelMagic {
		return nil, fault.Errorf(fault.Invalid, "extraction model: not a model")
	}
	if v := le.Uint16(b[4:]); v != featureVersion {
		return nil, fault.Errorf(fault.Invalid, "extraction model: made for features of version %d, these are %d: train it again", v, featureVersion)
	}
	m := &Model{Threshold: math.Float32frombits(le.Uint32(b[6:]))}
	b = b[10:]
	for _, t := range []*Weights{&m.Names, &m.Words, &m.Terms} {
		if len(b) < 4 || len(b) < 4+8*int(le.Uint32(b)) {
			return nil, fault.Errorf(fault.Invalid, "extraction model: cut short")
		}
		n := int(le.Uint32(b))
		list := make(map[uint32]float32, n)
		for b = b[4:]; n > 0; n-- {
			list[le.Uint32(b)] = math.Float32frombits(le.Uint32(b[4:]))
			b = b[8:]
		}
		*t = NewWeights(list)
	}
	var err error
	if m.First, b, err = learn.ParseTrees(b); err != nil {
		return nil, err
	}
	if m.Second, _, err = learn.ParseTrees(b); err != nil {
		return nil, err
	}
	if m.First.Width() != firstFeatures || m.Second.Width() != secondFeatures {
		return nil, fault.Errorf(fault.Invalid, "extraction model: %d and %d features, want %d and %d", m.First.Width(), m.Second.Width(), firstFeatures, secondFeatures)
	}
	return m, nil
}

// weigh gives elements and blocks the weights of their tokens.
func (o *outline) weigh(m *Model) {
	for i := range o.elements {
		e := &o.elements[i]
		n := 0
		e.own = 0
		for _, t := range o.tokens[e.tokenStart:e.tokenEnd] {
			e.own += m.Names.At(t)
			n++
		}
		if n > 4 {
			e.own *= 4 / float32(n)
		}
		if e.parent < 0 {
			e.least, e.most, e.decayed = e.own, e.own, e.own
			continue
		}
		p := &o.elements[e.parent]
		e.least, e.most, e.decayed = min(p.least, e.own), max(p.most, e.own), p.decayed*0.6+e.own
	}
	at := int32(0)
	var terms []uint32
	for i := range o.blocks {
		b := &o.blocks[i]
		terms = appendTerms(terms[:0], o.of(b))
		b.termWeight, b.termLeast = 0, 0
		for _, t := range terms {
			w := m.Terms.At(t)
			b.termWeight += w
			b.termLeast = min(b.termLeast, w)
		}
		b.termWeight /= float32(len(terms) + 3)
		b.wordWeight = 0
		for _, t := range b.wordTokens {
			if t != 0 {
				b.wordWeight += m.Words.At(t)
			}
		}
		b.inlineWeight = 0
		for ; at < b.runs; at++ {
			b.inlineWeight += o.elements[o.runs[at].el].own * float32(o.runs[at].chars) / float32(b.chars)
		}
	}
}

// score returns the probability of each block to be of the article's body.
func (m *Model) score(o *outline) []float32 {
	if len(o.blocks) == 0 {
		return nil
	}
	o.weigh(m)
	f := o.features()
	p := probabilities(m.First.Score(f))
	return probabilities(m.Second.Score(o.context(f, p)))
}

func probabilities(scores []float32) []float32 {
	for i, s := range scores {
		scores[i] = learn.Sigmoid(s)
	}
	return scores
}
