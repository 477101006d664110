package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// datelineCredit finds the agency in a dateline: "LUSAVA, Oct 3 (Tarn News) - …",
// "LUSAVA (dpa) –", "LUSAVA, October 3. /TARN/. …". The brackets must stand near the
// beginning and, for an agency that is not known, before a dash.
func datelineCredit(body string, p text.Span) (news.Notice, bool) {
	s := p.Of(body)
	edge := min(len(s), maxDateline)
	open := strings.IndexAny(s[:edge], "(/（")
	if open < 0 {
		return news.Notice{}, false
	}
	closer := ")"
	switch s[open] {
	case '/':
		closer = "/"
	case '(':
	default:
		closer = "）"
	}
	start := open + 1
	if closer == "）" {
		start = open + len("（")
	}
	n := strings.Index(s[start:], closer)
	if n <= 0 || n > 40 {
		return news.Notice{}, false
	}
	name := strings.TrimSpace(s[start : start+n])
	rest := strings.TrimLeft(s[start+n+len(closer):], " \u00a0.")
	known := knownAgency(name)
	dashed := strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—")
	switch {
	case !placeBefore(s[:open]):
		return news.Notice{}, false
	case known && (dashed || closer == "/" || open < maxDateline/2):
	case dashed && closer != "/" && nameLike(name) && len(strings.Fields(name)) <= 4:
	default:
		return news.Notice{}, false
	}
	return news.Notice{Kind: news.Credit, Name: name, Span: text.Span{Start: p.Start + start, End: p.Start + start + n}}, true
}

const maxDateline = 90

// placeBefore reports whether s looks like the place and date of a dateline: short,
// beginning with a capital or a letter without case, without a verb's worth of lower-case words.
func placeBefore(s string) bool {
	f := strings.Fields(s)
	if len(f) > 7 {
		return false
	}
	small := 0
	for _, w := range f {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) && !months[strings.Trim(lower(w), ".,")] {
			small++
		}
	}
	return small <= 2
}

// lineCredit finds the agency in a paragraph that is a credit line, or ends with one:
// "(Tarn News)", "— AFP", "With inputs from PTI", "AFP contributed to this report.", "Source: X".
func lineCredit(body string, p text.Span) (news.Notice, bool) {
	s := p.Of(body)
	if len(s) <= 300 {
		if name, at, ok := phraseCredit(s); ok {
			return news.Notice{Kind: news.Credit, Name: name, Span: text.Span{Start: p.Start + at, End: p.Start + at + len(name)}}, true
		}
	}
	tail := strings.TrimRight(s, " .")
	for _, q := range []struct{ open, end string }{{"(", ")"}, {"[", "]"}, {"（", "）"}, {"/", "/"}, {"— ", ""}, {"– ", ""}, {"-- ", ""}, {"- ", ""}, {"© ", ""}, {"©", ""}} {
		if !strings.HasSuffix(tail, q.end) {
			continue
		}
		in := tail[:len(tail)-len(q.end)]
		at := strings.LastIndex(in, q.open)
		if at < 0 || len(in)-at > 60 {
			continue
		}
		name := strings.TrimSpace(in[at+len(q.open):])
		if !knownAgency(name) && !agencyLike(name) || !afterSentence(s[:at]) {
			continue
		}
		from := at + strings.Index(s[at:], name)
		return news.Notice{Kind: news.Credit, Name: name, Span: text.Span{Start: p.Start + from, End: p.Start + from + len(name)}}, true
	}
	if knownAgency(tail) {
		return news.Notice{Kind: news.Credit, Name: tail, Span: text.Span{Start: p.Start, End: p.Start + len(tail)}}, true
	}
	return news.Notice{}, false
}

// afterSentence reports whether a credit may follow s: nothing stands before it, or a sentence has ended.
func afterSentence(s string) bool {
	s = strings.TrimRight(s, " \u00a0")
	if s == "" {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…\"”’»)。！？؟۔।", r)
}

// phraseCredit finds an agency named by one of the usual sentences.
func phraseCredit(s string) (name string, at int, ok bool) {
	low := lower(s)
	for _, ph := range creditPhrases {
		i := strings.Index(low, ph)
		if i < 0 || i > 0 && !ph0Inside(ph) {
			continue
		}
		from := i + len(ph)
		name, _ := originName(s[from:])
		if name == "" {
			continue
		}
		if k := strings.Index(lower(name), " and "); k > 0 && !knownAgency(name) {
			name = name[:k]
		}
		if !knownAgency(name) && !agencyLike(name) && !ph0Label(ph) {
			continue
		}
		return name, from + strings.Index(s[from:], name), true
	}
	for _, ph := range contributedPhrases {
		i := strings.Index(low, ph)
		if i <= 0 {
			continue
		}
		for _, part := range strings.FieldsFunc(s[:i], func(r rune) bool { return r == ',' || r == ';' }) {
			part = strings.TrimSpace(part)
			for _, cut := range []string{"and ", "reporters from ", "Writers from "} {
				part = strings.TrimPrefix(part, cut)
			}
			for _, piece := range strings.Split(part, " and ") {
				piece = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(piece), "The "))
				if knownAgency(piece) || agencyLike(piece) {
					return piece, strings.Index(s, piece), true
				}
			}
		}
	}
	return "", 0, false
}

// ph0Inside tells the phrases that may stand inside a sentence from labels that open a line.
func ph0Inside(ph string) bool { return !strings.HasSuffix(ph, ":") && !strings.HasSuffix(ph, "：") }

func ph0Label(ph string) bool { return !ph0Inside(ph) }

func knownAgency(s string) bool {
	s = lower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "the ")
	if agencies[s] {
		return true
	}
	for _, cut := range []string{"/", " news agency", " news"} {
		if i := strings.Index(s, cut); i > 0 && agencies[strings.TrimSpace(s[:i])] {
			return true
		}
	}
	return false
}

// agencyLike reports whether an unknown name reads like an agency: an acronym of capitals or a name with a telling word.
func agencyLike(s string) bool {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 5 || !nameLike(s) {
		return false
	}
	if len(f) == 1 && len(s) >= 2 && len(s) <= 6 && strings.ToUpper(s) == s && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsUpper(r) }) < 0 {
		return true
	}
	for _, w := range f {
		if agencyWords[lower(w)] {
			return true
		}
	}
	return false
}
