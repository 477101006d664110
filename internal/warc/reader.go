package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Reader reads the records of a file in order. It is not safe for concurrent use.
type Reader struct {
	src    *source
	opt    Options
	form   form
	dict   []byte
	m      member
	in     *bufio.Reader // decompressed
	inside bool          // a member is open
	index  int           // records begun in it
	skip   int           // records of the next member that were read before
	lost   bool          // what comes next has to be looked for
	rec    Record
	block  []byte
}

// NewReader reads a file from its beginning. When r can seek, more is found again behind damage.
func NewReader(r io.Reader, o Options) (*Reader, error) { return open(r, Position{}, o) }

// Open reads a file from a position that an earlier reader of it gave.
func Open(r io.ReadSeeker, at Position, o Options) (*Reader, error) { return open(r, at, o) }

func open(in io.Reader, at Position, o Options) (*Reader, error) {
	if o.MaxRecord <= 0 {
		o.MaxRecord = MaxRecord
	}
	r := &Reader{src: newSource(in, 0), opt: o}
	if s := r.src.seek; s != nil {
		if _, err := s.Seek(0, io.SeekStart); err != nil {
			r.src.seek = nil // a pipe
		}
	}
	head, err := r.src.br.Peek(8)
	if err != nil && err != io.EOF {
		return nil, err
	}
	r.form = formOf(head)
	if r.form == zstandard {
		if r.dict, err = dictionary(r.src.br); err != nil {
			return nil, err
		}
	}
	if at.Offset > r.src.offset() {
		if r.src.seek == nil {
			return nil, fmt.Errorf("this file can only be read from its beginning")
		}
		if _, err := r.src.seek.Seek(at.Offset, io.SeekStart); err != nil {
			return nil, err
		}
		r.src.taken = at.Offset
		r.src.br.Reset(counted{r.src})
	}
	r.skip, r.lost = max(at.Skip, 0), at.Skip == looking
	r.m = member{src: r.src, form: r.form}
	if r.form == plain {
		r.in, r.inside = r.src.br, true
	} else {
		r.in = bufio.NewReaderSize(&r.m, MaxHeader)
	}
	return r, nil
}

// Position is where the next record is read from.
func (r *Reader) Position() Position {
	if r.lost && (r.form == plain || !r.inside) {
		return Position{r.src.offset(), looking}
	}
	if r.form == plain || !r.inside {
		return Position{r.src.offset(), r.skip}
	}
	return Position{r.m.from, r.index}
}

// Offset is how many bytes of the file have been read.
func (r *Reader) Offset() int64 { return r.src.offset() }

// errEnd is the end of a member.
var errEnd = errors.New("end of member")

// Next reads the next record; it is valid until the call after. It fails with *Damage for a place that cannot be read, after
// which the next call goes on behind it, with io.EOF at the end, and with what the file's reader said when that failed.
func (r *Reader) Next() (*Record, error) {
	for {
		if !r.inside {
			if err := r.nextMember(); err != nil {
				return nil, err
			}
		}
		if r.lost && !r.catchUp() {
			continue
		}
		rec, err := r.record()
		switch {
		case err == errEnd && r.form == plain:
			return nil, io.EOF
		case err == errEnd:
			r.inside = false
		case r.skip > 0 && (err == nil || isDamage(err)):
			r.skip--
		default:
			return rec, err
		}
	}
}

// nextMember opens the next gzip member or frame. Behind damage it looks for one that holds records.
func (r *Reader) nextMember() error {
	for {
		if r.lost {
			if err := r.seekMember(); err != nil {
				return err
			}
		}
		if r.form == zstandard {
			if err := skip(r.src.br); err != nil {
				return r.end(err)
			}
		}
		at := r.src.offset()
		if _, err := r.src.br.Peek(1); err != nil {
			return err
		}
		err := r.m.open(r.dict)
		if r.src.failed != nil {
			return r.src.failed
		}
		if err == nil {
			r.in.Reset(&r.m)
			r.inside, r.index = true, 0
			if !r.lost {
				return nil
			}
			if b, _ := r.in.Peek(7); isVersion(b) {
				r.lost = false
				return nil
			}
			r.inside = false
		} else if !r.lost {
			r.lost = true
			r.src.back(at + 1)
			if zeros(r.src.br) {
				return io.EOF
			}
			return &Damage{at, "what stands here is no compressed record: the file is damaged or has something else in it"}
		}
		if !r.src.back(at + 1) {
			r.lost = true // go on from where reading has come to
		}
	}
}

func (r *Reader) end(err error) error {
	if err == io.ErrUnexpectedEOF {
		return io.EOF
	}
	return err
}

// zeros reports whether nothing but zero bytes is left, as some storage pads files.
func zeros(br *bufio.Reader) bool {
	b, err := br.Peek(512)
	return err == io.EOF && len(bytes.Trim(b, "\x00")) == 0
}

// seekMember moves to the next place where a member may begin.
func (r *Reader) seekMember() error {
	if r.form == gzipped {
		return r.src.find(gzipMagic[0], 4, func(b []byte) bool { return bytes.HasPrefix(b, gzipMagic) && b[3] < 32 })
	}
	return r.src.find(frameMagic[0], 4, func(b []byte) bool { return bytes.Equal(b, frameMagic) })
}

// catchUp moves to the next record of the open member. It reports whether there is one.
func (r *Reader) catchUp() bool {
	for {
		line, err := r.in.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			if r.form == plain { // the end, or what the next read will tell
				r.lost = false
				return true
			}
			r.inside, r.lost = false, err != io.EOF
			return false
		}
		if b, _ := r.in.Peek(7); len(line) > 0 && line[len(line)-1] == '\n' && isVersion(b) {
			r.lost = false
			return true
		}
	}
}

// record reads one record.
func (r *Reader) record() (*Record, error) {
	if err := blankLines(r.in); err != nil {
		if err == io.EOF {
			return nil, errEnd
		}
		return nil, r.damaged(r.place(), err)
	}
	at := r.place()
	begin := Position{at, r.index}
	if r.form == plain {
		begin.Skip = 0
	}
	r.index++
	length, err := r.head(r.in)
	if err != nil {
		return nil, r.damaged(at, err)
	}
	body := r.src.offset()
	if length > r.opt.MaxRecord {
		if err := discard(r.in, length); err != nil {
			return nil, r.short(at, body, length, err)
		}
		return nil, &Damage{at, fmt.Sprintf("a record of %d bytes: larger than %d MB, passed over", length, r.opt.MaxRecord>>20)}
	}
	if err := r.fill(int(length)); err != nil {
		return nil, r.short(at, body, length, err)
	}
	if err := r.trailer(); err != nil {
		if err == errLonger && r.form == plain {
			r.src.back(body)
		}
		return nil, r.damaged(at, err)
	}
	r.rec.Block, r.rec.At = r.block, begin
	return &r.rec, nil
}

// place is where in the file the next record is.
func (r *Reader) place() int64 {
	if r.form == plain {
		return r.src.offset()
	}
	return r.m.from
}

// fill reads a block. Memory grows with what is there, not with what is said.
func (r *Reader) fill(n int) error {
	const step = 1 << 20
	r.block = r.block[:0]
	for len(r.block) < n {
		k := min(n-len(r.block), step)
		if cap(r.block)-len(r.block) < k {
			grown := make([]byte, len(r.block), min(n, max(2*cap(r.block), len(r.block)+k)))
			copy(grown, r.block)
			r.block = grown
		}
		got, err := io.ReadFull(r.in, r.block[len(r.block):len(r.block)+k])
		r.block = r.block[:len(r.block)+got]
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

var errLonger = errors.New("it is longer than its header says")

// trailer passes over what stands between records: two line ends, or fewer. For a compressed record it also has the checksum looked at.
func (r *Reader) trailer() error {
	for range 4 {
		b, err := r.in.Peek(1)
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case b[0] == '\r' || b[0] == '\n':
			_, _ = r.in.Discard(1)
			continue
		}
		if b, _ := r.in.Peek(7); isVersion(b) {
			return nil // blank lines are missing
		}
		return errLonger
	}
	if r.form != plain {
		if _, err := r.in.Peek(1); err != nil && err != io.EOF {
			return err
		}
	}
	return nil
}

// blankLines passes over empty lines before a record.
func blankLines(in *bufio.Reader) error {
	for {
		b, err := in.Peek(1)
		if err != nil {
			return err
		}
		if b[0] != '\r' && b[0] != '\n' {
			return nil
		}
		_, _ = in.Discard(1)
	}
}

// short is a record that ends before its header says.
func (r *Reader) short(at, body, length int64, err error) error {
	if r.src.failed != nil || err != io.EOF && err != io.ErrUnexpectedEOF || r.form != plain && r.broken() {
		return r.damaged(at, err)
	}
	r.inside, r.lost = r.form == plain, r.form == plain
	if r.form == plain {
		r.src.back(body) // records may be inside what was taken for this one
	}
	return &Damage{at, fmt.Sprintf("a record that should have %d bytes breaks off", length)}
}

// broken reports whether the open member's data itself broke off.
func (r *Reader) broken() bool {
	_, err := r.m.Read(make([]byte, 1))
	return err != io.EOF
}

func isDamage(err error) bool {
	_, ok := err.(*Damage)
	return ok
}

// damaged tells what is wrong and has what comes behind it looked for.
func (r *Reader) damaged(at int64, err error) error {
	if r.src.failed != nil {
		return r.src.failed // the file cannot be read at all
	}
	r.lost = true
	if r.form == plain {
		return &Damage{at, reason(err)}
	}
	switch err {
	case errNoRecord, errHeader, errZero, errLength, errLonger: // the compressed data is sound, what is in it is not
		return &Damage{at, reason(err)}
	}
	r.inside = false
	if err != errBomb {
		r.src.back(at + 1)
	}
	return &Damage{at, reason(err)}
}

func reason(err error) string {
	switch err {
	case errNoRecord:
		return "what stands here is no record: it does not begin with WARC/"
	case io.EOF, io.ErrUnexpectedEOF:
		return "the file breaks off inside a record: get it again to have the rest"
	case errBomb:
		return "a record that expands to more than 200 times its size: not read"
	case errHeader, errZero, errLength, errLonger:
		return "a broken record: " + err.Error()
	}
	return "its compressed data is damaged: " + err.Error()
}
