package english

import (
	"cmp"
	"slices"
)

// leastOrphan is how many tokens a content without a cue must have to be worth showing.
const leastOrphan = 4

// adopt gives the contents that the first look saw and no cue claimed to somebody: a run that
// touches a claimed one continues it; a quotation goes to the name after a dash, else to the
// speaker before it, else stands alone, without source or cue.
func (s *second) adopt(all []Attribution) []Attribution {
	owner := make([]int32, len(s.t.Tokens))
	for k := range all {
		claim(owner, k, append([]Range{all[k].Cue, all[k].Source}, all[k].Content...)...)
	}
	for i := 0; i < len(s.role); i++ {
		if part(s.role[i]) != part(beginContent) || owner[i] != 0 {
			continue
		}
		j := i + 1
		for j < len(s.role) && s.role[j] == inContent && owner[j] == 0 {
			j++
		}
		all = s.adoptRun(all, owner, Range{i, j})
		i = j - 1
	}
	for k := range all {
		all[k].Content = merge(all[k].Content)
	}
	slices.SortStableFunc(all, func(a, b Attribution) int { return cmp.Compare(a.begin(), b.begin()) })
	return all
}

func (s *second) adoptRun(all []Attribution, owner []int32, r Range) []Attribution {
	if k := s.continued(all, owner, r.Start-1); k >= 0 {
		all[k].Content = append(all[k].Content, r)
		claim(owner, k, r)
		return all
	}
	quoted := 0
	for i := r.Start; i < r.End; i++ {
		if s.t.Tokens[i].Quote > 0 {
			quoted++
		}
	}
	if r.End-r.Start < leastOrphan || 2*quoted < r.End-r.Start {
		return all
	}
	a := Attribution{Content: []Range{r}}
	if a.Cue, a.Source = s.signature(r.End); a.Cue.End == 0 {
		if k := s.speaking(all, owner, r.Start); k >= 0 {
			all[k].Content = append(all[k].Content, r)
			claim(owner, k, r)
			return all
		}
	}
	claim(owner, len(all), append([]Range{a.Cue, a.Source}, a.Content...)...)
	return append(all, a)
}

// continued returns the attribution whose content ends with token i, or -1.
func (s *second) continued(all []Attribution, owner []int32, i int) int {
	if i < 0 || owner[i] == 0 || s.t.Tokens[i].Sentence != s.t.Tokens[i+1].Sentence || s.role[i+1] == beginContent {
		return -1
	}
	k := int(owner[i] - 1)
	for _, c := range all[k].Content {
		if c.End == i+1 {
			return k
		}
	}
	return -1
}

// signature finds a dash and a name at token i.
func (s *second) signature(i int) (cue, source Range) {
	toks := s.t.Tokens
	if i+1 >= len(toks) || !isDash(s.t.Word(i)) || toks[i+1].Tag != NNP {
		return Range{}, Range{}
	}
	j := i + 1
	for j < len(toks) && j < i+7 && toks[j].Paragraph == toks[i].Paragraph && toks[j].Kind == Word && toks[j].Quote == 0 {
		j++
	}
	return Range{i, i + 1}, Range{i + 1, j}
}

func isDash(w string) bool { return w == "—" || w == "–" || w == "―" || w == "--" || w == "-" }

// speaking returns the attribution that still runs when a quotation begins at token i: the nearest
// before it, in the same or the previous paragraph, when that held a quotation too; else -1.
func (s *second) speaking(all []Attribution, owner []int32, i int) int {
	toks := s.t.Tokens
	for j := i - 1; j >= max(0, i-reach) && toks[i].Paragraph-toks[j].Paragraph <= 1; j-- {
		if owner[j] == 0 {
			continue
		}
		k := int(owner[j] - 1)
		for _, c := range all[k].Content {
			if all[k].Cue.End > 0 && (toks[c.Start].Quote > 0 || toks[c.End-1].Quote > 0) {
				return k
			}
		}
		return -1
	}
	return -1
}

func claim(owner []int32, k int, list ...Range) {
	for _, r := range list {
		for i := r.Start; i < r.End; i++ {
			owner[i] = int32(k + 1)
		}
	}
}

// begin is the first token of the attribution's cue or content.
func (a *Attribution) begin() int {
	first := a.Content[0].Start
	if a.Cue.End > 0 {
		first = min(first, a.Cue.Start)
	}
	return first
}

// merge sorts ranges and joins those that touch.
func merge(list []Range) []Range {
	slices.SortFunc(list, func(a, b Range) int { return cmp.Compare(a.Start, b.Start) })
	out := list[:0]
	for _, r := range list {
		if n := len(out); n > 0 && out[n-1].End >= r.Start {
			out[n-1].End = max(out[n-1].End, r.End)
			continue
		}
		out = append(out, r)
	}
	return out
}
