package warc

import (
	"bufio"
	"bytes"
	"io"
)

const bufferBytes = 256 << 10

// source is a file's bytes, and where in it they are.
type source struct {
	in     io.Reader
	seek   io.Seeker // nil: there is no going back
	br     *bufio.Reader
	taken  int64 // place in the file up to which in has been read
	failed error // what reading failed with, other than the end
	spare  int64 // bytes that may still be gone through twice
}

// spareBytes is how much of a damaged file may be gone through again; each byte read earns another one, so that
// going back stays linear whatever the file says.
const spareBytes = 64 << 20

func newSource(in io.Reader, at int64) *source {
	s := &source{in: in, taken: at, spare: spareBytes}
	s.seek, _ = in.(io.Seeker)
	s.br = bufio.NewReaderSize(counted{s}, bufferBytes)
	return s
}

// counted is the reading side of a source.
type counted struct{ s *source }

func (c counted) Read(p []byte) (int, error) {
	n, err := c.s.in.Read(p)
	c.s.taken += int64(n)
	c.s.spare += int64(n)
	if err != nil && err != io.EOF {
		c.s.failed = err
	}
	return n, err
}

// offset is the place of the next byte.
func (s *source) offset() int64 { return s.taken - int64(s.br.Buffered()) }

// back goes to an earlier place, if that can be done.
func (s *source) back(to int64) bool {
	cost := 2 * (s.taken - to) // what is read again earns as much once more
	if s.seek == nil || cost < 0 || cost > s.spare {
		return false
	}
	if _, err := s.seek.Seek(to, io.SeekStart); err != nil {
		return false
	}
	s.spare -= cost
	s.taken = to
	s.br.Reset(counted{s})
	return true
}

// find moves to the next place where ok holds for a run of bytes that begins with first. It fails with io.EOF.
func (s *source) find(first byte, length int, ok func([]byte) bool) error {
	for {
		if _, err := s.br.Peek(1); err != nil {
			return err
		}
		buf, _ := s.br.Peek(s.br.Buffered())
		i := bytes.IndexByte(buf, first)
		if i < 0 {
			_, _ = s.br.Discard(len(buf))
			continue
		}
		_, _ = s.br.Discard(i)
		head, err := s.br.Peek(length)
		if len(head) == length && ok(head) {
			return nil
		}
		if err != nil && err != io.EOF {
			return err
		}
		_, _ = s.br.Discard(1)
	}
}
