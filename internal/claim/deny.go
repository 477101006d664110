package claim

import (
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// How a denial is tied to an accusation in its own article.
const (
	minTie         = 0.70 // of tie's score; below it the denial stays untied
	farthestBytes  = 4000 // a denial that names the claimant or the act may stand this far behind
	ownWords       = 3    // content words beside "the allegations" that make a denial say something of its own
	ownCosine      = 0.15 // it must then share with the accusation
	nearbySentence = 2    // one that only says "the allegations", this many sentences
)

// isDenial reports whether the statement's kind is a denial.
func (x *said) isDenial() bool { return x.Kind == news.Deny }

// answers finds the accusation that the denial d answers among the statements before it in
// its article: one that accuses the denier, made by another, of the same act where the denial names one.
func answers(d *said, before []*said) (*said, float64) {
	if d.party < 0 {
		return nil, 0
	}
	claimant := d.claimantNamed()
	var best *said
	top := 0.0
	for _, s := range before {
		if v := tie(d, s, claimant); v >= minTie && v >= top {
			best, top = s, v
		}
	}
	return best, top
}

// tie scores how clearly d denies s.
func tie(d, s *said, claimant int) float64 {
	if s.isDenial() || s.party == d.party || !accuses(s, d.party) || s.end() > d.start() || d.start()-s.end() > farthestBytes {
		return 0
	}
	v := 0.45
	if s.Kind == news.Accuse {
		v += 0.1
	}
	if claimant >= 0 {
		if s.party >= 0 && s.party != claimant {
			return 0
		}
		if s.party == claimant {
			v += 0.2
		}
	}
	shared := sharedAct(d, s, d.party)
	if d.acts() && !shared {
		return 0
	}
	if shared {
		v += 0.2
	}
	n := sentencesBetween(d, s)
	switch {
	case n <= 1:
		v += 0.2
	case n <= nearbySentence:
		v += 0.1
	case claimant < 0 && !shared:
		return 0
	}
	if !shared {
		about, own := d.about()
		if cos, _ := cosine(d, s); own >= ownWords && cos < ownCosine || !about && own > 0 && cos < ownCosine {
			return 0 // it denies something of its own that the accusation does not say
		}
	}
	return v
}

// about reports whether a denial speaks of claims or calls something false, and how many words of its own it has beside.
func (x *said) about() (about bool, own int) {
	for i := range x.words {
		w := &x.words[i]
		if claimNouns[w.stem] || dismissals[w.stem] {
			about = true
		}
	}
	for _, w := range x.terms {
		if !claimNouns[w] && !dismissals[w] {
			own++
		}
	}
	return about || len(x.words) <= 2, own
}

// accuses reports whether s says something harmful of the party.
func accuses(s *said, party int) bool {
	if s.target == party {
		return true
	}
	for i := range s.frames {
		if f := &s.frames[i]; f.agent == party && harmful[f.family] && !f.negated {
			return true
		}
	}
	return false
}

// acts reports whether the statement names an act known to the lexicon.
func (x *said) acts() bool { return len(x.frames) > 0 }

// sharedAct reports whether both speak of the same act, and nobody but the party is its doer.
func sharedAct(d, s *said, party int) bool {
	for i := range d.frames {
		for j := range s.frames {
			fd, fs := &d.frames[i], &s.frames[j]
			if fd.family == fs.family && (fd.agent == party || fd.agent == none) && (fs.agent == party || fs.agent == none) &&
				patientsMeet(fd.patients, fs.patients) != differentActors {
				return true
			}
			if fd.family == fs.family && fd.agent == party && fs.agent == party && patientsMeet(append(fd.patients, fd.others...), append(fs.patients, fs.others...)) == sameActor {
				return true
			}
		}
	}
	return false
}

// claimantNamed is the actor whose claims the denial speaks of: "the Karsundi allegations", "claims by Karsund".
func (x *said) claimantNamed() int {
	if x.claimant >= 0 {
		return x.claimant
	}
	for i := range x.words {
		k := x.words[i].actor
		if k < 0 || k == x.party {
			continue
		}
		for j := i + 1; j < len(x.words) && j <= i+2; j++ {
			if claimNouns[x.words[j].stem] {
				return k
			}
		}
		for j := i - 1; j >= 1 && j >= i-3; j-- {
			if (x.words[j].low == "by" || x.words[j].low == "from") && claimNouns[x.words[j-1].stem] {
				return k
			}
		}
	}
	return none
}

func (x *said) start() int {
	if len(x.Content) == 0 {
		return x.Sentence.Start
	}
	at := x.Content[0].Start
	if x.Source.Len() > 0 {
		at = max(at, x.Source.Start)
	}
	return at
}

func (x *said) end() int {
	if len(x.Content) == 0 {
		return x.Sentence.Start
	}
	return x.Content[0].Start
}

// sentencesBetween counts the sentences between an accusation and what follows it.
func sentencesBetween(d, s *said) int {
	from, to := s.Sentence.End, d.Sentence.Start
	if to <= from {
		return 0
	}
	if to > len(d.article.Text) || to-from > farthestBytes {
		return 100
	}
	return len(text.Sentences(d.article.Text[from:to]))
}
