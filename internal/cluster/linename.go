package cluster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// name is the line's main actors, as most stories write them.
func (b *binder) name(root int) string {
	var out []string
	for _, a := range b.line[root].lead[:min(3, len(b.line[root].lead))] {
		out = append(out, b.written(root, a))
	}
	return strings.Join(out, " – ")
}

// written is the form of an actor that most stories of the line use; an acronym, where there is one, for a long name.
func (b *binder) written(root int, actor int32) string {
	long, short := map[string]int{}, map[string]int{}
	for _, i := range b.members[root] {
		for _, x := range b.stories[i].Actors {
			if b.archive.number["@"+b.archive.canon.of(x.Key)] != actor {
				continue
			}
			long[x.Name]++
			if x.Short != "" {
				short[x.Short]++
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
func (b *binder) reasons(root int) []string {
	n := len(b.members[root])
	if n < 2 {
		return nil
	}
	in := map[int32]int{}
	for _, i := range b.members[root] {
		for _, a := range b.single[i].actors {
			in[a.id]++
		}
	}
	lead := slices.Clone(b.line[root].lead)
	slices.SortStableFunc(lead, func(x, y int32) int { return cmp.Compare(in[y], in[x]) })
	var out []string
	for _, a := range lead {
		if in[a] >= 2 && in[a]*2 >= n {
			out = append(out, fmt.Sprintf("%d of %d stories name %s", in[a], n, b.written(root, a)))
		}
	}
	return out
}
