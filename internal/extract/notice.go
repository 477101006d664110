package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// notices finds the lines of a finished body that say where its text comes from:
// that it is republished, that an agency wrote or helped to write it, and the
// address that it retells. Such lines stand at the edges of a text, so only its first and last
// paragraphs are read. Results are in the order of the body.
func notices(body, lang string) []news.Notice {
	ps := text.Paragraphs(body)
	var out []news.Notice
	for i, p := range ps {
		if i >= noticeHead && i < len(ps)-noticeTail {
			continue
		}
		out = appendRepublished(out, body, p)
		last := i >= len(ps)-noticeTail
		if n, ok := datelineCredit(body, p); ok && i < 2 {
			out = append(out, n)
		} else if n, ok := lineCredit(body, p); ok && (last || i == 0) {
			out = append(out, n)
		}
		if n, ok := closingAddress(body, p); ok && i >= len(ps)-2 && i > 0 {
			out = append(out, n)
		}
	}
	return uniqueNotices(out)
}

// How many paragraphs at each edge are read.
const (
	noticeHead = 4
	noticeTail = 6
)

func uniqueNotices(in []news.Notice) []news.Notice {
	var out []news.Notice
next:
	for _, n := range in {
		for _, o := range out {
			if o.Kind == n.Kind && text.Fold(o.Name) == text.Fold(n.Name) && o.URL == n.URL {
				continue next
			}
		}
		out = append(out, n)
	}
	return out
}

// appendRepublished adds what a paragraph says about an earlier publication.
func appendRepublished(out []news.Notice, body string, p text.Span) []news.Notice {
	s := p.Of(body)
	low := lower(s)
	for _, ph := range republishedPhrases {
		at := strings.Index(low, ph)
		if at < 0 || !aboutThisText(low[:at]) {
			continue
		}
		name, url := originName(s[at+len(ph):])
		if name == "" && url == "" {
			continue
		}
		return append(out, news.Notice{Kind: news.Republished, Name: name, URL: url, Span: sentenceAt(body, p, p.Start+at)})
	}
	return out
}

// aboutThisText reports whether the words before a republication phrase can speak of
// the text itself: there are none, or they name a text. "His book was first published by" does not pass.
func aboutThisText(before string) bool {
	if i := strings.LastIndexAny(before, ".!?。"); i >= 0 {
		before = before[i+1:]
	}
	before = strings.Trim(before, " \t*_([—–-|•\"'“”:")
	if before == "" {
		return true
	}
	if len(before) > 160 {
		return false
	}
	for _, w := range thisText {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// originName reads a name or address at the start of s, up to the words that follow one.
func originName(s string) (name, url string) {
	s = strings.TrimLeft(s, " \t:：-–—\"“'«*_")
	if a := addressAt(s); a != "" {
		return "", a
	}
	low := lower(s)
	end := len(s)
	for i, r := range s {
		if i > 80 {
			break
		}
		if endsName(s, i, r) {
			end = i
			break
		}
	}
	for _, stop := range nameStops {
		if i := strings.Index(low[:end], stop); i > 0 && i < end {
			end = i
		}
	}
	name = strings.Trim(s[:end], " \t\"“”'’«»*_-–—:：")
	if strings.Count(name, ".") > 1 {
		name = strings.TrimSuffix(name, ".")
	}
	for _, a := range []string{"the website of ", "the blog of ", "our partner ", "our partners at "} {
		if strings.HasPrefix(lower(name), a) {
			name = name[len(a):]
		}
	}
	if !nameLike(name) {
		return "", ""
	}
	return name, ""
}

func endsName(s string, i int, r rune) bool {
	switch r {
	case '(', ')', ',', ';', '!', '?', '|', '\n', '[', ']', '。', '，', '،', '؛', '；', '（', '）':
		return true
	case '.':
		next, n := utf8.DecodeRuneInString(s[i+1:])
		if n == 0 || unicode.IsSpace(next) || next == '"' || next == '”' || next == '’' {
			w := s[strings.LastIndexByte(s[:i], ' ')+1 : i]
			return utf8.RuneCountInString(w) > 1 && !strings.Contains(w, ".")
		}
	}
	return false
}

// nameLike reports whether s can be the name of an outlet: one to seven words that
// begin with a capital, a digit or a letter of a script without case.
func nameLike(s string) bool {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 7 || len(s) > 80 {
		return false
	}
	if len(f) > 1 && articles[lower(f[0])] {
		f = f[1:]
	}
	r, _ := utf8.DecodeRuneInString(f[0])
	if unicode.IsDigit(r) {
		return strings.Contains(s, ".") || strings.IndexFunc(s, unicode.IsLetter) >= 0 && len(f) > 1
	}
	return unicode.IsLetter(r) && (!unicode.IsLower(r) || strings.Contains(f[0], ".")) && !months[lower(f[0])]
}

// closingAddress finds a bare address that a paragraph is or ends with.
func closingAddress(body string, p text.Span) (news.Notice, bool) {
	s := strings.TrimRight(p.Of(body), ".)]> ")
	at := strings.LastIndexFunc(s, unicode.IsSpace) + 1
	if at > 0 && at < len(s) {
		for at < len(s) && !unicode.IsLetter(rune(s[at])) && s[at] < utf8.RuneSelf {
			at++
		}
	}
	a := addressAt(s[at:])
	if a == "" || len(a) != len(s)-at || !strings.Contains(a, "://") {
		return news.Notice{}, false
	}
	return news.Notice{Kind: news.Cites, URL: a, Span: text.Span{Start: p.Start + at, End: p.Start + len(s)}}, true
}

// addressAt returns the web address at the start of s, or "".
func addressAt(s string) string {
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "www.") {
		return ""
	}
	end := strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("<>\"“”«»|()[]{}", r)
	})
	if end < 0 {
		end = len(s)
	}
	a := strings.TrimRight(s[:end], ".,;:!?'’")
	host := a
	if _, rest, ok := strings.Cut(a, "://"); ok {
		host = rest
	}
	if !strings.Contains(host, ".") || len(a) > 2048 {
		return ""
	}
	return a
}

// sentenceAt is the sentence of paragraph p that holds offset at, or the paragraph.
func sentenceAt(body string, p text.Span, at int) text.Span {
	for _, q := range text.Sentences(p.Of(body)) {
		if q = q.Shift(p.Start); q.Start <= at && at < q.End {
			return q
		}
	}
	return p
}

// lower is ASCII lower case: offsets stay those of s.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
