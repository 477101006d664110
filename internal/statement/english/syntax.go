package english

import "github.com/parley-news/parley/internal/learn"

// cueTies is, for a token, the likely cue it hangs on in the tree of its sentence.
type cueTies struct {
	above  int32 // nearest likely cue above it, or -1
	branch int32 // the dependent of that cue through which it hangs
	beside int32 // nearest likely cue that hangs on it or on a token above it, or -1
	stem   int32 // the token on which that cue hangs
}

var noTies = cueTies{-1, -1, -1, -1}

// ties works out the ties of all tokens of a sentence: every token after its head.
func (c *context) ties(out []cueTies, s Range) {
	toks := c.t.Tokens
	const todo = -2
	for i := s.Start; i < s.End; i++ {
		out[i] = cueTies{todo, -1, -1, -1}
	}
	for i := s.Start; i < s.End; i++ {
		if h := toks[i].head; h >= 0 && toks[i].cue >= likely && toks[i].Tag.IsVerb() && out[h].beside < 0 {
			out[h].beside, out[h].stem = int32(i), h
		}
	}
	var path []int32
	for i := s.Start; i < s.End; i++ {
		path = path[:0]
		at := int32(i)
		for at >= 0 && out[at].above == todo && len(path) < maxSentence {
			path = append(path, at)
			at = toks[at].head
		}
		for k := len(path) - 1; k >= 0; k-- {
			c.tie(out, path[k])
		}
	}
}

// tie works out the ties of token i from those of its head.
func (c *context) tie(out []cueTies, i int32) {
	toks := c.t.Tokens
	h := toks[i].head
	up := noTies
	if h >= 0 {
		up = out[h]
		if toks[h].cue >= 2 {
			up.above, up.branch = h, i
		}
	}
	if out[i].beside >= 0 {
		up.beside, up.stem = out[i].beside, i
	}
	out[i] = up
}

// syntax appends what the token's place in the sentence's tree says.
func (c *context) syntax(f []uint32, i int) []uint32 {
	h := learn.Hash
	toks := c.t.Tokens
	t := &toks[i]
	tag, in := uint32(t.Tag), flag(t.Quote > 0)
	head, side := &beyond, uint32(0)
	if t.head >= 0 {
		head, side = &toks[t.head], sideOf(i, int(t.head))
	}
	f = append(f, h(161, head.lemma, side, 0), h(162, head.lemma, side, tag), h(163, uint32(head.Tag), side, tag), h(164, uint32(head.cue), side, tag))
	tie := &c.tied[i]
	above := uint32(0)
	if tie.above >= 0 {
		a, b := &toks[tie.above], &toks[tie.branch]
		above = 1 + sideOf(int(tie.branch), int(tie.above)) + uint32(a.cue)<<4 + uint32(b.Tag)<<8
		f = append(f, h(165, a.lemma, above, in), h(166, a.lemma, above, tag))
	}
	beside := uint32(0)
	if tie.beside >= 0 {
		b, st := &toks[tie.beside], &toks[tie.stem]
		beside = 1 + sideOf(i, int(tie.beside)) + sideOf(int(tie.stem), int(tie.beside))<<2 + uint32(b.cue)<<4 + uint32(st.Tag)<<8
		f = append(f, h(167, b.lemma, beside, in), h(168, uint32(b.cue), beside, tag))
	}
	return append(f, h(169, above, beside, in), h(170, above, tag, in), h(171, above&0xff, beside&0xff, tag))
}

// sideOf is 1 when a stands before b, 2 when after, 3 when they are one.
func sideOf(a, b int) uint32 {
	switch {
	case a < b:
		return 1
	case a > b:
		return 2
	}
	return 3
}

// levels is how far above a cue the tree is looked at.
const levels = 3

// bond says how a token hangs together with a candidate in the tree: code 0 when it does not.
type bond struct {
	code   uint32 // level at which their paths meet, side and tag of the branch, own depth
	branch int32  // the branch of the token below the meeting point
}

// bonds works out the bonds of the tokens in the anchor's sentence.
func (s *second) bonds(k *candidate) {
	toks := s.t.Tokens
	sent := s.t.Sentences[toks[k.anchor].Sentence]
	n := sent.End - sent.Start
	s.bond, s.bondStart = resize(s.bond, n), sent.Start
	for i := range s.bond {
		s.bond[i] = bond{branch: -2}
	}
	at := int32(k.anchor)
	for level := uint32(0); level <= levels && at >= 0; level++ {
		s.bond[int(at)-sent.Start] = bond{code: 1 + level, branch: -1}
		at = toks[at].head
	}
	for i := range s.bond {
		s.path = s.path[:0]
		at := int32(sent.Start + i)
		for at >= 0 && s.bond[int(at)-sent.Start].branch == -2 && len(s.path) < maxSentence {
			s.path = append(s.path, at)
			at = toks[at].head
		}
		for p := len(s.path) - 1; p >= 0; p-- {
			s.join(s.path[p], sent.Start)
		}
	}
}

func (s *second) join(i int32, start int) {
	toks := s.t.Tokens
	h := toks[i].head
	b := &s.bond[int(i)-start]
	b.branch = -3
	if h < 0 {
		return
	}
	up := s.bond[int(h)-start]
	switch {
	case up.branch == -1: // the head is on the path of the cue
		b.code = up.code | 8 | sideOf(int(i), int(h))<<4 | uint32(toks[i].Tag)<<8
		b.branch = i
	case up.branch >= 0:
		depth := min(up.code>>16+1, 3)
		b.code = up.code&0xffff | depth<<16
		b.branch = up.branch
	}
}

func (s *second) bondFeatures(f []uint32, k *candidate, i int, what uint32) []uint32 {
	h := learn.Hash
	at := i - s.bondStart
	if at < 0 || at >= len(s.bond) {
		return f
	}
	b := s.bond[at]
	t, a := &s.t.Tokens[i], &s.t.Tokens[k.anchor]
	top := b.code & 0xffff
	f = append(f, h(250, b.code, what, 0), h(251, top, a.lemma, what&3), h(252, top, a.lemma, what), h(253, b.code, uint32(t.Tag), what&3), h(254, top, what, uint32(t.Tag)))
	if b.branch >= 0 {
		br := &s.t.Tokens[b.branch]
		f = append(f, h(255, top, br.lemma, what&3), h(256, top, br.lemma, a.lemma))
	}
	return f
}
