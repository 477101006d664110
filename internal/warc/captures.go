package warc

import (
	"errors"
	"io"
	"time"

	"github.com/parley-news/parley/internal/news"
)

// Found is what one record, with those that speak about it, came to. Exactly one of Capture, Tombstone, Damage and Left is set.
type Found struct {
	Capture   *news.Capture // ID, Source and Hash are not set; Time is zero where the record has none
	Hint      news.Hint     // what the archive says of the capture
	Tombstone *Tombstone
	Damage    *Damage
	Left      string   // why a record gives no capture, in plain words of which there are few
	Next      Position // from where reading goes on behind it
}

// Tombstone is what is left of a page that was taken out.
type Tombstone struct {
	URL, Hash, Reason string
	Purged            time.Time
}

// CaptureReader turns the records of a file into captures, in their order. At most two records are in memory.
type CaptureReader struct {
	r     *Reader
	held  *Found // a capture whose metadata may follow
	id    string // of its record
	ready []Found
	end   error
	seen  index
}

// Captures reads captures out of r. other, where not nil, opens the same file once more at a position for the length of a call, so that
// pages that are the same as earlier ones of the file are found again; without it they are left out.
func Captures(r *Reader, other func(at Position, f func(*Reader) error) error) *CaptureReader {
	return &CaptureReader{r: r, seen: index{other: other, from: r.Position()}}
}

// Next reads on to the next thing. It fails with io.EOF at the end, and with what the file's reader said when that failed.
func (c *CaptureReader) Next() (Found, error) {
	for len(c.ready) == 0 {
		if c.end != nil && c.held == nil {
			return Found{}, c.end
		}
		c.step()
	}
	f := c.ready[0]
	c.ready = c.ready[1:]
	return f, nil
}

// Offset is how many bytes of the file have been read.
func (c *CaptureReader) Offset() int64 { return c.r.Offset() }

// step reads one record.
func (c *CaptureReader) step() {
	if c.end != nil {
		c.flush()
		return
	}
	rec, err := c.r.Next()
	var d *Damage
	switch {
	case errors.As(err, &d):
		c.flush()
		c.ready = append(c.ready, Found{Damage: d, Next: c.r.Position()})
		return
	case err != nil:
		c.end = err
		if err != io.EOF {
			c.held = nil // what follows may have spoken of it: it is read again next time
		}
		return
	}
	c.seen.add(rec)
	if c.held != nil && rec.Type == Metadata && c.speaksOfHeld(rec) {
		c.held.learn(rec)
		c.held.Next = c.r.Position()
		return
	}
	f, ok := c.found(rec)
	if !ok {
		return
	}
	c.flush()
	f.Next = c.r.Position()
	if f.Capture == nil {
		c.ready = append(c.ready, f)
		return
	}
	c.held, c.id = &f, rec.ID
}

func (c *CaptureReader) flush() {
	if c.held != nil {
		c.ready = append(c.ready, *c.held)
		c.held = nil
	}
}

// found says what a record is. ok is false for one that is not about a page: nothing is to be told of it.
func (c *CaptureReader) found(rec *Record) (f Found, ok bool) {
	switch rec.Type {
	case Info, Request:
		return f, false
	case Metadata:
		f.Tombstone = tombstone(rec)
		return f, f.Tombstone != nil
	case Response:
		f.Capture, f.Left = response(rec)
	case Resource:
		f.Capture, f.Left = resource(rec)
	case Conversion:
		f.Capture, f.Left = resource(rec)
		f.Hint = conversionHint(rec)
	case Revisit:
		f.Capture, f.Left = c.seen.revisit(rec)
	case Continuation:
		f.Left = "a part of a split record: parts are not put together"
	default:
		f.Left = "a record of unknown type"
	}
	return f, true
}
