package extract

import (
	"encoding/binary"
	"math"
	"sync"

	_ "embed" // for the model

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/lang"
	"github.com/parley-news/parley/internal/learn"
)

//go:embed model/dump.bin
var dumpBytes []byte

var builtinDump = sync.OnceValue(func() *DumpModel {
	m, err := ParseDumpModel(dumpBytes)
	if err != nil {
		panic(err) // a broken build: the model is part of the program
	}
	return m
})

// DumpModel tells the lines of an article in a plain-text dump from the others. See
// model/README-dump.md for the one that is built in. It is not changed after parsing and safe for concurrent use.
//
// Encoded, it is "PDM1", the version of the features (two bytes), the threshold (four) and two ensembles of trees. Little-endian.
type DumpModel struct {
	First, Second *learn.Trees
	Threshold     float32 // least probability of a line of the body
}

const dumpMagic = "PDM1"

// Append adds the encoded model to b.
func (m *DumpModel) Append(b []byte) []byte {
	b = append(b, dumpMagic...)
	b = binary.LittleEndian.AppendUint16(b, dumpFeatureVersion)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Threshold))
	return m.Second.Append(m.First.Append(b))
}

// ParseDumpModel reads an encoded model.
func ParseDumpModel(b []byte) (*DumpModel, error) {
	le := binary.LittleEndian
	if len(b) < 10 || string(b[:4]) != dumpMagic {
		return nil, fault.Errorf(fault.Invalid, "dump model: not a model")
	}
	if v := le.Uint16(b[4:]); v != dumpFeatureVersion {
		return nil, fault.Errorf(fault.Invalid, "dump model: made for features of version %d, these are %d: train it again", v, dumpFeatureVersion)
	}
	m := &DumpModel{Threshold: math.Float32frombits(le.Uint32(b[6:]))}
	var err error
	if m.First, b, err = learn.ParseTrees(b[10:]); err != nil {
		return nil, err
	}
	if m.Second, _, err = learn.ParseTrees(b); err != nil {
		return nil, err
	}
	if m.First.Width() != dumpFirst || m.Second.Width() != dumpSecond {
		return nil, fault.Errorf(fault.Invalid, "dump model: %d and %d features, want %d and %d", m.First.Width(), m.Second.Width(), dumpFirst, dumpSecond)
	}
	return m, nil
}

// chances returns the probability of each line to be of the body.
func (m *DumpModel) chances(ls []dumpLine, language string) []float32 {
	if len(ls) == 0 {
		return nil
	}
	f := dumpFeatures(ls, language)
	p := sigmoids(m.First.Score(f))
	return sigmoids(m.Second.Score(secondPass(f, ls, p)))
}

func sigmoids(scores []float32) []float32 {
	for i, s := range scores {
		scores[i] = learn.Sigmoid(s)
	}
	return scores
}

// DumpLines is a dump as the model sees it. Only training and measuring need it; everybody else calls Page.
type DumpLines struct {
	lines    []dumpLine
	language string
}

// NewDumpLines reads the lines of a dump.
func NewDumpLines(s string) *DumpLines {
	language := lang.Identify(s, "")
	return &DumpLines{dumpLines(s, language), language}
}

// Len is the number of lines.
func (d *DumpLines) Len() int { return len(d.lines) }

// Text is line i.
func (d *DumpLines) Text(i int) string { return d.lines[i].text }

// First are the features of the first pass.
func (d *DumpLines) First() *learn.Matrix { return dumpFeatures(d.lines, d.language) }

// Second are the features of the second pass, given those of the first and what it said.
func (d *DumpLines) Second(first *learn.Matrix, p []float32) *learn.Matrix {
	return secondPass(first, d.lines, p)
}
