package cluster

import (
	"cmp"
	"slices"
)

// Bounds on the work for one story: how many others are looked at per shared actor (the nearest in time), and how
// many of the closest are tried.
const (
	perActor = 60
	closest  = 12
)

// edge says how strongly two stories are tied.
type edge struct {
	x, y  int32
	score float64
}

// edges are the ties worth trying between all stories, strongest first.
func (b *Binder) edges() []edge {
	var out []edge
	for i := range b.stories {
		for _, e := range b.edgesOf(int32(i)) {
			e.x, e.y = min(e.x, e.y), max(e.x, e.y)
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b edge) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y))
	})
	return slices.Compact(out)
}

// edgesOf are the ties of one story, strongest first.
func (b *Binder) edgesOf(i int32) []edge {
	b.round++
	b.met[i] = b.round
	s := &b.stories[i].outline
	var out []edge
	for _, a := range s.lead {
		list := b.posting[a]
		k := b.inPosting(list, i)
		for _, j := range list[max(0, k-perActor/2):min(len(list), k+perActor/2+1)] {
			if b.met[j] == b.round {
				continue
			}
			b.met[j] = b.round
			if w := strength(b.archive.compare(s, &b.stories[j].outline)); w >= lineThreshold {
				out = append(out, edge{i, j, w})
			}
		}
	}
	slices.SortFunc(out, func(a, b edge) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.y, b.y)) })
	return out[:min(len(out), closest)]
}

// inPosting is where a story stands, or would, in the posting of an actor: by time, then by place.
func (b *Binder) inPosting(list []int32, i int32) int {
	k, _ := slices.BinarySearchFunc(list, i, b.earlier)
	return k
}

func (b *Binder) earlier(i, j int32) int {
	return cmp.Or(b.stories[i].outline.first.Compare(b.stories[j].outline.first), cmp.Compare(i, j))
}

// postAll posts all stories under their principal actors.
func (b *Binder) postAll() {
	order := make([]int32, len(b.stories))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, b.earlier)
	for _, i := range order {
		for _, a := range b.stories[i].outline.lead {
			b.posting[a] = append(b.posting[a], i)
		}
	}
}

func (b *Binder) post(i int32) {
	for _, a := range b.stories[i].outline.lead {
		list := b.posting[a]
		b.posting[a] = slices.Insert(list, b.inPosting(list, i), i)
	}
}

func (b *Binder) unpost(i int32) {
	for _, a := range b.stories[i].outline.lead {
		list := b.posting[a]
		if k := b.inPosting(list, i); k < len(list) && list[k] == i {
			b.posting[a] = slices.Delete(list, k, k+1)
		}
	}
}

func (b *Binder) findLead(i int32) {
	o := &b.stories[i].outline
	o.lead = b.archive.principal(o)
}
