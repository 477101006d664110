package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// This file owns table archive_file: the web archives that are read, and how far.

// ArchiveFile is a file of a web archive that is read into the store.
type ArchiveFile struct {
	ID       int64
	Path     string // absolute, as on the machine that reads it
	Size     int64  // in bytes, when it was added
	Offset   int64  // from where reading goes on: where in the file,
	Skip     int    // and how many records from there were read before
	Added    time.Time
	Finished time.Time // zero until all is read
	Tally    ArchiveTally
}

// ArchiveTally is what was found in a file so far.
type ArchiveTally struct {
	Pages   int             `json:"pages"` // captures, those that were there before included
	New     int             `json:"new"`
	Purged  int             `json:"purged"`             // tombstones
	Left    map[string]int  `json:"left_out,omitempty"` // records that gave no capture, by reason
	Damaged int             `json:"damaged"`
	Damage  []ArchiveDamage `json:"damage,omitempty"` // the first of it
}

// ArchiveDamage is a place of a file that could not be read.
type ArchiveDamage struct {
	Offset int64  `json:"offset"`
	Reason string `json:"reason"`
}

// The bounds of a tally: a hostile file must not make it grow.
const (
	maxReasons = 60
	maxDamage  = 20
)

// Leave counts a record that gave no capture.
func (t *ArchiveTally) Leave(reason string) {
	if t.Left == nil {
		t.Left = map[string]int{}
	}
	if _, known := t.Left[reason]; !known && len(t.Left) >= maxReasons {
		reason = "other reasons"
	}
	t.Left[reason]++
}

// Hurt counts a place that could not be read.
func (t *ArchiveTally) Hurt(offset int64, reason string) {
	if t.Damaged++; len(t.Damage) < maxDamage {
		t.Damage = append(t.Damage, ArchiveDamage{offset, reason})
	}
}

// Clone is a tally that can be changed apart from this one.
func (t ArchiveTally) Clone() ArchiveTally {
	left := t.Left
	t.Left = nil
	for k, n := range left {
		if t.Left == nil {
			t.Left = map[string]int{}
		}
		t.Left[k] = n
	}
	t.Damage = append([]ArchiveDamage(nil), t.Damage...)
	return t
}

const archiveColumns = "id, path, size, place, skip, added, finished, tally"

func scanArchive(row func(...any) error) (f ArchiveFile, err error) {
	var added, finished int64
	var tally string
	if err := row(&f.ID, &f.Path, &f.Size, &f.Offset, &f.Skip, &added, &finished, &tally); err != nil {
		return f, err
	}
	f.Added, f.Finished = fromMicros(added), fromMicros(finished)
	if err := json.Unmarshal([]byte(tally), &f.Tally); err != nil {
		return f, fmt.Errorf("tally: %w", err)
	}
	return f, nil
}

// AddArchiveFile has a file read. One that is known goes on where it was left; again has one that is finished read once more from its beginning.
func (t *Tx) AddArchiveFile(ctx context.Context, path string, size int64, again bool) (f ArchiveFile, err error) {
	defer fault.Wrap(&err, "archive file %s", path)
	f, err = t.ArchiveFile(ctx, path)
	if err == nil && (f.Finished.IsZero() || !again) {
		return f, nil
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return f, err
	}
	f = ArchiveFile{ID: t.NewID(), Path: path, Size: size, Added: t.Now()}
	_, err = t.Exec(ctx, `
		insert into archive_file (id, path, size, place, skip, added, finished, tally) values ($1, $2, $3, 0, 0, $4, 0, '{}')
		on conflict (path) do update set size = excluded.size, place = 0, skip = 0, added = excluded.added, finished = 0, tally = '{}'`,
		f.ID, f.Path, f.Size, micros(f.Added))
	if err != nil {
		return f, err
	}
	return t.ArchiveFile(ctx, path)
}

// ArchiveFile reads the state of a file.
func (r reader) ArchiveFile(ctx context.Context, path string) (f ArchiveFile, err error) {
	defer fault.Wrap(&err, "archive file %s", path)
	found := false
	err = r.Query(ctx, "select "+archiveColumns+" from archive_file where path = $1", func(row func(...any) error) (err error) {
		found = true
		f, err = scanArchive(row)
		return err
	}, path)
	if err == nil && !found {
		err = fault.Errorf(fault.NotFound, "not known: add it with parley backfill")
	}
	return f, err
}

// ArchiveFiles reads the states of all files, in the order in which they were added.
func (r reader) ArchiveFiles(ctx context.Context) (out []ArchiveFile, err error) {
	err = r.Query(ctx, "select "+archiveColumns+" from archive_file order by added, id", func(row func(...any) error) error {
		f, err := scanArchive(row)
		out = append(out, f)
		return err
	})
	return out, err
}

// PutArchiveFile saves how far a file has been read and what was found.
func (t *Tx) PutArchiveFile(ctx context.Context, f ArchiveFile) error {
	tally, err := json.Marshal(f.Tally)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, "update archive_file set place = $1, skip = $2, finished = $3, tally = $4 where id = $5", f.Offset, f.Skip, micros(f.Finished), string(tally), f.ID)
	return err
}

// Unfinished is how many captures are not finished: their text is not found, not analysed, in no story yet, or came to a storyline after its
// claims were last found.
func (r reader) Unfinished(ctx context.Context) (n int, err error) {
	for _, q := range []string{
		"select count(*) from job where kind in ('extract', 'analyse') and state <> 'dead'",
		"select count(*) from waiting",
		`select cast(coalesce(sum(x.n - x.claimed), 0) as bigint) from (
			select l.id, l.claimed, count(*) as n from job j join storyline l on j.key = cast(l.id as text)
				join story s on s.storyline = l.id join member m on m.story = s.id
			where j.kind = 'claims' and j.state <> 'dead' group by l.id, l.claimed) x where x.n > x.claimed`,
	} {
		var k int
		if err := r.one(ctx, "unfinished work", q, nil, &k); err != nil {
			return 0, err
		}
		n += k
	}
	return n, nil
}

// CountCaptures counts the captures.
func (r reader) CountCaptures(ctx context.Context) (n int, err error) {
	err = r.one(ctx, "captures", "select count(*) from capture", nil, &n)
	return n, err
}
