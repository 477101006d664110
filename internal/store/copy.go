package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns tables copy, origin and origin_article.

// PutCopies replaces what is known of one article repeating others, in either direction,
// with pairs in which it takes part.
func (t *Tx) PutCopies(ctx context.Context, article news.ArticleID, list []news.Copy, maker int) (err error) {
	defer fault.Wrap(&err, "copies of article %d", article)
	if _, err := t.Exec(ctx, "delete from copy where derived = $1 or source = $1", int64(article)); err != nil {
		return err
	}
	for _, c := range list {
		c.ID = news.CopyID(t.NewID())
		detail, err := json.Marshal(c)
		if err != nil {
			return err
		}
		if _, err := t.Exec(ctx, "insert into copy (id, derived, source, kind, score, detail, maker) values ($1, $2, $3, $4, $5, $6, $7)",
			int64(c.ID), int64(c.Derived), int64(c.Source), string(c.Kind), c.Score, string(detail), maker); err != nil {
			return err
		}
	}
	return nil
}

// Copies reads the pairs in which any of the articles takes part, by identifier.
func (r reader) Copies(ctx context.Context, ids ...news.ArticleID) ([]news.Copy, error) {
	seen := map[news.CopyID]news.Copy{}
	for _, column := range []string{"derived", "source"} {
		err := lists(ids, 1, func(in string, args []any) error {
			var part []news.Copy
			err := details(ctx, r, &part, "select detail from copy where "+column+" in ("+in+")", args...)
			for _, c := range part {
				seen[c.ID] = c
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	out := make([]news.Copy, 0, len(seen))
	for _, c := range seen {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b news.Copy) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// Connected returns the articles that hang together with the given ones through copies, the given ones included, ascending.
func (r reader) Connected(ctx context.Context, ids ...news.ArticleID) ([]news.ArticleID, error) {
	seen := map[news.ArticleID]bool{}
	for next := ids; len(next) > 0; {
		for _, id := range next {
			seen[id] = true
		}
		copies, err := r.Copies(ctx, next...)
		if err != nil {
			return nil, err
		}
		next = nil
		for _, c := range copies {
			for _, id := range []news.ArticleID{c.Derived, c.Source} {
				if id != 0 && !seen[id] {
					seen[id] = true
					next = append(next, id)
				}
			}
		}
	}
	out := make([]news.ArticleID, 0, len(seen))
	for id := range seen {
		out = append(out, id)
	}
	slices.Sort(out)
	return out, nil
}

// PutOrigins replaces the origins of the articles that the list names. An origin of
// any of them with the same root, or for a text outside the archive the same name, keeps its identifier.
func (t *Tx) PutOrigins(ctx context.Context, list []news.Origin, maker int) (err error) {
	defer fault.Wrap(&err, "origins")
	var articles []news.ArticleID
	for _, o := range list {
		articles = append(articles, o.Articles...)
	}
	old, err := t.OriginsOf(ctx, articles...)
	if err != nil {
		return err
	}
	known := map[string]news.OriginID{}
	for _, o := range old {
		if k := originKey(o); known[k] == 0 || o.ID < known[k] {
			known[k] = o.ID
		}
	}
	if err := lists(articles, 1, func(in string, args []any) error {
		_, err := t.Exec(ctx, "delete from origin_article where article in ("+in+")", args...)
		return err
	}); err != nil {
		return err
	}
	used := map[news.OriginID]bool{}
	for _, o := range list {
		o.ID = known[originKey(o)]
		if o.ID == 0 || used[o.ID] {
			o.ID = news.OriginID(t.NewID())
		}
		used[o.ID] = true
		if err := t.putOrigin(ctx, o, maker); err != nil {
			return err
		}
	}
	var before []news.OriginID
	for _, o := range old {
		before = append(before, o.ID)
	}
	return lists(before, 1, func(in string, args []any) error { // what no article goes back to any more is no origin
		_, err := t.Exec(ctx, "delete from origin where id in ("+in+") and not exists (select 1 from origin_article x where x.origin = origin.id)", args...)
		return err
	})
}

func originKey(o news.Origin) string {
	if o.Root != 0 {
		return fmt.Sprintf("a%d", o.Root)
	}
	return "n" + o.Name
}

func (t *Tx) putOrigin(ctx context.Context, o news.Origin, maker int) error {
	if _, err := t.Exec(ctx, `
		insert into origin (id, root, name, maker) values ($1, $2, $3, $4)
		on conflict (id) do update set root = excluded.root, name = excluded.name, maker = excluded.maker`,
		int64(o.ID), int64(o.Root), o.Name, maker); err != nil {
		return err
	}
	for _, a := range o.Articles {
		if _, err := t.Exec(ctx, "insert into origin_article (origin, article) values ($1, $2) on conflict do nothing", int64(o.ID), int64(a)); err != nil {
			return err
		}
	}
	return nil
}

// OriginsOf reads the origins of articles, by identifier, each with all its articles.
func (r reader) OriginsOf(ctx context.Context, ids ...news.ArticleID) ([]news.Origin, error) {
	found := map[news.OriginID]bool{}
	if err := lists(ids, 1, func(in string, args []any) error {
		return r.Query(ctx, "select distinct origin from origin_article where article in ("+in+")", func(row func(...any) error) error {
			var id news.OriginID
			err := row(&id)
			found[id] = true
			return err
		}, args...)
	}); err != nil {
		return nil, err
	}
	var list []news.OriginID
	for id := range found {
		list = append(list, id)
	}
	slices.Sort(list)
	var out []news.Origin
	err := lists(list, 1, func(in string, args []any) error {
		return r.Query(ctx, "select o.id, o.root, o.name, a.article from origin o join origin_article a on a.origin = o.id where o.id in ("+in+") order by o.id, a.article", func(row func(...any) error) error {
			var o news.Origin
			var a news.ArticleID
			if err := row(&o.ID, &o.Root, &o.Name, &a); err != nil {
				return err
			}
			if n := len(out); n == 0 || out[n-1].ID != o.ID {
				out = append(out, o)
			}
			last := &out[len(out)-1]
			last.Articles = append(last.Articles, a)
			return nil
		}, args...)
	})
	return out, err
}
