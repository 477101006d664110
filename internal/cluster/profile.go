package cluster

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/vector"
)

// Bounds of a profile.
const (
	profileActors   = 24
	profileTerms    = 100
	profileArticles = 40 // of a long story, the latest
)

// Profile is what storylines are made from: a story's actors and its
// vocabulary besides them. It is plain values and may be stored.
type Profile struct {
	Story  news.StoryID
	First  time.Time // earliest dated article; zero when none is dated
	Latest time.Time
	Size   int     // articles
	Actors []Actor // weightiest first
	Terms  []Term  // weightiest first
}

// Actor is a name's part in a story: a state, a group, a person, a place.
type Actor struct {
	Key     string   // folded fullest name
	Name    string   // as the articles write it
	Short   string   // acronym the articles use for it, or ""
	Aliases []string // other forms, folded, ascending
	Share   float64  // of the mentions of all names, mean over the articles; all shares of a story sum to at most 1
	Title   float64  // share of the articles with the name in the title
}

// Term is a word of the story's vocabulary, names left out.
type Term struct {
	Word   string
	Weight float64 // 0…1
}

// ProfileOf makes the profile of a story from its articles.
func ProfileOf(story news.StoryID, members []Doc) Profile {
	members = slices.Clone(members)
	slices.SortFunc(members, func(a, b Doc) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID)) })
	p := Profile{Story: story, Size: len(members)}
	if len(members) == 0 {
		return p
	}
	p.First, p.Latest = period(members)
	members = members[max(0, len(members)-profileArticles):]
	cast := newCast()
	words := newWordCount()
	for _, d := range members {
		cast.add(d, 1/float64(len(members)))
		words.add(d)
	}
	p.Actors = cast.actors()
	p.Terms = words.terms()
	return p
}

// period is when the first and the last dated article came; zero where none is dated.
func period(members []Doc) (first, latest time.Time) {
	for _, d := range members {
		if d.Undated {
			continue
		}
		if first.IsZero() {
			first = d.Time
		}
		latest = d.Time
	}
	return first, latest
}

// cast collects the actors of a story.
type cast struct {
	by    map[string]*Actor
	order []*Actor
}

func newCast() *cast { return &cast{by: map[string]*Actor{}} }

// add counts the names of d. What belongs to a country or group by name ("the Karsundi military") is counted for it.
func (c *cast) add(d Doc, weight float64) {
	if d.Mentions == nil {
		return
	}
	var total float64
	for _, n := range d.Mentions.Names {
		total += float64(n.Count)
	}
	texts := map[string]string{}
	for _, n := range d.Mentions.Names {
		texts[n.Key] = n.Text
	}
	for _, n := range d.Mentions.Names {
		key, name := n.Key, n.Text
		owned := belongs(n)
		if owned {
			key = n.Country
			name = cmp.Or(texts[key], name[:min(len(name), len(key))])
		}
		a := c.by[key]
		if a == nil {
			a = &Actor{Key: key, Name: name}
			c.by[key] = a
			c.order = append(c.order, a)
		}
		a.Share += weight * float64(n.Count) / max(total, 1)
		if n.InTitle {
			a.Title = min(1, a.Title+weight)
		}
		if !owned {
			a.Aliases = append(a.Aliases, n.Aliases...)
			a.Short = cmp.Or(a.Short, acronym(n, d.Text))
		}
	}
}

// belongs reports whether a name only describes an arm of the country or group that it begins with.
func belongs(n mention.Name) bool {
	return n.Kind != mention.Person && n.Country != "" && n.Country != n.Key && strings.HasPrefix(n.Key, n.Country+" ")
}

// acronym is the alias of n that stands in capitals in the article.
func acronym(n mention.Name, body string) string {
	for _, a := range n.Aliases {
		if k := utf8.RuneCountInString(a); k < 2 || k > 6 || strings.ContainsRune(a, ' ') {
			continue
		}
		if up := strings.ToUpper(a); up != a && strings.Contains(body, up) {
			return up
		}
	}
	return ""
}

func (c *cast) actors() []Actor {
	slices.SortStableFunc(c.order, func(a, b *Actor) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.Key, b.Key))
	})
	var out []Actor
	for _, a := range c.order[:min(len(c.order), profileActors)] {
		slices.Sort(a.Aliases)
		a.Aliases = slices.Compact(a.Aliases)
		out = append(out, *a)
	}
	return out
}

// weight is the actor's part: mentions count less the more there are, a title counts as a few.
func (a *Actor) weight() float64 { return math.Sqrt(a.Share + 0.03*a.Title) }

// wordCount collects the vocabulary of a story.
type wordCount struct {
	at     map[string]int
	words  []string
	weight []float64
}

func newWordCount() *wordCount { return &wordCount{at: map[string]int{}} }

// add counts the words of d that are part of no name and not written with a capital.
func (c *wordCount) add(d Doc) {
	named := map[vector.Hash]bool{}
	if d.Mentions != nil {
		for _, n := range d.Mentions.Names {
			for _, k := range append([]string{n.Key}, n.Aliases...) {
				eachTerm(k, leadWords, nil, func(h vector.Hash, _ text.Span) { named[h] = true })
			}
		}
	}
	seen := map[string]float64{}
	var order []string
	eachTerm(d.Text, bodyWords, stopWords(d.Lang), func(h vector.Hash, w text.Span) {
		r, _ := utf8.DecodeRuneInString(d.Text[w.Start:])
		if unicode.IsUpper(r) || unicode.IsDigit(r) || named[h] || veryCommon(h) {
			return
		}
		word := string(appendFolded(nil, w.Of(d.Text)))
		if !text.Unspaced(r) {
			word = string(stem([]byte(word)))
		}
		if seen[word] == 0 {
			order = append(order, word)
		}
		seen[word]++
	})
	for _, word := range order {
		i, ok := c.at[word]
		if !ok {
			i = len(c.words)
			c.at[word] = i
			c.words, c.weight = append(c.words, word), append(c.weight, 0)
		}
		c.weight[i] += 1 + math.Log(seen[word])
	}
}

func (c *wordCount) terms() []Term {
	out := make([]Term, 0, len(c.words))
	for i, w := range c.words {
		out = append(out, Term{w, c.weight[i] * math.Sqrt(-math.Log(prior(vector.Seed.Of(w)).Share))})
	}
	slices.SortStableFunc(out, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Word, b.Word))
	})
	out = out[:min(len(out), profileTerms)]
	for i := len(out) - 1; i >= 0; i-- {
		out[i].Weight /= out[0].Weight
	}
	return out
}
