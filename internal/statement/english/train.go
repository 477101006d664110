package english

import "github.com/parley-news/parley/internal/learn"

// Folds is into how many parts the texts are put for the jack-knife.
const Folds = 5

// How long and how large. More rounds, or more features, gain nothing on the development set.
const (
	tagRounds, tagKeep       = 6, 60_000
	parseRounds, parseKeep   = 8, 120_000
	firstRounds, firstKeep   = 8, 200_000
	foldRounds               = 6
	eachRounds, eachKeep     = 8, 200_000
	acceptRounds, acceptKeep = 6, 60_000
	rate                     = 0.05
	leastSeen                = 3
)

// steps is how often progress is told.
const steps = 2 + firstRounds + Folds*foldRounds + eachRounds + acceptRounds

func firstExamples(l *Labelled, c *context) []*learn.Example {
	gold := l.roles()
	var out []*learn.Example
	var f []uint32
	for _, p := range l.Text.paragraphs() {
		e := &learn.Example{}
		for i := p.Start; i < p.End; i++ {
			f = c.first(f[:0], i)
			e.Add(f, gold[i])
		}
		out = append(out, e)
	}
	return out
}

// add learns from the candidates of one text.
func (e *secondExamples) add(l *Labelled, s *second, candidates []candidate) {
	var f []uint32
	for n := range candidates {
		k := &candidates[n]
		a := l.cued(k)
		accept := &learn.Example{}
		accept.Add(s.acceptFeatures(f[:0], k), uint8(flag(a != nil)))
		e.accept = append(e.accept, accept)
		if a == nil {
			continue
		}
		gold := make([]label, k.window.End-k.window.Start)
		a.mark(gold, k.window.Start)
		s.bonds(k)
		each := &learn.Example{}
		for i := k.window.Start; i < k.window.End; i++ {
			f = s.features(f[:0], k, i)
			each.Add(f, gold[i-k.window.Start])
		}
		e.each = append(e.each, each)
	}
}

// secondExamples are what the second look is learnt from: which candidates are true, and the roles of those that are.
type secondExamples struct{ accept, each []*learn.Example }

// cued returns the attribution whose cue the candidate is, or nil.
func (l *Labelled) cued(k *candidate) *Attribution {
	for i := range l.Attributions {
		if c := l.Attributions[i].Cue; k.anchor >= c.Start && k.anchor < c.End {
			return &l.Attributions[i]
		}
	}
	for i := range l.Attributions {
		if c := l.Attributions[i].Cue; k.cue.Start < c.End && c.Start < k.cue.End {
			return &l.Attributions[i]
		}
	}
	return nil
}

// Train learns everything: parts of speech and syntax from trees, the rest from texts. The first look
// is learnt on all texts; the second on what first looks say that were learnt on other
// texts, so that it meets their true mistakes. The same input gives the same models, bit for bit.
func Train(trees []Tree, texts []*Labelled, progress func(done, total int)) *Models {
	done := 0
	step := func() {
		if done++; progress != nil {
			progress(done, steps)
		}
	}
	m := trainSyntax(trees, step)
	for _, l := range texts {
		m.Tag(l.Text)
	}
	m.cues = countCues(texts)
	contexts, examples := make([]*context, len(texts)), make([][]*learn.Example, len(texts))
	for i, l := range texts {
		m.cues.mark(l.Text)
		contexts[i] = newContext(l.Text)
		examples[i] = firstExamples(l, contexts[i])
	}
	o := learn.TaggerOptions{Labels: int(roles), Follow: follows, Rounds: firstRounds, Rate: rate, Seen: leastSeen, Keep: firstKeep, Seed: 1, Round: func(int) { step() }}
	m.first = learn.TrainTagger(flat(examples, nil), o)
	second := jackknife(texts, contexts, examples, o)
	o.Rounds, o.Keep, o.Seed = eachRounds, eachKeep, 3
	m.each = learn.TrainTagger(second.each, o)
	o.Labels, o.Follow, o.Rounds, o.Keep = 2, func(int, int) bool { return true }, acceptRounds, acceptKeep
	m.accept = learn.TrainTagger(second.accept, o)
	return m
}

// trainSyntax learns what is needed to Tag texts.
func trainSyntax(trees []Tree, step func()) *Models {
	sentences := make([][]Token, len(trees))
	for i := range trees {
		sentences[i] = trees[i].tokens()
	}
	m := &Models{tags: trainTags(sentences, tagRounds, tagKeep), cues: cueWords{}}
	step()
	m.parse = trainParser(trees, m.tags, parseRounds, parseKeep)
	step()
	return m
}

// jackknife makes the examples of the second look.
func jackknife(texts []*Labelled, contexts []*context, examples [][]*learn.Example, o learn.TaggerOptions) secondExamples {
	var out secondExamples
	for fold := range Folds {
		o.Rounds, o.Seed = foldRounds, int64(fold)+10
		t := learn.TrainTagger(flat(examples, func(i int) bool { return i%Folds != fold }), o)
		for i := fold; i < len(texts); i += Folds {
			role, margin := firstLook(t, texts[i].Text, contexts[i])
			s := newSecond(contexts[i], role)
			out.add(texts[i], s, s.candidates(margin))
		}
	}
	return out
}

func flat(examples [][]*learn.Example, use func(int) bool) []*learn.Example {
	var out []*learn.Example
	for i, list := range examples {
		if use == nil || use(i) {
			out = append(out, list...)
		}
	}
	return out
}
