package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns table storyline, the identity ledger of storylines.

const lineColumns = "id, name, stories, first, latest, summary"

func scanLine(row func(...any) error) (l news.Storyline, err error) {
	var summary string
	if err := row(&l.ID, &l.Name, &l.Stories, &l.First, &l.Latest, &summary); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(summary), &l.Counts)
}

// PutStoryline saves a storyline, new or known.
func (t *Tx) PutStoryline(ctx context.Context, l news.Storyline, maker int) error {
	summary, err := json.Marshal(l.Counts)
	if err != nil {
		return fmt.Errorf("storyline %d: %w", l.ID, err)
	}
	_, err = t.Exec(ctx, `
		insert into storyline (`+lineColumns+`, into_id, maker) values ($1, $2, $3, $4, $5, $6, 0, $7)
		on conflict (id) do update set name = excluded.name, stories = excluded.stories, first = excluded.first, latest = excluded.latest, summary = excluded.summary, maker = excluded.maker`,
		int64(l.ID), l.Name, l.Stories, l.First, l.Latest, string(summary), maker)
	return err
}

// SetStoryline puts stories into a storyline.
func (t *Tx) SetStoryline(ctx context.Context, l news.StorylineID, stories ...news.StoryID) error {
	return lists(stories, 2, func(in string, args []any) error {
		_, err := t.Exec(ctx, "update story set storyline = $1 where id in ("+in+")", append([]any{int64(l)}, args...)...)
		return err
	})
}

// SetClaimed notes how many articles a storyline had when its claims were found.
func (t *Tx) SetClaimed(ctx context.Context, id news.StorylineID, articles int) error {
	_, err := t.Exec(ctx, "update storyline set claimed = $1 where id = $2", articles, int64(id))
	return err
}

// Claimed is how many articles a storyline had when its claims were last found, zero before that.
func (r reader) Claimed(ctx context.Context, id news.StorylineID) (n int, err error) {
	err = r.Query(ctx, "select claimed from storyline where id = $1", func(row func(...any) error) error { return row(&n) }, int64(id))
	return n, err
}

// MergedLines is the storyline that a merged story was in, and that of the story it went into; zero for none.
func (r reader) MergedLines(ctx context.Context, s news.StoryID) (from, to news.StorylineID, err error) {
	err = r.Query(ctx, "select a.storyline, b.storyline from story a join story b on b.id = a.into_id where a.id = $1", func(row func(...any) error) error {
		return row(&from, &to)
	}, int64(s))
	return from, to, err
}

// LineReach is how many stories that stand a storyline has, and when its first and latest article were published.
func (r reader) LineReach(ctx context.Context, id news.StorylineID) (l news.Storyline, err error) {
	l.ID = id
	err = r.one(ctx, "storyline", "select count(*), coalesce(min(first), 0), coalesce(max(latest), 0) from story where storyline = $1 and into_id = 0 and latest > 0",
		[]any{int64(id)}, &l.Stories, &l.First, &l.Latest)
	return l, err
}

// ForwardStoryline makes a storyline that has lost its stories lead to another, and empties it.
func (t *Tx) ForwardStoryline(ctx context.Context, from, into news.StorylineID) error {
	into, err := final(ctx, t.reader, "storyline", into)
	if err != nil || from == into {
		return err
	}
	for _, q := range []string{
		"update storyline set into_id = $1, stories = 0 where id = $2",
		"update storyline set into_id = $1 where into_id = $2",
	} {
		if _, err := t.Exec(ctx, q, int64(into), int64(from)); err != nil {
			return err
		}
	}
	return nil
}

// Storyline reads a storyline, following where it was merged into. One whose last article a purge took is a *Removed.
func (r reader) Storyline(ctx context.Context, id news.StorylineID) (l news.Storyline, err error) {
	list, err := r.lines(ctx, "where id = (select case when into_id = 0 then id else into_id end from storyline where id = $1)", int64(id))
	if err == nil && len(list) == 0 {
		err = fault.Errorf(fault.NotFound, "storyline %d: no such thing", id)
	}
	if err != nil {
		return l, err
	}
	if list[0].Stories == 0 {
		err = r.removed(ctx, tombStoryline, int64(list[0].ID))
	}
	return list[0], err
}

func (r reader) lines(ctx context.Context, where string, args ...any) (out []news.Storyline, err error) {
	err = r.Query(ctx, "select "+lineColumns+" from storyline "+where, func(row func(...any) error) error {
		l, err := scanLine(row)
		out = append(out, l)
		return err
	}, args...)
	return out, err
}

// Storylines reads a page of the storylines of more than one story, the latest first.
func (r reader) Storylines(ctx context.Context, after string, limit int) (out []news.Storyline, next string, err error) {
	by, last, err := parseCursor(after)
	if err != nil {
		return nil, "", err
	}
	out, err = r.lines(ctx, "where into_id = 0 and stories > 1 and (latest, id) < ($1, $2) order by latest desc, id desc limit $3", int64(by), last, limit)
	if err == nil && len(out) == limit {
		l := out[len(out)-1]
		next = cursor(float64(l.Latest), int64(l.ID))
	}
	return out, next, err
}

// StorylineStories reads the stories of a storyline that stand, the earliest first.
func (r reader) StorylineStories(ctx context.Context, id news.StorylineID) ([]news.Story, error) {
	return r.stories(ctx, "where storyline = $1 and into_id = 0 and latest > 0 order by first, id", int64(id))
}
