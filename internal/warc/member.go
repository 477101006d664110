package warc

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/parley-news/parley/internal/fault"
)

// form is how a file is compressed.
type form uint8

const (
	plain form = iota
	gzipped
	zstandard
)

var (
	gzipMagic  = []byte{0x1f, 0x8b, 8}
	frameMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

func formOf(head []byte) form {
	switch {
	case bytes.HasPrefix(head, gzipMagic[:2]):
		return gzipped
	case isFrame(head):
		return zstandard
	}
	return plain
}

// Is reports whether a file that begins with head (twelve bytes are enough when it is not compressed) may be a web archive.
// For a compressed one head must hold its first 512 bytes.
func Is(head []byte) bool {
	switch formOf(head) {
	case gzipped:
		z, err := gzip.NewReader(bytes.NewReader(head))
		if err != nil {
			return false
		}
		begin := make([]byte, 5)
		n, _ := io.ReadFull(z, begin)
		return string(begin[:n]) == "WARC/"
	case zstandard:
		return true // nothing else that is read here is Zstandard
	}
	return bytes.HasPrefix(head, []byte("WARC/"))
}

// errBomb ends a member that expands beyond reason.
var errBomb = errors.New("expands beyond reason")

// member is the decompressed bytes of one gzip member or Zstandard frame.
type member struct {
	src   *source
	from  int64 // where it begins
	out   int64
	gz    *gzip.Reader
	zst   *zstd.Decoder
	frame frame
	form  form
}

func (m *member) Read(p []byte) (n int, err error) {
	if m.form == gzipped {
		n, err = m.gz.Read(p)
	} else {
		n, err = m.zst.Read(p)
	}
	m.out += int64(n)
	if m.out > freeExpand && m.out > freeRatio*(m.src.offset()-m.from+1) {
		return n, errBomb
	}
	return n, err
}

// open begins the member that the source stands at.
func (m *member) open(dict []byte) (err error) {
	m.from, m.out = m.src.offset(), 0
	if m.form == gzipped {
		if m.gz == nil {
			m.gz, err = gzip.NewReader(m.src.br)
		} else {
			err = m.gz.Reset(m.src.br)
		}
		if err == nil {
			m.gz.Multistream(false)
		}
		return err
	}
	if err := m.frame.begin(m.src.br); err != nil {
		return err
	}
	if m.zst == nil {
		o := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(128 << 20)}
		if dict != nil {
			o = append(o, zstd.WithDecoderDicts(dict))
		}
		if m.zst, err = zstd.NewReader(nil, o...); err != nil {
			m.zst = nil
			return fault.Errorf(fault.Invalid, "the dictionary at the beginning of the file is damaged: %v", err)
		}
	}
	return m.zst.Reset(&m.frame)
}
