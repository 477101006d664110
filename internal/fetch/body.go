package fetch

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"

	"github.com/parley-news/parley/internal/fault"
)

// body reads an answer within bounds. Of encodings it knows those that it asked for, gzip and deflate, once.
type body struct {
	max   int64 // bytes, as sent and decompressed
	cut   bool  // what is over max is left out instead of a failure
	ratio int64
	pulse *pulse // nil: nobody watches the rate
	wire  int64  // bytes as sent, so far
}

// read gives the body. A problem is one of its bounds; an error comes from below.
func (b *body) read(resp *http.Response) ([]byte, *problem, error) {
	if resp.ContentLength > b.max && !b.cut {
		return nil, b.tooLarge(), nil
	}
	encoding, p := encodingOf(resp.Header)
	if p != nil {
		return nil, p, nil
	}
	in := bufio.NewReader(&wire{b, resp.Body})
	r, err := decoder(encoding, in)
	if err != nil {
		return nil, damaged(encoding, err), passed(err)
	}
	data, p, err := b.all(r, encoding != "")
	if err != nil {
		return data, damaged(encoding, err), passed(err)
	}
	return data, p, nil
}

// all reads to the end or to a bound.
func (b *body) all(r io.Reader, compressed bool) ([]byte, *problem, error) {
	var out []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		out = append(out, buf[:n]...)
		size := int64(len(out))
		if compressed && size > ratioFrom && size > b.ratio*b.wire {
			return nil, failf(Bomb, fault.TooLarge, "the answer is small as sent and enormous when decompressed, more than %d times", b.ratio), nil
		}
		if size > b.max || b.wire > b.max {
			if b.cut {
				return out[:min(size, b.max)], nil, nil
			}
			return nil, b.tooLarge(), nil
		}
		if err == io.EOF {
			return out, nil, nil
		}
		if err != nil {
			return out, nil, err
		}
	}
}

func (b *body) tooLarge() *problem {
	return failf(TooLarge, fault.TooLarge, "the answer is larger than %s", sizeText(b.max))
}

// wire counts what comes from the server.
type wire struct {
	b *body
	r io.Reader
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.b.wire += int64(n)
	if w.b.pulse != nil {
		w.b.pulse.got(n)
	}
	return n, err
}

// encodingOf is the one encoding of an answer, "" for none.
func encodingOf(h http.Header) (string, *problem) {
	var found []string
	for _, v := range h.Values("Content-Encoding") {
		for e := range strings.SplitSeq(v, ",") {
			if e = strings.ToLower(strings.TrimSpace(e)); e != "" && e != "identity" {
				found = append(found, e)
			}
		}
	}
	if len(found) == 0 {
		return "", nil
	}
	if len(found) > 1 {
		return "", failf(Bomb, fault.Invalid, "the answer is compressed %d times over", len(found))
	}
	switch found[0] {
	case "gzip", "x-gzip":
		return "gzip", nil
	case "deflate":
		return "deflate", nil
	}
	return "", failf(BadEncoding, fault.Invalid, "the answer is compressed as %q, which was not asked for", clip(found[0], 40))
}

func decoder(encoding string, in *bufio.Reader) (io.Reader, error) {
	head, err := in.Peek(2)
	if encoding == "" || len(head) == 0 && errors.Is(err, io.EOF) {
		return in, nil // nothing is nothing, compressed or not
	}
	if encoding == "gzip" {
		return gzip.NewReader(in)
	}
	// By its standard deflate has a zlib head; some servers leave it out.
	if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(in)
	}
	return flate.NewReader(in), nil
}

// damaged is a problem of the bytes themselves; nil for what comes from the network, an end too early among it.
func damaged(encoding string, err error) *problem {
	if passed(err) != nil {
		return nil
	}
	return failf(BadEncoding, fault.Invalid, "the answer says that it is compressed as %s, but cannot be decompressed: %w", encoding, err)
}

// passed is err unless a decompressor made it.
func passed(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) ||
		errors.Is(err, zlib.ErrHeader) || errors.Is(err, zlib.ErrChecksum) || errors.Is(err, zlib.ErrDictionary) {
		return nil
	}
	return err
}

// noText refuses what can hold no words, before it is read.
func noText(contentType string) *problem {
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(contentType)), "/")
	switch kind {
	case "image", "video", "audio", "font":
		return failf(NotAPage, fault.Invalid, "the answer is no page but %s", clip(contentType, 60))
	}
	return nil
}

func clip(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}
