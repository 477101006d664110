package claim

import (
	"cmp"
	"slices"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// maxParties is how many parties a story lists at most.
const maxParties = 12

// Parties finds the actors with a stake: who accuses, denies, demands, threatens or is
// accused. Persons who speak for a state or body count for it; others stand for themselves only when
// they accuse, deny or are accused. The most active come first.
func Parties(in Input) []news.Party {
	b := newBook(in)
	t := &tally{b: b, at: map[int]*party{}}
	for _, x := range b.said {
		t.count(x)
	}
	return t.list()
}

// party is a news.Party being counted.
type party struct {
	news.Party
	actor   int
	stake   int // accusations, denials, demands and threats by it and against it
	origins map[int64]bool
}

type tally struct {
	b  *book
	at map[int]*party
}

func (t *tally) of(k int) *party {
	p := t.at[k]
	if p == nil {
		p = &party{actor: k, origins: map[int64]bool{}}
		t.at[k] = p
	}
	return p
}

func (t *tally) count(x *said) {
	if x.Sourcing == news.OutletSrc || x.Sourcing == news.DocumentSrc && x.Kind == news.Assert {
		return
	}
	if x.party >= 0 {
		p := t.of(x.party)
		p.Says++
		o := int64(x.article.Origin)
		if o == 0 {
			o = -int64(x.article.ID)
		}
		p.origins[o] = true
		switch x.Kind {
		case news.Accuse, news.Condemn:
			p.Accuses++
			p.stake++
		case news.Deny:
			p.Denies++
			p.stake++
		case news.Demand, news.Threaten, news.Promise, news.Announce:
			p.stake++
		}
	}
	if x.Kind == news.Accuse && x.target >= 0 && x.target != x.party {
		p := t.of(x.target)
		p.Accused++
		p.stake++
	}
}

func (t *tally) list() []news.Party {
	var all []*party
	for k, p := range t.at {
		if p.stake == 0 && (p.Says < 2 || t.b.actors.kind[k] == mention.Person) {
			continue
		}
		p.Key = t.b.actors.key[k]
		p.Name = t.b.name(k)
		p.Origins = len(p.origins)
		all = append(all, p)
	}
	slices.SortFunc(all, func(x, y *party) int {
		return cmp.Or(y.stake+y.Says+y.Origins-x.stake-x.Says-x.Origins, t.b.actors.count[y.actor]-t.b.actors.count[x.actor], cmp.Compare(x.Key, y.Key))
	})
	if len(all) > maxParties {
		all = all[:maxParties]
	}
	out := make([]news.Party, len(all))
	for i, p := range all {
		out[i] = p.Party
	}
	return out
}
