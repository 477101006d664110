package english

import (
	"strconv"

	"github.com/parley-news/parley/internal/learn"
)

// Tree is a sentence with its parts of speech and dependencies, to learn from.
type Tree struct {
	Words []string
	Tags  []Tag
	Heads []int // index of the head, -1 for the root
}

// Add appends a word as it stands in CoNLL-U: head counts from 1, 0 is the root.
func (t *Tree) Add(word, tag, head string) {
	h, _ := strconv.Atoi(head)
	t.Words = append(t.Words, word)
	t.Tags = append(t.Tags, TagNamed(tag))
	t.Heads = append(t.Heads, h-1)
}

func (t *Tree) tokens() []Token {
	out := wordTokens(t.Words)
	for i := range out {
		out[i].Tag = t.Tags[i]
	}
	return out
}

// The moves of the parser. It reads a sentence from left to right and keeps
// a stack of words whose heads are still open.
const (
	shift = iota // put the next word on the stack
	right        // the top of the stack depends on the word below it
	left         // the top of the stack depends on the next word
	moves
)

// parse is the state of the parser on one sentence; index n stands for the root.
type parse struct {
	toks        []Token
	n           int // words
	next        int
	stack       []int
	head        []int
	left, right [][2]int // the two outermost dependents found so far on each side, -1 for none
	nl, nr      []uint32 // how many there are
}

// begin makes p ready for a sentence.
func (p *parse) begin(toks []Token) {
	n := len(toks)
	p.toks, p.n, p.next, p.stack = toks, n, 0, p.stack[:0]
	p.head, p.left, p.right = resize(p.head, n+1), resize(p.left, n+1), resize(p.right, n+1)
	p.nl, p.nr = resize(p.nl, n+1), resize(p.nr, n+1)
	for i := range n + 1 {
		p.head[i], p.left[i], p.right[i], p.nl[i], p.nr[i] = -1, [2]int{-1, -1}, [2]int{-1, -1}, 0, 0
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

func (p *parse) done() bool { return len(p.stack) == 0 && p.next >= p.n }

func (p *parse) can(move int) bool {
	switch move {
	case shift:
		return p.next < p.n
	case right:
		return len(p.stack) >= 2
	}
	return len(p.stack) >= 1
}

func (p *parse) do(move int) {
	switch move {
	case shift:
		p.stack = append(p.stack, p.next)
		p.next++
	case right:
		p.attach(p.stack[len(p.stack)-2], p.pop())
	case left:
		p.attach(p.next, p.pop())
	}
}

func (p *parse) pop() int {
	top := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	return top
}

func (p *parse) attach(head, child int) {
	p.head[child] = head
	if child < head {
		p.left[head] = [2]int{child, p.left[head][0]}
		p.nl[head]++
	} else {
		p.right[head] = [2]int{child, p.right[head][0]}
		p.nr[head]++
	}
}

// features appends the features of the state.
func (p *parse) features(f []uint32) []uint32 {
	h := learn.Hash
	s := func(k int) int {
		if k >= len(p.stack) {
			return -1
		}
		return p.stack[len(p.stack)-1-k]
	}
	s0, s1, s2, n0 := s(0), s(1), s(2), p.next
	child := func(list [][2]int, at, k int) int {
		if at < 0 {
			return -1
		}
		return list[at][k]
	}
	w := func(i int) uint32 { return p.token(i).form }
	t := func(i int) uint32 { return uint32(p.token(i).Tag) }
	s0l, s0l2, s0r, s0r2 := child(p.left, s0, 0), child(p.left, s0, 1), child(p.right, s0, 0), child(p.right, s0, 1)
	n0l, n0l2 := child(p.left, n0, 0), child(p.left, n0, 1)
	s1r := child(p.right, s1, 0)
	var vl, vr, vn uint32
	if s0 >= 0 {
		vl, vr = min(p.nl[s0], 4), min(p.nr[s0], 4)
	}
	vn = min(p.nl[n0], 4)
	dist := uint32(0)
	if s0 >= 0 {
		dist = bucket(n0 - s0)
	}
	ws0, ws1, wn0, wn1 := w(s0), w(s1), w(n0), w(n0+1)
	ts0, ts1, ts2, tn0, tn1, tn2 := t(s0), t(s1), t(s2), t(n0), t(n0+1), t(n0+2)
	return append(f,
		h(300, 0, 0, 0), h(301, ws0, ts0, 0), h(302, ws0, 0, 0), h(303, ts0, 0, 0), h(304, wn0, tn0, 0), h(305, wn0, 0, 0), h(306, tn0, 0, 0),
		h(307, wn1, tn1, 0), h(308, tn1, 0, 0), h(309, w(n0+2), tn2, 0), h(310, ws1, ts1, 0), h(311, ts1, 0, 0),
		h(312, ws0^wn0*31, ts0, tn0), h(313, ws0, ts0, tn0), h(314, wn0, ts0, tn0), h(315, ws0, wn0, 0), h(316, ts0, tn0, 0), h(317, ts0, tn0, tn1),
		h(318, ws1, ws0, 0), h(319, ts1, ts0, tn0), h(320, ts1, ts0, 0), h(321, ts2, ts1, ts0), h(322, ts0<<8|tn0, tn1, tn2), h(323, ws1, ts0, tn0), h(324, ts1, ws0, tn0),
		h(325, ts0, tn0, t(s0l)), h(326, ts0, tn0, t(s0r)), h(327, ts0, tn0, t(n0l)), h(328, ts0, t(s0l), t(s0l2)), h(329, ts0, t(s0r), t(s0r2)), h(330, tn0, t(n0l), t(n0l2)),
		h(331, ws0, vl, vr), h(332, ts0, vl, vr), h(333, wn0, vn, 0), h(334, tn0, vn, 0),
		h(335, ws0, dist, 0), h(336, ts0, tn0, dist), h(337, wn0, dist, 0), h(338, w(s0l), ts0, tn0), h(339, w(s0r), ts0, tn0), h(340, w(n0l), ts0, tn0),
		h(341, ts1, ts0, t(s1r)), h(342, ws1, wn0, ts0), h(343, ts1, ts0, vl<<3|vr), h(344, p.token(s0).lemma, tn0, tn1), h(345, ts0, ws1, dist),
	)
}

func (p *parse) token(i int) *Token {
	if i < 0 || i > p.n {
		return &beyond
	}
	if i == p.n {
		return &theRoot
	}
	return &p.toks[i]
}

var theRoot = Token{form: 2, lemma: 2, shape: 2, Tag: noTag + 1}

// parser finds the head of every token, greedily.
type parser struct{ *learn.Linear }

func (m parser) parse(p *parse, toks []Token, f []uint32, scores []int32) []uint32 {
	p.begin(toks)
	for !p.done() {
		f = p.features(f[:0])
		clear(scores)
		m.Score(scores, f)
		best := -1
		for move := range moves {
			if p.can(move) && (best < 0 || scores[move] > scores[best]) {
				best = move
			}
		}
		p.do(best)
	}
	for i := range toks {
		toks[i].head = int32(p.head[i])
		if p.head[i] == p.n {
			toks[i].head = -1
		}
	}
	return f
}
