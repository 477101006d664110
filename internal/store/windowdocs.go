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
	Seq        int64        // its place in the order of grouping
}

const windowQuery = `
	select a.id, a.key, a.url, a.outlet, a.parent, a.seen, a.current, a.versions,
		v.id, v.article, v.capture, v.number, v.seen, v.title, v.body, v.language, v.detail,
		m.found, coalesce(o.name, ''), coalesce(x.story, 0), coalesce(x.seq, 0)
	from article a join version v on v.id = a.current join mentions m on m.version = v.id
	left join outlet o on o.id = a.outlet left join member x on x.article = a.id `

// WindowDocs calls f for the articles in stories that were published since, and for those grouped after a place, in the order of grouping.
func (r reader) WindowDocs(ctx context.Context, since time.Time, after int64, f func(WindowDoc) error) error {
	return r.windowDocs(ctx, "where x.story is not null and (a.moment >= $1 or x.seq > $2) order by x.seq", f, micros(since), after)
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
			return row(append(all, &found, &d.OutletName, &d.Story, &d.Seq)...)
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

// GroupedMoment is when the latest of the articles grouped up to a place was published; the epoch when there is none.
func (r reader) GroupedMoment(ctx context.Context, seq int64) (time.Time, error) {
	var n int64
	err := r.one(ctx, "latest article", "select coalesce(max(a.moment), 0) from member m join article a on a.id = m.article where m.seq <= $1", []any{seq}, &n)
	return time.UnixMicro(n).UTC(), err
}

// Fact is what counting needs to know of an article.
type Fact struct {
	Article  news.ArticleID
	Story    news.StoryID
	Outlet   news.OutletID
	Country  string // of the outlet
	Language string
	Moment   int64 // of publication, or of capture where it has no date; Unix microseconds
	Dated    bool
}

const factQuery = `
	select m.article, m.story, a.outlet, coalesce(o.country, ''), a.language, a.moment, a.dated
	from member m join article a on a.id = m.article left join outlet o on o.id = a.outlet `

// StoryFacts reads what counting needs to know of the articles of a story, in the order of publication.
func (r reader) StoryFacts(ctx context.Context, id news.StoryID) ([]Fact, error) {
	return r.facts(ctx, "where m.story = $1 order by a.moment, a.id", int64(id))
}

// LineFacts reads what counting needs to know of the articles of a storyline, in the order of publication.
func (r reader) LineFacts(ctx context.Context, id news.StorylineID) ([]Fact, error) {
	return r.facts(ctx, "join story s on s.id = m.story where s.storyline = $1 and s.into_id = 0 order by a.moment, a.id", int64(id))
}

func (r reader) facts(ctx context.Context, where string, args ...any) (out []Fact, err error) {
	err = r.Query(ctx, factQuery+where, func(row func(...any) error) error {
		var f Fact
		err := row(&f.Article, &f.Story, &f.Outlet, &f.Country, &f.Language, &f.Moment, &f.Dated)
		out = append(out, f)
		return err
	}, args...)
	return out, err
}
