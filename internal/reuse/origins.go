package reuse

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// Origins groups articles by the text they go back to. Copies that are mostly one text
// are one origin; its root is the article that the others repeat. A text outside the archive is the root of all
// that name it. An article that only works passages of others into a text of its own belongs to
// their origins and to one of its own. Copies that name articles not in the list are ignored; IDs are zero;
// origins come in the order of their first article.
//
// A name stands for one text within a story only: an agency is credited for many. story says in which story an article is; nil
// takes all for one story.
func Origins(articles []news.ArticleID, copies []news.Copy, story func(news.ArticleID) news.StoryID) []news.Origin {
	g := newGraph(articles)
	if story != nil {
		g.scope = func(i int) string { return strconv.FormatInt(int64(story(g.ids[i])), 10) + " " }
	}
	for _, c := range copies {
		g.add(c)
	}
	return g.origins()
}

// whole is the share from which a text that repeats another has little of its own. It is a judgement.
const whole = 0.5

// graph joins articles that are one text; names of outside texts are nodes after the articles.
type graph struct {
	ids     []news.ArticleID
	at      map[news.ArticleID]int
	parent  []int
	parts   [][2]int // derived, source: passages only
	mostly  map[int]bool
	derives map[int]bool     // articles that repeat another
	times   map[int]int      // how often an article is repeated
	outside map[int][]string // by article: keys of outside texts
	names   map[string]string
	scope   func(i int) string // before the key of an outside text that an article names
}

func newGraph(articles []news.ArticleID) *graph {
	ids := slices.Clone(articles)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	g := &graph{ids: ids, at: map[news.ArticleID]int{}, parent: make([]int, len(ids)), mostly: map[int]bool{}, derives: map[int]bool{}, times: map[int]int{}, outside: map[int][]string{}, names: map[string]string{}}
	for i, id := range ids {
		g.at[id], g.parent[i] = i, i
	}
	return g
}

func (g *graph) add(c news.Copy) {
	d, ok := g.at[c.Derived]
	if !ok {
		return
	}
	if c.Source == 0 {
		g.addOutside(d, c)
		return
	}
	s, ok := g.at[c.Source]
	switch {
	case !ok || s == d:
	case c.Kind == news.CopySpliced:
		g.parts = append(g.parts, [2]int{d, s})
		if c.Share >= whole {
			g.mostly[d] = true
		}
	default:
		g.derives[d] = true
		g.times[s]++
		g.join(d, s)
	}
}

func (g *graph) addOutside(d int, c news.Copy) {
	key, name := strings.TrimSpace(text.Fold(c.Name)), c.Name
	if key == "" {
		key, name = addressKey(c.URL), c.URL
	}
	if key == "" {
		return
	}
	if g.scope != nil {
		key = g.scope(d) + key
	}
	if slices.Contains(g.outside[d], key) {
		return
	}
	g.outside[d] = append(g.outside[d], key)
	if old, ok := g.names[key]; !ok || name < old {
		g.names[key] = name
	}
}

func (g *graph) find(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

// join makes two sets one, named by its smallest member.
func (g *graph) join(a, b int) {
	a, b = g.find(a), g.find(b)
	if a > b {
		a, b = b, a
	}
	g.parent[b] = a
}

// joinOutside joins all that name one outside text. An article that names several is a
// member of each and joins none of them with another.
func (g *graph) joinOutside() map[string]int {
	first := map[string]int{}
	for i := range g.ids {
		if len(g.outside[i]) != 1 {
			continue
		}
		key := g.outside[i][0]
		if f, ok := first[key]; ok {
			g.join(f, i)
			continue
		}
		first[key] = i
	}
	return first
}

func (g *graph) origins() []news.Origin {
	first := g.joinOutside()
	sets := map[int][]int{}
	for i := range g.ids {
		sets[g.find(i)] = append(sets[g.find(i)], i)
	}
	extra := map[int][]int{} // by set: articles that hold passages of it
	covered := map[int]bool{}
	for _, p := range g.parts {
		if set := g.find(p[1]); set != g.find(p[0]) {
			extra[set] = append(extra[set], p[0])
			if g.mostly[p[0]] {
				covered[p[0]] = true
			}
		}
	}
	alone := map[string][]int{} // outside texts that only articles with several sources name
	for i := range g.ids {
		if len(g.outside[i]) < 2 {
			continue
		}
		covered[i] = true
		for _, key := range g.outside[i] {
			if f, ok := first[key]; ok {
				extra[g.find(f)] = append(extra[g.find(f)], i)
			} else {
				alone[key] = append(alone[key], i)
			}
		}
	}
	var out []news.Origin
	for i := range g.ids {
		set, ok := sets[i]
		if !ok || len(set) == 1 && covered[i] && len(extra[i]) == 0 {
			continue
		}
		out = append(out, g.origin(set, extra[i]))
	}
	for key, members := range alone {
		out = append(out, news.Origin{Name: g.names[key], Articles: g.list(members)})
	}
	slices.SortStableFunc(out, func(a, b news.Origin) int {
		if a.Articles[0] != b.Articles[0] {
			return int(min(1, max(-1, a.Articles[0]-b.Articles[0])))
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

func (g *graph) origin(set, extra []int) news.Origin {
	o := news.Origin{Articles: g.list(append(slices.Clone(set), extra...))}
	for _, i := range set {
		if len(g.outside[i]) == 1 {
			o.Name = g.names[g.outside[i][0]]
			return o
		}
	}
	o.Root = g.ids[g.root(set)]
	return o
}

// root is the article of a set that repeats no other of it; among several the one most repeated, then the first.
func (g *graph) root(set []int) int {
	best := set[0]
	for _, i := range set[1:] {
		if g.derives[best] && !g.derives[i] || g.derives[best] == g.derives[i] && g.times[i] > g.times[best] {
			best = i
		}
	}
	return best
}

func (g *graph) list(members []int) []news.ArticleID {
	out := make([]news.ArticleID, 0, len(members))
	for _, i := range members {
		out = append(out, g.ids[i])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
