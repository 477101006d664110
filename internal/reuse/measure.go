package reuse

import "math"

// pair is what two texts, laid side by side, have in common. New is the text just added, old the one found in the index.
type pair struct {
	new, old   *body
	runs       []run
	newShare   [2]float64 // share of the counted words of new in common runs of shortRun, longRun words
	oldShare   [2]float64
	longest    int     // words of the longest common run
	words      int     // counted words of new in runs of shortRun
	mean       float64 // mean length of those runs
	rare       float64 // candidate.share
	onlyAtTail bool    // all they share is how both end
}

const (
	shortRun = 4
	longRun  = 8
	// tail: a shared ending within so many words of both ends is a footer when nothing else is shared.
	tail = 80
)

func compare(b, o *body, runs []run, c candidate) pair {
	p := pair{new: b, old: o, runs: runs, rare: c.share, onlyAtTail: true}
	n := 0
	for _, r := range runs {
		p.longest = max(p.longest, r.n)
		if r.n < shortRun {
			continue
		}
		n++
		p.mean += float64(r.n)
		if r.a < len(b.words)-tail || r.b < len(o.words)-tail {
			p.onlyAtTail = false
		}
	}
	p.mean /= float64(max(1, n))
	for i, least := range []int{shortRun, longRun} {
		inNew, inOld := covered(runs, least, b, o)
		if i == 0 {
			p.words = inNew
		}
		p.newShare[i] = float64(inNew) / float64(max(b.free, minCounted))
		p.oldShare[i] = float64(inOld) / float64(max(o.free, minCounted))
	}
	return p
}

// minCounted keeps a handful of words from making a share.
const minCounted = 20

// covered counts the words of either text that common runs of at least least words cover.
func covered(runs []run, least int, a, b *body) (inA, inB int) {
	seen := make([]bool, len(a.words))
	for _, r := range runs {
		if r.n < least {
			continue
		}
		for k := range r.n {
			if !b.out[r.b+k] {
				inB++
			}
			if !a.out[r.a+k] && !seen[r.a+k] {
				seen[r.a+k] = true
				inA++
			}
		}
	}
	return inA, inB
}

// score is the probability that one text repeats the other: a logistic model with the four weights
// fitted on labelled wire copies, see README.md. Two reports of one happening share phrases of three and four
// words and what was said; a copy shares more of them, longer ones, and rare ones.
func (p *pair) score() float64 {
	if p.words < 8 || p.onlyAtTail && len(p.new.words) > 2*tail {
		return 0
	}
	share := math.Min(1, math.Max(p.newShare[0], p.oldShare[0]))
	z := -11.29 + 19.04*math.Sqrt(share) + 0.52*math.Log(float64(p.longest)) + 3.64*math.Sqrt(p.rare)
	return 1 / (1 + math.Exp(-z))
}
