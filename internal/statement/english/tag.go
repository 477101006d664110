package english

import "github.com/parley-news/parley/internal/learn"

// Tag is a part of speech, after the Penn treebank, some classes joined.
type Tag uint8

// The tags.
const (
	NN Tag = iota
	NNS
	NNP
	PRP
	PRPS // "PRP$"
	DT
	JJ
	RB
	VB
	VBP
	VBZ
	VBD
	VBN
	VBG
	MD
	TO
	IN
	CC
	CD
	WP
	WDT
	WRB
	POS
	RP
	EX
	FW // foreign words, symbols, interjections
	PU // marks
	tags
)

var tagNames = map[string]Tag{
	"NN": NN, "NNS": NNS, "NNP": NNP, "NNPS": NNP, "PRP": PRP, "PRP$": PRPS, "DT": DT, "PDT": DT, "JJ": JJ, "JJR": JJ, "JJS": JJ,
	"RB": RB, "RBR": RB, "RBS": RB, "VB": VB, "VBP": VBP, "VBZ": VBZ, "VBD": VBD, "VBN": VBN, "VBG": VBG, "MD": MD, "TO": TO, "IN": IN,
	"CC": CC, "CD": CD, "WP": WP, "WP$": WP, "WDT": WDT, "WRB": WRB, "POS": POS, "RP": RP, "EX": EX,
	".": PU, ",": PU, ":": PU, "``": PU, "''": PU, "-LRB-": PU, "-RRB-": PU, "HYPH": PU,
}

// TagNamed returns the tag for a Penn treebank name; FW for names it does not know.
func TagNamed(name string) Tag {
	if t, ok := tagNames[name]; ok {
		return t
	}
	return FW
}

// IsVerb reports whether the tag is of a verb's form, modals excepted.
func (t Tag) IsVerb() bool { return t >= VB && t <= VBG }

// IsNoun reports whether the tag is of a noun or name.
func (t Tag) IsNoun() bool { return t <= NNP }

const noTag = Tag(tags)

// tagFeatures appends the features of token i among toks; p1 and p2 are the tags before it.
func tagFeatures(f []uint32, toks []Token, i int, p1, p2 Tag) []uint32 {
	t := &toks[i]
	h := learn.Hash
	at := func(k int) *Token {
		if k < 0 || k >= len(toks) {
			return &beyond
		}
		return &toks[k]
	}
	l1, l2, r1, r2 := at(i-1), at(i-2), at(i+1), at(i+2)
	begin := uint32(0)
	if i == 0 {
		begin = 1
	}
	return append(f,
		h(1, 0, 0, 0), h(2, t.tail[0], 0, 0), h(3, t.tail[1], 0, 0), h(4, t.tail[2], 0, 0), h(5, t.first, 0, 0),
		h(6, uint32(p1), 0, 0), h(7, uint32(p2), 0, 0), h(8, uint32(p1), uint32(p2), 0), h(9, t.form, 0, 0), h(10, uint32(p1), t.form, 0),
		h(11, l1.form, 0, 0), h(12, l1.tail[1], 0, 0), h(13, l2.form, 0, 0), h(14, r1.form, 0, 0), h(15, r1.tail[1], 0, 0), h(16, r2.form, 0, 0),
		h(17, t.shape, begin, 0), h(18, r1.form, t.form, 0), h(19, r1.shape, t.tail[0], 0), h(20, l1.form, t.form, 0),
	)
}

// beyond stands for a token before the first or after the last.
var beyond = Token{form: 1, lemma: 1, shape: 1, Tag: noTag}

// tagger tags sentences greedily from left to right.
type tagger struct{ *learn.Linear }

func (m tagger) tag(toks []Token, features []uint32, scores []int32) []uint32 {
	p1, p2 := noTag, noTag
	for i := range toks {
		if toks[i].Kind >= Comma {
			toks[i].Tag = PU
		} else {
			features = tagFeatures(features[:0], toks, i, p1, p2)
			clear(scores)
			m.Score(scores, features)
			toks[i].Tag = Tag(m.Best(scores))
		}
		p2, p1 = p1, toks[i].Tag
	}
	return features
}

// trainTags learns to tag from sentences whose tokens carry their tags; the sentences' tags are overwritten.
func trainTags(sentences [][]Token, rounds, keep int) *learn.Linear {
	p := learn.NewPerceptron(int(tags))
	scores := make([]float32, tags)
	var f []uint32
	order := learn.Order(len(sentences), 1)
	for round := range rounds {
		for _, si := range order {
			toks := append([]Token(nil), sentences[si]...)
			p1, p2 := noTag, noTag
			for i := range toks {
				gold := toks[i].Tag
				if toks[i].Kind < Comma {
					f = tagFeatures(f[:0], toks, i, p1, p2)
					clear(scores)
					p.Score(scores, f)
					guess := 0
					for k, s := range scores {
						if s > scores[guess] {
							guess = k
						}
					}
					p.Tick()
					p.Update(f, int(gold), guess)
					gold = Tag(guess)
				} else {
					gold = PU
				}
				toks[i].Tag = gold
				p2, p1 = p1, gold
			}
		}
		learn.Reorder(order, int64(round)+2)
	}
	return p.Linear(keep)
}

// wordTokens makes tokens of the words of a sentence that is split already.
func wordTokens(words []string) []Token {
	out := make([]Token, len(words))
	for i, w := range words {
		if toks := tokenize(w); len(toks) > 0 {
			out[i].Kind = toks[0].Kind
		}
		out[i].read(w)
		out[i].head = -1
	}
	return out
}
