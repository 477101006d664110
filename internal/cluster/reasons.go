package cluster

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// rare is the rarity from which on a shared word is worth telling: one article in twelve has it.
const rare = 2.5

// reasons says why e, which is laid out, belongs with the best member of its story.
func (w *Window) reasons(d Doc, e *entry, c candidate) []string {
	var out []string
	if names := w.sharedNames(d, c.best); len(names) > 0 {
		out = append(out, "shares the names "+strings.Join(names, ", "))
	}
	if n := w.scatter[bodyPart].Shared(c.best.vec[bodyPart], w.voc, rare); n > 0 {
		out = append(out, fmt.Sprintf("%d rare terms", n))
	}
	if n := w.scatter[titlePart].Shared(c.best.vec[titlePart], w.voc, 0); n > 1 {
		out = append(out, fmt.Sprintf("%d words of the title", n))
	}
	if e.dated && c.best.dated {
		out = append(out, apart(e.time.Sub(c.best.time)))
	}
	return out
}

// sharedNames are up to five names of d whose words all stand in names of f, most mentioned first.
func (w *Window) sharedNames(d Doc, f *entry) []string {
	if d.Mentions == nil {
		return nil
	}
	has := map[int32]bool{}
	for _, p := range []part{namePart, soundPart} {
		for _, x := range f.vec[p] {
			has[x.Term] = true
		}
	}
	var out []string
	for _, n := range d.Mentions.Names {
		if len(out) == 5 {
			break
		}
		if w.named(n.Key, has) && !slices.Contains(out, n.Text) {
			out = append(out, n.Text)
		}
	}
	return out
}

func (w *Window) named(key string, has map[int32]bool) bool {
	words := nameWords(key)
	for _, word := range words {
		if t, ok := w.voc.Find(nameTerm(word)); ok && has[t] {
			continue
		}
		s, ok := soundTerm(word)
		if !ok {
			return false
		}
		if t, ok := w.voc.Find(s); !ok || !has[t] {
			return false
		}
	}
	return len(words) > 0
}

func apart(d time.Duration) string {
	h := math.Abs(d.Hours())
	switch {
	case h < 1:
		return "within an hour"
	case h < 1.5:
		return "1 hour apart"
	case h < 47.5:
		return fmt.Sprintf("%.0f hours apart", h)
	}
	return fmt.Sprintf("%.0f days apart", h/24)
}
