package mention

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

const (
	placeUnknown = -1 // written like a demonym; the place itself stands nowhere in the article
	noDemonym    = -2
)

// findDemonyms finds the words made from the name of a place of the article.
func (f *finder) findDemonyms() {
	f.demonyms = make([]int, len(f.ev.words))
	folded := make([]string, len(f.ev.words))
	f.folded = folded
	byPrefix := map[string][]int{}
	for low, k := range f.ev.index {
		folded[k] = text.Fold(low)
	}
	for k := range folded { // in order of appearance, so that the result does not hang on map order
		if len(folded[k]) >= 3 && f.mayBePlace(k) {
			byPrefix[folded[k][:3]] = append(byPrefix[folded[k][:3]], k)
		}
	}
	for k, a := range folded {
		f.demonyms[k] = noDemonym
		w := f.ev.words[k]
		if len(a) < 4 || w.mid+w.first == 0 {
			continue
		}
		best, longest := noDemonym, 0
		for _, p := range byPrefix[a[:3]] {
			if n := demonymStem(a, folded[p]); n > longest && (w.adj > 0 || w.placed == 0 && n < len(a)) {
				best, longest = p, n
			}
		}
		if best == noDemonym && w.adj > 0 && w.adj*2 >= w.lone && w.low == 0 && endsAny(a, adjectiveEnds) && classOf(a)&givenName == 0 {
			best = placeUnknown
		}
		f.demonyms[k] = best
	}
}

// mayBePlace reports whether a word stands alone as a name somewhere, be it at the start of a sentence.
func (f *finder) mayBePlace(k int) bool {
	w := f.ev.words[k]
	return w.lone > 0 || w.first > 0 && w.low == 0 && classOf(f.folded[k])&(stopWord|commonWord|ordinaryWord|office|calendar) == 0
}

// Demonym reports whether a is a people's name or adjective made from the place name p, both
// folded single words: "karsundi", "karsundians" and "karsundish" from "karsund".
func Demonym(a, p string) bool { return demonymStem(a, p) > 0 }

// demonymStem is the length of the stem that a and p share when a is made from p, else 0.
// The endings are those of English and of the languages it borrows such words from.
func demonymStem(a, p string) int {
	if a == p || strings.ContainsRune(a, ' ') || strings.ContainsRune(p, ' ') {
		return 0
	}
	if n := stemOf(a, p); n > 0 {
		return n
	}
	if s := strings.TrimSuffix(a, "s"); s != a && s != p {
		return stemOf(s, p)
	}
	return 0
}

func stemOf(a, p string) int {
	n := 0
	for n < len(a) && n < len(p) && a[n] == p[n] {
		n++
	}
	for ; n >= 3 && n >= len(p)-5; n-- {
		ra, rp := a[n:], p[n:]
		if ra == "" {
			if landEnds[rp] {
				return n
			}
			continue
		}
		if peopleEnds[ra] && ((rp == "" || placeEnds[rp]) && n >= len(p)-3 || landEnds[rp]) {
			return n
		}
	}
	return 0
}

var (
	peopleEnds    = words("i is an ans n ns ian ians ean eans ish ese nese er ers ic ite ites egian egians nian nians vian vians ani anis ine nish lish uese nder nders")
	placeEnds     = words("a ia ya ea o e y ey ay us os en in as al es is")
	landEnds      = words("land lands stan istan abad ia any")
	adjectiveEnds = []string{"ian", "ese", "ish", "ean", "i", "ani", "stani", "an"}
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func endsAny(s string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) && len(s) > len(e)+2 {
			return true
		}
	}
	return false
}
