package english

import "github.com/parley-news/parley/internal/learn"

// reach is how far from a cue, in tokens, its source and content are looked for.
const reach = 120

// second is what the features of the second look are made from: the roles of
// the first look, counted so that any two places can be compared at once.
type second struct {
	*context
	role                     []label
	cues, sources, contents  []int32 // runs of each that begin before a token
	lastCue, nextCue         []int32 // first token of the nearest run of cue before and after, or -1
	lastSource, nextSource   []int32
	lastContent, nextContent []int32
	bond                     []bond // of the tokens of the sentence that begins at bondStart, to one candidate
	bondStart                int
	path                     []int32
}

func newSecond(c *context, role []label) *second {
	n := len(role)
	s := &second{context: c, role: role}
	s.cues, s.lastCue, s.nextCue = runs(role, beginCue, n)
	s.sources, s.lastSource, s.nextSource = runs(role, beginSource, n)
	s.contents, s.lastContent, s.nextContent = runs(role, beginContent, n)
	return s
}

func runs(role []label, begin label, n int) (count, last, next []int32) {
	all := make([]int32, 3*n+1)
	count, last, next = all[:n+1], all[n+1:2*n+1], all[2*n+1:]
	at := int32(-1)
	for i, r := range role {
		last[i] = at
		count[i+1] = count[i]
		if r == begin {
			count[i+1]++
			at = int32(i)
		}
	}
	at = -1
	for i := n - 1; i >= 0; i-- {
		next[i] = at
		if role[i] == begin {
			at = int32(i)
		}
	}
	return count, last, next
}

// candidate is a cue to look at more closely.
type candidate struct {
	cue    Range
	anchor int    // the token of it that says most
	sure   uint32 // how clear the first look was, in classes
	odds   int32  // by how much the second look is for it
	window Range  // where its source and content are looked for
}

// candidates returns the cues of the first look, and the tokens that nearly were.
func (s *second) candidates(nearly []int32) []candidate {
	var out []candidate
	for i := 0; i < len(s.role); i++ {
		switch {
		case s.role[i] == beginCue:
			j := i + 1
			for j < len(s.role) && s.role[j] == inCue {
				j++
			}
			out = append(out, s.candidate(Range{i, j}, nearly))
			i = j - 1
		case nearly != nil && nearly[i] > nearEnough && part(s.role[i]) != part(beginCue) && s.t.Tokens[i].cue > 0:
			out = append(out, s.candidate(Range{i, i + 1}, nearly))
		}
	}
	return out
}

// nearEnough is the margin from which a token is looked at that the first look did not
// make a cue. Zero: by itself it would be one, only its neighbours speak against it.
const nearEnough = 0

func (s *second) candidate(cue Range, margin []int32) candidate {
	toks := s.t.Tokens
	best := cue.Start
	for i := cue.Start; i < cue.End; i++ {
		if toks[i].cue > toks[best].cue || toks[i].cue == toks[best].cue && toks[i].Tag.IsVerb() {
			best = i
		}
	}
	w := Range{max(0, best-reach), min(len(toks), best+reach)}
	for toks[w.Start].Paragraph != toks[best].Paragraph {
		w.Start++
	}
	for toks[w.End-1].Paragraph != toks[best].Paragraph {
		w.End--
	}
	sure := uint32(0)
	if margin != nil {
		most := margin[cue.Start]
		for i := cue.Start; i < cue.End; i++ {
			most = max(most, margin[i])
		}
		sure = uint32(min(15, max(0, 8+most/40)))
	}
	return candidate{cue: cue, anchor: best, sure: sure, window: w}
}

// features appends the features of token i for candidate k.
func (s *second) features(f []uint32, k *candidate, i int) []uint32 {
	h := learn.Hash
	toks := s.t.Tokens
	t, a := &toks[i], &toks[k.anchor]
	sent := s.t.Sentences[t.Sentence]
	l1, l2, r1, r2 := s.at(i, -1, sent), s.at(i, -2, sent), s.at(i, 1, sent), s.at(i, 2, sent)
	side, lo, hi := uint32(1), i+1, k.anchor
	switch {
	case i >= k.cue.Start && i < k.cue.End:
		side, lo, hi = 2, i, i
	case i > k.anchor:
		side, lo, hi = 3, k.cue.End, i
	}
	delta := uint32(min(2, max(-2, t.Sentence-a.Sentence)) + 2)
	gap := s.between(lo, hi)
	var nCues, nSources, nContents uint32
	if hi > lo {
		nCues = uint32(min(2, s.cues[hi]-s.cues[lo]))
		nSources = uint32(min(2, s.sources[hi]-s.sources[lo]))
		nContents = uint32(min(2, s.contents[hi]-s.contents[lo]))
	}
	role, roleL, roleR := s.roleAt(i), s.roleAt(i-1), s.roleAt(i+1)
	place := side | delta<<2
	what := place | role<<5 | nCues<<8
	anchorS := s.t.Sentences[a.Sentence]
	next, prev := plain(s.at(k.cue.End-1, 1, anchorS)), uint32(s.at(k.cue.Start, -1, anchorS).Tag)
	same := flag(t.Quote == a.Quote)
	quote := flag(t.Quote > 0) | flag(a.Quote > 0)<<1 | same<<2 | uint32(t.Mark)<<3 | uint32(l1.Mark)<<5 | uint32(r1.Mark)<<7
	dist := bucket(abs(i - k.anchor))
	facts := &s.sentences[t.Sentence]
	inSentence := uint32(min(2, s.cues[sent.End]-s.cues[sent.Start]))
	tag, lemma := uint32(t.Tag), a.lemma
	shape := s.patterns(k)

	f = append(f,
		h(200, side, 0, 0), h(201, what, 0, 0), h(202, what, lemma, 0), h(203, role|roleL<<3|roleR<<6, place, nCues),
		h(204, what, nSources, nContents), h(205, what, dist, 0), h(206, what, gap, 0), h(207, what, gap, lemma),
		h(208, t.form, side, 0), h(209, t.form, side, role), h(210, tag, what, 0), h(211, tag, side, lemma), h(212, t.form, side, lemma),
		h(213, l1.form, side, role), h(214, r1.form, side, role), h(215, uint32(l1.Tag), tag, side), h(216, tag, uint32(r1.Tag), side),
		h(217, uint32(l1.Tag)|tag<<8, uint32(r1.Tag), side), h(218, uint32(l2.Tag)|uint32(l1.Tag)<<8, tag, side), h(219, tag|uint32(r1.Tag)<<8, uint32(r2.Tag), side),
		h(220, next, what, 0), h(221, next, lemma, what), h(222, next, prev, what),
		h(223, quote, what, 0), h(224, quote, place, lemma), h(225, quote, place, next),
		h(226, inSentence, what, quote&7), h(227, flag(facts.opens)|flag(facts.closes)<<1|uint32(facts.best)<<2, what, quote&7),
		h(228, bucket(i-sent.Start), side, role), h(229, bucket(sent.End-i), side, role),
		h(233, shape, what, 0), h(234, shape, what, quote&7), h(235, shape, lemma, what),
		h(236, l1.form, t.form, side), h(237, t.form, r1.form, side), h(238, dist, lemma, side), h(239, t.shape, side, role),
		h(240, l1.lemma, side, lemma),
	)
	f = s.bondFeatures(f, k, i, what)
	return s.reachFeatures(f, k, i, what)
}

// reachFeatures appends whether the nearest cues of token i are the candidate.
func (s *second) reachFeatures(f []uint32, k *candidate, i int, what uint32) []uint32 {
	h := learn.Hash
	left := flag(s.lastCue[i] >= int32(k.cue.Start) && s.lastCue[i] < int32(k.cue.End))
	right := flag(s.nextCue[i] >= int32(k.cue.Start) && s.nextCue[i] < int32(k.cue.End))
	toks := s.t.Tokens
	sameL := flag(s.lastCue[i] >= 0 && toks[s.lastCue[i]].Sentence == toks[i].Sentence)
	sameR := flag(s.nextCue[i] >= 0 && toks[s.nextCue[i]].Sentence == toks[i].Sentence)
	bits := left | right<<1 | sameL<<2 | sameR<<3
	f = append(f, h(241, bits, what, 0))
	if s.nextCue[i] >= 0 && right == 0 && sameR == 1 {
		f = append(f, h(242, toks[s.nextCue[i]].lemma, what, 0))
	}
	if s.lastCue[i] >= 0 && left == 0 && sameL == 1 {
		f = append(f, h(243, toks[s.lastCue[i]].lemma, what, 0))
	}
	return f
}

// patterns packs which roles stand nearest to the candidate on both sides, in its sentence and with no other cue between.
func (s *second) patterns(k *candidate) uint32 {
	i, e := k.cue.Start, k.cue.End-1
	near := func(at, other int32) uint32 {
		if at < 0 || s.t.Tokens[at].Sentence != s.t.Tokens[k.anchor].Sentence {
			return 0
		}
		lo, hi := min(int(at), i), max(int(at), e)
		if s.cues[hi+1]-s.cues[lo] > 1 {
			return 1
		}
		if other >= 0 && (other > at) == (at < int32(i)) && s.t.Tokens[other].Sentence == s.t.Tokens[at].Sentence {
			return 2
		}
		return 3
	}
	sl, sr := s.lastSource[i], s.nextSource[e]
	cl, cr := s.lastContent[i], s.nextContent[e]
	return near(sl, cl) | near(sr, cr)<<2 | near(cl, -1)<<4 | near(cr, -1)<<6
}

// acceptFeatures appends what tells a true candidate from a false one.
func (s *second) acceptFeatures(f []uint32, k *candidate) []uint32 {
	h := learn.Hash
	a := &s.t.Tokens[k.anchor]
	sent := s.t.Sentences[a.Sentence]
	next, prev := plain(s.at(k.cue.End-1, 1, sent)), plain(s.at(k.cue.Start, -1, sent))
	shape, role, quote := s.patterns(k), s.roleAt(k.anchor), flag(a.Quote > 0)
	others := uint32(min(3, s.cues[sent.End]-s.cues[sent.Start]))
	size := uint32(min(3, k.cue.End-k.cue.Start))
	source := uint32(0)
	if shape&3 >= 2 {
		source = s.t.Tokens[s.lastSource[k.cue.Start]].form
	}
	f = s.first(f, k.anchor)
	return append(f, h(400, k.sure, 0, 0), h(401, k.sure, role, 0), h(402, k.sure, shape, 0), h(403, k.sure, a.lemma, 0), h(404, k.sure, others, quote),
		h(405, shape, a.lemma, 0), h(406, shape, role, next), h(407, shape, prev, next), h(408, a.lemma, next, role), h(409, a.lemma, prev, next),
		h(410, shape, quote, uint32(a.Tag)), h(411, size, role, uint32(a.Tag)), h(412, source, a.lemma, 0), h(413, source, k.sure, 0), h(414, k.sure, uint32(a.cue), uint32(a.Tag)),
		h(415, others, shape, a.lemma), h(416, k.sure, next, shape))
}

func (s *second) roleAt(i int) uint32 {
	if i < 0 || i >= len(s.role) {
		return 7
	}
	return uint32(s.role[i])
}

func abs(x int) int { return max(x, -x) }
