package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

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

// Repeats reads the pairs in which any of the articles takes part, of at least a confidence, as working out origins needs them:
// without the passages, and the share of spliced ones only.
func (r reader) Repeats(ctx context.Context, least float64, ids ...news.ArticleID) (out []news.Copy, err error) {
	seen := map[news.CopyID]bool{}
	for _, column := range []string{"derived", "source"} {
		err := lists(ids, 1, func(in string, args []any) error {
			return r.Query(ctx, "select id, derived, source, kind, score, case when kind = 'spliced' or source = 0 then detail else '' end from copy where "+column+" in ("+in+") and score >= "+
				strconv.FormatFloat(least, 'f', -1, 64), func(row func(...any) error) error {
				var c news.Copy
				var detail string
				if err := row(&c.ID, &c.Derived, &c.Source, &c.Kind, &c.Score, &detail); err != nil || seen[c.ID] {
					return err
				}
				seen[c.ID] = true
				if detail != "" {
					var x struct {
						Share     float64
						Name, URL string
					}
					if err := json.Unmarshal([]byte(detail), &x); err != nil {
						return fmt.Errorf("copy %d: %w", c.ID, err)
					}
					c.Share, c.Name, c.URL = x.Share, x.Name, x.URL
				}
				out = append(out, c)
				return nil
			}, args...)
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b news.Copy) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// Connected returns the articles that are one text with the given ones, through copies of at least a confidence that are more than
// passages worked into another text, the given ones included, ascending.
func (r reader) Connected(ctx context.Context, least float64, ids ...news.ArticleID) ([]news.ArticleID, error) {
	seen := map[news.ArticleID]bool{}
	for next := ids; len(next) > 0; {
		for _, id := range next {
			seen[id] = true
		}
		copies, err := r.Repeats(ctx, least, next...)
		if err != nil {
			return nil, err
		}
		next = nil
		for _, c := range copies {
			for _, id := range []news.ArticleID{c.Derived, c.Source} {
				if c.Kind != news.CopySpliced && c.Source != 0 && !seen[id] {
					seen[id] = true
					next = append(next, id)
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

// PutOrigins sets to which origins articles go back: those of the list that they stand in. What the list says of other
// articles only helps to tell which origin is which; no articles means all that the list names. An origin keeps its identifier where its
// root is the same, or for a text outside the archive its name; where an origin goes up in another, all articles follow. It
// returns the articles for which something changed, ascending.
func (t *Tx) PutOrigins(ctx context.Context, list []news.Origin, maker int, articles ...news.ArticleID) (changed []news.ArticleID, err error) {
	defer fault.Wrap(&err, "origins")
	set := map[news.ArticleID]bool{}
	for _, a := range articles {
		set[a] = true
	}
	ours := func(o news.Origin) bool {
		return len(articles) == 0 || slices.ContainsFunc(o.Articles, func(a news.ArticleID) bool { return set[a] })
	}
	list = slices.DeleteFunc(slices.Clone(list), func(o news.Origin) bool { return !ours(o) })
	all := slices.Clone(articles)
	for _, o := range list {
		all = append(all, o.Articles...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(articles) == 0 {
		articles = all
	}
	old, err := t.OriginsAmong(ctx, all...)
	if err != nil {
		return nil, err
	}
	m := matchOrigins(list, old, t.NewID)
	for _, o := range m.write {
		if err := t.putOrigin(ctx, o, maker); err != nil {
			return nil, err
		}
	}
	for _, a := range articles {
		if slices.Equal(m.have[a], m.want[a]) {
			continue
		}
		changed = append(changed, a)
		if err := t.putOriginsOf(ctx, a, m.want[a]); err != nil {
			return nil, err
		}
	}
	return changed, t.clearOrigins(ctx, old, m)
}

// PutAlone makes articles origins of their own that go back to nothing yet.
func (t *Tx) PutAlone(ctx context.Context, articles []news.ArticleID, maker int) (err error) {
	defer fault.Wrap(&err, "origins")
	have, err := t.OriginsAmong(ctx, articles...)
	if err != nil {
		return err
	}
	known := map[news.ArticleID]bool{}
	for _, o := range have {
		for _, a := range o.Articles {
			known[a] = true
		}
	}
	for _, a := range articles {
		if known[a] {
			continue
		}
		o := news.Origin{ID: news.OriginID(t.NewID()), Root: a}
		if err := t.putOrigin(ctx, o, maker); err != nil {
			return err
		}
		if err := t.putOriginsOf(ctx, a, []news.OriginID{o.ID}); err != nil {
			return err
		}
	}
	return nil
}

// originMatch says which origins of a new list are which of the old ones.
type originMatch struct {
	write      []news.Origin                      // those that are new or changed their root or name
	have, want map[news.ArticleID][]news.OriginID // ascending
	into       map[news.OriginID]news.OriginID    // of old ones that are no more: where most of their articles are
}

func matchOrigins(list, old []news.Origin, newID func() int64) originMatch {
	m := originMatch{have: map[news.ArticleID][]news.OriginID{}, want: map[news.ArticleID][]news.OriginID{}, into: map[news.OriginID]news.OriginID{}}
	byKey := map[string][]news.Origin{}
	for _, o := range old {
		byKey[originKey(o)] = append(byKey[originKey(o)], o)
		for _, a := range o.Articles {
			m.have[a] = append(m.have[a], o.ID)
		}
	}
	used := map[news.OriginID]bool{}
	for _, o := range list {
		best, most := news.Origin{}, -1
		for _, k := range byKey[originKey(o)] {
			n := shared(o.Articles, k.Articles)
			if n == 0 && o.Root == 0 { // one agency, another text
				continue
			}
			if !used[k.ID] && n > most {
				best, most = k, n
			}
		}
		if o.ID = best.ID; o.ID == 0 {
			o.ID = news.OriginID(newID())
		}
		used[o.ID] = true
		if best.ID == 0 || best.Root != o.Root || best.Name != o.Name {
			m.write = append(m.write, o)
		}
		for _, a := range o.Articles {
			m.want[a] = append(m.want[a], o.ID)
		}
	}
	for _, ids := range m.want {
		slices.Sort(ids)
	}
	for _, o := range old {
		if used[o.ID] {
			continue
		}
		votes := map[news.OriginID]int{}
		for _, a := range o.Articles {
			for _, id := range m.want[a] {
				votes[id]++
			}
		}
		for id, n := range votes {
			if best := m.into[o.ID]; n > votes[best] || n == votes[best] && id < best {
				m.into[o.ID] = id
			}
		}
	}
	return m
}

// shared counts what two ascending lists have in common.
func shared(x, y []news.ArticleID) (n int) {
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] < y[j]:
			i++
		case x[i] > y[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

func (t *Tx) putOriginsOf(ctx context.Context, a news.ArticleID, ids []news.OriginID) error {
	if _, err := t.Exec(ctx, "delete from origin_article where article = $1", int64(a)); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := t.Exec(ctx, "insert into origin_article (origin, article) values ($1, $2) on conflict do nothing", int64(id), int64(a)); err != nil {
			return err
		}
	}
	return nil
}

// clearOrigins has what is left of origins that are no more follow the rest, and forgets origins that no article goes back to.
func (t *Tx) clearOrigins(ctx context.Context, old []news.Origin, m originMatch) error {
	var before []news.OriginID
	for _, o := range old {
		before = append(before, o.ID)
		into := m.into[o.ID]
		if into == 0 {
			continue
		}
		for _, q := range []string{
			"insert into origin_article (origin, article) select cast($1 as bigint), article from origin_article where origin = $2 on conflict do nothing",
			"delete from origin_article where origin <> $1 and origin = $2",
		} {
			if _, err := t.Exec(ctx, q, int64(into), int64(o.ID)); err != nil {
				return err
			}
		}
	}
	return lists(before, 1, func(in string, args []any) error {
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
	_, err := t.Exec(ctx, `
		insert into origin (id, root, name, maker) values ($1, $2, $3, $4)
		on conflict (id) do update set root = excluded.root, name = excluded.name, maker = excluded.maker`,
		int64(o.ID), int64(o.Root), o.Name, maker)
	return err
}

// OriginsAmong reads the origins of articles, by identifier, each with those of the articles that go back to it.
func (r reader) OriginsAmong(ctx context.Context, ids ...news.ArticleID) ([]news.Origin, error) {
	found := map[news.OriginID]*news.Origin{}
	err := lists(ids, 1, func(in string, args []any) error {
		return r.Query(ctx, "select o.id, o.root, o.name, a.article from origin_article a join origin o on o.id = a.origin where a.article in ("+in+")", func(row func(...any) error) error {
			var o news.Origin
			var a news.ArticleID
			if err := row(&o.ID, &o.Root, &o.Name, &a); err != nil {
				return err
			}
			if found[o.ID] == nil {
				found[o.ID] = &o
			}
			found[o.ID].Articles = append(found[o.ID].Articles, a)
			return nil
		}, args...)
	})
	if err != nil {
		return nil, err
	}
	out := make([]news.Origin, 0, len(found))
	for _, id := range slices.Sorted(maps.Keys(found)) {
		o := *found[id]
		slices.Sort(o.Articles)
		o.Articles = slices.Compact(o.Articles)
		out = append(out, o)
	}
	return out, nil
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
