package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns tables story and member. Rows of story are the identity ledger of
// stories: none is ever deleted, a merged one names where it went.

const storyColumns = "id, storyline, lead, title, first, latest, rank, summary"

// storySummary is what is never queried of a story.
type storySummary struct {
	Counts  news.Counts
	Parties []news.Party
}

func scanStory(row func(...any) error) (s news.Story, err error) {
	var summary string
	if err := row(&s.ID, &s.Storyline, &s.Lead, &s.Title, &s.First, &s.Latest, &s.Rank, &summary); err != nil {
		return s, err
	}
	var x storySummary
	if err := json.Unmarshal([]byte(summary), &x); err != nil {
		return s, fmt.Errorf("story %d: summary: %w", s.ID, err)
	}
	s.Counts, s.Parties = x.Counts, x.Parties
	return s, nil
}

// PutStory saves a story, new or known; Storyline is left as it was where it is zero.
func (t *Tx) PutStory(ctx context.Context, s news.Story, maker int) error {
	summary, err := json.Marshal(storySummary{s.Counts, s.Parties})
	if err != nil {
		return fmt.Errorf("story %d: %w", s.ID, err)
	}
	_, err = t.Exec(ctx, `
		insert into story (`+storyColumns+`, into_id, maker) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)
		on conflict (id) do update set
			storyline = case when excluded.storyline <> 0 then excluded.storyline else story.storyline end,
			lead = excluded.lead, title = excluded.title, first = excluded.first, latest = excluded.latest, rank = excluded.rank,
			summary = excluded.summary, maker = excluded.maker`,
		int64(s.ID), int64(s.Storyline), int64(s.Lead), s.Title, s.First, s.Latest, s.Rank, string(summary), maker)
	return err
}

// PutMember puts an article into a story. One that a person pinned elsewhere stays there.
func (t *Tx) PutMember(ctx context.Context, m news.Member, maker int) error {
	reasons, err := json.Marshal(m.Reasons)
	if err != nil {
		return err
	}
	story, err := final(ctx, t.reader, "story", m.Story)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `
		insert into member (article, story, score, reasons, pinned, maker, seq) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (article) do update set story = excluded.story, score = excluded.score, reasons = excluded.reasons, pinned = excluded.pinned, maker = excluded.maker,
			seq = case when excluded.seq <> 0 then excluded.seq else member.seq end
		where not member.pinned or excluded.pinned`,
		int64(m.Article), int64(story), m.Score, string(reasons), m.Pinned, maker, m.Seq)
	if err != nil {
		return err
	}
	return t.deleteWaiting(ctx, m.Article)
}

// MergeStories folds stories into another: their articles move, their identifiers lead there for good.
func (t *Tx) MergeStories(ctx context.Context, into news.StoryID, from ...news.StoryID) error {
	into, err := final(ctx, t.reader, "story", into)
	if err != nil {
		return err
	}
	for _, f := range from {
		if f, err = final(ctx, t.reader, "story", f); err != nil {
			return err
		}
		if f == into {
			continue
		}
		for _, q := range []string{
			"update member set story = $1 where story = $2",
			"update story set into_id = $1 where id = $2",
			"update story set into_id = $1 where into_id = $2", // chains collapse
		} {
			if _, err := t.Exec(ctx, q, int64(into), int64(f)); err != nil {
				return err
			}
		}
	}
	return nil
}

// final is where an identifier leads in a ledger: to itself, where it stands or is not known.
func final[T ~int64](ctx context.Context, r reader, table string, id T) (T, error) {
	to := id
	err := r.Query(ctx, "select into_id from "+table+" where id = $1 and into_id <> 0", func(row func(...any) error) error { return row(&to) }, int64(id))
	return to, err
}

// Story reads a story. The identifier of a merged one gives the story it went into, under that story's identifier. One whose last article a purge took is a *Removed.
func (r reader) Story(ctx context.Context, id news.StoryID) (s news.Story, err error) {
	list, err := r.stories(ctx, "where id = (select case when into_id = 0 then id else into_id end from story where id = $1)", int64(id))
	if err == nil && len(list) == 0 {
		err = fault.Errorf(fault.NotFound, "story %d: no such thing", id)
	}
	if err != nil {
		return s, err
	}
	if list[0].Latest == 0 {
		err = r.removed(ctx, tombStory, int64(list[0].ID))
	}
	return list[0], err
}

func (r reader) stories(ctx context.Context, where string, args ...any) (out []news.Story, err error) {
	err = r.Query(ctx, "select "+storyColumns+" from story "+where, func(row func(...any) error) error {
		s, err := scanStory(row)
		out = append(out, s)
		return err
	}, args...)
	return out, err
}

// StoryOrder says how a list of stories is ordered.
type StoryOrder string

// The orders: by rank, or the latest first.
const (
	ByRank   StoryOrder = "rank"
	ByLatest StoryOrder = "latest"
)

// StoryFilter chooses stories for a list.
type StoryFilter struct {
	Storyline news.StorylineID // zero: all
	Order     StoryOrder       // default ByRank
	After     string           // cursor made by StoryCursor; "" is the beginning
	Limit     int              // default 50
}

// StoryCursor is the place of a story in a list.
func StoryCursor(s news.Story, o StoryOrder) string {
	if o == ByLatest {
		return cursor(float64(s.Latest), int64(s.ID))
	}
	return cursor(s.Rank, int64(s.ID))
}

// Stories reads a page of the list of stories that stand and have articles.
func (r reader) Stories(ctx context.Context, f StoryFilter) ([]news.Story, error) {
	by, last, err := parseCursor(f.After)
	if err != nil {
		return nil, err
	}
	if f.Limit == 0 {
		f.Limit = 50
	}
	column, place := "rank", any(by)
	if f.Order == ByLatest {
		column, place = "latest", any(int64(by))
	}
	args := []any{place, last}
	where := []string{"into_id = 0", "latest > 0", "(" + column + ", id) < ($1, $2)"}
	if f.Storyline != 0 {
		args = append(args, int64(f.Storyline))
		where = append(where, "storyline = $"+strconv.Itoa(len(args)))
	}
	args = append(args, f.Limit)
	return r.stories(ctx, "where "+strings.Join(where, " and ")+" order by "+column+" desc, id desc limit $"+strconv.Itoa(len(args)), args...)
}

// Members reads a story's articles, in the order of publication.
func (r reader) Members(ctx context.Context, id news.StoryID) (out []news.Member, err error) {
	err = r.Query(ctx, "select m.article, m.story, m.score, m.reasons, m.pinned from member m join article a on a.id = m.article where m.story = $1 order by a.moment, a.id", func(row func(...any) error) error {
		var m news.Member
		var reasons string
		if err := row(&m.Article, &m.Story, &m.Score, &reasons, &m.Pinned); err != nil {
			return err
		}
		out = append(out, m)
		return json.Unmarshal([]byte(reasons), &out[len(out)-1].Reasons)
	}, int64(id))
	return out, err
}

// StoriesOf gives the stories of those articles that are in one.
func (r reader) StoriesOf(ctx context.Context, ids ...news.ArticleID) (map[news.ArticleID]news.StoryID, error) {
	out := map[news.ArticleID]news.StoryID{}
	err := lists(ids, 1, func(in string, args []any) error {
		return r.Query(ctx, "select article, story from member where article in ("+in+")", func(row func(...any) error) error {
			var a news.ArticleID
			var s news.StoryID
			err := row(&a, &s)
			out[a] = s
			return err
		}, args...)
	})
	return out, err
}

// StoryOf gives the story of an article; an article without one is fault.NotFound.
func (r reader) StoryOf(ctx context.Context, id news.ArticleID) (s news.StoryID, err error) {
	err = r.one(ctx, fmt.Sprintf("story of article %d", id), "select story from member where article = $1", []any{int64(id)}, &s)
	return s, err
}
