package english

import (
	"cmp"
	"slices"
	"strings"
)

// repair corrects what models trained on one paper's habits often miss, by patterns that are clear
// in any English: reports put between commas, further cues joined to one by "and" or a comma,
// names in front of an apposition.
func (s *second) repair(all []Attribution) []Attribution {
	all = s.insertions(all)
	n := len(all)
	for k := range n {
		s.extendSource(&all[k])
		all = s.splitContent(all, k)
		s.trimContent(&all[k])
	}
	slices.SortStableFunc(all, func(a, b Attribution) int { return cmp.Compare(a.begin(), b.begin()) })
	return all
}

// insertionOdds are given to a report between commas; it wins over what the model made of the sentence.
const insertionOdds = 0.9

// maxInserted is how many tokens may name the source of a report between commas.
const maxInserted = 7

// insertions finds sentences like "The plan, observers note, has failed" and
// "The plan, according to observers, has failed".
func (s *second) insertions(all []Attribution) []Attribution {
	found := map[int32]*Attribution{} // by sentence
	for k, sent := range s.t.Sentences {
		for i := sent.Start + 1; i+3 < sent.End; i++ {
			if a, ok := s.insertion(sent, i); ok {
				found[int32(k)] = &a
				break
			}
		}
	}
	all = slices.DeleteFunc(all, func(b Attribution) bool {
		a := found[s.t.Tokens[b.begin()].Sentence]
		return a != nil && overlaps(a, &b)
	})
	for k := range s.t.Sentences {
		if a := found[int32(k)]; a != nil {
			all = append(all, *a)
		}
	}
	return all
}

func overlaps(a, b *Attribution) bool {
	list := append([]Range{a.Source, a.Cue}, a.Content...)
	for _, r := range append([]Range{b.Source, b.Cue}, b.Content...) {
		for _, q := range list {
			if r.Start < q.End && q.Start < r.End {
				return true
			}
		}
	}
	return false
}

// insertion reads a report between the comma at token i and another.
func (s *second) insertion(sent Range, i int) (Attribution, bool) {
	toks := s.t.Tokens
	if toks[i].Kind != Comma || toks[i].Quote > 0 {
		return Attribution{}, false
	}
	end := i + 1
	for end < sent.End && toks[end].Kind != Comma && end-i <= maxInserted {
		end++
	}
	if end+2 >= sent.End || end >= len(toks) || toks[end].Kind != Comma {
		return Attribution{}, false
	}
	a := Attribution{Odds: insertionOdds}
	switch last := end - 1; {
	case toks[i+1].form == accordingForm && end-i > 3:
		a.Cue, a.Source = Range{i + 1, i + 3}, Range{i + 3, end}
	case last > i+1 && (toks[last].Tag.IsVerb() && toks[last].cue >= 2 || reportsPlainly[strings.ToLower(s.t.Word(last))]):
		a.Cue, a.Source = Range{last, end}, Range{i + 1, last}
	default:
		return Attribution{}, false
	}
	for j := a.Source.Start; j < a.Source.End; j++ {
		if t := &toks[j]; t.Quote > 0 || t.Kind >= Comma || !inNounPhrase(t) {
			return Attribution{}, false
		}
	}
	last := sent.End
	for last > end+1 && toks[last-1].Kind == Stop && toks[last-1].Quote == 0 {
		last--
	}
	rest := Range{end + 1, last}
	if !s.hasVerb(rest) || s.hasVerb(Range{sent.Start, i}) && s.t.Word(i-1) != "that" || s.role[sent.Start] == beginCue {
		return Attribution{}, false
	}
	a.Content = []Range{{sent.Start, i}, rest}
	return a, true
}

// reportsPlainly are verbs that report even where the models do not know them as cues.
var reportsPlainly = wordSet("say says said note notes noted argue argues argued believe believes believed claim claims claimed warn warns warned emphasize emphasizes emphasized emphasise emphasises emphasised stress stresses stressed add adds added insist insists insisted suggest suggests suggested contend contends contended maintain maintains maintained explain explains explained observe observed")

func inNounPhrase(t *Token) bool {
	switch t.Tag {
	case NN, NNS, NNP, PRP, PRPS, DT, JJ, CD, POS, IN, VBN, VBG, FW:
		return true
	}
	return false
}

func (s *second) hasVerb(r Range) bool {
	for i := r.Start; i < r.End; i++ {
		if t := s.t.Tokens[i].Tag; t >= VB && t <= VBD || t == MD {
			return true
		}
	}
	return false
}

// extendSource puts the name in front of a source that is an apposition to it: "Ada Moor, the former mayor,".
func (s *second) extendSource(a *Attribution) {
	toks := s.t.Tokens
	i := a.Source.Start - 2
	if a.Source.End == 0 || i < 0 || toks[i+1].Kind != Comma || toks[i+1].Sentence != toks[a.Source.Start].Sentence || s.role[i] != noRole && part(s.role[i]) != part(beginSource) {
		return
	}
	if t := toks[a.Source.Start].Tag; t != DT && t != JJ && t != NN {
		return
	}
	for i >= 0 && toks[i].Tag == NNP && toks[i].Kind == Word && toks[i].Sentence == toks[a.Source.Start].Sentence {
		i--
	}
	if n := a.Source.Start - 2 - i; n >= 2 && n <= 4 {
		a.Source.Start = i + 1
	}
}

// splitContent makes attributions of their own of further cues in the content of all[k]: "…,
// warning that …", "… and demand …".
func (s *second) splitContent(all []Attribution, k int) []Attribution {
	toks := s.t.Tokens
	a := &all[k]
	if a.Cue.End == 0 || a.Source.End == 0 {
		return all
	}
	for n := len(a.Content) - 1; n >= 0; n-- {
		c := a.Content[n]
		if c.Start < a.Cue.End {
			continue
		}
		for i := c.End - 2; i > c.Start+1; i-- {
			if toks[i].Sentence != toks[a.Cue.Start].Sentence || !s.joinedCue(a, i) {
				continue
			}
			all = append(all, Attribution{Source: a.Source, Cue: Range{i, i + 1}, Content: []Range{{i + 1, c.End}}, Odds: a.Odds / 2})
			c.End = i - 1
			a = &all[k]
			a.Content[n] = c
		}
	}
	return all
}

// joinedCue reports whether the verb at token i goes on with the cue of a.
func (s *second) joinedCue(a *Attribution, i int) bool {
	toks := s.t.Tokens
	t := &toks[i]
	if t.Quote > 0 {
		return false
	}
	prev := &toks[i-1]
	if prev.Kind == Comma && goesOnWith[strings.ToLower(s.t.Word(i))] {
		return true
	}
	misread := t.Tag == NN && t.cue >= likely && i+1 < len(toks) && toks[i+1].Tag == DT // "and demand a …"
	if !t.Tag.IsVerb() && !misread || t.cue < 2 {
		return false
	}
	switch {
	case prev.Kind == Comma && t.Tag == VBG:
		return t.cue >= likely
	case prev.Tag == CC && strings.EqualFold(s.t.Word(i-1), "and"):
		// The same form as the cue's verb, and not a verb of the content.
		return (misread || s.cueHas(a, t.Tag)) && !s.hasFinite(Range{a.Cue.End, i - 1})
	}
	return false
}

// past makes one of the tags of the past tense and the participle, which are often mistaken for each other.
func past(t Tag) Tag {
	if t == VBN {
		return VBD
	}
	return t
}

// cueHas reports whether a verb of the cue has the form of tag.
func (s *second) cueHas(a *Attribution, tag Tag) bool {
	for i := a.Cue.Start; i < a.Cue.End; i++ {
		if past(s.t.Tokens[i].Tag) == past(tag) {
			return true
		}
	}
	return false
}

// goesOnWith are words that, after a comma, begin another report of the same speaker.
var goesOnWith = wordSet("adding warning saying accusing urging demanding insisting noting arguing claiming alleging promising vowing threatening denying blaming describing stressing calling")

func (s *second) hasFinite(r Range) bool {
	for i := r.Start; i < r.End; i++ {
		if t := s.t.Tokens[i].Tag; t == VBP || t == VBZ || t == VBD || t == MD {
			return true
		}
	}
	return false
}

// trimContent takes linking words and marks off the ends of contents.
func (s *second) trimContent(a *Attribution) {
	toks := s.t.Tokens
	out := a.Content[:0]
	for _, c := range a.Content {
		for c.End > c.Start+1 && (toks[c.End-1].Tag == CC || toks[c.End-1].Kind == Comma && toks[c.End-1].Quote == 0) {
			c.End--
		}
		for c.End > c.Start+1 && toks[c.Start].Kind == Comma && toks[c.Start].Quote == 0 {
			c.Start++
		}
		if c.End > c.Start && (c.End > c.Start+1 || toks[c.Start].Kind < Comma) {
			out = append(out, c)
		}
	}
	if len(out) > 0 {
		a.Content = out
	}
}
