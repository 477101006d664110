package store

import (
	"context"
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/query"
)

func (t *Tx) indexPostgres(ctx context.Context, a news.Article, v *news.Version, momentMicros int64) error {
	_, err := t.Exec(ctx, `
		insert into search_article (article, language, outlet, moment, words) values ($1, $2, $3, $4, to_tsvector('simple', $5))
		on conflict (article) do update set language = excluded.language, outlet = excluded.outlet, moment = excluded.moment, words = excluded.words`,
		int64(a.ID), v.Language, int64(a.Outlet), momentMicros, terms(v.Title)+" "+terms(v.Text))
	return err
}

func matchPostgres(c *conditions, q query.Query) string {
	for _, p := range q.Phrases {
		c.add("s.words @@ phraseto_tsquery('simple', %s)", strings.Join(p, " "))
	}
	for _, p := range q.Not {
		c.add("not s.words @@ phraseto_tsquery('simple', %s)", strings.Join(p, " "))
	}
	return "search_article s"
}
