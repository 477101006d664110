package extract

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/lang"
	"github.com/parley-news/parley/internal/learn"
	"github.com/parley-news/parley/internal/text"
)

// A line is described by its own features, those of its neighbours, and its place on
// the page. Changing them means training the model again: raise dumpFeatureVersion.
const (
	dumpFeatureVersion = 1
	ownFeatures        = 29
	placeFeatures      = 13
	nearFeatures       = 6 // of each neighbour
	nearSpan           = 3 // neighbours on each side
	dumpFirst          = ownFeatures + placeFeatures + 2*nearSpan*nearFeatures
	passFeatures       = 14 // of the second pass, from the probabilities of the first
	dumpSecond         = dumpFirst + passFeatures
)

// dumpStats is what the features of one line need to know of the page.
type dumpStats struct {
	total, longest, prose float32
	common                map[uint32]int // how often a longer word stands in prose
	stops                 map[string]bool
}

func newDumpStats(ls []dumpLine, language string) *dumpStats {
	st := &dumpStats{stops: lang.StopWords(language), common: map[uint32]int{}}
	for i := range ls {
		l := &ls[i]
		st.total += float32(l.chars)
		st.longest = max(st.longest, float32(l.chars))
		if !l.isProse() || l.copies > 1 {
			continue
		}
		st.prose += float32(l.chars)
		for _, p := range text.Words(l.text) {
			if h, ok := topicWord(p.Of(l.text)); ok {
				st.common[h]++
			}
		}
	}
	return st
}

// topicWord is the hash of a word that can say what a text is about.
func topicWord(w string) (uint32, bool) {
	if utf8.RuneCountInString(w) < 4 {
		return 0, false
	}
	h := uint32(2166136261)
	n := 0
	for _, r := range w {
		if n++; n > 6 { // endings change
			break
		}
		h = (h ^ uint32(unicode.ToLower(r))) * 16777619
	}
	return h, true
}

// dumpFeatures describes every line.
func dumpFeatures(ls []dumpLine, language string) *learn.Matrix {
	st := newDumpStats(ls, language)
	m := learn.NewMatrix(len(ls), dumpFirst)
	for i := range ls {
		for j, v := range ownLine(&ls[i], st) {
			m.Set(i, j, v)
		}
	}
	placeLines(m, ls, st)
	at := ownFeatures + placeFeatures
	near := [nearFeatures]int{0, 3, 7, 8, 9, 15}
	for k := 1; k <= nearSpan; k++ {
		for _, step := range [2]int{-k, k} {
			for _, f := range near {
				src, dst := m.Column(f), m.Column(at)
				for i := range ls {
					dst[i] = -1
					if j := i + step; j >= 0 && j < len(ls) {
						dst[i] = src[j]
					}
				}
				at++
			}
		}
	}
	return m
}

func log1p(v float32) float32 { return float32(math.Log1p(float64(v))) }

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// ownLine measures a line by itself.
func ownLine(l *dumpLine, st *dumpStats) [ownFeatures]float32 {
	var digits, upper, commas, marks, quotes, terminals, bars float32
	for _, r := range l.text {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsDigit(r):
			digits++
		case r == ',' || r == '،' || r == '、' || r == '，':
			commas++
		case terminalMark(r):
			terminals++
		case r == '"' || r == '“' || r == '”' || r == '«' || r == '»' || r == '„' || r == '「':
			quotes++
		case r == '|' || r == '·' || r == '›' || r == '>' || r == '/' || r == '•' || r == '→':
			bars++
		case unicode.IsPunct(r) || unicode.IsSymbol(r):
			marks++
		}
	}
	var stops, topics, topical, noise, capitals float32
	ws := text.Words(l.text)
	for _, p := range ws {
		w := p.Of(l.text)
		f := strings.ToLower(w)
		if st.stops[f] {
			stops++
		}
		if boiler[f] {
			noise++
		}
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			capitals++
		}
		if h, ok := topicWord(w); ok {
			topics++
			if st.common[h] > 2 {
				topical++
			}
		}
	}
	n := float32(max(1, len(ws)))
	chars := float32(max(1, l.chars))
	first, _ := utf8.DecodeRuneInString(l.text)
	stopShare := float32(-1)
	if st.stops != nil {
		stopShare = stops / n
	}
	return [ownFeatures]float32{
		log1p(chars), log1p(float32(l.words)), chars / float32(max(1, l.words)), flag(endsSentence(l.text)),
		commas / n, digits / chars, capitals / n, stopShare,
		log1p(float32(l.copies)), flag(l.bullet), float32(l.links) / n, clamp(l.gap, 0, 4),
		flag(strings.HasSuffix(l.text, ":")), bars / n, upper / chars, lineForm(l),
		flag(unicode.IsUpper(first) || quoteOpens(first)), quotes, terminals, noise,
		noise / n, topical / (topics + 1), topics, marks / n,
		chars / (st.longest + 1), flag(strings.Contains(l.text, "://") || strings.Contains(l.text, "@")), float32(l.sect), flag(strings.HasSuffix(l.text, "…") || strings.HasSuffix(l.text, "...")),
		chars / (st.prose + 1),
	}
}

// lineForm numbers the forms that are told by rule.
func lineForm(l *dumpLine) float32 {
	switch {
	case l.isAge:
		return 1
	case l.score != nil:
		return 2
	case l.sect != noSection:
		return 3
	case l.words == 0:
		return 4
	case l.isProse():
		return 6
	}
	return 5
}

func terminalMark(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।':
		return true
	}
	return false
}

func quoteOpens(r rune) bool {
	return r == '"' || r == '“' || r == '«' || r == '„' || r == '‘' || r == '\'' || r == '「'
}

// endsSentence reports whether a line ends as a sentence does, closing quotation marks aside.
func endsSentence(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch {
		case terminalMark(r):
			return true
		case r == '"' || r == '”' || r == '’' || r == '\'' || r == '»' || r == ')' || r == ']' || r == '」' || r == '“' || r == ' ':
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

// placeLines adds where on the page each line stands.
func placeLines(m *learn.Matrix, ls []dumpLine, st *dumpStats) {
	n := len(ls)
	col := func(k int) []float32 { return m.Column(ownFeatures + k) }
	var before, prose float32
	last, sections, related := -1, 0, 0
	for i := range ls {
		l := &ls[i]
		col(0)[i] = before / (st.total + 1)
		col(1)[i] = float32(i) / float32(n)
		col(2)[i] = prose / (st.prose + 1)
		col(3)[i] = float32(min(i, 60))
		col(4)[i] = float32(min(n-1-i, 60))
		col(5)[i] = clamp(i-last, 0, 25)
		col(6)[i] = float32(min(sections, 5))
		col(7)[i] = float32(min(related, 5))
		before += float32(l.chars)
		if l.isProse() {
			last = i
			if l.copies == 1 {
				prose += float32(l.chars)
			}
		}
		switch l.sect {
		case commentSection, relatedSection:
			related++
		case footerSection:
			sections++
		}
	}
	next := n
	for i := n - 1; i >= 0; i-- {
		col(8)[i] = clamp(next-i, 0, 25)
		if ls[i].isProse() {
			next = i
		}
		gap := 0
		if i+1 < n {
			gap = ls[i+1].gap
		}
		col(9)[i] = clamp(gap, 0, 4)
	}
	proseShare(col(10), ls, 3)
	proseShare(col(11), ls, 8)
	for i := range ls {
		col(12)[i] = log1p(st.total)
	}
}

// proseShare is how much of the characters within span lines stands in prose.
func proseShare(out []float32, ls []dumpLine, span int) {
	var all, prose int
	add := func(i, sign int) {
		if i < 0 || i >= len(ls) {
			return
		}
		all += sign * ls[i].chars
		if ls[i].isProse() && endsSentence(ls[i].text) {
			prose += sign * ls[i].chars
		}
	}
	for i := 0; i < span; i++ {
		add(i, 1)
	}
	for i := range ls {
		add(i+span, 1)
		add(i-span-1, -1)
		out[i] = float32(prose) / float32(all+1)
	}
}

// secondPass adds what the first pass says about a line and around it.
func secondPass(first *learn.Matrix, ls []dumpLine, p []float32) *learn.Matrix {
	n := len(ls)
	m := learn.NewMatrix(n, dumpSecond)
	for j := range dumpFirst {
		copy(m.Column(j), first.Column(j))
	}
	at := dumpFirst
	col := func() []float32 { at++; return m.Column(at - 1) }
	copy(col(), p)
	for _, step := range []int{-1, 1, -2, 2, -3, 3} {
		c := col()
		for i := range ls {
			c[i] = -1
			if j := i + step; j >= 0 && j < n {
				c[i] = p[j]
			}
		}
	}
	back, ahead, total := col(), col(), float32(0)
	for i := range ls {
		back[i] = total
		total += p[i] * float32(ls[i].chars)
	}
	for i := range ls {
		ahead[i] = (total - back[i]) / (total + 1)
		back[i] /= total + 1
	}
	decay(col(), ls, p, 1)
	decay(col(), ls, p, -1)
	mean := total / float32(n+1)
	peak, share, size := col(), col(), col()
	for i := range ls {
		peak[i] = float32(ls[i].chars) / (mean + 1)
		share[i] = p[i] * float32(ls[i].chars) / (total + 1)
		size[i] = log1p(total)
	}
	return m
}

// decay is a fading mean of the probabilities on one side of each line, by characters.
func decay(out []float32, ls []dumpLine, p []float32, step int) {
	var sum, weight float32
	i := 0
	if step < 0 {
		i = len(ls) - 1
	}
	for ; i >= 0 && i < len(ls); i += step {
		out[i] = sum / (weight + 1)
		w := float32(ls[i].chars + 20)
		sum, weight = sum*0.7+p[i]*w, weight*0.7+w
	}
}
