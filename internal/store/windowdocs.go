package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/parley-news/parley/internal/mention"
	"github.com/parley-news/parley/internal/news"
)

// WindowDoc is an article with its current text as grouping sees it.
type WindowDoc struct {
	Article    news.Article
	Version    news.Version
	Mentions   *mention.Set
	OutletName string
	Story      news.StoryID // zero while it waits to be grouped
}

const windowQuery = `
	select a.id, a.key, a.url, a.outlet, a.parent, a.seen, a.current, a.versions,
		v.id, v.article, v.capture, v.number, v.seen, v.title, v.body, v.language, v.detail,
		m.found, coalesce(o.name, ''), coalesce(x.story, 0)
	from article a join version v on v.id = a.current join mentions m on m.version = v.id
	left join outlet o on o.id = a.outlet left join member x on x.article = a.id `

// WindowDocs calls f for every article published since, in order of arrival, that is in a story.
func (r reader) WindowDocs(ctx context.Context, since time.Time, f func(WindowDoc) error) error {
	return r.windowDocs(ctx, "where a.moment >= $1 and x.story is not null order by a.id", f, micros(since))
}

// Waiting calls f for the articles that are analysed and in no story yet, at most limit of them.
func (r reader) Waiting(ctx context.Context, limit int, f func(WindowDoc) error) error {
	return r.windowDocs(ctx, "where x.story is null order by a.moment, a.key limit $1", f, limit)
}

// Docs calls f for articles that are analysed, by identifier.
func (r reader) Docs(ctx context.Context, ids []news.ArticleID, f func(WindowDoc) error) error {
	return lists(ids, 1, func(in string, args []any) error {
		return r.windowDocs(ctx, "where a.id in ("+in+") order by a.id", f, args...)
	})
}

func (r reader) windowDocs(ctx context.Context, where string, f func(WindowDoc) error, args ...any) error {
	return r.Query(ctx, windowQuery+where, func(row func(...any) error) error {
		var d WindowDoc
		var found string
		a, v, err := &d.Article, &d.Version, error(nil)
		d.Version, err = scanVersion(func(dest ...any) error {
			all := append([]any{&a.ID, &a.Key, &a.URL, &a.Outlet, &a.Parent, &a.Seen, &a.Current, &a.Versions}, dest...)
			return row(append(all, &found, &d.OutletName, &d.Story)...)
		})
		if err != nil {
			return err
		}
		d.Mentions = &mention.Set{}
		if err := json.Unmarshal([]byte(found), d.Mentions); err != nil {
			return fmt.Errorf("mentions of version %d: %w", v.ID, err)
		}
		return f(d)
	}, args...)
}

// CountWaiting counts the articles that are analysed and in no story yet, up to a bound.
func (r reader) CountWaiting(ctx context.Context, atMost int) (n int, err error) {
	err = r.one(ctx, "waiting articles", `
		select count(*) from (
			select 1 from article a join mentions m on m.version = a.current left join member x on x.article = a.id where x.story is null limit $1) w`,
		[]any{atMost}, &n)
	return n, err
}
