package train

import (
	"strings"
	"unicode"

	"github.com/parley-news/parley/internal/text"
)

// shingle is how many words are compared at a time.
const shingle = 4

// mark labels the blocks of a page: one belongs to the body when more than half of its
// runs of four words stand in the truth, or when it is short and a line of the truth says the same. A block weighs
// by its words, up to 80, in proportion to the length of the body, so that every page weighs alike.
func (p *page) mark() {
	truth := words(p.body)
	runs := map[string]bool{}
	for i := 0; i+shingle <= len(truth); i++ {
		runs[strings.Join(truth[i:i+shingle], " ")] = true
	}
	lines := map[string]bool{}
	for _, l := range strings.Split(p.body, "\n") {
		lines[strings.Join(words(l), " ")] = true
	}
	p.label = make([]float32, p.outline.Len())
	p.weight = make([]float32, p.outline.Len())
	for i := range p.label {
		b := words(p.outline.Text(i))
		switch {
		case len(b) >= shingle:
			hits := 0
			for k := 0; k+shingle <= len(b); k++ {
				if runs[strings.Join(b[k:k+shingle], " ")] {
					hits++
				}
			}
			if 2*hits > len(b)-shingle+1 {
				p.label[i] = 1
			}
		case len(b) > 0 && lines[strings.Join(b, " ")]:
			p.label[i] = 1
		}
		p.weight[i] = float32(min(len(b), 80)+2) / float32(len(truth)+20) * 60
	}
}

// doubt takes blocks out of the training that are most likely labelled wrongly: many truths stop
// before their article does. Such a block is labelled as furniture, but is running text, stands in an element
// of the same tag and class as most of the body, and a model that has not seen the page is sure of it.
func (p *page) doubt() {
	body := map[uint32]int{}
	total := 0
	for i, l := range p.label {
		if l > 0 {
			body[p.outline.Shape(i)] += p.outline.Words(i)
			total += p.outline.Words(i)
		}
	}
	for i, l := range p.label {
		if l == 0 && p.chance[i] > 0.9 && p.outline.IsProse(i) && 3*body[p.outline.Shape(i)] > total {
			p.weight[i] = 0
		}
	}
}

// words are the runs of letters, digits and low lines of s; characters of scripts without spaces stand alone.
func words(s string) []string {
	var out []string
	start := -1
	for i, r := range s {
		w := unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || unicode.Is(unicode.M, r)
		if start >= 0 && (!w || text.Unspaced(r)) {
			out = append(out, s[start:i])
			start = -1
		}
		switch {
		case w && text.Unspaced(r):
			out = append(out, string(r))
		case w && start < 0:
			start = i
		}
	}
	if start >= 0 {
		out = append(out, s[start:])
	}
	return out
}
