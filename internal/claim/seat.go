package claim

import (
	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/text"
)

// A city is taken for the seat of a state when this many speakers of the state, and nearly
// none of others, speak there.
const (
	seatVotes = 2
	seatShare = 4 // of five votes
)

// findSeats learns which city stands for which government, as in "Karsund denied it", from where
// its office holders speak: "told reporters in Karsund", "a news conference in Karsund".
func (a *actors) findSeats(in Input) {
	votes, total := map[[2]int]int{}, map[int]int{}
	for i := range in.Articles {
		art := &in.Articles[i]
		r := newReader(a, art)
		for j := range art.Statements {
			s := &art.Statements[j]
			k := r.partyOf(s)
			if k < 0 || a.kind[k] == mention.Person || !s.Sentence.In(art.Text) {
				continue
			}
			r.last = k
			if city := r.spokeIn(s.Sentence); city >= 0 && city != k && a.kind[city] == mention.Place {
				votes[[2]int{city, k}]++
				total[city]++
			}
		}
	}
	for v, n := range votes {
		if _, known := a.seats[v[0]]; !known && n >= seatVotes && n*5 >= total[v[0]]*seatShare {
			a.seats[v[0]] = v[1]
		}
	}
}

// spokeIn is the place of "reporters in X", "a news conference in X" in a sentence, or none.
func (r *reader) spokeIn(p text.Span) int {
	w := r.words(nil, p)
	for i := 1; i+1 < len(w); i++ {
		if w[i].low == "in" && w[i+1].actor >= 0 && hearers[w[i-1].low] {
			return w[i+1].actor
		}
	}
	return none
}

var hearers = set("reporters journalists conference briefing parliament lawmakers press")
