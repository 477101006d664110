package store

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns tables grouping_state, underway, waiting and former_member: in which order
// articles are put into stories, and by whom.

// Grouping is how far grouping has come.
type Grouping struct {
	Seq    int64 // place of the article grouped last
	Bound  int   // stories there were when all storylines were last worked out together
	Holder int64 // the incarnation of the node that grouped last, zero for none
}

// Grouping reads how far grouping has come.
func (r reader) Grouping(ctx context.Context) (g Grouping, err error) {
	err = r.one(ctx, "grouping", "select seq, bound, holder from grouping_state where one = 1", nil, &g.Seq, &g.Bound, &g.Holder)
	return g, err
}

// Advance moves grouping on from a place, which nobody else may have moved it from: else it fails with
// fault.Conflict, and what was decided must be decided again.
func (t *Tx) Advance(ctx context.Context, from int64, to Grouping) error {
	n, err := t.Exec(ctx, "update grouping_state set seq = $1, bound = $2, holder = $3 where one = 1 and seq = $4", to.Seq, to.Bound, to.Holder, from)
	if err == nil && n != 1 {
		err = fault.Errorf(fault.Conflict, "grouping has been moved on from place %d by another process", from)
	}
	return err
}

// SetUnderway notes that a capture is on its way to be grouped.
func (t *Tx) SetUnderway(ctx context.Context, c news.CaptureID) error {
	_, err := t.Exec(ctx, "insert into underway (capture, versions) values ($1, -1) on conflict (capture) do update set versions = -1", int64(c))
	return err
}

// SetExtracted notes how many texts of a capture are to be analysed. Without any it is no longer on its way.
func (t *Tx) SetExtracted(ctx context.Context, c news.CaptureID, versions int) (err error) {
	if versions == 0 {
		return t.Abandon(ctx, c)
	}
	_, err = t.Exec(ctx, "update underway set versions = $1 where capture = $2", versions, int64(c))
	return err
}

// SetAnalysed notes that one text of a capture is analysed; after the last one it is no longer on its way.
func (t *Tx) SetAnalysed(ctx context.Context, c news.CaptureID) error {
	if _, err := t.Exec(ctx, "update underway set versions = versions - 1 where capture = $1 and versions > 0", int64(c)); err != nil {
		return err
	}
	_, err := t.Exec(ctx, "delete from underway where capture = $1 and versions = 0", int64(c))
	return err
}

// Abandon stops waiting for a capture: others are grouped without it, and it when it comes.
func (t *Tx) Abandon(ctx context.Context, c news.CaptureID) error {
	_, err := t.Exec(ctx, "delete from underway where capture = $1", int64(c))
	return err
}

// AbandonBefore stops waiting for all captures up to one.
func (t *Tx) AbandonBefore(ctx context.Context, c news.CaptureID) error {
	_, err := t.Exec(ctx, "delete from underway where capture <= $1", int64(c))
	return err
}

// PutWaiting has an article wait to be grouped.
func (t *Tx) PutWaiting(ctx context.Context, a news.ArticleID, c news.CaptureID) error {
	_, err := t.Exec(ctx, "insert into waiting (article, capture, since) values ($1, $2, $3) on conflict (article) do update set capture = excluded.capture",
		int64(a), int64(c), micros(t.Now()))
	return err
}

// deleteWaiting takes an article off the list.
func (t *Tx) deleteWaiting(ctx context.Context, a news.ArticleID) error {
	_, err := t.Exec(ctx, "delete from waiting where article = $1", int64(a))
	return err
}

// Queue says what waits to be grouped.
type Queue struct {
	Ready    int            // articles before which nothing is on its way any more, up to the bound asked for
	All      int            // articles that wait, up to the bound asked for
	Last     news.CaptureID // of those that wait
	Since    time.Time      // since when the longest waiting of all has waited; zero when none waits
	Underway bool           // captures are on their way
	Former   bool           // everything is being computed again
}

// GroupQueue reads what waits to be grouped, counting up to a bound.
func (r reader) GroupQueue(ctx context.Context, bound int) (q Queue, err error) {
	var since, first, last, former int64
	err = r.one(ctx, "articles that wait", `
		select coalesce((select min(capture) from underway), 0), coalesce((select max(capture) from waiting), 0), coalesce((select min(since) from waiting), 0),
			(select count(*) from (select 1 from waiting limit $1) w), (select count(*) from (select 1 from former_member limit 1) f)`,
		[]any{bound}, &first, &last, &since, &q.All, &former)
	q.Former = former > 0
	if err != nil || q.All == 0 {
		return q, err
	}
	q.Since, q.Last, q.Underway, q.Ready = fromMicros(since), news.CaptureID(last), first != 0, q.All
	if q.Underway {
		err = r.one(ctx, "articles that are ready", "select count(*) from (select 1 from waiting where capture < $1 limit $2) w", []any{first, bound}, &q.Ready)
	}
	return q, err
}

// Waiting calls f for the articles to be grouped next, at most limit of them: in the order in which they were before, when
// everything is computed again, else in the order of capture. With readyOnly those after a capture that is on its way are left out.
func (r reader) Waiting(ctx context.Context, limit int, readyOnly bool, f func(WindowDoc) error) error {
	where := ""
	if readyOnly {
		where = "where q.capture < coalesce((select min(capture) from underway), 9223372036854775807) "
	}
	return r.windowDocs(ctx, "join waiting q on q.article = a.id left join former_member f on f.article = a.id "+where+`
		order by case when f.seq is null then 1 else 0 end, f.seq, q.capture, a.id limit $1`, f, limit)
}

// FormerStory is the story that an article was in before everything was computed again, zero when it was in none.
func (r reader) FormerStory(ctx context.Context, a news.ArticleID) (s news.StoryID, err error) {
	err = r.Query(ctx, "select story from former_member where article = $1", func(row func(...any) error) error { return row(&s) }, int64(a))
	return s, err
}

// StoryHasMembers reports whether a story has any article.
func (r reader) StoryHasMembers(ctx context.Context, s news.StoryID) (bool, error) {
	var n int
	err := r.one(ctx, "members", "select count(*) from (select 1 from member where story = $1 limit 1) m", []any{int64(s)}, &n)
	return n > 0, err
}

// EndRebuild forgets where articles stood before, and has the stories that came out empty lead to where most of their articles went.
func (t *Tx) EndRebuild(ctx context.Context) error {
	to := map[news.StoryID]news.StoryID{}
	err := t.Query(ctx, `
		select f.story, m.story, count(*) from former_member f join member m on m.article = f.article join story s on s.id = f.story
		where s.into_id = 0 and not exists (select 1 from member x where x.story = f.story)
		group by f.story, m.story order by f.story, count(*) desc, m.story`, func(row func(...any) error) error {
		var from, into news.StoryID
		var n int
		err := row(&from, &into, &n)
		if to[from] == 0 {
			to[from] = into
		}
		return err
	})
	if err != nil {
		return err
	}
	for from, into := range to {
		if err := t.MergeStories(ctx, into, from); err != nil {
			return err
		}
	}
	_, err = t.Exec(ctx, "delete from former_member")
	return err
}
