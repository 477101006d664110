package feed

import (
	"cmp"
	"container/heap"
	"net/url"
	"slices"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// keeper keeps the newest MaxItems links of a stream, each address once. An item without a
// date counts as new as the one before it: lists stand newest first where they say nothing.
type keeper struct {
	base  *url.URL
	heap  oldest
	known map[string]bool // addresses in heap
	last  time.Time       // date of the item before
	total int
	cut   bool
}

type kept struct {
	link news.Link
	at   time.Time // by which it is compared
	n    int       // place in the list
}

func newKeeper(base *url.URL) *keeper {
	return &keeper{base: base, known: map[string]bool{}, last: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// add takes an item whose address is u, absolute already.
func (k *keeper) add(l news.Link) {
	k.total++
	if l.URL == "" || k.known[l.URL] {
		return
	}
	if !l.Published.IsZero() {
		k.last = l.Published
	}
	x := kept{l, k.last, k.total}
	if len(k.heap) < MaxItems {
		heap.Push(&k.heap, x)
		k.known[l.URL] = true
		return
	}
	k.cut = true
	if !older(k.heap[0], x) {
		return
	}
	delete(k.known, k.heap[0].link.URL)
	k.known[l.URL] = true
	k.heap[0] = x
	heap.Fix(&k.heap, 0)
}

// list is what was kept, in the order of the stream.
func (k *keeper) list() []news.Link {
	slices.SortFunc(k.heap, func(a, b kept) int { return cmp.Compare(a.n, b.n) })
	out := make([]news.Link, 0, len(k.heap))
	for _, x := range k.heap {
		out = append(out, x.link)
	}
	return out
}

// older orders by date, then later in the list first.
func older(a, b kept) bool {
	if c := a.at.Compare(b.at); c != 0 {
		return c < 0
	}
	return a.n > b.n
}

// oldest is a heap with the oldest on top.
type oldest []kept

func (h oldest) Len() int           { return len(h) }
func (h oldest) Less(i, j int) bool { return older(h[i], h[j]) }
func (h oldest) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *oldest) Push(x any)        { *h = append(*h, x.(kept)) }
func (h *oldest) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
