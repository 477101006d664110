package reuse

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/sketch"
	"github.com/parley-news/parley/internal/text"
)

// copyOf makes the copy of a measured pair: which of the two is derived, of what kind, and why.
func (x *Index) copyOf(new, old uint32, p pair) news.Copy {
	n, o := &x.entries[new], &x.entries[old]
	newDerived, why := direction(n, o, p)
	d := side{n, o, p.newShare, p.oldShare}
	if !newDerived {
		d = side{o, n, p.oldShare, p.newShare}
	}
	c := news.Copy{
		Derived: d.derived.id,
		Source:  d.source.id,
		Share:   math.Min(1, d.share[0]),
		Score:   p.score(),
		Kind:    d.kind(p),
		Spans:   p.spans(newDerived),
	}
	c.Reasons = append(d.reasons(p, c.Kind), why...)
	if _, named := d.derived.names(d.source); named {
		c.Score = max(c.Score, 0.95)
	}
	return c
}

// side is a pair seen from the derived text.
type side struct {
	derived, source *entry
	share, ofSource [2]float64
}

// direction decides which of two texts repeats the other: what they say
// themselves, then who published first, then which is contained in the other, then which was seen first.
func direction(n, o *entry, p pair) (newDerived bool, why []string) {
	if says, ok := n.names(o); ok {
		return true, []string{says}
	}
	if says, ok := o.names(n); ok {
		return false, []string{says}
	}
	switch {
	case n.time != 0 && o.time != 0 && n.time != o.time:
		return n.time > o.time, []string{later(n.time - o.time)}
	case p.newShare[0] > containedShare && p.oldShare[0] < partShare:
		return true, []string{"is contained in the longer text"}
	case p.oldShare[0] > containedShare && p.newShare[0] < partShare:
		return false, []string{"is contained in the longer text"}
	case len(n.declares) > 0 && len(o.declares) == 0:
		return true, []string{n.declares[0].says()}
	case len(o.declares) > 0 && len(n.declares) == 0:
		return false, []string{o.declares[0].says()}
	}
	return p.newShare[0] >= p.oldShare[0]-0.02, nil
}

// distant reports whether two articles are unlikely to repeat one another in passages only: an outlet uses its background and
// captions again, and what is copied from others is copied soon.
func (x *Index) distant(a, b uint32) bool {
	n, o := &x.entries[a], &x.entries[b]
	if n.outlet != "" && n.outlet == o.outlet {
		return true
	}
	gap := n.time - o.time
	return n.time != 0 && o.time != 0 && max(gap, -gap) > soon
}

const soon = 14 * 24 * 60 * 60 // seconds

// mostly reports whether one of the texts stands mostly in the other.
func (p *pair) mostly() bool { return max(p.newShare[0], p.oldShare[0]) >= 0.5 }

// A text is contained in another when this share of it stands there and no more than partShare of the other stands in it.
const (
	containedShare = 0.85
	partShare      = 0.7
)

// later says how long after the other text one was published.
func later(seconds int64) string {
	if seconds < 0 {
		seconds = -seconds
	}
	d := time.Duration(seconds) * time.Second
	switch {
	case d < 2*time.Minute:
		return "published just after it"
	case d < 2*time.Hour:
		return fmt.Sprintf("published %d minutes after it", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("published %d hours after it", int(d.Hours()))
	}
	return fmt.Sprintf("published %d days after it", int(d.Hours()/24))
}

// kind tells the kinds apart by how much of either text is shared and in how long passages. The bounds are
// set by eye on labelled wire copies: they divide what a reader would call by these names.
func (d side) kind(p pair) news.CopyKind {
	share, source := d.share[0], d.ofSource[0]
	long := p.mean >= 10
	switch {
	case d.share[1] >= 0.95 && d.ofSource[1] >= 0.95:
		return news.CopySame
	case share >= 0.5 && long && source < 0.6:
		return news.CopyExcerpt
	case share >= 0.5 && long:
		return news.CopyEdited
	case share < 0.5 && (long || p.longest >= 25):
		return news.CopySpliced
	}
	return news.CopyRewrite
}

func (d side) reasons(p pair, kind news.CopyKind) []string {
	percent := int(math.Round(100 * math.Min(1, d.share[0])))
	first := fmt.Sprintf("%d %% of its words outside quotations stand in the same order in the other text", percent)
	if kind == news.CopyRewrite {
		first = fmt.Sprintf("retells the other text: %d %% of its words outside quotations still stand in the same order there", percent)
	}
	return []string{first, fmt.Sprintf("the longest passage in common has %d words", p.longest)}
}

// spans returns the passages in common, the longest where there are too many, in the order of the derived text.
func (p *pair) spans(newDerived bool) []news.Aligned {
	runs := slices.DeleteFunc(slices.Clone(p.runs), func(r run) bool { return r.n < shortRun })
	if len(runs) > maxSpans {
		slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.n, a.n) })
		runs = runs[:maxSpans]
	}
	out := make([]news.Aligned, 0, len(runs))
	for _, r := range runs {
		n, o := spanOf(p.new.words, r.a, r.n), spanOf(p.old.words, r.b, r.n)
		if newDerived {
			out = append(out, news.Aligned{Derived: n, Source: o})
		} else {
			out = append(out, news.Aligned{Derived: o, Source: n})
		}
	}
	slices.SortFunc(out, func(a, b news.Aligned) int {
		return cmp.Or(cmp.Compare(a.Derived.Start, b.Derived.Start), cmp.Compare(a.Source.Start, b.Source.Start))
	})
	return out
}

func spanOf(words []sketch.Word, i, n int) text.Span {
	return text.Span{Start: words[i].Span.Start, End: words[i+n-1].Span.End}
}
