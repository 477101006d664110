package cluster

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/mention"
)

// A canon says which names of different stories are one actor. It is made
// from the stories alone: the same acronym for the same words ("Tehrik-i-Lusava", "Tehreek-e Lusava",
// both "TL"), a surname that one full name in the archive ends with.
type canon struct {
	forms map[string]string // key to the key that stands for it
}

// canonCount is what is counted of all stories before names are told to be one.
type canonCount struct {
	count    map[string]int            // stories by name
	acronyms map[string]map[string]int // acronym and skeleton of its words, to keys
	last     map[string]map[string]int // last word to full names
}

func newCanonCount() *canonCount {
	return &canonCount{map[string]int{}, map[string]map[string]int{}, map[string]map[string]int{}}
}

func (c *canonCount) add(p Profile) {
	for _, a := range p.Actors {
		c.count[a.Key]++
		for _, s := range a.Aliases {
			if isAcronymOf(s, a.Key) {
				group := s + " " + sortedInitials(a.Key)
				tally(c.acronyms, group, a.Key)
				tally(c.acronyms, s, group)
			} else if strings.HasSuffix(a.Key, " "+s) {
				tally(c.last, s, a.Key)
			}
		}
	}
}

// canon decides.
func (n *canonCount) canon() *canon {
	c := &canon{forms: map[string]string{}}
	count, acronyms, last := n.count, n.acronyms, n.last
	for group, keys := range acronyms {
		if !strings.Contains(group, " ") {
			continue
		}
		best := mostly(keys, count, 0)
		for k := range keys {
			c.forms[k] = best
		}
	}
	for _, short := range []map[string]map[string]int{acronyms, last} {
		for s, keys := range short {
			if strings.Contains(s, " ") || c.forms[s] != "" {
				continue
			}
			best := mostly(keys, nil, 0.8)
			if best == "" {
				continue
			}
			if m := acronyms[best]; m != nil {
				best = mostly(m, count, 0)
			}
			c.forms[s] = cmp.Or(c.forms[best], best)
		}
	}
	return c
}

func tally(m map[string]map[string]int, k, v string) {
	if m[k] == nil {
		m[k] = map[string]int{}
	}
	m[k][v]++
}

// mostly returns the key with the greatest count, the lesser on a tie; "" when it has less than share of all.
func mostly(keys, count map[string]int, share float64) string {
	best, n, all := "", -1, 0
	for k, own := range keys {
		v := own
		if count != nil {
			v = count[k]
		}
		all += v
		if v > n || v == n && k < best {
			best, n = k, v
		}
	}
	if float64(n) < share*float64(all) {
		return ""
	}
	return best
}

// of is the key that stands for a.
func (c *canon) of(key string) string {
	if k, ok := c.forms[key]; ok {
		return k
	}
	return key
}

// isAcronymOf reports whether s is made of first letters of the words of name, in order, most words taking part.
func isAcronymOf(s, name string) bool {
	ini := initials(name)
	if utf8.RuneCountInString(s) < 2 || strings.ContainsRune(s, ' ') || len(ini) < 2 {
		return false
	}
	rest := s
	for _, r := range ini {
		if first, n := utf8.DecodeRuneInString(rest); first == r {
			rest = rest[n:]
		}
	}
	return rest == ""
}

// sortedInitials is the name's words reduced to what they sound like, without those of one or two letters.
func sortedInitials(name string) string {
	w := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' })
	var out []string
	for _, x := range w {
		if utf8.RuneCountInString(x) > 2 {
			k := cmp.Or(mention.Skeleton(x), x)
			r, n := utf8.DecodeRuneInString(k)
			out = append(out, string(r)+k[n:])
		}
	}
	slices.Sort(out)
	return strings.Join(out, "")
}

func initials(name string) []rune {
	var out []rune
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		r, _ := utf8.DecodeRuneInString(w)
		out = append(out, r)
	}
	return out
}
