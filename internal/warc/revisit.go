package warc

import (
	"errors"
	"hash/fnv"
	"strings"

	"github.com/parley-news/parley/internal/news"
)

// maxIndex bounds how many pages of a file are remembered for revisits.
const maxIndex = 200_000

// index says where in a file a page with a digest is.
type index struct {
	other func(at Position, f func(*Reader) error) error
	from  Position // what comes before has not been read
	whole bool     // what comes before has been looked through
	at    map[uint64]Position
}

func keyOf(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s))
	return h.Sum64()
}

// keys are what a page may be found again by.
func keys(id, digest, uri, date string) (out []uint64) {
	if digest != "" {
		out = append(out, keyOf("digest "+digest))
	}
	if id = bare(id); id != "" {
		out = append(out, keyOf("id "+id))
	}
	if uri != "" && date != "" {
		out = append(out, keyOf("uri "+bare(uri)+" "+date))
	}
	return out
}

// add remembers where a page is.
func (x *index) add(rec *Record) {
	if x.other == nil || rec.Type != Response && rec.Type != Resource {
		return
	}
	if x.at == nil {
		x.at = map[uint64]Position{}
	}
	for _, k := range keys(rec.ID, rec.Header.Get("WARC-Payload-Digest"), rec.TargetURI, rec.Header.Get("WARC-Date")) {
		if _, ok := x.at[k]; !ok && len(x.at) < maxIndex {
			x.at[k] = rec.At
		}
	}
}

// The reasons why a revisit gives no capture.
const (
	unchanged   = "the same as an earlier capture of the page"
	notModified = "not modified since an earlier capture"
	notHere     = "the same as a page that is not in this file"
)

// revisit is the capture of a page that was found to be the same as another page of the file, or why there is none.
func (x *index) revisit(rec *Record) (*news.Capture, string) {
	if strings.Contains(rec.Header.Get("WARC-Profile"), "not-modified") {
		return nil, notModified
	}
	uri := bare(rec.Header.Get("WARC-Refers-To-Target-URI"))
	if uri == rec.TargetURI && uri != "" {
		return nil, unchanged
	}
	if why := notAnAddress(rec.TargetURI); why != "" {
		return nil, why
	}
	at, ok := x.find(keys(rec.Header.Get("WARC-Refers-To"), rec.Header.Get("WARC-Payload-Digest"), uri, rec.Header.Get("WARC-Refers-To-Date")))
	if !ok {
		return nil, notHere
	}
	var c *news.Capture
	why := notHere
	err := x.other(at, func(r *Reader) error {
		first, err := r.Next()
		if err != nil {
			return err
		}
		if first.TargetURI == rec.TargetURI {
			why = unchanged
			return nil
		}
		if first.Type == Response {
			c, why = response(first)
		} else {
			c, why = resource(first)
		}
		return nil
	})
	if err != nil || c == nil {
		return nil, why
	}
	c.URL, c.FinalURL, c.Time = rec.TargetURI, rec.TargetURI, rec.Date
	if m, err := ParseHTTP(rec.Block); err == nil && len(m.Header) > 0 {
		c.Header = headers(m.Header)
	}
	return c, ""
}

// find looks for a page, and once through what was read before this reading began.
func (x *index) find(list []uint64) (Position, bool) {
	if x.other == nil {
		return Position{}, false
	}
	for {
		for _, k := range list {
			if at, ok := x.at[k]; ok {
				return at, true
			}
		}
		if x.whole || x.from == (Position{}) {
			return Position{}, false
		}
		x.whole = true
		_ = x.other(Position{}, func(r *Reader) error { // what cannot be read is not found
			for {
				rec, err := r.Next()
				var d *Damage
				if errors.As(err, &d) {
					continue
				}
				if err != nil {
					return err
				}
				x.add(rec)
				if p := r.Position(); p == x.from || p.Offset > x.from.Offset {
					return nil
				}
			}
		})
	}
}
