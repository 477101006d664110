package cluster

import (
	"cmp"
	"math"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

// Line is a storyline.
type Line struct {
	ID      news.StorylineID
	Name    string         // main actors as the articles write them
	Stories []news.StoryID // ascending
	Reasons []string       // what holds it together, in plain words
}

// Placed is a story and the storyline it is in, zero when it is in none yet.
type Placed struct {
	Profile
	Line news.StorylineID
}

// Each calls yield with stories in ascending order of their identifiers, the same each time it is called, and
// returns the first error of yield or of reading them. What it passes is not retained.
type Each func(yield func(Placed) error) error

// EachOf passes the stories of a list.
func EachOf(stories []Profile, old map[news.StoryID]news.StorylineID) Each {
	stories = slices.Clone(stories)
	slices.SortFunc(stories, func(a, b Profile) int { return cmp.Compare(a.Story, b.Story) })
	return func(yield func(Placed) error) error {
		for _, p := range stories {
			if err := yield(Placed{p, old[p.Story]}); err != nil {
				return err
			}
		}
		return nil
	}
}

// Lines puts stories into storylines all at once; see Bind.
func Lines(stories []Profile, old map[news.StoryID]news.StorylineID, newLine func() news.StorylineID) []Line {
	_, lines, err := Bind(EachOf(stories, old), newLine)
	if err != nil {
		panic(err) // a list cannot fail
	}
	return lines
}

// lineThreshold is the least strength that joins. Of 125 pairs drawn blind from lines joined at it, 118 were right (.94);
// see testdata/README.md, also on why a little more recall was not worth it.
const lineThreshold = 0.5

// strength weighs a bond: mostly actors, then vocabulary, less closeness in time.
func strength(b bond) float64 {
	return 0.6*b.actorCosine + 0.4*b.actorOverlap + 0.5*b.termCosine - 0.05*math.Log1p(b.years)
}
