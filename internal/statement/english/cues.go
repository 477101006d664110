package english

import "slices"

// cueWords says of word stems how often they are cues, in classes from 1 (now and then) to 4 (mostly).
type cueWords map[uint32]uint8

// countCues makes the list from texts with their attributions.
func countCues(texts []*Labelled) cueWords {
	seen, cues := map[uint32]int{}, map[uint32]int{}
	for _, l := range texts {
		role := l.roles()
		for i := range l.Text.Tokens {
			t := &l.Text.Tokens[i]
			if !canCue(t) {
				continue
			}
			seen[t.lemma]++
			if part(role[i]) == part(beginCue) {
				cues[t.lemma]++
			}
		}
	}
	out := cueWords{}
	for lemma, n := range seen {
		if n < 3 || cues[lemma] == 0 {
			continue
		}
		switch p := (float64(cues[lemma]) + 0.1) / (float64(n) + 1.5); {
		case p > 0.7:
			out[lemma] = 4
		case p > 0.45:
			out[lemma] = 3
		case p > 0.2:
			out[lemma] = 2
		case p > 0.08:
			out[lemma] = 1
		}
	}
	return out
}

// mark sets the class of every token of t.
func (w cueWords) mark(t *Text) {
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		tok.cue = 0
		if canCue(tok) {
			tok.cue = w[tok.lemma]
		}
	}
}

func canCue(t *Token) bool {
	return t.Tag.IsVerb() || t.Tag == NN || t.Tag == NNS || t.form == accordingForm
}

func (w cueWords) sorted() []uint32 {
	out := make([]uint32, 0, len(w))
	for lemma := range w {
		out = append(out, lemma)
	}
	slices.Sort(out)
	return out
}

// Attribution is one statement as tokens: Source and Cue may be empty, Content is in order.
type Attribution struct {
	Source  Range
	Cue     Range
	Content []Range
	Odds    float64 // probability that it is one
}

// Labelled is a text with its attributions.
type Labelled struct {
	Text         *Text
	Attributions []Attribution
}

// roles labels every token with its role in the first attribution that claims it.
func (l *Labelled) roles() []label {
	out := make([]label, len(l.Text.Tokens))
	for k := range l.Attributions {
		l.Attributions[k].mark(out, 0)
	}
	return out
}

// mark writes the roles of the attribution into out, whose first element is of token offset, where nothing stands yet.
func (a *Attribution) mark(out []label, offset int) {
	put := func(r Range, begin label) {
		role := begin
		for i := max(r.Start-offset, 0); i < min(r.End-offset, len(out)); i++ {
			if out[i] != noRole {
				role = begin
				continue
			}
			out[i] = role
			role = begin + 1
		}
	}
	put(a.Source, beginSource)
	put(a.Cue, beginCue)
	for _, c := range a.Content {
		put(c, beginContent)
	}
}
