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

// How much of an article is looked at. News says what it is about at the beginning.
const (
	bodyWords = 450
	leadWords = 70
	bodyTerms = 160
)

// A part is one of the vectors of an article.
type part int

const (
	titlePart part = iota
	leadPart       // title and first words
	bodyPart       // title and body
	namePart       // words of names, by how often they are mentioned
	numberPart
	soundPart // words of names reduced to their consonants: what is left across scripts
	parts
)

// entry is an article in the window.
type entry struct {
	id    news.ArticleID
	seq   int // order of arrival
	story news.StoryID
	time  time.Time
	lang  string
	dated bool
	vec   [parts]vector.Vector
	terms []int32 // of all vectors, for counting; ascending by their place in the article
}

// A bag collects the terms of one part in order of first appearance.
type bag struct {
	at     map[vector.Hash]int
	hashes []vector.Hash
	weight []float32
}

func (b *bag) reset() {
	if b.at == nil {
		b.at = map[vector.Hash]int{}
	}
	clear(b.at)
	b.hashes, b.weight = b.hashes[:0], b.weight[:0]
}

func (b *bag) add(h vector.Hash, w float32) {
	i, ok := b.at[h]
	if !ok {
		i = len(b.hashes)
		b.at[h] = i
		b.hashes, b.weight = append(b.hashes, h), append(b.weight, 0)
	}
	b.weight[i] += w
}

// keep cuts the bag to the n terms that say most by weight and prior. What has been counted so far must have no say:
// the same article has the same terms whenever it arrives.
func (b *bag) keep(n int) {
	if len(b.hashes) <= n {
		return
	}
	order := make([]int, len(b.hashes))
	value := make([]float64, len(b.hashes))
	for i, h := range b.hashes {
		order[i] = i
		value[i] = math.Log1p(float64(b.weight[i])) * -math.Log(prior(h).Share)
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(value[j], value[i]) })
	order = order[:n]
	slices.Sort(order)
	for k, i := range order {
		b.hashes[k], b.weight[k] = b.hashes[i], b.weight[i]
	}
	b.hashes, b.weight = b.hashes[:n], b.weight[:n]
}

// reader makes entries; it holds what can be used again from one article to the next.
type reader struct {
	voc  *vector.Vocabulary
	bags [parts]bag
}

// read makes the entry of d and numbers its terms, without counting them.
func (r *reader) read(d Doc) *entry {
	for p := range r.bags {
		r.bags[p].reset()
	}
	r.words(d)
	r.names(d)
	e := &entry{id: d.ID, time: d.Time, lang: primary(d.Lang), dated: !d.Undated}
	n := 0
	for p := range r.bags {
		r.bags[p].keep(bodyTerms)
		n += len(r.bags[p].hashes)
	}
	all := make(vector.Vector, 0, n)
	seen := make(map[int32]bool, n)
	for p := range r.bags {
		from := len(all)
		for i, h := range r.bags[p].hashes {
			t := r.voc.Number(h)
			if !seen[t] {
				seen[t] = true
				e.terms = append(e.terms, t)
			}
			all = append(all, vector.Entry{Term: t, Weight: float32(1 + math.Log(max(1, float64(r.bags[p].weight[i]))))})
		}
		e.vec[p] = all[from:len(all):len(all)]
	}
	return e
}

func (r *reader) words(d Doc) {
	stop := stopWords(d.Lang)
	eachTerm(d.Title, leadWords, stop, func(h vector.Hash, w text.Span) {
		if veryCommon(h) {
			return
		}
		r.bags[titlePart].add(h, 1)
		r.bags[leadPart].add(h, 1)
		r.bags[bodyPart].add(h, 2)
	})
	n := 0
	eachTerm(d.Text, bodyWords, stop, func(h vector.Hash, w text.Span) {
		n++
		if c := d.Text[w.Start]; c >= '0' && c <= '9' && n <= bodyWords/3 {
			r.bags[numberPart].add(vector.Seed.Of("#").Of(w.Of(d.Text)), 1)
		}
		if veryCommon(h) {
			return
		}
		if n <= leadWords {
			r.bags[leadPart].add(h, 1)
		}
		r.bags[bodyPart].add(h, 1)
	})
}

// veryCommon words are in a quarter of all articles and more: they say nothing about any.
func veryCommon(h vector.Hash) bool { return commonShares()[h] >= 0.25 }

func (r *reader) names(d Doc) {
	if d.Mentions == nil || len(d.Mentions.Names) == 0 {
		return
	}
	for _, n := range d.Mentions.Names {
		w := float32(n.Count)
		if n.InTitle {
			w++
		}
		r.name(n, w)
	}
}

func (r *reader) name(n mention.Name, w float32) {
	for _, word := range nameWords(n.Key) {
		r.bags[namePart].add(nameTerm(word), w)
		if h, ok := soundTerm(word); ok {
			r.bags[soundPart].add(h, w)
		}
	}
}

// nameWords are the words of a name of more than one letter.
func nameWords(key string) []string {
	words := strings.FieldsFunc(key, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '\'' })
	return slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 2 })
}

func nameTerm(word string) vector.Hash { return vector.Seed.Of("@").Of(word) }

// soundTerm is what a word of a name has in common across scripts.
func soundTerm(word string) (vector.Hash, bool) {
	s := mention.Skeleton(word)
	return vector.Seed.Of("~").Of(s), len(s) > 2
}

// primary is the language without its script and region.
func primary(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}
