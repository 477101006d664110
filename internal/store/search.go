package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
	"github.com/parley-news/parley/internal/text"
)

// This file and its two twins own tables search and search_article. The index holds
// terms made in Go, so that both databases find the same in every script.

// Hit is an article that a search found.
type Hit struct {
	Article news.ArticleID
	Version news.VersionID
	Spans   []text.Span // of the words found, in the version's Text; none when the search has no words or finds them in the title
}

// maxIndexed bounds how many terms of one text are indexed, and how many hits are marked in it.
const (
	maxIndexed      = 60000
	maxIndexedBytes = 400 << 10 // with their places this stays below PostgreSQL's 1 MiB for one text
	maxMarked       = 20
)

func terms(s string) string {
	tokens := text.Tokens(s)
	var b strings.Builder
	for i, t := range tokens[:min(len(tokens), maxIndexed)] {
		if b.Len()+len(t.Term) > maxIndexedBytes {
			break
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Term)
	}
	return b.String()
}

// IndexVersion makes a version findable, in place of the one before it of the same article.
func (t *Tx) IndexVersion(ctx context.Context, a news.Article, v *news.Version, momentMicros int64) (err error) {
	defer fault.Wrap(&err, "index article %d", a.ID)
	if t.dialect.postgres {
		return t.indexPostgres(ctx, a, v, momentMicros)
	}
	return t.indexSQLite(ctx, a, v, momentMicros)
}

// Search finds articles, the latest first. next is the cursor of what follows, "" at the end.
func (r reader) Search(ctx context.Context, q query.Query, after string, limit int) (hits []Hit, next string, err error) {
	defer fault.Wrap(&err, "search")
	by, last, err := parseCursor(after)
	if err != nil {
		return nil, "", err
	}
	if q.IsEmpty() {
		return nil, "", nil
	}
	c := &conditions{}
	c.add("(s.moment, s.article) < (%s, %s)", int64(by), last)
	if !q.Before.IsZero() {
		c.add("s.moment < %s", q.Before.UnixMicro())
	}
	if !q.After.IsZero() {
		c.add("s.moment >= %s", q.After.UnixMicro())
	}
	if q.Lang != "" {
		c.add("s.language = %s", q.Lang)
	}
	if q.Outlet != "" || q.Country != "" {
		ids, err := r.outletsLike(ctx, q)
		if err != nil || len(ids) == 0 {
			return nil, "", err
		}
		c.in("s.outlet", ids)
	}
	from := r.match(c, q)
	c.args = append(c.args, limit)
	moments := map[news.ArticleID]int64{}
	err = r.Query(ctx, "select s.article, s.moment, a.current from "+from+" join article a on a.id = s.article where "+strings.Join(c.where, " and ")+
		" order by s.moment desc, s.article desc limit $"+strconv.Itoa(len(c.args)), func(row func(...any) error) error {
		var h Hit
		var moment int64
		err := row(&h.Article, &moment, &h.Version)
		hits = append(hits, h)
		moments[h.Article] = moment
		return err
	}, c.args...)
	if err != nil {
		return nil, "", err
	}
	if len(hits) == limit {
		h := hits[len(hits)-1]
		next = cursor(float64(moments[h.Article]), int64(h.Article))
	}
	return hits, next, r.mark(ctx, hits, q)
}

// conditions collects parts of a where clause with their arguments, in order of appearance.
type conditions struct {
	where []string
	args  []any
}

func (c *conditions) add(format string, args ...any) {
	for _, a := range args {
		c.args = append(c.args, a)
		format = strings.Replace(format, "%s", "$"+strconv.Itoa(len(c.args)), 1)
	}
	c.where = append(c.where, format)
}

func (c *conditions) in(column string, ids []news.OutletID) {
	var marks []string
	for _, id := range ids {
		c.args = append(c.args, int64(id))
		marks = append(marks, "$"+strconv.Itoa(len(c.args)))
	}
	c.where = append(c.where, column+" in ("+strings.Join(marks, ",")+")")
}

// maxOutlets is how many outlets one search may spread over.
const maxOutlets = 1000

func (r reader) outletsLike(ctx context.Context, q query.Query) (ids []news.OutletID, err error) {
	list, err := r.Outlets(ctx)
	for _, o := range list {
		if q.Country != "" && !strings.EqualFold(o.Country, q.Country) {
			continue
		}
		if q.Outlet != "" && !strings.Contains(text.Fold(o.Name), q.Outlet) && !strings.Contains(o.Domain, q.Outlet) {
			continue
		}
		ids = append(ids, o.ID)
	}
	return ids[:min(len(ids), maxOutlets)], err
}

// match adds the words of the search and returns the tables to search.
func (r reader) match(c *conditions, q query.Query) (from string) {
	if len(q.Phrases) == 0 {
		return "search_article s"
	}
	if r.dialect.postgres {
		return matchPostgres(c, q)
	}
	return matchSQLite(c, q)
}

// mark finds where the words of the search stand in the articles found.
func (r reader) mark(ctx context.Context, hits []Hit, q query.Query) error {
	if len(q.Phrases) == 0 {
		return nil
	}
	var ids []news.VersionID
	for _, h := range hits {
		ids = append(ids, h.Version)
	}
	versions, err := r.Versions(ctx, ids...)
	if err != nil {
		return err
	}
	texts := map[news.VersionID]string{}
	for _, v := range versions {
		texts[v.ID] = v.Text
	}
	for i := range hits {
		hits[i].Spans = phraseSpans(texts[hits[i].Version], q.Phrases)
	}
	return nil
}

func phraseSpans(s string, phrases [][]string) (out []text.Span) {
	tokens := text.Tokens(s)
	for i := range tokens {
		for _, p := range phrases {
			if startsWith(tokens[i:], p) {
				out = append(out, text.Span{Start: tokens[i].Span.Start, End: tokens[i+len(p)-1].Span.End})
				break
			}
		}
		if len(out) == maxMarked {
			break
		}
	}
	return out
}

func startsWith(tokens []text.Token, phrase []string) bool {
	return len(tokens) >= len(phrase) && slices.EqualFunc(tokens[:len(phrase)], phrase, func(t text.Token, w string) bool { return t.Term == w })
}
