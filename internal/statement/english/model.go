package english

import (
	"bytes"
	"encoding/binary"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/learn"
)

// Models is all that is learnt. It is read-only and safe for concurrent use.
type Models struct {
	tags   *learn.Linear
	parse  *learn.Linear
	cues   cueWords
	first  *learn.Tagger // all roles at once, over a paragraph
	accept *learn.Tagger // whether a candidate is a cue: 1, or not: 0; of one position, without bias
	each   *learn.Tagger // the roles of one cue
}

// magic begins a file of models; its last byte is the version of the features.
const magic = "parley statement 1\n"

// AppendTo writes the models to the end of b.
func (m *Models) AppendTo(b []byte) []byte {
	b = append(b, magic...)
	b = m.tags.AppendTo(b)
	b = m.parse.AppendTo(b)
	b = binary.AppendUvarint(b, uint64(len(m.cues)))
	for _, lemma := range m.cues.sorted() {
		b = binary.AppendUvarint(b, uint64(lemma))
		b = append(b, m.cues[lemma])
	}
	b = m.first.AppendTo(b)
	b = m.accept.AppendTo(b)
	return m.each.AppendTo(b)
}

// ReadModels reads what AppendTo wrote.
func ReadModels(b []byte) (_ *Models, err error) {
	defer fault.Wrap(&err, "read statement models")
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, fault.Errorf(fault.Invalid, "not a file of statement models")
	}
	d := learn.NewDecoder(rest)
	m := &Models{}
	if m.tags, err = d.Linear(); err != nil {
		return nil, err
	}
	if m.parse, err = d.Linear(); err != nil {
		return nil, err
	}
	if m.cues, err = readCues(d); err != nil {
		return nil, err
	}
	for _, t := range []**learn.Tagger{&m.first, &m.accept, &m.each} {
		if *t, err = d.Tagger(); err != nil {
			return nil, err
		}
	}
	return m, m.check()
}

func readCues(d *learn.Decoder) (cueWords, error) {
	n, err := d.Uvarint()
	if err != nil {
		return nil, err
	}
	out := cueWords{}
	for range n {
		lemma, err := d.Uvarint()
		if err != nil {
			return nil, err
		}
		class, err := d.Bytes(1)
		if err != nil {
			return nil, err
		}
		out[uint32(lemma)] = class[0]
	}
	return out, nil
}

// check refuses models that are well formed but not ours.
func (m *Models) check() error {
	if m.tags.Labels() != int(tags) || m.parse.Labels() != moves || m.first.Labels() != int(roles) || m.accept.Labels() != 2 || m.each.Labels() != int(roles) {
		return fault.Errorf(fault.Invalid, "models of other labels")
	}
	return nil
}

// Tag sets the parts of speech and heads of t and what else the models know of single words.
func (m *Models) Tag(t *Text) {
	tg, ps := tagger{m.tags}, parser{m.parse}
	scores, moveScores := make([]int32, m.tags.Stride()), make([]int32, m.parse.Stride())
	var p parse
	var f []uint32
	for _, s := range t.Sentences {
		toks := t.Tokens[s.Start:s.End]
		f = tg.tag(toks, f, scores)
		f = ps.parse(&p, toks, f, moveScores)
		for i := range toks {
			if toks[i].head >= 0 {
				toks[i].head += int32(s.Start)
			}
		}
	}
	m.cues.mark(t)
}

// firstLook labels all tokens of t. The second list says by how much each token
// leads, or misses, to be a cue.
func firstLook(tagger *learn.Tagger, t *Text, c *context) ([]label, []int32) {
	out, margin := make([]label, len(t.Tokens)), make([]int32, len(t.Tokens))
	l := tagger.NewLattice()
	var f []uint32
	for _, p := range t.paragraphs() {
		l.Reset()
		for i := p.Start; i < p.End; i++ {
			f = c.first(f[:0], i)
			l.Push(f)
		}
		copy(out[p.Start:p.End], l.Labels())
		for i := range p.End - p.Start {
			margin[p.Start+i] = max(l.Margin(i, int(beginCue)), l.Margin(i, int(inCue)))
		}
	}
	return out, margin
}

// paragraphs returns the paragraphs of t as ranges of tokens.
func (t *Text) paragraphs() []Range {
	var out []Range
	for i := range t.Tokens {
		if i == 0 || t.Tokens[i].Paragraph != t.Tokens[i-1].Paragraph {
			out = append(out, Range{i, i})
		}
		out[len(out)-1].End = i + 1
	}
	return out
}
