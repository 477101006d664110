package english

import (
	"cmp"
	"slices"
)

// Attributions finds who says what in t, which must be tagged, in the order of cues.
// Contents of different attributions never share a token.
func (m *Models) Attributions(t *Text) []Attribution {
	c := newContext(t)
	role, margin := firstLook(m.first, t, c)
	s := newSecond(c, role)
	found := settle(s.each(m, s.candidates(margin)), len(t.Tokens))
	return s.repair(s.adopt(found))
}

// each looks at every candidate and returns those that turn out to be attributions.
func (s *second) each(m *Models, candidates []candidate) []Attribution {
	var out []Attribution
	accept, roles := m.accept.NewLattice(), m.each.NewLattice()
	var f []uint32
	for n := range candidates {
		k := &candidates[n]
		f = s.acceptFeatures(f[:0], k)
		accept.Reset()
		accept.Push(f)
		if k.odds = accept.Margin(0, 1); k.odds < 0 {
			continue
		}
		roles.Reset()
		s.bonds(k)
		for i := k.window.Start; i < k.window.End; i++ {
			f = s.features(f[:0], k, i)
			roles.Push(f)
		}
		if a, ok := read(roles.Labels(), k); ok {
			a.Odds = m.accept.Probability(k.odds)
			out = append(out, a)
		}
	}
	return out
}

// read makes an attribution of the labels of a candidate's window. There is none without content.
func read(labels []label, k *candidate) (Attribution, bool) {
	var a Attribution
	nearest := func(old, r Range) Range {
		if old.End == 0 || distance(r, k.anchor) < distance(old, k.anchor) {
			return r
		}
		return old
	}
	for i := 0; i < len(labels); {
		j := i + 1
		for j < len(labels) && labels[i] != noRole && labels[j] == (labels[i]-1)/2*2+2 {
			j++
		}
		r := Range{k.window.Start + i, k.window.Start + j}
		switch part(labels[i]) {
		case part(beginSource):
			a.Source = nearest(a.Source, r)
		case part(beginCue):
			a.Cue = nearest(a.Cue, r)
		case part(beginContent):
			a.Content = append(a.Content, r)
		}
		i = j
	}
	return a, len(a.Content) > 0 && a.Cue.End > 0
}

func distance(r Range, i int) int {
	switch {
	case i < r.Start:
		return r.Start - i
	case i >= r.End:
		return i - r.End + 1
	}
	return 0
}

// settle gives every token of a cue or content to the attribution with the better odds.
func settle(all []Attribution, n int) []Attribution {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(all[j].Odds, all[i].Odds) })
	taken := make([]bool, n)
	free := func(r Range) (out []Range) {
		for i := r.Start; i < r.End; i++ {
			if taken[i] {
				continue
			}
			if len(out) > 0 && out[len(out)-1].End == i {
				out[len(out)-1].End++
			} else {
				out = append(out, Range{i, i + 1})
			}
			taken[i] = true
		}
		return out
	}
	var kept []int
	for _, i := range order {
		a := &all[i]
		cue := free(a.Cue)
		if len(cue) == 0 {
			continue
		}
		a.Cue = cue[0]
		var content []Range
		for _, c := range a.Content {
			content = append(content, free(c)...)
		}
		if a.Content = content; len(content) > 0 {
			kept = append(kept, i)
		}
	}
	out := make([]Attribution, 0, len(kept))
	for _, i := range kept {
		out = append(out, all[i])
	}
	slices.SortFunc(out, func(a, b Attribution) int { return cmp.Compare(a.Cue.Start, b.Cue.Start) })
	return out
}
