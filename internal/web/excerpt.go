package web

import (
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// quoteOf cuts a span out of a version, with the parts of it that are said marked. A
// span that does not lie in the text gives ok false: nothing is shown that cannot be shown to stand there.
func quoteOf(v *news.Version, span text.Span, said []text.Span) (q Quote, ok bool) {
	if !span.In(v.Text) {
		return Quote{}, false
	}
	if span = span.Trim(v.Text); span.Len() == 0 {
		return Quote{}, false
	}
	q = Quote{
		Lang: v.Language, Dir: i18n.Direction(v.Language),
		Version: strconv.FormatInt(int64(v.ID), 10), Start: strconv.Itoa(span.Start), End: strconv.Itoa(span.End),
		Href: spanHref(v, span),
	}
	at := span.Start
	for _, s := range said {
		s = text.Span{Start: max(s.Start, at), End: min(s.End, span.End)}
		if s.Start >= s.End || !s.In(v.Text) {
			continue
		}
		if s.Start > at {
			q.Parts = append(q.Parts, Part{v.Text[at:s.Start], false})
		}
		q.Parts = append(q.Parts, Part{v.Text[s.Start:s.End], true})
		at = s.End
	}
	if at < span.End {
		q.Parts = append(q.Parts, Part{v.Text[at:span.End], false})
	}
	return q, true
}

// spanHref leads to the sentence of an article in which the span begins.
func spanHref(v *news.Version, span text.Span) string {
	return articleHref(v) + "#s" + strconv.Itoa(sentenceStart(v.Text, span.Start))
}

func articleHref(v *news.Version) string {
	return "/article/" + strconv.FormatInt(int64(v.Article), 10) + "?v=" + strconv.Itoa(v.Number)
}

// sentenceStart is where the sentence begins that holds byte i; the article page puts its anchors there.
func sentenceStart(s string, i int) int {
	from := strings.LastIndexByte(s[:min(i, len(s))], '\n') + 1
	to := strings.IndexByte(s[from:], '\n')
	if to < 0 {
		to = len(s)
	} else {
		to += from
	}
	start := from
	for _, q := range text.Sentences(s[from:to]) {
		if q = q.Shift(from); q.Start <= i {
			start = q.Start
		}
	}
	return start
}
