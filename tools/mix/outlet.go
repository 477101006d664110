package main

import (
	"math/rand/v2"
	"strings"
)

// outlet is an invented paper: a host, a name, and the patterns of its pages.
type outlet struct {
	host, name string
	patterns   []*pattern
}

var (
	towns  = strings.Fields("Albor Brevik Carrow Dunmere Estrava Fallow Garrin Halden Istrel Jorvik Kestrel Larkmoor Merrow Norvane Ostrel Perrin Quillon Rosmere Sarnow Tavell")
	papers = strings.Fields("Courier Herald Post Tribune Gazette Observer Chronicle Record Dispatch Ledger")
)

// outlets gives the 200 outlets of an archive; each has few patterns, as real sites do.
func outlets(patterns []pattern, seed uint64) (out []outlet) {
	r := rand.New(rand.NewPCG(seed, 11))
	order := r.Perm(len(patterns))
	next := 0
	for _, t := range towns {
		for _, p := range papers {
			o := outlet{host: strings.ToLower(t + "-" + p + ".example"), name: "The " + t + " " + p}
			for range 2 {
				o.patterns = append(o.patterns, &patterns[order[next%len(order)]])
				next++
			}
			out = append(out, o)
		}
	}
	return out
}
