package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns tables article and version. What is never queried of a version lies in its detail.

const (
	articleColumns = "id, key, url, outlet, parent, seen, current, versions"
	versionColumns = "id, article, capture, number, seen, title, body, language, detail"
)

func scanArticle(row func(...any) error) (a news.Article, err error) {
	err = row(&a.ID, &a.Key, &a.URL, &a.Outlet, &a.Parent, &a.Seen, &a.Current, &a.Versions)
	return a, err
}

func scanVersion(row func(...any) error) (v news.Version, err error) {
	var id, article, capture, number, seen int64
	var title, body, language, detail string
	if err := row(&id, &article, &capture, &number, &seen, &title, &body, &language, &detail); err != nil {
		return v, err
	}
	if err := json.Unmarshal([]byte(detail), &v); err != nil {
		return v, fmt.Errorf("version %d: detail: %w", id, err)
	}
	v.ID, v.Article, v.Capture, v.Number, v.Seen = news.VersionID(id), news.ArticleID(article), news.CaptureID(capture), int(number), seen
	v.Title, v.Text, v.Language = title, body, language
	return v, nil
}

// PutVersion saves the text that a capture gave for an article, which it makes when its
// key is new. A text and title that the current version has already, or an earlier one that was not seen before it, is no new
// version; fresh then is false and the version that exists comes back, with what else is known of it brought up to
// date when maker is greater than what made it. A new version becomes the current one unless it was seen before that.
// momentMicros is when the article counts as published; maker is the version of the stage that extracted it.
func (t *Tx) PutVersion(ctx context.Context, a news.Article, v news.Version, momentMicros int64, maker int) (_ news.Article, _ news.Version, fresh bool, err error) {
	defer fault.Wrap(&err, "article %s", clip(a.Key))
	v.Title, v.Text = plain(v.Title), plain(v.Text)
	if err := t.ArticleBlocked(ctx, a.Key); err != nil {
		return a, v, false, err
	}
	if a, err = t.lockArticle(ctx, a, v.Seen, momentMicros); err != nil {
		return a, v, false, err
	}
	var current news.Version
	if a.Current != 0 {
		if current, err = t.Version(ctx, a.Current); err != nil {
			return a, v, false, err
		}
		known, ok := current, current.Title == v.Title && current.Text == v.Text
		if !ok && v.Seen <= current.Seen { // an old capture gone through again
			known, ok, err = t.versionWith(ctx, a.ID, v.Title, v.Text)
		}
		if err != nil {
			return a, v, false, err
		}
		if ok {
			known, err = t.refreshVersion(ctx, known, v, maker)
			return a, known, false, err
		}
		if v, fresh, err = t.replaceVersion(ctx, v, a.ID, maker); err != nil || fresh {
			return a, v, fresh, err
		}
	}
	v.ID, v.Article, v.Number = news.VersionID(t.NewID()), a.ID, a.Versions+1
	a.Versions = v.Number
	if err := t.insertVersion(ctx, v, maker); err != nil {
		return a, v, false, err
	}
	// Of two captures of one moment the later one counts, whichever was gone through first.
	if a.Current != 0 && (v.Seen < current.Seen || v.Seen == current.Seen && v.Capture < current.Capture) {
		_, err = t.Exec(ctx, "update article set versions = $1 where id = $2", a.Versions, int64(a.ID))
		return a, v, true, err
	}
	a.Current = v.ID
	_, err = t.Exec(ctx, "update article set current = $1, versions = $2, language = $3, dated = $4 where id = $5",
		int64(a.Current), a.Versions, v.Language, !v.Published.IsZero(), int64(a.ID))
	return a, v, true, err
}

// lockArticle makes the article with a key, or fills in what a says anew of the one there is, and keeps
// other writers from it until the transaction ends.
func (t *Tx) lockArticle(ctx context.Context, a news.Article, seen, momentMicros int64) (out news.Article, err error) {
	err = t.one(ctx, "article", `
		insert into article (`+articleColumns+`, moment) values ($1, $2, $3, $4, $5, $6, 0, 0, $7)
		on conflict (key) do update set
			url = case when excluded.url <> '' then excluded.url else article.url end,
			outlet = case when excluded.outlet <> 0 then excluded.outlet else article.outlet end
		returning `+articleColumns,
		[]any{t.NewID(), a.Key, a.URL, int64(a.Outlet), int64(a.Parent), seen, momentMicros},
		&out.ID, &out.Key, &out.URL, &out.Outlet, &out.Parent, &out.Seen, &out.Current, &out.Versions)
	return out, err
}

// versionWith finds a version of an article by its words, so that going through an old capture again makes nothing new.
func (t *Tx) versionWith(ctx context.Context, a news.ArticleID, title, body string) (v news.Version, ok bool, err error) {
	err = t.Query(ctx, "select "+versionColumns+" from version where article = $1 and title = $2 and body = $3 order by number limit 1", func(row func(...any) error) error {
		v, err = scanVersion(row)
		ok = true
		return err
	}, int64(a), title, body)
	return v, ok, err
}

// replaceVersion puts other words in the place of those that an older version of the stage found in the same capture; the
// version keeps its identifier and number, and is to be analysed again. replaced is false where there are none.
func (t *Tx) replaceVersion(ctx context.Context, v news.Version, a news.ArticleID, maker int) (_ news.Version, replaced bool, err error) {
	if v.Capture == 0 {
		return v, false, nil
	}
	err = t.Query(ctx, "select id, number from version where article = $1 and capture = $2 and maker < $3 order by number limit 1", func(row func(...any) error) error {
		replaced = true
		return row(&v.ID, &v.Number)
	}, int64(a), int64(v.Capture), maker)
	if err != nil || !replaced {
		return v, false, err
	}
	v.Article = a
	detail, err := versionDetail(v)
	if err != nil {
		return v, false, err
	}
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{"update version set title = $1, body = $2, language = $3, detail = $4, maker = $5 where id = $6", []any{v.Title, v.Text, v.Language, detail, maker, int64(v.ID)}},
		{"update article set language = $1, dated = $2 where id = $3 and current = $4", []any{v.Language, !v.Published.IsZero(), int64(a), int64(v.ID)}},
		{"delete from mentions where version = $1", []any{int64(v.ID)}},
	} {
		if _, err := t.Exec(ctx, q.sql, q.args...); err != nil {
			return v, false, err
		}
	}
	return v, true, nil
}

// refreshVersion replaces what is known of a version beside its words, when a later version of the stage found it.
func (t *Tx) refreshVersion(ctx context.Context, known, v news.Version, maker int) (news.Version, error) {
	v.ID, v.Article, v.Capture, v.Number, v.Seen = known.ID, known.Article, known.Capture, known.Number, known.Seen
	detail, err := versionDetail(v)
	if err != nil {
		return known, err
	}
	n, err := t.Exec(ctx, "update version set language = $1, detail = $2, maker = $3 where id = $4 and maker < $5",
		v.Language, detail, maker, int64(v.ID), maker)
	if err != nil || n == 0 {
		return known, err
	}
	return v, nil
}

func versionDetail(v news.Version) (string, error) {
	v.Title, v.Text, v.Language = "", "", "" // the columns are not kept twice
	detail, err := json.Marshal(v)
	return string(detail), err
}

func (t *Tx) insertVersion(ctx context.Context, v news.Version, maker int) error {
	detail, err := versionDetail(v)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, "insert into version ("+versionColumns+", maker) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		int64(v.ID), int64(v.Article), int64(v.Capture), v.Number, v.Seen, v.Title, v.Text, v.Language, detail, maker)
	return err
}

// ArticleByKey reads the article with a key.
func (r reader) ArticleByKey(ctx context.Context, key string) (a news.Article, err error) {
	err = r.one(ctx, "article "+clip(key), "select "+articleColumns+" from article where key = $1", []any{key},
		&a.ID, &a.Key, &a.URL, &a.Outlet, &a.Parent, &a.Seen, &a.Current, &a.Versions)
	return a, err
}

func clip(s string) string {
	if len(s) > 200 {
		s = s[:200] + "…"
	}
	return strings.ToValidUTF8(s, "")
}

// Article reads one article. One that a purge took is a *Removed.
func (r reader) Article(ctx context.Context, id news.ArticleID) (a news.Article, err error) {
	err = r.one(ctx, fmt.Sprintf("article %d", id), "select "+articleColumns+" from article where id = $1", []any{int64(id)},
		&a.ID, &a.Key, &a.URL, &a.Outlet, &a.Parent, &a.Seen, &a.Current, &a.Versions)
	if err == nil && a.Current == 0 {
		err = r.removed(ctx, tombArticle, int64(id))
	}
	return a, err
}

// ArticleTitle is the title of an article's current version.
func (r reader) ArticleTitle(ctx context.Context, id news.ArticleID) (title string, err error) {
	err = r.one(ctx, fmt.Sprintf("article %d", id), "select v.title from article a join version v on v.id = a.current where a.id = $1", []any{int64(id)}, &title)
	return title, err
}

// Articles reads those articles that exist, by identifier.
func (r reader) Articles(ctx context.Context, ids ...news.ArticleID) (out []news.Article, err error) {
	err = lists(ids, 1, func(in string, args []any) error {
		return r.Query(ctx, "select "+articleColumns+" from article where id in ("+in+") order by id", func(row func(...any) error) error {
			a, err := scanArticle(row)
			out = append(out, a)
			return err
		}, args...)
	})
	return out, err
}

// OutletArticles reads the articles of an outlet, the latest first. next is the cursor of what follows, "" at the end.
func (r reader) OutletArticles(ctx context.Context, id news.OutletID, after string, limit int) (out []news.ArticleID, next string, err error) {
	at, last, err := parseCursor(after)
	if err != nil {
		return nil, "", err
	}
	var moment int64
	err = r.Query(ctx, "select id, moment from article where outlet = $1 and (moment, id) < ($2, $3) order by moment desc, id desc limit $4", func(row func(...any) error) error {
		var a news.ArticleID
		err := row(&a, &moment)
		out = append(out, a)
		return err
	}, int64(id), int64(at), last, limit)
	if err == nil && len(out) == limit {
		next = cursor(float64(moment), int64(out[len(out)-1]))
	}
	return out, next, err
}

// Version reads one version.
func (r reader) Version(ctx context.Context, id news.VersionID) (v news.Version, err error) {
	list, err := r.Versions(ctx, id)
	if err == nil && len(list) == 0 {
		err = fault.Errorf(fault.NotFound, "version %d: no such thing", id)
	}
	if err != nil {
		return v, err
	}
	return list[0], nil
}

// CaptureOf is the capture that a version was made of; zero for a version that is gone.
func (r reader) CaptureOf(ctx context.Context, id news.VersionID) (c news.CaptureID, err error) {
	err = r.Query(ctx, "select capture from version where id = $1", func(row func(...any) error) error { return row(&c) }, int64(id))
	return c, err
}

// Versions reads those versions that exist, by identifier.
func (r reader) Versions(ctx context.Context, ids ...news.VersionID) (out []news.Version, err error) {
	err = lists(ids, 1, func(in string, args []any) error {
		return r.versions(ctx, &out, "where id in ("+in+") order by id", args...)
	})
	return out, err
}

// ArticleVersions reads all versions of an article, the first first.
func (r reader) ArticleVersions(ctx context.Context, id news.ArticleID) (out []news.Version, err error) {
	err = r.versions(ctx, &out, "where article = $1 order by number", int64(id))
	return out, err
}

// CurrentVersion reads the current version of an article.
func (r reader) CurrentVersion(ctx context.Context, id news.ArticleID) (news.Version, error) {
	a, err := r.Article(ctx, id)
	if err != nil {
		return news.Version{}, err
	}
	return r.Version(ctx, a.Current)
}

func (r reader) versions(ctx context.Context, out *[]news.Version, where string, args ...any) error {
	return r.Query(ctx, "select "+versionColumns+" from version "+where, func(row func(...any) error) error {
		v, err := scanVersion(row)
		*out = append(*out, v)
		return err
	}, args...)
}
