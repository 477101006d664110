// Package query reads the search language: words, "phrases", -exclusions and
// operators such as outlet: and before:. Start with Parse.
package query

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/text"
	"github.com/parley-news/parley/internal/when"
)

// maxTerms bounds how much one search may ask for.
const maxTerms = 64

// Query is what a search asks for. All parts must hold.
type Query struct {
	Phrases [][]string // terms in a row; a single word is a phrase of one
	Not     [][]string // phrases that must not stand in the text
	Outlet  string     // folded part of an outlet's name or domain
	Country string     // upper case code
	Lang    string     // lower case tag
	Before  time.Time  // published before; zero is any time
	After   time.Time  // published at or after; zero is any time
}

// IsEmpty reports whether nothing is asked for.
func (q Query) IsEmpty() bool {
	return len(q.Phrases)+len(q.Not) == 0 && q.Outlet == "" && q.Country == "" && q.Lang == "" && q.Before.IsZero() && q.After.IsZero()
}

// Parse reads a search as a reader types it. What cannot be understood is fault.Invalid
// and says what to write instead. An open quotation mark reaches to the end.
func Parse(s string) (Query, error) {
	var q Query
	terms := 0
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimLeftFunc(s, unicode.IsSpace) {
		not := false
		if rest, ok := strings.CutPrefix(s, "-"); ok && rest != "" && !startsWithSpace(rest) {
			not, s = true, rest
		}
		if name, rest, ok := operator(s); ok && !not {
			value, after := value(rest)
			if err := q.set(name, value); err != nil {
				return Query{}, err
			}
			s = after
			continue
		}
		value, after := value(s)
		s = after
		var phrase []string
		for _, t := range text.Tokens(value) {
			phrase = append(phrase, t.Term)
		}
		if terms += len(phrase); terms > maxTerms {
			return Query{}, fault.Errorf(fault.Invalid, "a search may have at most %d words", maxTerms)
		}
		switch {
		case len(phrase) == 0:
		case not:
			q.Not = append(q.Not, phrase)
		default:
			q.Phrases = append(q.Phrases, phrase)
		}
	}
	if len(q.Not) > 0 && len(q.Phrases) == 0 {
		return Query{}, fault.Errorf(fault.Invalid, "a search needs a word to look for beside what it leaves out")
	}
	return q, nil
}

func startsWithSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

var operators = []string{"outlet", "country", "lang", "before", "after"}

func operator(s string) (name, rest string, ok bool) {
	for _, o := range operators {
		if len(s) > len(o) && strings.EqualFold(s[:len(o)], o) && s[len(o)] == ':' {
			return o, s[len(o)+1:], true
		}
	}
	return "", "", false
}

// value takes a quoted run or a word off the front of s.
func value(s string) (v, rest string) {
	r, n := utf8.DecodeRuneInString(s)
	closer, quoted := closers[r]
	if !quoted {
		i := strings.IndexFunc(s, unicode.IsSpace)
		if i < 0 {
			return s, ""
		}
		return s[:i], s[i:]
	}
	s = s[n:]
	if i := strings.IndexRune(s, closer); i >= 0 {
		return s[:i], s[i+utf8.RuneLen(closer):]
	}
	return s, ""
}

var closers = map[rune]rune{'"': '"', '“': '”', '«': '»', '„': '“'}

func (q *Query) set(name, v string) error {
	if v == "" {
		return fault.Errorf(fault.Invalid, "%s: needs a value right behind the colon", name)
	}
	switch name {
	case "outlet":
		q.Outlet = text.Fold(v)
	case "country":
		q.Country = strings.ToUpper(v)
	case "lang":
		q.Lang = strings.ToLower(v)
	default:
		d, err := day(v)
		if err != nil {
			return fault.Errorf(fault.Invalid, "%s:%s: give a date such as 2026-11-12 or 2026", name, v)
		}
		if name == "before" {
			q.Before = d.Time
		} else {
			q.After = d.Time
		}
	}
	return nil
}

func day(v string) (when.Date, error) {
	var err error
	for layout, p := range map[string]when.Precision{"2006-01-02": when.Day, "2006-01": when.Month, "2006": when.Year} {
		var t time.Time
		if t, err = time.Parse(layout, v); err == nil {
			return when.Of(t, p), nil
		}
	}
	return when.Date{}, err
}
