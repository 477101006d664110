package pipeline

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/warc"
)

// A file of a web archive is read some captures at a time: each run of its job keeps a batch of them, with how far
// the file has been read, in one transaction, and then waits for its next turn. A kill at any moment loses nothing and doubles nothing.
const (
	batchCaptures = 128
	batchBytes    = 24 << 20
	batchRecords  = 20_000 // looked at in one turn, so that a file without pages does not hold its worker for long

	// lead is how many pages may wait to be extracted before reading waits: the archive is not ahead of the workers by more.
	lead = 2 * batchCaptures
)

// Backfill has a file read, from where it was left when it is known. again has one that is finished read once more.
func (p *Pipeline) Backfill(ctx context.Context, path string, size int64, again bool) (f store.ArchiveFile, err error) {
	err = p.store.Write(ctx, func(tx *store.Tx) (err error) {
		if f, err = tx.AddArchiveFile(ctx, path, size, again); err != nil || !f.Finished.IsZero() {
			return err
		}
		return jobs.Put(ctx, tx, jobs.Item{Kind: jobs.Backfill, Key: path, At: f.Added, Priority: jobs.Bulk})
	})
	return f, err
}

// claimArchive takes on reading when no other worker of this process reads and few pages wait: files are read one after
// the other, so that pages come in the order in which they were archived.
func (p *Pipeline) claimArchive(ctx context.Context, s stage) ([]jobs.Job, error) {
	if !p.reading.TryLock() {
		return nil, nil
	}
	waiting, err := jobs.Pending(ctx, p.store, jobs.Extract)
	if err == nil && waiting < lead {
		var batch []jobs.Job
		if batch, err = p.claimJobs(ctx, s); len(batch) > 0 {
			return batch, err // letGo unlocks
		}
	}
	p.reading.Unlock()
	return nil, err
}

// openArchive is a file that is being read, and from where its reader goes on.
type openArchive struct {
	path string
	file *os.File
	next warc.Position
	from *warc.CaptureReader
}

func (a *openArchive) close() {
	if a != nil {
		a.file.Close()
	}
}

// backfill reads the next captures of a file.
func (p *Pipeline) backfill(ctx context.Context, j jobs.Job) (func(tx *store.Tx) error, error) {
	f, err := p.store.ArchiveFile(ctx, j.Key)
	if err != nil || !f.Finished.IsZero() {
		return nil, err
	}
	a, modified, err := p.archive(&f)
	if err != nil {
		return nil, err
	}
	b, err := a.batch(ctx, modified, p.store.Now(), f.Tally)
	if err != nil {
		p.closeArchive()
		return nil, err
	}
	f.Offset, f.Skip = a.next.Offset, a.next.Skip
	if b.end {
		p.closeArchive()
	}
	return func(tx *store.Tx) error {
		f.Tally = b.tally.Clone()
		for _, c := range b.list {
			existed, err := p.keep(ctx, tx, c, jobs.Bulk)
			if err != nil {
				return err
			}
			if !existed {
				f.Tally.New++
			}
		}
		if b.end {
			f.Finished = tx.Now()
			return tx.PutArchiveFile(ctx, f)
		}
		if err := tx.PutArchiveFile(ctx, f); err != nil {
			return err
		}
		return jobs.Put(ctx, tx, jobs.Item{Kind: jobs.Backfill, Key: j.Key, At: f.Added, Priority: jobs.Bulk})
	}, nil
}

// archive opens a file where it was left, or takes the one that is open there already.
func (p *Pipeline) archive(f *store.ArchiveFile) (*openArchive, time.Time, error) {
	at := warc.Position{Offset: f.Offset, Skip: f.Skip}
	if a := p.open; a != nil && a.path == f.Path && a.next == at && at != (warc.Position{}) {
		info, err := a.file.Stat()
		if err != nil {
			return nil, time.Time{}, err
		}
		return a, info.ModTime().UTC(), nil
	}
	p.closeArchive()
	file, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, time.Time{}, fault.Errorf(fault.NotFound, "archive %s: no such file here; where several machines share the work it must lie at the same place on each", f.Path)
	}
	if err != nil {
		return nil, time.Time{}, fault.Errorf(fault.Denied, "archive %s: cannot be opened: %w", f.Path, err)
	}
	info, err := file.Stat()
	if err == nil && info.Size() < f.Offset {
		err = fault.Errorf(fault.Invalid, "archive %s: shorter than what was read of it: it is another file now; add it again with parley backfill --again", f.Path)
	}
	var from *warc.CaptureReader
	if err == nil {
		from, err = capturesOf(file, f.Path, at)
	}
	if err != nil {
		file.Close()
		return nil, time.Time{}, err
	}
	p.open = &openArchive{path: f.Path, file: file, next: at, from: from}
	return p.open, info.ModTime().UTC(), nil
}

func capturesOf(file *os.File, path string, at warc.Position) (*warc.CaptureReader, error) {
	head := make([]byte, 512)
	n, err := file.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if n > 0 && !warc.Is(head[:n]) {
		return nil, fault.Errorf(fault.Invalid, "archive %s: not a web archive: it begins neither with WARC/ nor with a compressed record", path)
	}
	r, err := warc.Open(file, at, warc.Options{})
	if err != nil {
		var d *warc.Damage
		if errors.As(err, &d) {
			return nil, fault.Errorf(fault.Invalid, "archive %s: %w", path, err)
		}
		return nil, err
	}
	return warc.Captures(r, func(at warc.Position, f func(*warc.Reader) error) error {
		other, err := os.Open(path)
		if err != nil {
			return err
		}
		defer other.Close()
		r, err := warc.Open(other, at, warc.Options{})
		if err != nil {
			return err
		}
		return f(r)
	}), nil
}

// closeArchive closes the file that is open, if one is.
func (p *Pipeline) closeArchive() {
	p.open.close()
	p.open = nil
}

// archiveBatch is what one turn took out of a file.
type archiveBatch struct {
	list  []*news.Capture
	tally store.ArchiveTally // New not counted yet
	end   bool
}

// batch reads the next captures. Those without a time get that of the file.
func (a *openArchive) batch(ctx context.Context, modified, now time.Time, tally store.ArchiveTally) (b archiveBatch, err error) {
	b.tally = tally.Clone()
	size := 0
	for n := 0; n < batchRecords && len(b.list) < batchCaptures && size < batchBytes; n++ {
		if err := ctx.Err(); err != nil {
			return b, err
		}
		x, err := a.from.Next()
		if err == io.EOF {
			b.end = true
			return b, nil
		}
		if err != nil {
			return b, fault.Errorf(fault.Busy, "archive %s: reading failed: %w", a.path, err)
		}
		a.next = x.Next
		switch {
		case x.Damage != nil:
			b.tally.Hurt(x.Damage.Offset, x.Damage.Reason)
		case x.Tombstone != nil:
			b.tally.Purged++
		case x.Capture == nil:
			b.tally.Leave(x.Left)
		default:
			c := x.Capture
			if c.Time.IsZero() || c.Time.Year() < 1980 || c.Time.After(now.AddDate(1, 0, 0)) {
				c.Time = modified
			}
			c.Header = append(c.Header, x.Hint.Header()...)
			b.list, size = append(b.list, c), size+len(c.Body)
			b.tally.Pages++
		}
	}
	return b, nil
}

// useHint fills in what a page does not say of itself with what the archive that it comes from says.
func useHint(d *news.Document, c *news.Capture) {
	h := news.HintOf(c.Header)
	if d.Title == "" {
		d.Title = h.Title
	}
	if d.Published.IsZero() {
		d.Published = h.Published
	}
	if d.Language == "" {
		d.Language = h.Language
	}
	if d.URL == "" {
		d.URL = h.URL
	}
}
