package statement

import (
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// partyOf returns the key of the state, group or body that a person speaks for: the one named as
// the person's own, else one in the words around the name, if these are not of former days.
func (a *article) partyOf(n *mention.Name, around text.Span, at mention.Mention) string {
	if n.Country != "" && !strings.Contains(strings.ToLower(n.Title), "former") {
		return n.Country
	}
	for _, m := range a.namesIn(around) {
		other := a.name(m)
		if m.Span == at.Span || other.Kind == mention.Person || other.Kind == mention.Other && !m.Demonym {
			continue
		}
		before := strings.ToLower(a.body[around.Start:m.Span.Start])
		if strings.Contains(before, "former ") || strings.Contains(before, "ex-") || strings.Contains(before, "against ") || strings.HasSuffix(before, "anti-") {
			continue
		}
		if !m.Demonym && !strings.HasSuffix(strings.TrimSpace(before), "for") && !followsOffice(before) && !a.owns(m) {
			continue
		}
		return m.Key
	}
	return ""
}

// owns reports whether the mention is followed by "’s", or by an office: "Taliban spokesman".
func (a *article) owns(m mention.Mention) bool {
	rest := a.body[m.Span.End:]
	if strings.HasPrefix(rest, "’s") || strings.HasPrefix(rest, "'s") {
		return true
	}
	rest = strings.TrimLeft(rest, " ")
	w, _, _ := strings.Cut(rest, " ")
	return officialNouns[singular(strings.ToLower(strings.Trim(w, ",.;")))]
}

// followsOffice reports whether the words before a name end with an office and "of" or "of the".
func followsOffice(before string) bool {
	f := strings.Fields(before)
	for len(f) > 0 && (f[len(f)-1] == "the" || f[len(f)-1] == "of" || f[len(f)-1] == "for") {
		f = f[:len(f)-1]
		if len(f) > 0 && officialNouns[singular(f[len(f)-1])] {
			return true
		}
	}
	return false
}

// target returns whom an accusation, denial, demand or threat is aimed at: the first name in
// the content that is not of the speaker's side.
func (a *article) target(st *news.Statement, who speaker) string {
	switch st.Kind {
	case news.Accuse, news.Deny, news.Demand, news.Threaten, news.Condemn, news.Praise:
	default:
		return ""
	}
	for _, c := range st.Content {
		if i := strings.Index(c.Of(a.body), " on "); i > 0 && blames(st.Cue.Of(a.body)) { // "blames this on that"
			c.Start += i
		}
		for _, m := range a.namesIn(c) {
			n := a.name(m)
			if m.Key == "" || m.Key == who.key || m.Key == who.party {
				continue
			}
			if n.Country != "" && n.Country == who.party {
				continue
			}
			return m.Key
		}
	}
	return ""
}

func blames(cue string) bool { return strings.Contains(strings.ToLower(cue), "blam") }

// tellers are cues with an addressee.
var tellers = words("tell tells told telling assure assured assures inform informed informs remind reminded reminds warn warned warns urge urged urges ask asked asks")

// addressee returns who was told: the words between the cue and what it says, or after the cue, up to a name's end.
func (a *article) addressee(s *said) string {
	told := -1
	for i, w := range s.words {
		if tellers[w] {
			told = i
		}
	}
	if told < 0 || s.cue.Len() == 0 {
		return ""
	}
	end := min(len(a.body), s.cue.End+60)
	for _, c := range s.content {
		if c.Start >= s.cue.End {
			end = min(end, c.Start)
		}
	}
	if s.source.Start >= s.cue.End {
		end = min(end, s.source.Start)
	}
	between := text.Span{Start: s.cue.End, End: end}
	if list := a.namesIn(between); len(list) > 0 && list[0].Span.Start-s.cue.End <= 12 && !list[0].Demonym {
		return list[0].Span.Of(a.body)
	}
	if told == 0 && strings.HasPrefix(s.words[0], "t") {
		return plainAddressee(a.body[between.Start:floorRune(a.body, between.End)])
	}
	return ""
}

// plainAddressee is the beginning of s up to the first mark or linking word, of at most four words.
func plainAddressee(s string) string {
	if i := strings.IndexAny(s, ",.;:!?“”\"\n"); i >= 0 {
		s = s[:i]
	}
	f := strings.Fields(s)
	for i, w := range f {
		if w == "that" || w == "in" || w == "on" || w == "at" || w == "during" || w == "after" || w == "to" || w == "what" || w == "how" || i == 4 {
			f = f[:i]
			break
		}
	}
	return strings.Join(f, " ")
}

// floorRune moves i back to the beginning of a character.
func floorRune(s string, i int) int {
	for i > 0 && i < len(s) && s[i]&0xc0 == 0x80 {
		i--
	}
	return i
}
