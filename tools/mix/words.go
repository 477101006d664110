package main

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// vocabulary exchanges words for others of their kind: a capitalised one for a capitalised one, an "-ing" for an "-ing", a
// frequent one for one about as frequent, so that word statistics stay those of real news.
type vocabulary struct {
	word    map[string]place
	classes [][]string
}

type place struct{ class, index int32 }

// commonest is how many of the most frequent words stay as they are: they carry the grammar.
const commonest = 200

// stays are words that stay although they are rarer: who speaks and how, offices, times.
var stays = strings.Fields(`said says told according asked added denied denies deny accused accuses blamed claimed claims confirmed announced reported
	warned insisted rejected argued testified wrote stated admitted acknowledged alleged called spokesman spokeswoman president minister prime foreign
	secretary senator officials official government police court judge army ministry parliament percent million billion dollars
	monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
	yesterday today tomorrow week month year hours days weeks months years killed wounded injured dead people one two three four five six seven eight nine ten
	dr mr mrs ms`)

func newVocabulary(t texts) *vocabulary {
	lower, upper := map[string]int{}, map[string]int{}
	for _, g := range t.groups {
		for _, s := range g {
			for _, p := range s.paras {
				split(p, func(tok string, isWord bool) {
					if !isWord {
						return
					}
					if r, _ := utf8.DecodeRuneInString(tok); unicode.IsUpper(r) {
						upper[tok]++
					} else {
						lower[tok]++
					}
				})
			}
		}
	}
	keep := map[string]bool{}
	for _, w := range stays {
		keep[w] = true
	}
	for _, w := range byCount(lower)[:min(commonest, len(lower))] {
		keep[w] = true
	}
	v := &vocabulary{word: map[string]place{}}
	kinds := map[string]int32{}
	add := func(w string, rank int, prefix string) {
		kind := prefix + ending(w) + string(rune('a'+bits.Len(uint(rank))))
		c, ok := kinds[kind]
		if !ok {
			c = int32(len(v.classes))
			kinds[kind] = c
			v.classes = append(v.classes, nil)
		}
		v.word[w] = place{c, int32(len(v.classes[c]))}
		v.classes[c] = append(v.classes[c], w)
	}
	for i, w := range byCount(lower) {
		if !keep[w] && len(w) > 2 && lower[w] > 1 {
			add(w, i, "l")
		}
	}
	for i, w := range byCount(upper) {
		l := strings.ToLower(w)
		if keep[l] || len(w) < 3 || lower[l] > upper[w] || upper[w] < 2 {
			continue
		}
		prefix := "U"
		if w == strings.ToUpper(w) {
			prefix = "A"
		}
		add(w, i, prefix)
	}
	return v
}

// byCount lists words, the most frequent first.
func byCount(m map[string]int) []string {
	out := make([]string, 0, len(m))
	for w := range m {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a, b)) })
	return out
}

// ending is the part of a word that says how it may stand in a sentence.
func ending(w string) string {
	for _, e := range []string{"tion", "ment", "ness", "ing", "ers", "'s", "’s", "ed", "ly", "al", "er", "s"} {
		if strings.HasSuffix(w, e) {
			return e
		}
	}
	return ""
}

// ownWords is how many of ten ordinary words a report with a salt of its own exchanges by it.
const ownWords = 7

// swap exchanges the words and numbers of s. The same salts exchange them the same way everywhere: names and numbers by
// salt, and ordinary words too unless lower differs, which then exchanges most of them.
func (v *vocabulary) swap(s string, salt, lower uint64) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	split(s, func(tok string, isWord bool) {
		switch {
		case !isWord && tok[0] >= '0' && tok[0] <= '9':
			b.WriteString(number(tok, salt))
		case !isWord:
			b.WriteString(tok)
		default:
			b.WriteString(v.one(tok, salt, lower))
		}
	})
	return b.String()
}

func (v *vocabulary) one(w string, salt, lower uint64) string {
	l := strings.ToLower(w)
	p, ok := v.word[w]
	if l != w {
		if ok {
			return v.other(p, salt)
		}
		p, ok = v.word[l] // an ordinary word at the start of a sentence
	}
	if !ok {
		return w
	}
	if mixed(uint64(p.class), uint64(p.index))%10 < ownWords {
		salt = lower
	}
	o := v.other(p, salt)
	if l != w {
		o = strings.ToUpper(o[:1]) + o[1:]
	}
	return o
}

// other is the word that takes a word's place: its class is turned round by a step that reaches every member.
func (v *vocabulary) other(p place, salt uint64) string {
	c := v.classes[p.class]
	n := uint64(len(c))
	h := mixed(salt, uint64(p.class))
	step := h>>32%n | 1
	for gcd(step, n) != 1 {
		step++
	}
	return c[(uint64(p.index)*step+h%n)%n]
}

// number gives another number of as many digits; years stay.
func number(d string, salt uint64) string {
	if len(d) == 4 && (strings.HasPrefix(d, "19") || strings.HasPrefix(d, "20")) {
		return d
	}
	out := []byte(d)
	h := salt
	for i, c := range out {
		h = mixed(h, uint64(c))
		out[i] = '0' + byte(h%10)
		if i == 0 {
			out[i] = '1' + byte(h%9)
		}
	}
	return string(out)
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// mixed scrambles two numbers into one.
func mixed(a, b uint64) uint64 {
	x := a*0x9e3779b97f4a7c15 + b + 0x632be59bd9b4e019
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// split calls f for every run of letters, run of digits, and anything between them, in order. An apostrophe between letters belongs to the word.
func split(s string, f func(tok string, isWord bool)) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		kind, j := kindOf(r), i+n
		for j < len(s) {
			r, n := utf8.DecodeRuneInString(s[j:])
			if kind == 'w' && (r == '\'' || r == '’') && j+n < len(s) && unicode.IsLetter(rune(s[j+n])) {
				j += n
				continue
			}
			if kindOf(r) != kind {
				break
			}
			j += n
		}
		f(s[i:j], kind == 'w')
		i = j
	}
}

func kindOf(r rune) byte {
	switch {
	case r >= '0' && r <= '9':
		return 'd'
	case unicode.IsLetter(r):
		return 'w'
	}
	return ' '
}
