package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// A purge is the one exception to "a capture never changes": takedown or erasure. It
// clears, in one transaction, the bytes and everything that was derived from them, leaves a tombstone with
// reason, date and who, and keeps the same from coming back. What remains of the stories concerned is worked out anew afterwards by the
// pipeline; until then nothing shows what went. Sweep wipes what the database itself still holds of it.

// PurgeOrder is a purge to be done.
type PurgeOrder struct {
	Target PurgeTarget
	Who    string
	Reason string // in plain words, kept for good
	Shown  bool   // readers who ask for what went see the reason
}

// maxReason bounds a reason, in bytes.
const maxReason = 1000

// Purge does what PlanPurge says, and returns it with the purge's identifier. A target of which nothing is in the archive is only kept out.
func (t *Tx) Purge(ctx context.Context, o PurgeOrder) (id int64, p PurgePlan, err error) {
	o.Reason = strings.TrimSpace(o.Reason)
	if o.Reason == "" || len(o.Reason) > maxReason {
		return 0, p, fault.Errorf(fault.Invalid, "give a reason of at most %d bytes: it is all that stays", maxReason)
	}
	if err := t.lockPurges(ctx); err != nil {
		return 0, p, err
	}
	if p, err = t.PlanPurge(ctx, o.Target); err != nil {
		return 0, p, err
	}
	id = t.NewID()
	_, err = t.Exec(ctx, "insert into purge (id, time, who, target, reason, shown, captures, articles, stories) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		id, micros(t.Now()), o.Who, o.Target.String(), o.Reason, o.Shown, len(p.Captures), len(p.Articles), len(p.Ended))
	if err != nil {
		return 0, p, err
	}
	for _, b := range p.Blocks {
		if err := t.putBlock(ctx, id, b.Kind, b.Value); err != nil {
			return 0, p, err
		}
	}
	for _, put := range []func() error{
		func() error { return putTombstones(ctx, t, id, tombCapture, p.Captures) },
		func() error { return putTombstones(ctx, t, id, tombArticle, p.Articles) },
		func() error { return putTombstones(ctx, t, id, tombStory, p.Ended) },
		func() error { return t.clearCaptures(ctx, p.Captures, o.Reason) },
		func() error { return t.clearVersions(ctx, p.Versions) },
		func() error { return t.clearArticles(ctx, p.Articles, id) },
		func() error { return t.shorten(ctx, p.Shortened) },
		func() error { return t.clearStories(ctx, slices.Concat(p.Stories, p.Ended), id) },
	} {
		if err := put(); err != nil {
			return 0, p, err
		}
	}
	return id, p, t.Audit(ctx, o.Who, "purge", fmt.Sprintf("%s: %d captures, %d articles; %s", o.Target, len(p.Captures), len(p.Articles), o.Reason))
}

// PurgeAgain clears what stages that were at work during a purge may have saved after it. It returns the
// stories and storylines it found to have changed.
func (t *Tx) PurgeAgain(ctx context.Context, id int64) (stories []news.StoryID, err error) {
	defer fault.Wrap(&err, "purge %d", id)
	if err := t.lockPurges(ctx); err != nil {
		return nil, err
	}
	raw, err := t.purged(ctx, id, tombArticle)
	if err != nil {
		return nil, err
	}
	articles := make([]news.ArticleID, len(raw))
	for i, a := range raw {
		articles[i] = news.ArticleID(a)
	}
	var versions []news.VersionID
	for _, q := range []string{"select story from member where article in (%s)", "select id from story where lead in (%s)"} {
		if err := lists(articles, 1, func(in string, args []any) error {
			return t.Query(ctx, fmt.Sprintf(q, in), into(&stories), args...)
		}); err != nil {
			return nil, err
		}
	}
	if err := lists(articles, 1, func(in string, args []any) error {
		return t.Query(ctx, "select id from version where article in ("+in+")", into(&versions), args...)
	}); err != nil {
		return nil, err
	}
	slices.Sort(stories)
	stories = slices.Compact(stories)
	if err := t.clearVersions(ctx, versions); err != nil {
		return nil, err
	}
	if err := t.clearArticles(ctx, articles, id); err != nil {
		return nil, err
	}
	return stories, t.clearStories(ctx, stories, id)
}

// clearCaptures takes the bytes and headers; address, hash and size stay, so that the record says what went.
func (t *Tx) clearCaptures(ctx context.Context, ids []news.CaptureID, reason string) error {
	for _, id := range ids {
		if _, err := t.Exec(ctx, "update capture set body = $1, header = '[]', purged = $2, purge_reason = $3 where id = $4",
			[]byte{}, micros(t.Now()), reason, int64(id)); err != nil {
			return err
		}
	}
	return lists(ids, 1, func(in string, args []any) error {
		if _, err := t.Exec(ctx, "delete from underway where capture in ("+in+")", args...); err != nil {
			return err
		}
		_, err := t.Exec(ctx, "update stage_state set state = 'empty', reason = 'purged' where stage = 'extract' and item in ("+in+")", args...)
		return err
	})
}

// clearVersions takes texts and all that was found in them.
func (t *Tx) clearVersions(ctx context.Context, ids []news.VersionID) error {
	return lists(ids, 1, func(in string, args []any) error {
		for _, q := range []string{
			// A claim that rests on a statement that goes is not shown until it is found again without it.
			`update claim set place = -1, status = '', detail = '{}' where id in (
				select claim from claim_statement where statement in (select id from statement where version in (%s)))`,
			"delete from claim_statement where statement in (select id from statement where version in (%s))",
			"delete from statement where version in (%s)",
			"delete from figure where version in (%s)",
			"delete from event where version in (%s)",
			"delete from mentions where version in (%s)",
			"delete from stage_state where stage = 'analyse' and item in (%s)",
			"delete from version where id in (%s)",
		} {
			if _, err := t.Exec(ctx, fmt.Sprintf(q, in), args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// clearArticles leaves of an article its identifier, for its tombstone to stand on.
func (t *Tx) clearArticles(ctx context.Context, ids []news.ArticleID, purge int64) error {
	for _, id := range ids {
		if _, err := t.Exec(ctx, "update article set key = $1, url = '', outlet = 0, parent = 0, current = 0, versions = 0, moment = 0 where id = $2",
			fmt.Sprintf("purged:%d", id), int64(id)); err != nil {
			return err
		}
		if err := t.unindex(ctx, id); err != nil {
			return err
		}
	}
	return lists(ids, 1, func(in string, args []any) error {
		for _, q := range []string{
			"delete from copy where derived in (%s)", "delete from copy where source in (%s)",
			"delete from origin_article where article in (%s)",
			"delete from stage_state where stage = 'group' and item in (%s)",
			"delete from member where article in (%s)",
			"delete from waiting where article in (%s)", "delete from former_member where article in (%s)",
			"update origin set root = 0 where root in (%s)",
			"update story set title = '', lead = 0 where lead in (%s)",
		} {
			if _, err := t.Exec(ctx, fmt.Sprintf(q, in), args...); err != nil {
				return err
			}
		}
		_, err := t.Exec(ctx, "delete from origin where root = 0 and not exists (select 1 from origin_article x where x.origin = origin.id)")
		return err
	})
}

// unindex makes an article unfindable.
func (t *Tx) unindex(ctx context.Context, id news.ArticleID) error {
	if !t.dialect.postgres {
		if _, err := t.Exec(ctx, "delete from search where rowid = $1", int64(id)); err != nil {
			return err
		}
	}
	_, err := t.Exec(ctx, "delete from search_article where article = $1", int64(id))
	return err
}

// shorten gives articles that lost versions the latest of those that are left.
func (t *Tx) shorten(ctx context.Context, ids []news.ArticleID) error {
	for _, id := range ids {
		list, err := t.ArticleVersions(ctx, id)
		if err != nil {
			return err
		}
		a, err := t.Article(ctx, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(list, func(v news.Version) bool { return v.ID == a.Current }) {
			continue
		}
		v := slices.MaxFunc(list, func(a, b news.Version) int { return cmp.Compare(a.Seen, b.Seen) })
		if _, err := t.Exec(ctx, "update article set current = $1 where id = $2", int64(v.ID), int64(id)); err != nil {
			return err
		}
		var moment int64
		if err := t.one(ctx, "article", "select moment from article where id = $1", []any{int64(id)}, &moment); err != nil {
			return err
		}
		if err := t.IndexVersion(ctx, a, &v, moment); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, "update story set title = $1 where lead = $2", v.Title, int64(id)); err != nil {
			return err
		}
	}
	return nil
}

// HoldPurges keeps purges from happening until the transaction ends, so that what a stage checks still holds
// when it saves. On SQLite every write does that by itself.
func (t *Tx) HoldPurges(ctx context.Context) error {
	if !t.dialect.postgres {
		return nil
	}
	_, err := t.Exec(ctx, "lock table purge in share mode")
	return err
}

// lockPurges waits until nobody holds purges any more, and keeps others from doing so.
func (t *Tx) lockPurges(ctx context.Context) error {
	if !t.dialect.postgres {
		return nil
	}
	_, err := t.Exec(ctx, "lock table purge in exclusive mode")
	return err
}

// HasVersion reports whether a version still exists.
func (r reader) HasVersion(ctx context.Context, id news.VersionID) (bool, error) {
	n := 0
	err := r.one(ctx, "versions", "select count(*) from version where id = $1", []any{int64(id)}, &n)
	return n > 0, err
}

// IsPurged reports whether a purge took the bytes of a capture.
func (r reader) IsPurged(ctx context.Context, id news.CaptureID) (bool, error) {
	var at int64
	err := r.one(ctx, fmt.Sprintf("capture %d", id), "select purged from capture where id = $1", []any{int64(id)}, &at)
	return at != 0, err
}
