package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns table digest.

// Digest is what pages show of a story or storyline that is worked out over all its articles.
type Digest struct {
	Board    []news.Count
	Timeline []news.Entry
}

// PutStoryDigest saves the digest of a story.
func (t *Tx) PutStoryDigest(ctx context.Context, id news.StoryID, d Digest, maker int) error {
	return t.putDigest(ctx, "story", int64(id), d, maker)
}

// PutStorylineDigest saves the digest of a storyline.
func (t *Tx) PutStorylineDigest(ctx context.Context, id news.StorylineID, d Digest, maker int) error {
	return t.putDigest(ctx, "storyline", int64(id), d, maker)
}

func (t *Tx) putDigest(ctx context.Context, subject string, id int64, d Digest, maker int) error {
	detail, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("digest of %s %d: %w", subject, id, err)
	}
	_, err = t.Exec(ctx, `
		insert into digest (subject, id, detail, maker) values ($1, $2, $3, $4)
		on conflict (subject, id) do update set detail = excluded.detail, maker = excluded.maker`, subject, id, string(detail), maker)
	return err
}

// StoryDigest reads the digest of a story; one not made yet is empty.
func (r reader) StoryDigest(ctx context.Context, id news.StoryID) (Digest, error) {
	return r.digest(ctx, "story", int64(id))
}

// StorylineDigest reads the digest of a storyline; one not made yet is empty.
func (r reader) StorylineDigest(ctx context.Context, id news.StorylineID) (Digest, error) {
	return r.digest(ctx, "storyline", int64(id))
}

func (r reader) digest(ctx context.Context, subject string, id int64) (d Digest, err error) {
	var detail string
	err = r.one(ctx, "digest", "select detail from digest where subject = $1 and id = $2", []any{subject, id}, &detail)
	if fault.KindOf(err) == fault.NotFound {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(detail), &d)
}

// PutProfile saves what storylines need to know of a story, as its engine writes it.
func (t *Tx) PutProfile(ctx context.Context, id news.StoryID, profile []byte, maker int) error {
	_, err := t.Exec(ctx, `
		insert into digest (subject, id, detail, maker) values ('profile', $1, $2, $3)
		on conflict (subject, id) do update set detail = excluded.detail, maker = excluded.maker`, int64(id), string(profile), maker)
	return err
}

// Profiles calls f with the profiles of the stories that stand, the latest ones up to a bound, and the storylines they are in, by identifier.
func (r reader) Profiles(ctx context.Context, bound int, f func(id news.StoryID, line news.StorylineID, profile []byte) error) error {
	return r.Query(ctx, `
		select s.id, s.storyline, d.detail from story s join digest d on d.subject = 'profile' and d.id = s.id
		where s.into_id = 0 and s.latest >= coalesce((select latest from story where into_id = 0 order by latest desc, id desc limit 1 offset $1), 0)
		order by s.id`, func(row func(...any) error) error {
		var id news.StoryID
		var line news.StorylineID
		var detail string
		if err := row(&id, &line, &detail); err != nil {
			return err
		}
		return f(id, line, []byte(detail))
	}, bound)
}
