package claim

import (
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/mention"
)

// actors joins the names of all articles: one actor, however an article writes it.
type actors struct {
	index  map[string]int // by key or alias of a name
	parent []int
	key    []string // by actor: the key written most often, after joining
	text   []string
	kind   []mention.NameKind
	count  []int
	owner  []int       // the state or body whose organ it is ("karsund military"), or -1
	seats  map[int]int // states by their capitals, where an article says so
	lands  []int       // the state that a person speaks for, or a body belongs to, or -1
	former []bool
}

// resolve joins the names of the articles by equal keys, by aliases, acronyms and initials,
// by demonym, by surname and by their sound in other scripts.
func resolve(in Input) *actors {
	a := &actors{index: map[string]int{}, seats: map[int]int{}}
	for i := range in.Articles {
		a.take(in.Articles[i].Mentions)
	}
	a.joinAliases(in)
	a.joinDerived()
	a.settle(in)
	return a
}

func (a *actors) take(m *mention.Set) {
	if m == nil {
		return
	}
	for i := range m.Names {
		n := &m.Names[i]
		k := a.node(n.Key)
		a.count[k] += n.Count
		if a.text[k] == "" {
			a.text[k] = n.Text
		}
		if a.kind[k] == mention.Other {
			a.kind[k] = n.Kind
		}
	}
}

func (a *actors) node(key string) int {
	k, ok := a.index[key]
	if !ok {
		k = len(a.parent)
		a.index[key] = k
		a.parent = append(a.parent, k)
		a.key = append(a.key, key)
		a.text = append(a.text, "")
		a.kind = append(a.kind, mention.Other)
		a.count = append(a.count, 0)
		a.owner = append(a.owner, -1)
		a.lands = append(a.lands, -1)
		a.former = append(a.former, false)
	}
	return k
}

func (a *actors) root(k int) int {
	for a.parent[k] != k {
		a.parent[k] = a.parent[a.parent[k]]
		k = a.parent[k]
	}
	return k
}

// join makes two nodes one, led by the one that is mentioned more.
func (a *actors) join(x, y int) {
	x, y = a.root(x), a.root(y)
	if x == y {
		return
	}
	if a.count[x] < a.count[y] || a.count[x] == a.count[y] && y < x {
		x, y = y, x
	}
	a.parent[y] = x
	a.count[x] += a.count[y]
	if a.kind[x] == mention.Other {
		a.kind[x] = a.kind[y]
	}
}

// joinAliases joins a key with the one name elsewhere whose alias it is, and names that share an acronym.
func (a *actors) joinAliases(in Input) {
	owners := map[string][]int{}
	for i := range in.Articles {
		if in.Articles[i].Mentions == nil {
			continue
		}
		for _, n := range in.Articles[i].Mentions.Names {
			for _, alias := range n.Aliases {
				k := a.index[n.Key]
				if !slices.Contains(owners[alias], k) {
					owners[alias] = append(owners[alias], k)
				}
			}
		}
	}
	aliases := make([]string, 0, len(owners))
	for alias := range owners {
		aliases = append(aliases, alias)
	}
	slices.Sort(aliases)
	for _, alias := range aliases {
		list := owners[alias]
		for _, k := range list[1:] {
			if shortForm(alias) && sameInitials(alias, a.key[list[0]], a.key[k]) || mention.Skeleton(a.key[list[0]]) == mention.Skeleton(a.key[k]) {
				a.join(list[0], k)
			}
		}
		if !a.one(list) {
			continue
		}
		if k, ok := a.index[alias]; ok {
			a.join(k, list[0])
		} else {
			a.index[alias] = list[0]
		}
	}
}

func (a *actors) one(list []int) bool {
	for _, k := range list[1:] {
		if a.root(k) != a.root(list[0]) {
			return false
		}
	}
	return true
}

// shortForm reports whether an alias looks like an acronym.
func shortForm(s string) bool { return len(s) >= 2 && len(s) <= 7 && !strings.Contains(s, " ") }

// sameInitials reports whether both names begin like the acronym and have words for its letters.
func sameInitials(acro, x, y string) bool {
	return acro[0] == x[0] && acro[0] == y[0] && initials(x)[0] == initials(y)[0] && (initials(x) == acro || initials(y) == acro || initials(x) == initials(y))
}

func initials(name string) string {
	var b []byte
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		if !emptyWords[w] && len(w) > 1 {
			b = append(b, w[0])
		}
	}
	if len(b) == 0 {
		return name[:1]
	}
	return string(b)
}

// joinDerived joins acronyms with full names by initials, demonyms with places, surnames with
// full names and spellings that sound alike, where only one name fits.
func (a *actors) joinDerived() {
	n := len(a.key)
	byInitials, bySurname, bySound, byPrefix := map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}
	for k := 0; k < n; k++ {
		key := a.key[k]
		if key == "" {
			continue
		}
		if strings.ContainsAny(key, " -") && a.kind[k] != mention.Person {
			byInitials[initials(key)] = append(byInitials[initials(key)], k)
		}
		if i := strings.LastIndexByte(key, ' '); i > 0 && a.kind[k] == mention.Person {
			bySurname[key[i+1:]] = append(bySurname[key[i+1:]], k)
		}
		if !strings.Contains(key, " ") && len(key) >= 3 {
			byPrefix[key[:3]] = append(byPrefix[key[:3]], k)
		}
		if s := mention.Skeleton(key); len(s) >= 3 {
			bySound[s] = append(bySound[s], k)
		}
	}
	for k := 0; k < n; k++ {
		key := a.key[k]
		if strings.Contains(key, " ") || key == "" || a.root(k) != k {
			continue
		}
		switch {
		case shortForm(key) && a.kind[k] != mention.Person && a.fits(k, byInitials[key]):
		case a.kind[k] != mention.Place && a.kind[k] != mention.Group && a.fits(k, bySurname[key]):
		default:
			a.joinPlace(k, byPrefix)
		}
	}
	for _, list := range sorted(bySound) {
		for _, k := range list[1:] {
			if x := list[0]; a.soundAlike(x, k) {
				a.join(x, k)
			}
		}
	}
}

// fits joins k with the one candidate, if there is one.
func (a *actors) fits(k int, list []int) bool {
	if len(list) == 0 || !a.one(list) || a.root(list[0]) == a.root(k) {
		return false
	}
	a.join(k, list[0])
	return true
}

// joinPlace joins a demonym that stands in an article without its place.
func (a *actors) joinPlace(k int, byPrefix map[string][]int) {
	key := a.key[k]
	if len(key) < 4 {
		return
	}
	to := -1
	for _, p := range byPrefix[key[:3]] {
		if p == k || a.kind[p] == mention.Person || !mention.Demonym(key, a.key[p]) || a.count[p] < a.count[k] && mention.Demonym(a.key[p], key) {
			continue
		}
		if to >= 0 && a.root(to) != a.root(p) {
			return
		}
		to = p
	}
	if to >= 0 && a.kind[k] != mention.Person {
		a.join(k, to)
	}
}

// soundAlike decides on two names with the same consonants: in different scripts when long
// enough, in one script only as spellings of one long name.
func (a *actors) soundAlike(x, y int) bool {
	kx, ky := a.key[x], a.key[y]
	letters := len(strings.ReplaceAll(mention.Skeleton(kx), " ", ""))
	if ascii(kx) != ascii(ky) {
		return letters >= 4 || letters == 3 && len([]rune(kx)) <= 6
	}
	return letters >= 6 && strings.Count(kx, " ") == strings.Count(ky, " ") && (a.kind[x] == a.kind[y] || a.kind[x] == mention.Other || a.kind[y] == mention.Other)
}

func sorted(m map[string][]int) [][]int {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := make([][]int, 0, len(m))
	for _, k := range keys {
		out = append(out, m[k])
	}
	return out
}

// settle gives each actor its best key and finds the owners of organs and the states of persons.
func (a *actors) settle(in Input) {
	for i := range in.Articles {
		if in.Articles[i].Mentions == nil {
			continue
		}
		for _, n := range in.Articles[i].Mentions.Names {
			if n.Country == "" {
				continue
			}
			k := a.root(a.index[n.Key])
			c := a.root(a.node(n.Country))
			if c == k {
				continue
			}
			a.lands[k] = c
			a.former[k] = a.former[k] || former(n.Title)
			if n.Kind != mention.Person && strings.HasPrefix(n.Key, n.Country+" ") {
				a.owner[k] = c
			}
		}
	}
	for k, key := range a.key { // "government of X", "X's General Staff"
		if left, right, ok := strings.Cut(key, " of "); ok && stateOrgans[left[strings.LastIndexByte(left, ' ')+1:]] {
			if c, ok := a.index[right]; ok && a.root(c) != a.root(k) && a.owner[a.root(k)] < 0 {
				a.owner[a.root(k)] = a.root(c)
			}
			continue
		}
		r := a.root(k)
		if c := a.lands[r]; c >= 0 && a.owner[r] < 0 && a.kind[r] != mention.Person && stateOrgans[key[strings.LastIndexByte(key, ' ')+1:]] {
			a.owner[r] = c
		}
	}
	a.landOf(in)
}

// stateOrgans are the last words of the names of organs that speak and act for their state.
var stateOrgans = set("government army forces military ministry navy police parliament cabinet staff command presidency authorities administration republic kingdom embassy guard guards")

// landOf notes the state that a group is written with: "the Karsundi Free Front".
func (a *actors) landOf(in Input) {
	votes := map[[2]int]int{}
	total := map[int]int{}
	for i := range in.Articles {
		m := in.Articles[i].Mentions
		if m == nil {
			continue
		}
		var prev *mention.Mention
		for j := range m.Mentions {
			x := &m.Mentions[j]
			if x.Kind != mention.NameMention || !x.Span.In(in.Articles[i].Text) {
				continue
			}
			if prev != nil && prev.Span.End < x.Span.Start && x.Span.Start-prev.Span.End < 28 {
				a.capital(in.Articles[i].Text[prev.Span.End:x.Span.Start], a.find(prev.Key), a.find(x.Key))
			}
			if prev != nil && prev.Demonym && prev.Span.End+1 == x.Span.Start && in.Articles[i].Text[prev.Span.End] == ' ' {
				g, c := a.find(x.Key), a.find(prev.Key)
				if g >= 0 && c >= 0 && g != c && a.kind[g] == mention.Group {
					votes[[2]int{g, c}]++
					total[g]++
				}
			}
			prev = x
		}
	}
	for v, n := range votes {
		if n*3 > total[v[0]]*2 && a.lands[v[0]] < 0 {
			a.lands[v[0]] = v[1]
		}
	}
}

// capital notes the state a city is the capital of, from the words between two names:
// "the Karsundi capital, Meren", "Meren, the capital of Karsund".
func (a *actors) capital(gap string, x, y int) {
	gap = strings.Trim(strings.TrimPrefix(strings.TrimPrefix(gap, "’s"), "'s"), " ,")
	switch {
	case x < 0 || y < 0 || x == y:
	case gap == "capital" || gap == "capital of" || gap == "capital city" || gap == "capital city of":
		a.seats[y] = x
	case gap == "the capital of" || gap == "capital city of" || gap == "the Capital of":
		a.seats[x] = y
	}
}

// seat is the state for its capital, when it speaks or acts; others are themselves.
func (a *actors) seat(k int) int {
	if c, ok := a.seats[k]; ok && k >= 0 {
		return c
	}
	return k
}

// sameSide reports whether two actors can stand for one another as the doer: the same, or a group and the land it is named with.
func (a *actors) sameSide(x, y int) bool {
	return x == y || x >= 0 && y >= 0 && (a.lands[x] == y && a.kind[x] == mention.Group || a.lands[y] == x && a.kind[y] == mention.Group)
}

func former(title string) bool {
	return strings.HasPrefix(title, "former") || strings.HasPrefix(title, "ex")
}

// find returns the actor of a key, rolled up to the owner of an organ, or -1.
func (a *actors) find(key string) int {
	if key == "" {
		return -1
	}
	k, ok := a.index[key]
	if !ok {
		return -1
	}
	return a.whole(k)
}

// whole is the actor an organ belongs to: the state for its army.
func (a *actors) whole(k int) int {
	k = a.root(k)
	for n := 0; n < 4 && a.owner[k] >= 0 && a.root(a.owner[k]) != k; n++ {
		k = a.root(a.owner[k])
	}
	return k
}
