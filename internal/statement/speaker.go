package statement

import (
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// speaker is who says something, as far as the article tells.
type speaker struct {
	name     string
	key      string // of the name in the article's set, or ""
	why      string
	party    string
	sourcing news.Sourcing
	person   bool
	at       int // where the words stand
}

// resolver remembers the speakers of an article while it is read from top to bottom.
type resolver struct {
	last    []speaker         // resolved ones, oldest first
	parties map[string]string // of persons, by key
}

// remembered is how many speakers are kept for pronouns.
const remembered = 8

func (r *resolver) keep(s speaker) {
	if s.name == "" || s.sourcing == news.NoSource {
		return
	}
	if len(r.last) == remembered {
		copy(r.last, r.last[1:])
		r.last = r.last[:remembered-1]
	}
	r.last = append(r.last, s)
	if s.person && s.key != "" && s.party != "" {
		if r.parties == nil {
			r.parties = map[string]string{}
		}
		r.parties[s.key] = s.party
	}
}

var (
	personPronouns = words("he she his her himself herself")
	bodyPronouns   = words("it they its their itself themselves who")
)

// speaker resolves the source of s.
func (a *article) speaker(s *said, r *resolver) speaker {
	w := a.spanWords(s.source)
	out := speaker{name: strings.Join(strings.Fields(s.source.Of(a.body)), " "), at: s.source.Start}
	if len(w) == 0 {
		return speaker{sourcing: news.NoSource, at: s.start()}
	}
	switch {
	case len(w) == 1 && personPronouns[w[0]]:
		out = a.byPronoun(out, w[0], s, r)
	case len(w) == 1 && bodyPronouns[w[0]]:
		out = a.byBodyPronoun(out, w[0], s, r)
	case len(w) <= 3 && (w[0] == "the" || w[0] == "this") && !a.hasName(s.source):
		out = a.byRole(out, w[1:], s, r)
	default:
		out = a.byName(out, w, s)
	}
	if out.sourcing == "" {
		out.sourcing = sourcingOf(w, out.person)
	}
	if out.party == "" && out.key != "" && out.person {
		out.party = r.parties[out.key]
	}
	r.keep(out)
	return out
}

func (a *article) hasName(p text.Span) bool { return len(a.namesIn(p)) > 0 }

// byName resolves a source that is written out.
func (a *article) byName(out speaker, w []string, s *said) speaker {
	list := a.namesIn(s.source)
	for _, m := range list {
		n := a.name(m)
		if n.Kind != mention.Person || m.Demonym {
			continue
		}
		out.person, out.key, out.sourcing = true, n.Key, news.NamedPerson
		if written := m.Span.Of(a.body); written != n.Text {
			out.why = "short for " + n.Text
		}
		out.name, out.party = n.Text, a.partyOf(n, s.source, m)
		return out
	}
	if len(list) == 0 {
		return a.bare(out, w, s)
	}
	first := list[0]
	n := a.name(first)
	out.sourcing = sourcingOf(w, false)
	if out.sourcing == news.NamedBody || out.sourcing == news.Official {
		out.party = n.Key
	}
	if out.sourcing != news.NamedBody {
		return out
	}
	out.key = n.Key
	head := first.Span.Of(a.body)
	if rest := len(w) - len(text.Words(head)); !first.Demonym && (rest == 0 || rest == 1 && w[0] == "the") { // nothing but the name
		out.name = n.Text
		if !strings.EqualFold(head, n.Text) {
			out.why = "short for " + n.Text
		}
	}
	if owner := n.Country; owner != "" {
		out.party = owner
	}
	return out
}

// bare resolves a source without a name: "leaders", "officials". Somebody's leaders are meant; who they
// are is taken from a party named before them in the same sentence, when there is only one.
func (a *article) bare(out speaker, w []string, s *said) speaker {
	out.sourcing = sourcingOf(w, false)
	if len(w) == 0 || len(w) > 2 || !bodyMembers[w[len(w)-1]] { // of a determiner alone nothing is left
		return out
	}
	before := text.Span{Start: a.sentenceAt(s.source.Start).Start, End: s.source.Start}
	var only *mention.Name
	for _, m := range a.namesIn(before) {
		n := a.name(m)
		if n.Kind == mention.Person {
			continue
		}
		if only != nil && only.Key != n.Key {
			return out
		}
		only = n
	}
	if only == nil {
		return out
	}
	out.party, out.why = only.Key, "named before in the sentence: "+only.Text
	if w[len(w)-1] == "leaders" {
		out.name, out.key, out.sourcing = only.Text, only.Key, news.NamedBody
	}
	return out
}

// bodyMembers speak for the body that the sentence is about.
var bodyMembers = words("leaders officials authorities spokesman spokeswoman spokesperson commanders diplomats negotiators delegates")

// byPronoun resolves "he" and "she": the person named last, be it as a speaker or at the head of a sentence.
func (a *article) byPronoun(out speaker, w string, s *said, r *resolver) speaker {
	female := w == "she" || w == "her" || w == "herself"
	at := s.source.Start
	best := speaker{at: -1}
	for i := len(r.last) - 1; i >= 0; i-- {
		if l := r.last[i]; l.person && l.key != "" && a.mayBe(l.key, female) {
			best = l
			best.why = "pronoun: last speaker"
			break
		}
	}
	if m, ok := a.subjectBefore(at, female); ok && m.Span.Start > best.at {
		n := a.name(m)
		if n.Key != best.key {
			best = speaker{key: n.Key, name: n.Text, why: "pronoun: named before", party: a.partyOf(n, a.sentenceAt(m.Span.Start), m)}
		}
	}
	out.person = true
	out.sourcing = news.NamedPerson
	if best.key == "" {
		out.sourcing = news.Anonymous
		return out
	}
	best.at, best.person, best.sourcing = at, true, news.NamedPerson
	return best
}

// subjectBefore returns the last person who begins one of the two sentences before
// byte i or its own, or who is named there alone.
func (a *article) subjectBefore(i int, female bool) (mention.Mention, bool) {
	own := a.sentenceAt(i)
	at := own
	for range 3 {
		var persons []mention.Mention
		for _, m := range a.namesIn(text.Span{Start: at.Start, End: min(at.End, i)}) {
			if a.name(m).Kind == mention.Person && !m.Demonym && a.mayBe(m.Key, female) {
				persons = append(persons, m)
			}
		}
		if len(persons) > 0 {
			return persons[0], true
		}
		if at.Start == 0 {
			break
		}
		at = a.sentenceAt(a.lastByteBefore(at.Start))
	}
	return mention.Mention{}, false
}

// lastByteBefore returns a byte of the sentence before the one that begins at i.
func (a *article) lastByteBefore(i int) int {
	for i > 0 {
		i--
		if c := a.body[i]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			break
		}
	}
	return i
}

// mayBe tells whether a person can be called "she" or "he", by the title given with the name; unknown is yes.
func (a *article) mayBe(key string, female bool) bool {
	for i := range a.set.Names {
		n := &a.set.Names[i]
		if n.Key != key {
			continue
		}
		for _, t := range strings.Fields(strings.ToLower(n.Title)) {
			switch strings.TrimSuffix(t, ".") {
			case "mr", "spokesman", "chairman", "king", "prince", "sir", "congressman", "father":
				return !female
			case "mrs", "ms", "miss", "spokeswoman", "chairwoman", "queen", "princess", "congresswoman", "mother", "dame":
				return female
			}
		}
	}
	return true
}

// byBodyPronoun resolves "it" and "they": the state, group or body that the sentence is about,
// else the last one that spoke.
func (a *article) byBodyPronoun(out speaker, w string, s *said, r *resolver) speaker {
	own := a.sentenceAt(s.source.Start)
	for i := len(r.last) - 1; i >= 0; i-- {
		l := r.last[i]
		if own.Start <= l.at && l.at < s.source.Start && !l.person {
			l.why, l.at = "pronoun: speaker of the sentence", s.source.Start
			return l
		}
	}
	for _, m := range a.namesIn(text.Span{Start: own.Start, End: s.source.Start}) {
		if n := a.name(m); n.Kind != mention.Person && !m.Demonym {
			return speaker{name: n.Text, key: n.Key, party: n.Key, why: "pronoun: named before in the sentence", sourcing: news.NamedBody, at: s.source.Start}
		}
	}
	for i := len(r.last) - 1; i >= 0; i-- {
		if l := r.last[i]; !l.person && (w != "it" || l.sourcing == news.NamedBody) {
			l.why, l.at = "pronoun: last speaker", s.source.Start
			return l
		}
	}
	out.sourcing = news.Anonymous
	return out
}

// byRole resolves "the minister", "the group": the last speaker, else name, that is one.
func (a *article) byRole(out speaker, role []string, s *said, r *resolver) speaker {
	if len(role) == 0 {
		return a.bare(out, role, s)
	}
	head := role[len(role)-1]
	body := groupNouns[head]
	for i := len(a.namesBefore(s.source.Start)) - 1; i >= 0; i-- {
		m := a.names[i]
		if s.source.Start-m.Span.Start > roleReach {
			break
		}
		n := a.name(m)
		if m.Demonym {
			continue
		}
		if body && n.Kind == mention.Group {
			return speaker{name: n.Text, key: n.Key, party: n.Key, why: "“the " + head + "”: named before", sourcing: news.NamedBody, at: s.source.Start}
		}
		if !body && n.Kind == mention.Person && slices.Contains(strings.Fields(strings.ToLower(n.Title)), head) {
			return speaker{
				name: n.Text, key: n.Key, party: a.partyOf(n, text.Span{}, m), why: "“the " + head + "”: title of " + n.Text,
				person: true, sourcing: news.NamedPerson, at: s.source.Start,
			}
		}
	}
	out.sourcing = sourcingOf(append([]string{"the"}, role...), false)
	return out
}

// roleReach is how far back, in bytes, "the minister" may point.
const roleReach = 3000

var groupNouns = words("group movement organisation organization party militia company agency ministry regime insurgents rebels militants front army council commission committee union")

// namesBefore returns the mentions of names that begin before byte i.
func (a *article) namesBefore(i int) []mention.Mention {
	n, _ := slices.BinarySearchFunc(a.names, i, func(m mention.Mention, at int) int { return m.Span.Start - at })
	return a.names[:n]
}
