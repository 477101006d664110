package statement

import (
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// kind says what the speaker does by saying it: what the cue says, corrected by what the content says.
func (a *article) kind(s *said, st *news.Statement) news.StatementKind {
	if s.kind != "" {
		return s.kind
	}
	content := a.contentWords(s)
	switch k := a.cueKind(s, content); k {
	case news.Announce, news.Promise:
		return vowed(k, s, content)
	case news.Assert:
		return a.saidKind(s, st, content)
	default:
		return k
	}
}

// cueKind is what the words of the cue say by themselves.
func (a *article) cueKind(s *said, content []string) news.StatementKind {
	for i, w := range s.words {
		next := ""
		if i+1 < len(s.words) {
			next = s.words[i+1]
		}
		switch w {
		case "call", "calls", "called", "calling":
			if next == "for" || next == "on" || next == "upon" || len(content) > 0 && (content[0] == "for" || content[0] == "on") {
				return news.Demand
			}
			return a.labelled(s, content)
		case "describe", "describes", "described", "describing", "brand", "branded", "branding", "labelled", "labeled", "label", "labels", "labelling", "dubbed", "portrayed", "portraying":
			return a.labelled(s, content)
		case "push", "pushed", "pushes", "pushing", "hit", "hits":
			if next == "back" {
				return news.Deny
			}
		case "warn", "warns", "warned", "warning":
			return warned(content)
		case "insist", "insists", "insisted", "insisting":
			if next == "on" {
				return news.Demand
			}
		case "asked", "asks", "ask", "asking":
			if len(content) > 0 && content[0] == "to" || next == "to" || next == "for" {
				return news.Demand
			}
			return news.Question
		}
		if k, ok := verbKinds[w]; ok {
			return turned(k, s, content)
		}
		if k, ok := kindNouns[w]; ok {
			return k
		}
	}
	return news.Assert
}

// turned corrects verbs that mean something else beside "not".
func turned(k news.StatementKind, s *said, content []string) news.StatementKind {
	not := slices.ContainsFunc(s.words, func(w string) bool { return negations[w] })
	if not && k == news.Deny {
		return news.Concede
	}
	if not && (k == news.Confirm || k == news.Promise || k == news.Accuse) {
		return news.Assert
	}
	if k == news.Question && len(content) == 0 {
		return news.Assert
	}
	return k
}

// warned tells a warning of what others will do from a threat of what one will do oneself.
func warned(content []string) news.StatementKind {
	will := false
	for i, w := range content {
		if i > 8 {
			break
		}
		if w == "will" || w == "would" || w == "won’t" {
			will = true
		}
		if selfWords[w] && i < 4 {
			for _, v := range content[i:min(len(content), i+4)] {
				if v == "will" || v == "would" || v == "’ll" || v == "could" || v == "may" || v == "might" {
					return news.Threaten
				}
			}
		}
	}
	if will && len(content) > 0 && content[0] == "of" {
		return news.Threaten
	}
	return news.Assert
}

// selfWords name the speaker.
var selfWords = words("we i it they he she our their")

// vowed tells a threat from a promise, and a promise from an announcement.
func vowed(k news.StatementKind, s *said, content []string) news.StatementKind {
	for i, w := range content {
		if i < 8 && hasStem(blows, w) {
			return news.Threaten
		}
	}
	if k == news.Announce && len(content) > 2 {
		head := content[:min(len(content), 5)]
		if selfWords[head[0]] || head[0] == "that" && selfWords[head[1]] {
			for _, w := range head {
				if w == "will" || w == "would" || w == "’ll" {
					return news.Promise
				}
			}
		}
	}
	return k
}

// labelled is the kind of calling somebody something: a name put between quotation marks is an accusation.
func (a *article) labelled(s *said, content []string) news.StatementKind {
	for _, w := range content {
		if hasStem(approvals, w) {
			return news.Praise
		}
	}
	for _, c := range s.content {
		if strings.ContainsAny(c.Of(a.body), "“”\"‘") {
			return news.Accuse
		}
	}
	if charged(content) {
		return news.Accuse
	}
	return news.Assert
}

// intents are verbs whose denial answers a charge: "does not aim to", "did not target".
var intents = stems("aim seek intend permit allow support harbor harbour target sponsor attack order shelter assist help provid carry fire fired shell meddl interfer violat start began want plan plot kill act")

// firm are cues with which a speaker stands by something that others doubt; standing are
// those and plainer ones, with which a denial is one only when it is of the speaker's own doings, or of a charge.
var (
	firm     = stems("insist affirm stress maintain reiterat emphasi reaffirm")
	standing = stems("insist affirm stress maintain reiterat emphasi assert reaffirm say said says saying told tell add adding contend argu claim counter respond repl retort")
)

// saidKind judges a plain report by its content.
func (a *article) saidKind(s *said, st *news.Statement, content []string) news.StatementKind {
	charged := charged(content)
	cued := func(set map[string]bool) bool {
		return slices.ContainsFunc(s.words, func(w string) bool { return hasStem(set, w) })
	}
	switch {
	case s.negated && answers(content) && (cued(firm) || cued(standing) && (charged || a.ownSubject(s, st, content))):
		return news.Deny
	case strings.HasSuffix(strings.TrimRight(a.body[s.content[0].Start:s.content[len(s.content)-1].End], "”\"’ "), "?") && s.quoting == news.Direct:
		return news.Question
	case charged && !s.negated && !ownPronoun(content) && a.others(st):
		return news.Accuse
	case asksOthers(content):
		return news.Demand
	case s.cue.Len() > 0 && !s.negated && approves(content):
		return news.Praise
	}
	return news.Assert
}

// answers reports whether "not" is followed by a verb of intent.
func answers(content []string) bool {
	for i, w := range content {
		if i > negatedWithin {
			return false
		}
		if !negations[w] && !strings.HasSuffix(w, "n’t") && !strings.HasSuffix(w, "n't") {
			continue
		}
		for _, v := range content[i+1 : min(len(content), i+4)] {
			if hasStem(intents, v) {
				return true
			}
		}
	}
	return false
}

// ownPronoun reports whether the content begins with what the speaker does: "they were …", "that it …".
func ownPronoun(content []string) bool {
	if len(content) > 1 && content[0] == "that" {
		content = content[1:]
	}
	return len(content) > 0 && selfWords[content[0]] && content[0] != "their" && content[0] != "our"
}

// ownSubject reports whether the content begins by naming the speaker's own side.
func (a *article) ownSubject(s *said, st *news.Statement, content []string) bool {
	for i, w := range content {
		if i >= 2 {
			break
		}
		if selfWords[w] {
			return true
		}
	}
	head := s.content[0]
	head.End = min(head.End, head.Start+40)
	for _, m := range a.namesIn(head) {
		return m.Key == st.Party || a.name(m).Kind == mention.Place
	}
	return false
}

// others reports whether the content names somebody who is not the speaker's side.
func (a *article) others(st *news.Statement) bool {
	return slices.ContainsFunc(st.About, func(key string) bool { return key != st.Party })
}

// asksOthers reports whether somebody else "should" or "must".
func asksOthers(content []string) bool {
	for i, w := range content {
		if i > 9 {
			return false
		}
		if w == "should" || w == "must" || w == "ought" || w == "shouldn’t" {
			return i > 0 && !selfWords[content[i-1]]
		}
	}
	return false
}

func approves(content []string) bool {
	n := 0
	for _, w := range content {
		if hasStem(approvals, w) {
			n++
		}
	}
	return n > 0 && len(content) < 40
}

// contentWords returns the words of the content in lower case.
func (a *article) contentWords(s *said) []string {
	var out []string
	for _, c := range s.content {
		out = append(out, a.spanWords(c)...)
	}
	return out
}
