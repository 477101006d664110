package english

import "github.com/parley-news/parley/internal/learn"

// label is what a token is in an attribution, with its place in the run of such tokens.
type label = uint8

// The roles.
const (
	noRole label = iota
	beginSource
	inSource
	beginCue
	inCue
	beginContent
	inContent
	roles
)

// follows reports whether a role may stand after another; prev is -1 at the beginning.
func follows(prev, next int) bool {
	if next == int(inSource) || next == int(inCue) || next == int(inContent) {
		return prev == next || prev == next-1
	}
	return true
}

// part is the role without its place: 0 none, 1 source, 2 cue, 3 content.
func part(r label) label { return (r + 1) / 2 }

// context is what the features of all tokens of a text are made from, worked out once in linear time.
type context struct {
	t *Text
	// Running counts of commas, of the word "that" and of quotation marks before each token.
	commas, thats, marks []int32
	// The nearest likely cue before and after each token in its sentence: outside
	// quotations, and in the token's own quotation.
	before, after [][2]int32
	sentences     []sentenceFacts
	tied          []cueTies
}

// sentenceFacts is what features say about a whole sentence.
type sentenceFacts struct {
	best      uint8 // how likely its likeliest cue outside quotations is
	cue       int32 // that cue, or -1
	opens     bool  // begins in a quotation
	closes    bool  // ends in one
	according bool
	reports   uint8 // likely reporting verbs outside quotations
	first     bool  // of its paragraph
}

var (
	thatForm      = hashWord("that")
	accordingForm = hashWord("according")
)

// likely is the class from which a word counts as a likely cue.
const likely = 3

func newContext(t *Text) *context {
	n := len(t.Tokens)
	c := &context{t: t, commas: make([]int32, n+1), thats: make([]int32, n+1), marks: make([]int32, n+1), before: make([][2]int32, n), after: make([][2]int32, n)}
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		c.commas[i+1], c.thats[i+1], c.marks[i+1] = c.commas[i], c.thats[i], c.marks[i]
		switch {
		case tok.Kind == Comma:
			c.commas[i+1]++
		case tok.form == thatForm:
			c.thats[i+1]++
		case tok.Mark != None:
			c.marks[i+1]++
		}
	}
	c.sentences, c.tied = make([]sentenceFacts, len(t.Sentences)), make([]cueTies, n)
	for k, s := range t.Sentences {
		c.sentences[k] = c.facts(s)
		c.nearest(s)
		c.ties(c.tied, s)
	}
	return c
}

func (c *context) facts(s Range) sentenceFacts {
	toks := c.t.Tokens
	f := sentenceFacts{cue: -1, opens: toks[s.Start].Quote > 0, first: s.Start == 0 || toks[s.Start-1].Paragraph != toks[s.Start].Paragraph}
	for i := s.Start; i < s.End; i++ {
		tok := &toks[i]
		if tok.form == accordingForm {
			f.according = true
		}
		if tok.Quote == 0 && tok.cue >= 2 && tok.Tag.IsVerb() {
			f.reports = min(f.reports+1, 3)
			if tok.cue > f.best {
				f.best, f.cue = tok.cue, int32(i)
			}
		}
	}
	e := s.End - 1
	for e > s.Start && toks[e].Kind == Stop {
		e--
	}
	f.closes = toks[e].Quote > 0
	return f
}

// nearest fills before and after for one sentence.
func (c *context) nearest(s Range) {
	toks := c.t.Tokens
	pass := func(out [][2]int32, from, to, step int) {
		outside, inside, quote := int32(-1), int32(-1), int32(0)
		for i := from; i != to; i += step {
			if toks[i].Quote != quote {
				inside, quote = -1, toks[i].Quote
			}
			out[i] = [2]int32{outside, inside}
			if toks[i].cue < likely {
				continue
			}
			if toks[i].Quote == 0 {
				outside = int32(i)
			} else {
				inside = int32(i)
			}
		}
	}
	pass(c.before, s.Start, s.End, 1)
	pass(c.after, s.End-1, s.Start-1, -1)
}

func bucket(n int) uint32 {
	switch {
	case n <= 0:
		return 0
	case n <= 3:
		return uint32(n)
	case n <= 6:
		return 4
	case n <= 12:
		return 5
	case n <= 25:
		return 6
	}
	return 7
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// at returns token i+k, or beyond when it is not in the sentence.
func (c *context) at(i, k int, s Range) *Token {
	if j := i + k; j >= s.Start && j < s.End {
		return &c.t.Tokens[j]
	}
	return &beyond
}

// between packs what stands between tokens a and b: commas, "that", quotation marks.
func (c *context) between(a, b int) uint32 {
	if b <= a {
		return 0
	}
	return uint32(min(2, c.commas[b]-c.commas[a]))<<4 | uint32(min(1, c.thats[b]-c.thats[a]))<<2 | uint32(min(2, c.marks[b]-c.marks[a]))
}

// first appends the features of token i for the first look, which labels all roles at once.
func (c *context) first(f []uint32, i int) []uint32 {
	h := learn.Hash
	toks := c.t.Tokens
	t := &toks[i]
	s := c.t.Sentences[t.Sentence]
	facts := &c.sentences[t.Sentence]
	l1, l2, l3, r1, r2, r3 := c.at(i, -1, s), c.at(i, -2, s), c.at(i, -3, s), c.at(i, 1, s), c.at(i, 2, s), c.at(i, 3, s)
	in := flag(t.Quote > 0)
	q := in * (1 + bucket(int(c.t.quotes[t.Quote])/2))

	f = append(f, h(100, 0, 0, 0),
		h(101, t.form, 0, 0), h(102, l1.form, 0, 0), h(103, l2.form, 0, 0), h(104, l3.form, 0, 0), h(105, r1.form, 0, 0), h(106, r2.form, 0, 0), h(107, r3.form, 0, 0),
		h(108, uint32(t.Tag), 0, 0), h(109, uint32(l1.Tag), 0, 0), h(110, uint32(l2.Tag), 0, 0), h(111, uint32(r1.Tag), 0, 0), h(112, uint32(r2.Tag), 0, 0),
		h(113, uint32(t.cue), 0, 0), h(114, uint32(l1.cue), 0, 0), h(115, uint32(l2.cue), 0, 0), h(116, uint32(r1.cue), 0, 0), h(117, uint32(r2.cue), 0, 0),
		h(118, t.shape, 0, 0), h(119, l1.shape, 0, 0), h(120, r1.shape, 0, 0),
		h(121, t.lemma, 0, 0), h(122, l1.lemma, 0, 0), h(123, r1.lemma, 0, 0),
		h(124, uint32(t.Mark), in, 0), h(125, uint32(l1.Mark), flag(l1.Quote > 0), 0), h(126, uint32(r1.Mark), flag(r1.Quote > 0), 0),
		h(127, t.tail[1], 0, 0),
		h(128, uint32(l1.Tag), uint32(t.Tag), 0), h(129, uint32(t.Tag), uint32(r1.Tag), 0), h(130, uint32(l1.Tag), uint32(t.Tag), uint32(r1.Tag)),
		h(131, uint32(l2.Tag), uint32(l1.Tag), uint32(t.Tag)), h(132, uint32(t.Tag), uint32(r1.Tag), uint32(r2.Tag)),
		h(133, l1.form, t.form, 0), h(134, t.form, r1.form, 0), h(135, t.form, r1.form, r2.form),
		h(136, q, 0, 0), h(137, q, flag(facts.opens)<<1|flag(facts.closes), uint32(facts.best)),
		h(138, bucket(i-s.Start), 0, 0), h(139, bucket(s.End-i), 0, 0), h(140, flag(facts.first), in, bucket(i-s.Start)),
	)
	f = c.previous(f, t, in)
	f = c.neighbours(f, i, q)
	f = c.syntax(f, i)
	return append(f, h(160, uint32(facts.reports)<<1|flag(facts.according), flag(facts.opens), in))
}

// previous appends what the sentence before says.
func (c *context) previous(f []uint32, t *Token, in uint32) []uint32 {
	h := learn.Hash
	if t.Sentence == 0 {
		return append(f, h(141, 9, in, 0))
	}
	p := &c.sentences[t.Sentence-1]
	lemma := uint32(0)
	if p.best >= likely && p.cue >= 0 && !c.sentences[t.Sentence].first {
		lemma = c.t.Tokens[p.cue].lemma
	}
	return append(f, h(141, uint32(p.best)<<2|flag(c.sentences[t.Sentence].first)<<1|flag(p.closes), lemma, in))
}

// neighbours appends what the nearest likely cues on both sides say.
func (c *context) neighbours(f []uint32, i int, q uint32) []uint32 {
	h := learn.Hash
	toks := c.t.Tokens
	t := &toks[i]
	tag := uint32(t.Tag)
	left, right := uint32(0), uint32(0)
	if l := int(max(c.before[i][0], c.before[i][1])); l >= 0 {
		gap, cue := c.between(l+1, i), &toks[l]
		next := uint32(c.at(l, 1, c.t.Sentences[t.Sentence]).Tag)
		left = 1 + gap<<8 | uint32(cue.cue)<<5 | next<<16
		f = append(f, h(142, left, 0, 0), h(143, cue.lemma, gap>>2, 0), h(144, cue.lemma, bucket(i-l), 0), h(145, cue.lemma, tag, 0))
	}
	if r := minSet(c.after[i][0], c.after[i][1]); r >= 0 {
		gap, cue := c.between(i+1, r), &toks[r]
		next := plain(c.at(r, 1, c.t.Sentences[t.Sentence]))
		right = 1 + gap<<8 | uint32(cue.cue)<<5 | next<<16
		f = append(f, h(146, right, 0, 0), h(147, cue.lemma, gap>>4, next), h(148, cue.lemma, bucket(r-i), 0), h(149, cue.lemma, tag, 0))
	}
	f = append(f, h(150, left&0xff, right&0xff, q), h(151, left, right, 0))
	facts := &c.sentences[t.Sentence]
	if facts.cue < 0 {
		return append(f, h(152, q, 0, 0))
	}
	b := int(facts.cue)
	side := uint32(1)
	if b > i {
		side = 2
	} else if b == i {
		side = 3
	}
	s := c.t.Sentences[t.Sentence]
	next, prev := plain(c.at(b, 1, s)), uint32(c.at(b, -1, s).Tag)
	in := flag(q > 0)
	return append(f, h(153, side<<4|uint32(facts.best), in, next), h(154, side<<1|in, toks[b].lemma, next), h(155, side<<1|in, prev, next))
}

// plain is a token reduced to what matters after a cue: which mark or "that", else its tag.
func plain(t *Token) uint32 {
	if t.Tag == PU || t.form == thatForm {
		return t.form | 1<<31
	}
	return uint32(t.Tag)
}

func minSet(a, b int32) int {
	switch {
	case a < 0:
		return int(b)
	case b < 0:
		return int(a)
	}
	return int(min(a, b))
}
