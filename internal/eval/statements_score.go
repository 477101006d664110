package eval

import (
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// The roles of a token.
const (
	roleSource = 1 + iota
	roleCue
	roleContent
	roles
)

// counts are tokens found rightly, found wrongly, missed.
type counts struct{ hit, wrong, missed float64 }

func (c counts) precision() float64 { return share(c.hit, c.hit+c.wrong) }
func (c counts) recall() float64    { return share(c.hit, c.hit+c.missed) }
func (c counts) f1() float64        { return f1(c.precision(), c.recall()) }

func share(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// statementScore adds up over articles.
type statementScore struct {
	role              [roles]counts
	whole, content    counts
	tokens            int
	ofKind, foundKind map[string]float64
}

// tokensOf splits a text into words and marks, which is what is counted.
func tokensOf(s string) []text.Span {
	var out []text.Span
	at := 0
	marks := func(end int) {
		for i, r := range s[at:end] {
			if !strings.ContainsRune(" \t\r\n\u00a0", r) {
				out = append(out, text.Span{Start: at + i, End: at + i + len(string(r))})
			}
		}
	}
	for _, w := range text.Words(s) {
		marks(w.Start)
		out = append(out, w)
		at = w.End
	}
	marks(len(s))
	return out
}

// tokenSpan is a set of tokens, ascending.
type tokenSpan []int

func cover(tokens []text.Span, spans []text.Span) tokenSpan {
	var out tokenSpan
	for _, p := range spans {
		i, _ := slices.BinarySearchFunc(tokens, p.Start, func(t text.Span, at int) int {
			if t.End <= at {
				return -1
			}
			return 1
		})
		for ; i < len(tokens) && tokens[i].Start < p.End; i++ {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// overUnion is the intersection of two sets over their union; 1 when both are empty.
func overUnion(a, b tokenSpan) float64 {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	if len(a)+len(b) == 0 {
		return 1
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// told is one attribution as sets of tokens.
type told struct{ source, cue, content tokenSpan }

func (s *statementScore) add(r statementRecord, found []news.Statement) {
	tokens := tokensOf(r.Text)
	bytes := text.ByteOffsets(r.Text)
	var gold, guess []told
	for _, a := range r.Annotations[0].Attributions {
		g := told{cover(tokens, byteSpans(bytes, a.Source)), cover(tokens, byteSpans(bytes, a.Cue)), cover(tokens, byteSpans(bytes, a.Content))}
		if len(g.content) > 0 || len(g.cue) > 0 {
			gold = append(gold, g)
		}
	}
	for _, f := range found {
		guess = append(guess, told{cover(tokens, []text.Span{f.Source}), cover(tokens, []text.Span{f.Cue}), cover(tokens, f.Content)})
	}
	s.tokens += len(tokens)
	s.countRoles(rolesOf(len(tokens), gold), rolesOf(len(tokens), guess))
	s.countWhole(gold, guess)
	s.countKinds(r.Text, tokens, gold, guess)
}

func byteSpans(bytes []int, list [][2]int) []text.Span {
	var out []text.Span
	for _, p := range list {
		if 0 <= p[0] && p[0] < p[1] && p[1] < len(bytes) {
			out = append(out, text.Span{Start: bytes[p[0]], End: bytes[p[1]]})
		}
	}
	return out
}

// rolesOf gives each token the role that the first attribution gives it.
func rolesOf(n int, list []told) []uint8 {
	out := make([]uint8, n)
	for _, a := range list {
		for role, set := range [roles]tokenSpan{roleSource: a.source, roleCue: a.cue, roleContent: a.content} {
			for _, i := range set {
				if out[i] == 0 {
					out[i] = uint8(role)
				}
			}
		}
	}
	return out
}

func (s *statementScore) countRoles(gold, guess []uint8) {
	for i, g := range gold {
		switch p := guess[i]; {
		case g == p && g != 0:
			s.role[g].hit++
		case g != p:
			if g != 0 {
				s.role[g].missed++
			}
			if p != 0 {
				s.role[p].wrong++
			}
		}
	}
}

func (s *statementScore) countWhole(gold, guess []told) {
	used := make([]bool, len(gold))
	content, whole := 0, 0
	for _, p := range guess {
		best, at := 0.0, -1
		for k := range gold {
			if !used[k] {
				if v := overUnion(p.content, gold[k].content); v > best {
					best, at = v, k
				}
			}
		}
		if best < 0.5 {
			continue
		}
		used[at] = true
		content++
		if overUnion(p.source, gold[at].source) >= 0.5 {
			whole++
		}
	}
	count := func(c *counts, n int) {
		c.hit += float64(n)
		c.wrong += float64(len(guess) - n)
		c.missed += float64(len(gold) - n)
	}
	count(&s.content, content)
	count(&s.whole, whole)
}

// Beginnings of cues that accuse or deny.
var (
	accusing = []string{"accus", "alleg", "blam", "charg", "condemn", "denounc", "criticiz"}
	denying  = []string{"den", "reject", "dismiss", "refut", "disput"}
)

// countKinds counts the accusations, denials and quotations whose content is found.
func (s *statementScore) countKinds(body string, tokens []text.Span, gold, guess []told) {
	if s.ofKind == nil {
		s.ofKind, s.foundKind = map[string]float64{}, map[string]float64{}
	}
	for _, g := range gold {
		if len(g.content) == 0 {
			continue
		}
		found := slices.ContainsFunc(guess, func(p told) bool { return overUnion(p.content, g.content) >= 0.5 })
		for _, k := range goldKinds(body, tokens, g) {
			s.ofKind[k]++
			if found {
				s.foundKind[k]++
			}
		}
	}
}

func goldKinds(body string, tokens []text.Span, g told) (out []string) {
	begins := func(list []string) bool {
		return slices.ContainsFunc(g.cue, func(i int) bool {
			w := strings.ToLower(tokens[i].Of(body))
			return slices.ContainsFunc(list, func(b string) bool { return strings.HasPrefix(w, b) })
		})
	}
	if begins(accusing) {
		out = append(out, "accusations")
	}
	if begins(denying) {
		out = append(out, "denials")
	}
	first, last := tokens[g.content[0]].Of(body), tokens[g.content[len(g.content)-1]].Of(body)
	quoted := strings.ContainsAny(first, "“\"") && strings.ContainsAny(last, "”\"")
	if quoted {
		return append(out, "direct")
	}
	return append(out, "indirect_or_mixed")
}

func (s *statementScore) report(set string, n int, spent time.Duration) Report {
	var all counts
	for _, c := range s.role {
		all.hit, all.wrong, all.missed = all.hit+c.hit, all.wrong+c.wrong, all.missed+c.missed
	}
	seconds := max(spent.Seconds(), 1e-9)
	r := Report{
		Set: set, N: n, F1: all.f1(), Precision: all.precision(), Recall: all.recall(), PerSecond: float64(n) / seconds,
		More: map[string]any{
			"content_f1": s.role[roleContent].f1(), "cue_f1": s.role[roleCue].f1(), "source_f1": s.role[roleSource].f1(),
			"whole_f1": s.whole.f1(), "whole_precision": s.whole.precision(), "whole_recall": s.whole.recall(),
			"content_span_f1": s.content.f1(), "tokens_per_second": float64(s.tokens) / seconds,
		},
	}
	for k, n := range s.ofKind {
		r.More[k+"_recall"] = share(s.foundKind[k], n)
		r.More[k] = int(n)
	}
	return r
}
