package claim

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// none stands for an actor that is not known, whoever for one that stands for all of its kind.
const (
	none    = -1
	whoever = -2
)

// frame is one predicate of a statement with its roles.
type frame struct {
	family   family
	agent    int   // who does it, or none
	patients []int // to whom, nearest first; whoever for "any group"
	others   []int // further actors of the clause
	negated  bool
	doubtful bool // "would", "if": not said to have happened
}

// word is a word of a statement's content.
type word struct {
	stem  string
	low   string
	actor int  // of the name it belongs to, or none
	first bool // first word of that name
	comma bool // a comma, semicolon or dash stands before it
	end   bool // a full stop or the like stands before it
	poss  bool // possessive
}

// said is a statement as it is compared with others.
type said struct {
	*news.Statement
	article  *Article
	who      *actors
	topics   map[int]bool // actors the article names more than once
	at       int          // index in order of articles and text
	party    int          // whom the speaker speaks for, or the speaker; none
	speaker  string
	target   int
	words    []word
	frames   []frame
	actors   map[int]bool // named in the content
	content  map[string]float64
	terms    []string // of content, sorted, for sums that come out the same every time
	norm     float64
	numbers  map[string]bool
	dates    map[string]bool
	negated  bool   // the content as a whole says that something is not so
	wording  string // content, folded, for equal ones
	claimant int    // in a denial, the actor whose claims are denied
}

// reader turns the statements of one article into comparable form.
type reader struct {
	actors *actors
	art    *Article
	names  []mention.Mention
	about  map[int]bool     // actors the article names more than once
	last   int              // party of the last statement read
	byLast map[string][]int // groups of the article by the last word of their names
}

func newReader(a *actors, art *Article) *reader {
	r := &reader{actors: a, art: art, about: map[int]bool{}, last: none, byLast: map[string][]int{}}
	if art.Mentions != nil {
		for _, n := range art.Mentions.Names {
			if n.Count > 1 || n.InTitle {
				r.about[a.find(n.Key)] = true
			}
			if i := strings.LastIndexByte(n.Key, ' '); i > 0 && n.Kind == mention.Group && !strings.HasPrefix(n.Key, n.Country+" ") {
				r.byLast[n.Key[i+1:]] = appendNew(r.byLast[n.Key[i+1:]], a.find(n.Key))
			}
		}
		for _, m := range art.Mentions.Mentions {
			if m.Kind == mention.NameMention && m.Span.In(art.Text) {
				r.names = append(r.names, m)
			}
		}
	}
	return r
}

func (r *reader) read(s *news.Statement) *said {
	x := &said{Statement: s, article: r.art, who: r.actors, topics: r.about, party: none, target: none, claimant: none, actors: map[int]bool{}, content: map[string]float64{}, numbers: map[string]bool{}, dates: map[string]bool{}}
	var all strings.Builder
	for _, p := range s.Content {
		if !p.In(r.art.Text) {
			continue
		}
		x.words = r.words(x.words, p)
		all.WriteString(text.Fold(p.Of(r.art.Text)))
		all.WriteByte(' ')
	}
	x.wording = squeeze(all.String())
	x.party = r.partyOf(s)
	if x.party >= 0 {
		r.last = x.party
	}
	x.target = r.stated(s, x)
	x.speaker = text.Fold(s.Speaker)
	for i := range x.words {
		x.take(&x.words[i])
	}
	if len(x.dates) == 0 && s.Sentence.In(r.art.Text) {
		for _, w := range r.words(nil, s.Sentence) {
			x.date(&w)
		}
	}
	r.frames(x)
	if s.Kind == news.Accuse {
		x.target = x.accused()
	}
	x.negated = s.Negated || leadingNegation(x.words)
	return x
}

// squeeze keeps letters and digits and single spaces between them.
func squeeze(s string) string {
	var b strings.Builder
	for _, w := range text.Words(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Of(s))
	}
	return b.String()
}

// words appends the words of a span with the actors they name.
func (r *reader) words(out []word, p text.Span) []word {
	s := p.Of(r.art.Text)
	i := sort.Search(len(r.names), func(i int) bool { return r.names[i].Span.End > p.Start })
	prev := 0
	for _, w := range text.Words(s) {
		at := w.Start + p.Start
		for i < len(r.names) && r.names[i].Span.End <= at {
			i++
		}
		low := strings.ReplaceAll(strings.ToLower(w.Of(s)), "’", "'")
		gap := s[prev:w.Start]
		x := word{low: low, actor: none, comma: strings.ContainsAny(gap, ",;:—–("), end: strings.ContainsAny(gap, ".!?\n")}
		prev = w.End
		if rest, ok := strings.CutSuffix(low, "'s"); ok {
			low, x.poss = rest, true
		}
		if rest, ok := strings.CutSuffix(low, "n't"); ok && rest != "" {
			out = append(out, word{low: rest, stem: stem(rest), actor: none, comma: x.comma, end: x.end})
			low, x.comma, x.end = "not", false, false
			x.low = low
		}
		x.stem = stem(low)
		if i < len(r.names) && at < r.names[i].Span.End && w.End+p.Start > r.names[i].Span.Start {
			x.actor = r.actors.find(r.names[i].Key)
			x.first = at <= r.names[i].Span.Start
		}
		out = append(out, x)
	}
	return out
}

// date notes a word that is a month or a year.
func (x *said) date(w *word) {
	if months[w.low] {
		x.dates[w.low] = true
	} else if n := text.Fold(w.low); len(n) == 4 && (n[:2] == "19" || n[:2] == "20") {
		x.dates[n] = true
	}
}

// take counts a word among the statement's actors, numbers, dates or content words.
func (x *said) take(w *word) {
	switch {
	case w.actor >= 0:
		x.actors[w.actor] = true
	case w.low[0] >= '0' && w.low[0] <= '9' || text.Digit(firstRune(w.low)) >= 0:
		if n := text.Fold(w.low); len(n) == 4 && (n[:2] == "19" || n[:2] == "20") {
			x.dates[n] = true
		} else {
			x.numbers[n] = true
		}
	case months[w.low]:
		x.dates[w.low] = true
	case smallNumbers[w.low] != "":
		x.numbers[smallNumbers[w.low]] = true
	case !emptyWords[w.stem] && utf8.RuneCountInString(w.stem) > 2:
		x.content[w.stem] = 1
	}
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

var months = set("january february march april june july august september october november december")

var smallNumbers = pairs("two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 dozens dozens hundreds hundreds thousands thousands")

// leadingNegation reports whether the main verb of the content is negated: a negation among its first words outside names.
func leadingNegation(words []word) bool {
	for i := range words {
		if i > 8 || words[i].end && i > 0 || words[i].low == "that" && i > 0 || words[i].low == "but" {
			return false
		}
		if negators[words[i].low] {
			return !(words[i].low == "not" && i+1 < len(words) && words[i+1].low == "only")
		}
	}
	return false
}

// partyOf is whom a statement's speaker speaks for, or the speaker.
func (r *reader) partyOf(s *news.Statement) int {
	if k := r.actors.find(s.Party); k >= 0 {
		return r.actors.seat(r.speaksFor(k))
	}
	if k := r.actors.find(text.Fold(s.Speaker)); k >= 0 && r.actors.kind[k] != mention.Person {
		return r.actors.seat(k)
	}
	if k := r.implied(s); k >= 0 {
		return k
	}
	i := sort.Search(len(r.names), func(i int) bool { return r.names[i].Span.End > s.Source.Start })
	if i < len(r.names) && r.names[i].Span.Start < s.Source.End && s.Source.Len() > 0 {
		if k := r.actors.find(r.names[i].Key); k >= 0 {
			return r.actors.seat(r.speaksFor(k))
		}
	}
	if k := r.actors.find(text.Fold(s.Speaker)); k >= 0 {
		return r.speaksFor(k)
	}
	return none
}

// implied is the party of a speaker who is named by it: "its spokesman" speaks for the party that
// spoke last, "the brigade" is the one brigade the article names.
func (r *reader) implied(s *news.Statement) int {
	if !s.Source.In(r.art.Text) {
		return none
	}
	w := strings.Fields(text.Fold(s.Source.Of(r.art.Text)))
	switch {
	case len(w) > 1 && (w[0] == "its" || w[0] == "their"):
		return r.last
	case len(w) == 2 && w[0] == "the":
		if list := r.byLast[w[1]]; len(list) == 1 {
			return r.actors.whole(list[0])
		}
	}
	return none
}

// speaksFor is the state of an office holder; of others, themselves.
func (r *reader) speaksFor(k int) int {
	if c := r.actors.lands[k]; c >= 0 && !r.actors.former[k] && r.actors.kind[k] == mention.Person {
		return r.actors.whole(c)
	}
	return k
}

// stated is who is accused as the statement says, or as its first words do: "X of attacking Y".
func (r *reader) stated(s *news.Statement, x *said) int {
	if k := r.actors.find(s.Target); k >= 0 && s.Kind != news.Deny {
		return r.actors.seat(k)
	}
	if s.Kind != news.Accuse {
		return none
	}
	for i := range x.words {
		if k := x.words[i].actor; k < 0 {
			continue
		} else if i+1 < len(x.words) && (x.words[i+1].low == "of" || x.words[i+1].low == "for") && !hangs(x.words, i) && k != x.party {
			return r.actors.seat(k)
		}
		break
	}
	return none
}

// accused is the doer of what an accusation tells, else who the statement says, else the first actor it names.
func (x *said) accused() int {
	suffers := false
	for i := range x.frames {
		f := &x.frames[i]
		if f.agent >= 0 && harmful[f.family] && f.agent != x.party {
			return f.agent
		}
		for _, p := range f.patients {
			suffers = suffers || p == x.target
		}
	}
	stands := func(k int) bool { // the actor is named other than after a preposition
		for i := range x.words {
			if x.words[i].first && x.who.seat(x.words[i].actor) == k && !hangs(x.words, i) {
				return true
			}
		}
		return !x.actors[k]
	}
	if x.target >= 0 && !suffers && stands(x.target) {
		return x.target
	}
	for i := range x.words {
		if k := x.who.seat(x.words[i].actor); k >= 0 && k != x.party && !(suffers && k == x.target) && !hangs(x.words, i) && x.words[i].first {
			return k
		}
	}
	return none
}
