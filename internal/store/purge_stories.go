package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// clearStories takes out of stories, and of the storylines they are in, what was worked out over articles that went. A
// story without articles ends: it is in no list and its page says that it is gone.
func (t *Tx) clearStories(ctx context.Context, ids []news.StoryID, purge int64) error {
	var lines []news.StorylineID
	for _, id := range ids {
		members, err := t.Members(ctx, id)
		if err != nil {
			return err
		}
		if err := t.Query(ctx, "select storyline from story where id = $1 and storyline <> 0", into(&lines), int64(id)); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, "delete from digest where subject in ('story', 'profile') and id = $1", int64(id)); err != nil {
			return err
		}
		if len(members) == 0 {
			err = t.endStory(ctx, id, purge)
		} else {
			err = t.relead(ctx, id, members)
		}
		if err != nil {
			return err
		}
	}
	slices.Sort(lines)
	for _, l := range slices.Compact(lines) {
		if err := t.clearLine(ctx, l, purge); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) endStory(ctx context.Context, id news.StoryID, purge int64) error {
	if _, err := t.Exec(ctx, "update story set lead = 0, title = '', first = 0, latest = 0, rank = 0, summary = '{}' where id = $1", int64(id)); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, "update story set title = '', summary = '{}' where into_id = $1", int64(id)); err != nil {
		return err
	}
	return putTombstones(ctx, t, purge, tombStory, []news.StoryID{id})
}

// relead lets another article stand for a story until its counts and parties are worked out anew.
func (t *Tx) relead(ctx context.Context, id news.StoryID, members []news.Member) error {
	s, err := t.Story(ctx, id)
	if err != nil || s.ID != id {
		return err
	}
	s.Parties = nil // names that may have stood in what went alone
	s.Counts.Articles = len(members)
	s.Counts.Origins = min(s.Counts.Origins, len(members))
	if s.Lead == 0 || !slices.ContainsFunc(members, func(m news.Member) bool { return m.Article == s.Lead }) {
		v, err := t.CurrentVersion(ctx, members[0].Article)
		if err != nil {
			return err
		}
		s.Lead, s.Title = members[0].Article, v.Title
	}
	if _, err := t.Exec(ctx, "update story set title = '', summary = '{}' where into_id = $1", int64(id)); err != nil {
		return err
	}
	return t.PutStory(ctx, s, 0)
}

// clearLine takes out of a storyline its name and digest, both made of its articles; one without stories ends.
func (t *Tx) clearLine(ctx context.Context, id news.StorylineID, purge int64) error {
	stories, err := t.StorylineStories(ctx, id)
	if err != nil {
		return err
	}
	for _, q := range []string{
		"delete from digest where subject = 'storyline' and id = $1",
		"update storyline set name = '', summary = '{}' where into_id = $1",
	} {
		if _, err := t.Exec(ctx, q, int64(id)); err != nil {
			return err
		}
	}
	if len(stories) == 0 {
		if _, err := t.Exec(ctx, "update storyline set name = '', stories = 0, first = 0, latest = 0, summary = '{}' where id = $1", int64(id)); err != nil {
			return err
		}
		return putTombstones(ctx, t, purge, tombStoryline, []news.StorylineID{id})
	}
	name := stories[len(stories)-1].Title // until the pipeline names it again
	if _, err := t.Exec(ctx, "update storyline set name = $1, stories = $2 where id = $3", name, len(stories), int64(id)); err != nil {
		return err
	}
	return nil
}

// Sweep wipes what the database still holds of rows that are gone: the words in its search index, free space, the
// write-ahead log. It may take long on a large archive and changes nothing that anybody sees. Backups made before a purge hold what it took.
func (s *Store) Sweep(ctx context.Context) error {
	if err := s.forgetBodies(ctx); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	if s.dialect.postgres {
		for _, table := range []string{"capture", "version", "mentions", "statement", "figure", "event", "search_article", "story", "storyline", "digest", "claim", "copy", "article", "stage_state", "job"} {
			if _, err := s.write.ExecContext(ctx, "vacuum "+table); err != nil {
				return fmt.Errorf("sweep %s: %w", table, s.dialect.fault(err))
			}
		}
		return nil
	}
	// Deleting from the search index leaves a mark; the words go when its parts are joined.
	if err := s.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, "insert into search (search) values ('optimize')")
		return err
	}); err != nil {
		return fmt.Errorf("sweep the search index: %w", err)
	}
	var busy, log, moved int
	if err := s.write.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &log, &moved); err != nil {
		return fmt.Errorf("sweep the write-ahead log: %w", s.dialect.fault(err))
	}
	if busy != 0 {
		return fault.Errorf(fault.Busy, "sweep the write-ahead log: somebody is reading from it")
	}
	return nil
}
