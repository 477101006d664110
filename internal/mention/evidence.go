package mention

import (
	"strings"

	"github.com/parley-news/parley/internal/text"
)

// seen is what the article tells about one capitalised word.
type seen struct {
	mid    int // capital where place does not ask for one
	first  int // capital that its place may explain
	low    int // lower case
	lone   int // mid, without another capitalised word beside it
	adj    int // alone before a lower-case word that may be a noun
	placed int // alone after a preposition of place
}

// evidence is the article's own word on which of its words are names.
type evidence struct {
	index map[string]int
	words []seen
}

// gather counts how the capitalised words of the article are written elsewhere in
// it. The title counts only when it is not written in title case.
func gather(title, body, lang string, toks []token) *evidence {
	ev := &evidence{index: make(map[string]int, 128)}
	demoteHeadings(body, toks)
	for i := range toks {
		if t := &toks[i]; t.written(capital) {
			ev.count(toks, i)
		}
	}
	for i := range toks {
		if t := &toks[i]; !t.written(capital) && !t.written(caseless|digits) && !t.is(stopWord) {
			if k, ok := ev.index[t.low]; ok {
				ev.words[k].low++
			}
		}
	}
	ev.readTitle(title, lang)
	return ev
}

func (ev *evidence) word(low string) int {
	k, ok := ev.index[low]
	if !ok {
		k = len(ev.words)
		ev.words = append(ev.words, seen{})
		ev.index[low] = k
	}
	return k
}

func (ev *evidence) count(toks []token, i int) {
	t := &toks[i]
	t.seen = ev.word(t.low)
	w := &ev.words[t.seen]
	if t.first {
		w.first++
		return
	}
	w.mid++
	if i > 0 && t.glue == spaced && toks[i-1].written(capital) && !toks[i-1].owner && !(toks[i-1].first && toks[i-1].is(stopWord)) {
		return
	}
	if next(toks, i, spaced) && toks[i+1].written(capital) && !t.owner {
		return
	}
	w.lone++
	if i > 0 && toks[i-1].is(inPlace) && t.glue == spaced {
		w.placed++
	}
	if !t.owner && next(toks, i, spaced) && !toks[i+1].is(stopWord|sayVerb|auxVerb|inPlace|particle) && !toks[i+1].written(digits) {
		w.adj++
	}
}

// next reports whether a token follows i, joined to it by g.
func next(toks []token, i int, g glue) bool { return i+1 < len(toks) && toks[i+1].glue == g }

// readTitle takes the title's lower-case words, and its capitals when it is written like a sentence.
func (ev *evidence) readTitle(title, lang string) {
	toks := tokenize(title, lang)
	caps := titleCased(toks)
	for i := range toks {
		t := &toks[i]
		k, ok := ev.index[t.low]
		switch {
		case !ok || caps || t.written(caseless|digits):
		case !t.written(capital):
			ev.words[k].low++
		case !t.first:
			ev.words[k].mid++
		}
	}
}

// titleCased reports whether most of the longer words are capitalised, so that a capital says nothing.
func titleCased(toks []token) bool {
	long, caps := 0, 0
	for i := range toks {
		t := &toks[i]
		if len(t.low) < 4 || t.written(digits|caseless) {
			continue
		}
		long++
		if t.written(capital) {
			caps++
		}
	}
	return long >= 3 && caps*10 > long*7
}

// demoteHeadings marks the capitals of headings in title case, and of lines all in
// capitals, as owed to their place.
func demoteHeadings(body string, toks []token) {
	i := 0
	for _, p := range text.Paragraphs(body) {
		j := i
		for j < len(toks) && toks[j].span.Start < p.End {
			j++
		}
		line := toks[i:j]
		if len(line) > 3 && len(line) < 25 && !strings.ContainsAny(lastByte(p.Of(body)), ".!?\"”’") && titleCased(line) || shouted(line) {
			for k := range line {
				line[k].first = true
				line[k].shape &^= acronym
			}
		}
		i = j
	}
}

func lastByte(s string) string {
	r := []rune(s[max(0, len(s)-4):])
	if len(r) == 0 {
		return ""
	}
	return string(r[len(r)-1])
}

// shouted reports whether a line of some length is all in capitals.
func shouted(line []token) bool {
	n := 0
	for i := range line {
		if line[i].written(acronym) {
			n++
		}
	}
	return len(line) >= 4 && n*10 >= len(line)*8
}
