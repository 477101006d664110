package when

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// role is a bit set of what a word can be in a date.
type role uint32

const (
	isMonth   role = 1 << iota // month
	isSolar                    // month of the Solar Hijri calendar
	isWeekday                  // weekday
	isUnit                     // unit
	isCount                    // count
	isLast
	isNext
	isThis
	isAgo      // after the count: "ago"
	isBefore   // before the count: "vor", "hace"
	isOffset   // offset: yesterday, today, tomorrow
	isYearOff  // offset in years in one word: "lastYear"
	isLate     // late, early, mid, beginning, end
	isAround   // around, about, nearly
	isLead     // a preposition that a date follows
	isLink     // of, de, del
	isYearWord // the word year before or after its number
	isSeason   // season, as its first month in month
	isFuture   // what is spoken of lies ahead
	isShort    // an abbreviation that is a date only beside a number
	isFiller   // may stand in a masthead's date
	isEarlier  // "earlier" before "this month"
)

// entry is what a language's table says about a word.
type entry struct {
	roles                              role
	month, weekday, unit, count, shift int8
	low                                string // folded word
}

func (e *entry) is(r role) bool { return e != nil && e.roles&r != 0 }

type unit = int8

const (
	unitMinute unit = iota + 1
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitYear
	unitDecade
	unitWeekend
)

// table is the date vocabulary of one language.
type table struct {
	words   map[string]*entry
	phrases map[string][]phrase // by first word
	capital bool                // months and weekdays are names only when they begin with a capital
	after   bool                // "last" may follow its noun
}

type phrase struct {
	words []string
	entry *entry
}

// rows of the source of a table: a name, a colon, fields. In the rows of months, solar
// months, weekdays (Sunday first), units (minute to weekend) and counts (from 1) the place of a field is its
// value, and commas separate spellings; "-" leaves a place empty. In "days" and "years" each word ends in its offset. An underscore stands for a space.
func newTable(src string) *table {
	t := &table{words: map[string]*entry{}, phrases: map[string][]phrase{}}
	for line := range strings.SplitSeq(strings.TrimSpace(src), "\n") {
		name, fields, _ := strings.Cut(strings.TrimSpace(line), ":")
		t.row(strings.TrimSpace(name), strings.Fields(fields))
	}
	return t
}

var plainRoles = map[string]role{
	"last": isLast, "next": isNext, "this": isThis, "ago": isAgo, "before": isBefore, "late": isLate, "around": isAround, "lead": isLead, "link": isLink,
	"year": isYearWord, "future": isFuture, "short": isShort, "filler": isFiller, "earlier": isEarlier,
}

func (t *table) row(name string, fields []string) {
	switch name {
	case "capital":
		t.capital = true
		return
	case "after":
		t.after = true
		return
	}
	for i, f := range fields {
		for w := range strings.SplitSeq(f, ",") {
			if w == "-" || w == "" {
				continue
			}
			w, shift := cutShift(w)
			e := t.entry(w)
			v := int8(i + 1)
			switch name {
			case "months":
				e.roles, e.month = e.roles|isMonth, v
			case "solar":
				e.roles, e.month = e.roles|isSolar, v
			case "weekdays":
				e.roles, e.weekday = e.roles|isWeekday, int8(i)
			case "units":
				e.roles, e.unit = e.roles|isUnit, v
			case "counts":
				e.roles, e.count = e.roles|isCount, v
			case "seasons": // spring, summer, autumn, winter
				e.roles, e.month = e.roles|isSeason, 3*v
			case "days":
				e.roles, e.shift = e.roles|isOffset, shift
			case "years":
				e.roles, e.shift = e.roles|isYearOff, shift
			default:
				e.roles |= plainRoles[name]
			}
		}
	}
}

// cutShift cuts "yesterday-1" into the word and -1.
func cutShift(w string) (string, int8) {
	n := len(w)
	if n < 3 || w[n-1] < '0' || w[n-1] > '9' || w[n-2] != '-' && w[n-2] != '+' {
		return w, 0
	}
	v := int8(w[n-1] - '0')
	if w[n-2] == '-' {
		v = -v
	}
	return w[:n-2], v
}

func (t *table) entry(w string) *entry {
	parts := strings.Split(text.Fold(strings.ReplaceAll(w, "_", " ")), " ")
	if len(parts) == 1 {
		e := t.words[parts[0]]
		if e == nil {
			e = &entry{low: parts[0]}
			t.words[parts[0]] = e
		}
		return e
	}
	for _, p := range t.phrases[parts[0]] {
		if strings.Join(p.words, " ") == strings.Join(parts, " ") {
			return p.entry
		}
	}
	e := &entry{low: strings.Join(parts, " ")}
	t.phrases[parts[0]] = append(t.phrases[parts[0]], phrase{parts, e})
	for _, q := range parts {
		t.entry(q) // each part must be known for the phrase to be seen
	}
	return e
}

// longestWord bounds a word of the tables, in bytes.
const longestWord = 48

// find returns the entry of a word as it stands in the text.
func (t *table) find(w string) *entry {
	if len(w) > longestWord {
		return nil
	}
	var buf [longestWord]byte
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= 0x80 {
			return t.words[text.Fold(w)]
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return t.words[string(buf[:len(w)])]
}

// join makes one token of each phrase of the table.
func (t *table) join(tokens []token) []token {
	if len(t.phrases) == 0 {
		return tokens
	}
	out := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		tok := tokens[i]
		if tok.word != nil {
			for _, p := range t.phrases[tok.word.low] {
				if p.at(tokens[i:]) {
					tok.end, tok.word = tokens[i+len(p.words)-1].end, p.entry
					i += len(p.words) - 1
					break
				}
			}
		}
		out = append(out, tok)
	}
	return out
}

func (p phrase) at(tokens []token) bool {
	if len(tokens) < len(p.words) {
		return false
	}
	for i, w := range p.words {
		if e := tokens[i].word; e == nil || e.low != w || i > 0 && tokens[i].newline {
			return false
		}
	}
	return true
}
