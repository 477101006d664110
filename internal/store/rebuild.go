package store

import (
	"context"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// Rebuilding computes again what was derived, with the identifiers there were. What the ledger
// needs stays: articles, versions, the places of statements, origins, stories, storylines, claims. Members move to former_member, which says in
// which order they are grouped again and which story each was in.

// Rebuilding reports whether everything is being computed again.
func (r reader) Rebuilding(ctx context.Context) (bool, error) {
	var n int
	err := r.one(ctx, "former members", "select count(*) from (select 1 from former_member limit 1) f", nil, &n)
	return n > 0, err
}

// BeginRegroup takes all articles out of their stories, so that they are grouped again in the order they were; those
// that a person pinned stay. With analysed, what analysis found stays too and grouping can begin at once; else analysis says of each when it may.
func (t *Tx) BeginRegroup(ctx context.Context, analysed bool) (err error) {
	defer fault.Wrap(&err, "rebuild")
	list := []string{
		// One that was begun before and is not at its end keeps what it knows of the order; articles that came since follow.
		`insert into former_member (article, story, seq)
			select article, story, seq + coalesce((select max(seq) from former_member), 0) from member where not pinned on conflict (article) do nothing`,
		"delete from member where not pinned",
		"delete from copy",
		"delete from digest",
		"delete from waiting",
		"delete from underway",
		"update grouping_state set seq = 0, bound = 0",
	}
	if analysed {
		list = append(list, `
			insert into waiting (article, capture, since) select a.id, v.capture, 0 from article a join version v on v.id = a.current
			join mentions m on m.version = v.id left join member x on x.article = a.id where x.article is null`)
	}
	for _, q := range list {
		if _, err := t.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// BeginReanalysis forgets what analysis found, but for the identifiers of statements, and makes grouping wait for it to be found again.
func (t *Tx) BeginReanalysis(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "rebuild")
	for _, q := range []string{
		"delete from mentions", "delete from figure", "delete from event",
		"insert into underway (capture, versions) select capture, count(*) from version group by capture",
	} {
		if _, err := t.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// BeginReextraction makes grouping wait for all pages that are still there to be gone through again.
func (t *Tx) BeginReextraction(ctx context.Context) error {
	_, err := t.Exec(ctx, `
		insert into underway (capture, versions) select id, -1 from capture where purged = 0
		on conflict (capture) do update set versions = -1`)
	return err
}

// EachCapture calls f for runs of captures that are still there, the first first.
func (r reader) EachCapture(ctx context.Context, f func([]news.CaptureID) error) error {
	return inRuns(ctx, r, "select id from capture where purged = 0 and id > $1 order by id limit $2", f)
}

// EachVersion calls f for runs of versions, the first first.
func (r reader) EachVersion(ctx context.Context, f func([]news.VersionID) error) error {
	return inRuns(ctx, r, "select id from version where id > $1 order by id limit $2", f)
}

// EachOrphan calls f for runs of versions whose captures are not there any more: they are not found again in a page.
func (r reader) EachOrphan(ctx context.Context, f func([]news.VersionID) error) error {
	return inRuns(ctx, r, "select v.id from version v where v.id > $1 and not exists (select 1 from capture c where c.id = v.capture and c.purged = 0) order by v.id limit $2", f)
}

// EachOutdated calls f for runs of items that an older version of a stage went through.
func EachOutdated[T ~int64](ctx context.Context, t *Tx, stage string, version int, f func([]T) error) error {
	return inRuns(ctx, t.reader, "select item from stage_state where item > $1 and stage = $3 and version < $4 and state in ('done', 'empty') and reason <> 'purged' order by item limit $2", f, stage, version)
}

// runLength is how many identifiers are read at a time.
const runLength = 1000

// inRuns reads identifiers by key; the query takes the last one read and how many to read.
func inRuns[T ~int64](ctx context.Context, r reader, query string, f func([]T) error, args ...any) error {
	var last T
	for {
		var list []T
		if err := r.Query(ctx, query, func(row func(...any) error) error {
			var id T
			err := row(&id)
			list = append(list, id)
			return err
		}, append([]any{int64(last), runLength}, args...)...); err != nil || len(list) == 0 {
			return err
		}
		if err := f(list); err != nil {
			return err
		}
		last = list[len(list)-1]
	}
}

// NotAnalysed reads the versions made of a capture that were not analysed as a version of the stage does it.
func (r reader) NotAnalysed(ctx context.Context, c news.CaptureID, version int) (out []news.VersionID, err error) {
	err = r.Query(ctx, "select v.id from version v left join mentions m on m.version = v.id and m.maker >= $1 where v.capture = $2 and m.version is null order by v.id", func(row func(...any) error) error {
		var id news.VersionID
		err := row(&id)
		out = append(out, id)
		return err
	}, version, int64(c))
	return out, err
}
