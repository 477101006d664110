package cluster

import (
	"cmp"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

// keepIdentifiers gives each line the identifier that most of its stories had, and the lines left over new ones.
func keepIdentifiers(lines []Line, old map[news.StoryID]news.StorylineID, newLine func() news.StorylineID) {
	type claim struct {
		line  int
		id    news.StorylineID
		votes int
	}
	var claims []claim
	for i, l := range lines {
		votes := map[news.StorylineID]int{}
		for _, s := range l.Stories {
			if id := old[s]; id != 0 {
				votes[id]++
			}
		}
		for id, n := range votes {
			claims = append(claims, claim{i, id, n})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.votes, a.votes), cmp.Compare(a.id, b.id), cmp.Compare(a.line, b.line))
	})
	taken := map[news.StorylineID]bool{}
	for _, c := range claims {
		if lines[c.line].ID == 0 && !taken[c.id] {
			lines[c.line].ID = c.id
			taken[c.id] = true
		}
	}
	for i := range lines {
		if lines[i].ID == 0 {
			lines[i].ID = newLine()
		}
	}
}
