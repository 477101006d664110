package warc

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
)

// A .warc.zst file is a row of Zstandard frames, each with a record or more. Its first frame may be a skippable one that
// holds the dictionary of the others, itself possibly compressed.

// dictionaryFrame is the kind of skippable frame that holds a dictionary.
const (
	dictionaryFrame = 0x184d2a5d
	skippableFirst  = 0x184d2a50
	maxDictionary   = 8 << 20
)

func isFrame(head []byte) bool {
	return bytes.HasPrefix(head, frameMagic) || isSkippable(head)
}

func isSkippable(head []byte) bool {
	return len(head) >= 4 && binary.LittleEndian.Uint32(head)&^15 == skippableFirst
}

// skip passes over the skippable frames that br stands at.
func skip(br *bufio.Reader) error {
	for {
		head, err := br.Peek(8)
		if len(head) < 8 || !isSkippable(head) {
			if len(head) == 0 {
				return err
			}
			return nil
		}
		if err := discard(br, 8+int64(binary.LittleEndian.Uint32(head[4:]))); err != nil {
			return err
		}
	}
}

// dictionary reads the dictionary that a file begins with; nil for one that has none.
func dictionary(br *bufio.Reader) ([]byte, error) {
	head, _ := br.Peek(8)
	if len(head) < 8 || binary.LittleEndian.Uint32(head) != dictionaryFrame {
		return nil, nil
	}
	n := binary.LittleEndian.Uint32(head[4:])
	if n > maxDictionary {
		return nil, &Damage{0, "its dictionary is larger than 8 MB"}
	}
	d := make([]byte, 8+n)
	if _, err := io.ReadFull(br, d); err != nil {
		return nil, &Damage{0, "its dictionary breaks off"}
	}
	if d = d[8:]; !bytes.HasPrefix(d, frameMagic) {
		return d, nil
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDictionary))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	if d, err = z.DecodeAll(d, nil); err != nil {
		return nil, &Damage{0, "its dictionary is damaged: " + err.Error()}
	}
	return d, nil
}

// frame gives the bytes of one frame and stops at its end, so that the next one can be found.
type frame struct {
	br    *bufio.Reader
	left  int // bytes to pass before the next thing to look at
	next  func(*frame) error
	sum   bool // a checksum follows the last block
	ended bool
}

var errFrame = errors.New("no Zstandard frame")

func (f *frame) begin(br *bufio.Reader) error {
	head, err := br.Peek(18)
	if len(head) == 0 {
		return err
	}
	var h zstd.Header
	if err := h.Decode(head); err != nil || h.Skippable {
		return errFrame
	}
	*f = frame{br: br, left: h.HeaderSize, next: (*frame).block, sum: h.HasCheckSum}
	return nil
}

// block looks at a block's header.
func (f *frame) block() error {
	head, err := f.br.Peek(3)
	if err != nil {
		return io.ErrUnexpectedEOF
	}
	x := int(head[0]) | int(head[1])<<8 | int(head[2])<<16
	size := x >> 3
	switch x >> 1 & 3 {
	case 1:
		size = 1
	case 3:
		return errFrame
	}
	f.left = 3 + size
	if x&1 == 1 {
		f.next = (*frame).end
		if f.sum {
			f.left += 4
		}
	}
	return nil
}

func (f *frame) end() error {
	f.ended = true
	return io.EOF
}

func (f *frame) Read(p []byte) (int, error) {
	if f.ended {
		return 0, io.EOF
	}
	for f.left == 0 {
		if err := f.next(f); err != nil {
			return 0, err
		}
	}
	n, err := f.br.Read(p[:min(len(p), f.left)])
	f.left -= n
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// discard passes over n bytes, however many.
func discard(br *bufio.Reader, n int64) error {
	for n > 0 {
		k, err := br.Discard(int(min(n, 1<<20)))
		n -= int64(k)
		if err != nil {
			return err
		}
	}
	return nil
}
