package warc

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/parley-news/parley/internal/fault"
)

// Message is an HTTP answer as a crawler stored it.
type Message struct {
	Status int
	Header Fields
	Raw    []byte // the body as stored; part of the block
	Body   []byte // without transfer and content encoding; may be Raw itself
}

// ParseHTTP reads the answer in a block. Crawlers store it as it came over the wire, or with the encodings undone and
// the header left alone, or with the header's names changed ("X-Crawl-Content-Encoding"): an encoding is undone where it is there. The
// error is fault.Invalid for what is no answer or is in an encoding that is not read, fault.TooLarge for a body beyond MaxRecord.
func ParseHTTP(block []byte) (m Message, err error) {
	line, rest := cutLine(block)
	if !bytes.HasPrefix(line, []byte("HTTP/")) {
		return m, fault.Errorf(fault.Invalid, "no HTTP answer")
	}
	f := bytes.Fields(line)
	if len(f) < 2 {
		return m, fault.Errorf(fault.Invalid, "no HTTP status")
	}
	if m.Status, err = strconv.Atoi(string(f[1])); err != nil || m.Status < 100 || m.Status > 999 {
		return m, fault.Errorf(fault.Invalid, "no HTTP status")
	}
	size := len(line)
	for {
		if line, rest = cutLine(rest); len(line) == 0 {
			break
		}
		if size += len(line); size > MaxHeader || len(m.Header) > MaxFields {
			return m, fault.Errorf(fault.TooLarge, "HTTP header too large")
		}
		m.Header = appendField(m.Header, bytes.ReplaceAll(line, []byte{0}, []byte{'?'}))
	}
	m.Raw, m.Body = rest, rest
	return m, m.decode()
}

func cutLine(b []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(b, []byte{'\n'})
	return bytes.TrimRight(line, "\r"), rest
}

func (m *Message) decode() (err error) {
	if strings.Contains(strings.ToLower(m.Header.Get("Transfer-Encoding")), "chunked") {
		if b, ok := unchunk(m.Body); ok {
			m.Body = b
		}
	}
	codings := strings.Split(strings.ToLower(m.Header.Get("Content-Encoding")), ",")
	for i := len(codings) - 1; i >= 0 && i > len(codings)-5; i-- {
		if m.Body, err = undo(strings.TrimSpace(codings[i]), m.Body); err != nil {
			return err
		}
	}
	return nil
}

// unchunk undoes the chunked encoding. A body that breaks off is taken as far as it goes; ok is false for one that is not chunked.
func unchunk(b []byte) (out []byte, ok bool) {
	for first := true; ; first = false {
		line, rest := cutLine(b)
		size, _, _ := bytes.Cut(line, []byte{';'})
		n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 32)
		if err != nil {
			return out, !first
		}
		if n == 0 {
			return out, true
		}
		if n >= uint64(len(rest)) {
			return append(out, rest...), true
		}
		out = append(out, rest[:n]...)
		b = bytes.TrimPrefix(bytes.TrimPrefix(rest[n:], []byte{'\r'}), []byte{'\n'})
	}
}

// undo undoes a content encoding, where the bytes are in it.
func undo(coding string, b []byte) ([]byte, error) {
	switch coding {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(b, gzipMagic[:2]) {
			return b, nil // undone by the crawler
		}
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "damaged gzip body")
		}
		return expand(z, b, "gzip")
	case "deflate":
		if z, err := zlib.NewReader(bytes.NewReader(b)); err == nil {
			return expand(z, b, "deflate")
		}
		if looksLikeText(b) {
			return b, nil
		}
		return expand(flate.NewReader(bytes.NewReader(b)), b, "deflate")
	case "zstd":
		if !bytes.HasPrefix(b, frameMagic) {
			return b, nil
		}
		z, err := zstd.NewReader(bytes.NewReader(b), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "damaged zstd body")
		}
		defer z.Close()
		return expand(z, b, "zstd")
	case "br", "compress", "x-compress":
		if looksLikeText(b) {
			return b, nil
		}
		return nil, fault.Errorf(fault.Invalid, "body in an encoding that is not read: %s", coding)
	}
	return b, nil
}

// expand reads a decompressor to its end. What breaks off is taken as far as it goes.
func expand(z io.Reader, from []byte, what string) ([]byte, error) {
	most := int64(min(MaxRecord, max(freeExpand, freeRatio*len(from))))
	out, err := io.ReadAll(io.LimitReader(z, most+1))
	switch {
	case int64(len(out)) > most:
		return nil, fault.Errorf(fault.TooLarge, "body that expands beyond reason")
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF) || len(out) == 0 && err != nil:
		return nil, fault.Errorf(fault.Invalid, "damaged %s body", what)
	}
	return out, nil
}

// looksLikeText reports whether bytes begin as a page does, so that no encoding is left on them.
func looksLikeText(b []byte) bool {
	b = b[:min(len(b), 256)]
	odd := 0
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f {
			odd++
		}
	}
	return odd == 0
}
