package mention

import (
	"strings"
	"unicode"

	"github.com/parley-news/parley/internal/text"
)

// Scripts without case give no capitals to go by. Names are taken from what
// follows a marker (an office, "city of", "army of"), and from then on wherever the same words stand.
// Better to find few names than to take ordinary words for names.

// maxCaselessWords is how many words a name after a marker has at most.
const maxCaselessWords = 3

// findCaseless finds names in Arabic, Devanagari and Han script.
func (f *finder) findCaseless() {
	spacedWords, han := 0, 0
	for i := range f.toks {
		if f.toks[i].written(caseless) {
			if unicode.Is(unicode.Han, firstRune(f.toks[i].low)) {
				han++
			} else {
				spacedWords++
			}
		}
	}
	switch {
	case han > 20 && han > spacedWords:
		f.findHan()
	case spacedWords > 10:
		f.findMarked()
	}
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// findMarked finds names after markers, then all other places where they stand.
func (f *finder) findMarked() {
	low := make([]string, len(f.toks)) // folded, so that letters typed interchangeably are one
	count := map[string]int{}
	for i := range f.toks {
		low[i] = text.Fold(f.toks[i].low)
		count[low[i]]++
	}
	names := map[string]markedName{} // by words, folded
	heads := map[string]bool{}
	for i := range f.toks {
		mark, ok := markers[low[i]]
		if !ok {
			continue
		}
		j := i + 1
		for j < len(low) && f.toks[j].glue == spaced && (markers[low[j]].kind == mark.kind && mark.kind == Person || caselessPortfolio[low[j]]) {
			j++
		}
		n := f.marked(low, j, mark, count)
		if n == 0 {
			continue
		}
		key := strings.Join(low[j:j+n], " ")
		m := names[key]
		if m.words == 0 {
			m = markedName{words: n, kind: mark.kind}
		}
		m.times++
		names[key] = m
		heads[low[j]] = true
	}
	f.recordMarked(low, names, heads)
}

type markedName struct {
	words, times int
	kind         NameKind
}

// marked returns how many words from j on are a name after the marker.
func (f *finder) marked(low []string, j int, mark marker, count map[string]int) int {
	limit := 1
	if mark.kind == Person {
		limit = maxCaselessWords
	}
	n := 0
	for n < limit && j+n < len(low) && f.toks[j+n].glue == spaced && f.toks[j+n].written(caseless) {
		w := low[j+n]
		if caselessStop[w] || markers[w].kind != Other || len([]rune(w)) < 2 {
			break
		}
		n++
		if g := j + n; g < len(low) && f.toks[g].glue != spaced {
			break
		}
	}
	if n == 0 || mark.kind == Person && n < 2 && count[low[j]] < 2 {
		return 0
	}
	if mark.weak && count[low[j]] < 2 {
		return 0
	}
	if mark.kind == Person { // further words only while they come along again or a comma ends the name
		for n > 2 && count[low[j+n-1]] < 2 {
			n--
		}
	}
	return n
}

// recordMarked adds a mention wherever the words of a name stand, longest name first, adjectives made from it included.
func (f *finder) recordMarked(low []string, names map[string]markedName, heads map[string]bool) {
	for i := 0; i < len(low); {
		n, demonym := 0, false
		var key string
		if heads[low[i]] {
			for k := maxCaselessWords; k > 0 && n == 0; k-- {
				if i+k <= len(low) && f.joined(i, k) {
					if m, ok := names[strings.Join(low[i:i+k], " ")]; ok && m.words == k {
						n, key = k, strings.Join(low[i:i+k], " ")
					}
				}
			}
		}
		if n == 0 {
			if stem := caselessStem(low[i]); stem != "" && heads[stem] && names[stem].kind == Place {
				n, key, demonym = 1, stem, true
			}
		}
		if n == 0 {
			i++
			continue
		}
		k := f.add(f.toks[i].span.Start, f.toks[i+n-1].span.End, i, i+n-1)
		e := &f.entries[k]
		e.votes[names[key].kind] += 2
		if demonym {
			e.demonym = true
			if to, ok := f.byKey[key]; ok && f.root(to) != k {
				f.merge(k, to)
			}
		}
		i += n
	}
}

// joined reports whether the k tokens from i on stand in one line with nothing but spaces between them.
func (f *finder) joined(i, k int) bool {
	for j := i + 1; j < i+k; j++ {
		if f.toks[j].glue != spaced {
			return false
		}
	}
	return true
}

// caselessStem is the place that an adjective in Arabic script may be made from, or "".
func caselessStem(w string) string {
	for _, end := range []string{"یها", "ایی", "یه", "ها", "ی"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 6 {
			return strings.TrimPrefix(s, "ال")
		}
	}
	return ""
}
