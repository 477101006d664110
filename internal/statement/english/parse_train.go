package english

import "github.com/parley-news/parley/internal/learn"

// trainParser learns to parse from trees, their tokens tagged by tags as texts will be.
func trainParser(trees []Tree, tags *learn.Linear, rounds, keep int) *learn.Linear {
	perceptron := learn.NewPerceptron(moves)
	sentences := make([][]Token, len(trees))
	tagScores := make([]int32, tags.Stride())
	for i := range trees {
		sentences[i] = trees[i].tokens()
		tagger{tags}.tag(sentences[i], nil, tagScores)
	}
	var p parse
	var f []uint32
	var scores [moves]float32
	order := learn.Order(len(trees), 5)
	for round := range rounds {
		for _, si := range order {
			p.begin(sentences[si])
			gold := goldHeads(trees[si].Heads)
			for !p.done() {
				f = p.features(f[:0])
				clear(scores[:])
				perceptron.Score(scores[:], f)
				guess, best := -1, -1
				for move := range moves {
					if !p.can(move) {
						continue
					}
					if guess < 0 || scores[move] > scores[guess] {
						guess = move
					}
					if p.costs(move, gold) == 0 && (best < 0 || scores[move] > scores[best]) {
						best = move
					}
				}
				if best < 0 { // a tree with crossing arcs: nothing is right any more
					best = guess
				}
				perceptron.Tick()
				perceptron.Update(f, best, guess)
				if round == 0 {
					guess = best
				}
				p.do(guess)
			}
		}
		learn.Reorder(order, int64(round)+77)
	}
	return perceptron.Linear(keep)
}

// goldHeads makes the root the index after the last word.
func goldHeads(heads []int) []int {
	out := append([]int(nil), heads...)
	for i, h := range out {
		if h < 0 {
			out[i] = len(heads)
		}
	}
	return append(out, -1)
}

// costs counts the gold arcs that the move makes impossible.
func (p *parse) costs(move int, gold []int) int {
	n := 0
	count := func(yes bool) {
		if yes {
			n++
		}
	}
	if move == shift {
		for k, w := range p.stack {
			count(gold[w] == p.next)
			count(gold[p.next] == w && k < len(p.stack)-1)
		}
		return n
	}
	s0 := p.stack[len(p.stack)-1]
	for w := p.next; w <= p.n; w++ {
		count(gold[w] == s0)
		count(gold[s0] == w && (w != p.next || move == right))
	}
	if move == left && len(p.stack) >= 2 {
		count(gold[s0] == p.stack[len(p.stack)-2])
	}
	return n
}
