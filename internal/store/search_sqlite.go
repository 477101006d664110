package store

import (
	"context"
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
)

func (t *Tx) indexSQLite(ctx context.Context, a news.Article, v *news.Version, momentMicros int64) error {
	if _, err := t.Exec(ctx, "delete from search where rowid = $1", int64(a.ID)); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, "insert into search (rowid, title, body) values ($1, $2, $3)", int64(a.ID), terms(v.Title), terms(v.Text)); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `
		insert into search_article (article, language, outlet, moment) values ($1, $2, $3, $4)
		on conflict (article) do update set language = excluded.language, outlet = excluded.outlet, moment = excluded.moment`,
		int64(a.ID), v.Language, int64(a.Outlet), momentMicros)
	return err
}

func matchSQLite(c *conditions, q query.Query) string {
	var parts []string
	for _, p := range q.Phrases {
		parts = append(parts, fts(p))
	}
	m := "(" + strings.Join(parts, " AND ") + ")"
	for _, p := range q.Not {
		m += " NOT " + fts(p)
	}
	c.add("search match %s", m)
	return "search join search_article s on s.article = search.rowid"
}

// fts is a phrase in the language of full-text search.
func fts(phrase []string) string {
	return `"` + strings.ReplaceAll(strings.Join(phrase, " "), `"`, `""`) + `"`
}
