package cluster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// form is how a story writes an actor, by numbers of the archive.
type form struct{ actor, name, short int32 }

// formsOf numbers how a story writes its actors.
func (a *archive) formsOf(p Profile) []form {
	out := make([]form, len(p.Actors))
	for i, x := range p.Actors {
		out[i] = form{a.id('@', a.canon.of(x.Key)), a.form(x.Name), a.form(x.Short)}
	}
	return out
}

func (a *archive) form(s string) int32 {
	if i, ok := a.forms[s]; ok {
		return i
	}
	i := int32(len(a.formNames))
	a.forms[s] = i
	a.formNames = append(a.formNames, s)
	return i
}

// lately is how many stories of a line, the latest, say how it is called and why it holds together.
const lately = 200

// recent are the places of the line's latest stories.
func (b *Binder) recent(root int32) []int32 {
	m := b.stories[root].line.members
	return m[max(0, len(m)-lately):]
}

// name is the line's main actors, as most stories write them.
func (b *Binder) name(root int32) string {
	lead := b.stories[root].line.outline.lead
	var out []string
	for _, a := range lead[:min(3, len(lead))] {
		if w := b.written(root, a); w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " – ")
}

// written is the form of an actor that most stories of the line use; an acronym, where there is one, for a long name.
func (b *Binder) written(root, actor int32) string {
	long, short := map[string]int{}, map[string]int{}
	for _, i := range b.recent(root) {
		for _, x := range b.stories[i].forms {
			if x.actor != actor {
				continue
			}
			long[b.archive.formNames[x.name]]++
			if x.short != 0 {
				short[b.archive.formNames[x.short]]++
			}
		}
	}
	l, s := mostly(long, nil, 0), mostly(short, nil, 0)
	if s != "" && utf8.RuneCountInString(l) > 12 {
		return s
	}
	return cmp.Or(l, s)
}

// reasons says what the stories of a line have in common.
func (b *Binder) reasons(root int32) []string {
	list := b.recent(root)
	n := len(list)
	if n < 2 {
		return nil
	}
	in := map[int32]int{}
	for _, i := range list {
		for _, a := range b.stories[i].outline.actors {
			in[a.id]++
		}
	}
	lead := slices.Clone(b.stories[root].line.outline.lead)
	slices.SortStableFunc(lead, func(x, y int32) int { return cmp.Compare(in[y], in[x]) })
	var out []string
	for _, a := range lead {
		if in[a] >= 2 && in[a]*2 >= n {
			out = append(out, fmt.Sprintf("%d of %d stories name %s", in[a], n, b.written(root, a)))
		}
	}
	return out
}
