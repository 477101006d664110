package statement

import (
	"sort"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// article is a body with what is asked of it again and again.
type article struct {
	body      string
	sentences []text.Span
	set       *mention.Set
	names     []mention.Mention // of names only, in order
}

func newArticle(body string, m *mention.Set) *article {
	a := &article{body: body, sentences: text.Sentences(body), set: m}
	for _, x := range m.Mentions {
		if x.Kind == mention.NameMention && x.Name >= 0 && x.Name < len(m.Names) {
			a.names = append(a.names, x)
		}
	}
	return a
}

// said is a statement as the finders leave it: spans, and what only they can know.
type said struct {
	source, cue text.Span
	content     []text.Span
	words       []string           // of the cue, lower case; English only
	kind        news.StatementKind // settled already; "" when the words decide
	quoting     news.Quoting
	negated     bool
	confidence  float64
}

func (s *said) start() int {
	first := s.content[0].Start
	if s.cue.Len() > 0 {
		first = min(first, s.cue.Start)
	}
	if s.source.Len() > 0 {
		first = min(first, s.source.Start)
	}
	return first
}

// statement works out everything that follows from the spans.
func (a *article) statement(s *said, r *resolver) news.Statement {
	who := a.speaker(s, r)
	st := news.Statement{
		Source: s.source, Cue: s.cue, Content: s.content, Sentence: a.around(s), Quoting: s.quoting,
		Sourcing: who.sourcing, Speaker: who.name, Why: who.why, Party: who.party, Negated: s.negated, Confidence: s.confidence,
	}
	st.Addressee = a.addressee(s)
	st.About = a.about(s)
	st.Kind = a.kind(s, &st)
	st.Target = a.target(&st, who)
	return st
}

// around returns the sentences that the statement stands in, as one span.
func (a *article) around(s *said) text.Span {
	all := append([]text.Span{s.source, s.cue}, s.content...)
	out := text.Span{Start: -1}
	for _, p := range all {
		if p.Len() == 0 {
			continue
		}
		q := text.Span{Start: a.sentenceAt(p.Start).Start, End: max(p.End, a.sentenceAt(p.End-1).End)}
		if out.Start < 0 || q.Start < out.Start {
			out.Start = min(q.Start, p.Start)
		}
		out.End = max(out.End, q.End)
	}
	return out
}

// sentenceAt returns the sentence in which byte i stands, or an empty span.
func (a *article) sentenceAt(i int) text.Span {
	k := sort.Search(len(a.sentences), func(k int) bool { return a.sentences[k].End > i })
	if k < len(a.sentences) && a.sentences[k].Start <= i {
		return a.sentences[k]
	}
	return text.Span{Start: i, End: i}
}

// namesIn returns the mentions of names that begin in the span.
func (a *article) namesIn(p text.Span) []mention.Mention {
	i := sort.Search(len(a.names), func(k int) bool { return a.names[k].Span.Start >= p.Start })
	j := i
	for j < len(a.names) && a.names[j].Span.Start < p.End {
		j++
	}
	return a.names[i:j]
}

func (a *article) name(m mention.Mention) *mention.Name { return &a.set.Names[m.Name] }

// about lists the keys of the names that the content mentions, in order.
func (a *article) about(s *said) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range s.content {
		for _, m := range a.namesIn(c) {
			if m.Key != "" && !seen[m.Key] {
				seen[m.Key] = true
				out = append(out, m.Key)
			}
		}
	}
	return out
}
