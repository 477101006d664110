package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns table capture. Bodies are compressed; rows never change but for a purge.

// maxBody bounds what a body may grow to when it is read back.
const maxBody = 256 << 20

// zstd coders are made to be shared.
var (
	encoder, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1))
	decoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody))
)

// PutCapture keeps bytes as received. The same bytes from the same address again are
// the capture that exists, and existed is true.
func (t *Tx) PutCapture(ctx context.Context, c *news.Capture) (id news.CaptureID, existed bool, err error) {
	defer fault.Wrap(&err, "capture of %s", c.URL)
	sum := sha256.Sum256(c.Body)
	c.Hash = hex.EncodeToString(sum[:])
	header, err := json.Marshal(c.Header)
	if err != nil {
		return 0, false, err
	}
	place, body, err := t.store.place(ctx, c.Hash, encoder.EncodeAll(c.Body, nil))
	if err != nil {
		return 0, false, err
	}
	fresh := news.CaptureID(t.NewID())
	err = t.one(ctx, "capture", `
		insert into capture (id, url, final_url, source, time, status, content_type, header, hash, size, body, place, purged, purge_reason)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '')
		on conflict (url, hash) do update set status = capture.status
		returning id`,
		[]any{int64(fresh), c.URL, c.FinalURL, int64(c.Source), micros(c.Time), c.Status, c.ContentType, string(header), c.Hash, len(c.Body), body, place}, &id)
	c.ID = id
	return id, id != fresh, err
}

// Capture reads one capture. A purged one has no body.
func (r reader) Capture(ctx context.Context, id news.CaptureID) (c news.Capture, err error) {
	defer fault.Wrap(&err, "capture %d", id)
	var at, purged int64
	var header, place string
	var body []byte
	err = r.one(ctx, "capture", `
		select id, url, final_url, source, time, status, content_type, header, hash, body, place, purged, purge_reason from capture where id = $1`,
		[]any{int64(id)}, &c.ID, &c.URL, &c.FinalURL, &c.Source, &at, &c.Status, &c.ContentType, &header, &c.Hash, &body, &place, &purged, &c.PurgeReason)
	if err != nil {
		return c, err
	}
	c.Time, c.Purged = fromMicros(at), fromMicros(purged)
	if err := json.Unmarshal([]byte(header), &c.Header); err != nil {
		return c, fmt.Errorf("headers: %w", err)
	}
	if c.Purged.IsZero() {
		if body, err = r.opt.packedBody(ctx, place, c.Hash, body); err != nil {
			return c, err
		}
		if c.Body, err = unpackBody(place, c.Hash, body); err != nil {
			return c, err
		}
	}
	return c, nil
}

// LatestCapture reads the newest capture of an address.
func (r reader) LatestCapture(ctx context.Context, url string) (c news.Capture, err error) {
	var id news.CaptureID
	err = r.one(ctx, "capture of "+url, "select id from capture where url = $1 order by time desc, id desc limit 1", []any{url}, &id)
	if err != nil {
		return c, err
	}
	return r.Capture(ctx, id)
}

// Captured returns which of the addresses were captured before.
func (r reader) Captured(ctx context.Context, urls []string) (map[string]bool, error) {
	known := map[string]bool{}
	for start := 0; start < len(urls); start += maxList {
		part := urls[start:min(start+maxList, len(urls))]
		var b strings.Builder
		args := make([]any, len(part))
		for i, u := range part {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "$%d", i+1)
			args[i] = u
		}
		err := r.Query(ctx, "select distinct url from capture where url in ("+b.String()+")", func(row func(...any) error) error {
			var u string
			err := row(&u)
			known[u] = true
			return err
		}, args...)
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// Captures calls f for every capture's identifier, oldest first.
func (r reader) Captures(ctx context.Context, f func(news.CaptureID) error) error {
	return r.Query(ctx, "select id from capture order by id", func(row func(...any) error) error {
		var id news.CaptureID
		if err := row(&id); err != nil {
			return err
		}
		return f(id)
	})
}

// HasCapture reports whether an address was captured before.
func (r reader) HasCapture(ctx context.Context, url string) (bool, error) {
	var n int
	err := r.one(ctx, "captures", "select count(*) from capture where url = $1", []any{url}, &n)
	return n > 0, err
}
