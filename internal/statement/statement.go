// Package statement finds who said what in an article: the words that name the
// speaker, the verb or phrase that makes it a statement, what is said, and what kind of
// statement it is. Start with Find.
//
// English is read by trained models (subpackage english, weights in model/); other
// languages by rules that see direct quotations and plain reporting verbs with a named
// source, and say nothing where they do not know. Speakers are resolved inside the
// article only; what stays unsure keeps the source's own words.
// Find is deterministic, linear in the length of the text, and safe for concurrent use.
package statement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// Find returns the statements of an article's body in text order, their
// identifiers zero. m is what mention.Find found in body; when nil it is found here.
// Body must be valid UTF-8.
func Find(body, lang string, m *mention.Set) []news.Statement {
	if strings.TrimSpace(body) == "" {
		return nil
	}
	if m == nil {
		m = mention.Find("", body, lang)
	}
	a := newArticle(body, m)
	var found []said
	if base, _, _ := strings.Cut(lang, "-"); base == "en" || base == "" {
		found = a.english()
	} else {
		found = a.foreign(base)
	}
	slices.SortStableFunc(found, func(x, y said) int { return cmp.Compare(x.start(), y.start()) })
	var r resolver
	var open accusations
	out := make([]news.Statement, 0, len(found))
	for i := range found {
		st := a.statement(&found[i], &r)
		open.see(&st)
		out = append(out, st)
	}
	return out
}

// accusations remembers who was accused by whom, so that a bare denial ("denied the allegations") finds its target.
type accusations map[string]string

func (o *accusations) see(st *news.Statement) {
	switch {
	case st.Kind == news.Accuse && st.Target != "" && st.Party != "":
		if *o == nil {
			*o = accusations{}
		}
		(*o)[st.Target] = st.Party
	case st.Kind == news.Deny && st.Target == "" && st.Party != "":
		st.Target = (*o)[st.Party]
	}
}
