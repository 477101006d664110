package timeline

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// bound is what the words before a number make of it.
type bound uint8

const (
	atLeast bound = iota
	atMost
	about
)

// position says on which side of a number an act word can govern it.
type position uint8

const (
	anywhere   position = iota
	beforeOnly          // "death toll", "claimed the lives of"
	afterOnly           // "died", "dead", "missing"
)

type actWord struct {
	name  string
	place position
}

// lexicon is what one language needs for figures. Keys are folded (text.Fold).
type lexicon struct {
	bounds      map[string]bound
	between     map[string]bool
	ands        map[string]bool
	of          map[string]bool
	parts       map[string]bool // "including"
	vague       map[string]float64
	units       map[string]unitWord
	stems       []unitStem
	adjectives  map[string]string // stem of an adjective to what it makes of a person
	acts        map[string]actWord
	actStems    []actStem
	aux         map[string]bool
	stops       map[string]bool // end the search for what is counted
	breaks      map[string]bool // end the search for what happened
	determiners map[string]bool
}

type unitStem struct {
	stem string
	unit unitWord
}

type actStem struct {
	stem string
	act  actWord
}

func (l *lexicon) unit(w string) (unitWord, bool) {
	if u, ok := l.units[w]; ok {
		return u, true
	}
	for _, s := range l.stems {
		if strings.HasPrefix(w, s.stem) {
			return s.unit, true
		}
	}
	return unitWord{}, false
}

func (l *lexicon) act(w string) (actWord, bool) {
	if a, ok := l.acts[w]; ok {
		return a, true
	}
	for _, s := range l.actStems {
		if strings.HasPrefix(w, s.stem) {
			return s.act, true
		}
	}
	return actWord{}, false
}

// lexiconOf returns the tables of a language; of English where there are none.
func lexiconOf(lang string) *lexicon {
	if l, ok := lexicons[lang]; ok {
		return l
	}
	return lexicons["en"]
}

var lexicons = readLexicons()

// readLexicons reads the tables below. A line is "kind [name]: words", words separated by
// commas; "*" after a word makes it a stem. Lines of a language follow its tag.
func readLexicons() map[string]*lexicon {
	out := map[string]*lexicon{}
	var l *lexicon
	for _, line := range strings.Split(lexiconText, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		head, words, ok := strings.Cut(line, ":")
		if !ok {
			l = newLexicon()
			out[line] = l
			continue
		}
		kind, name, _ := strings.Cut(head, " ")
		for _, w := range strings.Split(words, ",") {
			l.add(kind, name, text.Fold(strings.TrimSpace(w)))
		}
	}
	return out
}

func newLexicon() *lexicon {
	set := func() map[string]bool { return map[string]bool{} }
	return &lexicon{bounds: map[string]bound{}, between: set(), ands: set(), of: set(), parts: set(), vague: map[string]float64{}, units: map[string]unitWord{},
		adjectives: map[string]string{}, acts: map[string]actWord{}, aux: set(), stops: set(), breaks: set(), determiners: set()}
}

func (l *lexicon) add(kind, name, w string) {
	switch kind {
	case "least":
		l.bounds[w] = atLeast
	case "most":
		l.bounds[w] = atMost
	case "about":
		l.bounds[w] = about
	case "between":
		l.between[w] = true
	case "and":
		l.ands[w] = true
	case "of":
		l.of[w] = true
	case "part":
		l.parts[w] = true
	case "aux":
		l.aux[w] = true
	case "stop":
		l.stops[w] = true
	case "break":
		l.breaks[w], l.stops[w] = true, true
	case "determiner":
		l.determiners[w] = true
	case "vague":
		v, _ := plainNumber(name)
		l.vague[w] = v
	case "adjective":
		l.adjectives[w] = name
	case "people", "things", "measure", "spell":
		l.addUnit(kind, name, w)
	case "act", "act<", "act>":
		l.addAct(kind, name, w)
	}
}

// addUnit takes "name" or "name=act" for a word that itself says what happened.
func (l *lexicon) addUnit(kind, name, w string) {
	name, act, _ := strings.Cut(name, "=")
	u := unitWord{name: name, act: act, kind: map[string]unitKind{"people": people, "things": things, "measure": measure, "spell": spell}[kind]}
	if u.name == "" {
		u.name = w
		l.units[w] = u
		l.units[plural(w)] = u
		return
	}
	if stem, ok := strings.CutSuffix(w, "*"); ok {
		l.stems = append(l.stems, unitStem{stem, u})
		return
	}
	l.units[w] = u
}

func (l *lexicon) addAct(kind, name, w string) {
	a := actWord{name, map[string]position{"act": anywhere, "act<": afterOnly, "act>": beforeOnly}[kind]}
	if stem, ok := strings.CutSuffix(w, "*"); ok {
		l.actStems = append(l.actStems, actStem{stem, a})
		return
	}
	l.acts[w] = a
}

func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "man"):
		return w[:len(w)-2] + "en"
	case strings.HasSuffix(w, "y") && !strings.HasSuffix(w, "ay") && !strings.HasSuffix(w, "ey"):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[text.Fold(w)] = true
	}
	return m
}

// personal acts happen to persons, so a number without a noun counts persons.
var personal = map[string]bool{"killed": true, "injured": true, "displaced": true, "arrested": true, "missing": true, "kidnapped": true, "rescued": true, "released": true, "deported": true, "evacuated": true, "captured": true, "sentenced": true, "infected": true}

// locatives stand before the place where something happens; skipped words may stand between.
var (
	locatives = set("in at near on outside inside across around over throughout from towards toward along into to en cerca sur de в у около под на возле در نزدیک از في قرب à près dans bei nahe")
	skipped   = set("the a an la el los las le les der die das dem eastern western northern southern central north south east west capital city town village province district region valley neighbouring neighboring")
)

var currencySigns = [][2]string{{"$", "dollar"}, {"€", "euro"}, {"£", "pound"}, {"₹", "rupee"}, {"¥", "yen"}, {"₽", "ruble"}, {"₴", "hryvnia"}, {"₺", "lira"}, {"₩", "won"}, {"₪", "shekel"}}

var smallNumbers = map[string]float64{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
