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

// SetStoryline puts a story into a storyline.
func (t *Tx) SetStoryline(ctx context.Context, s news.StoryID, l news.StorylineID) error {
	_, err := t.Exec(ctx, "update story set storyline = $1 where id = $2", int64(l), int64(s))
	return err
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
