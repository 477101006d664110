package warc

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	errNoRecord = errors.New("no record begins here")
	errHeader   = errors.New("its header is larger than 64 kB or has more than 500 lines")
	errZero     = errors.New("its header holds zero bytes")
	errLength   = errors.New("its header does not say how long it is")
)

// isVersion reports whether bytes begin as a record does.
func isVersion(b []byte) bool {
	return len(b) >= 7 && string(b[:5]) == "WARC/" && (b[5] == '0' || b[5] == '1') && b[6] == '.'
}

// head reads a record's header and how long its block is said to be.
func (r *Reader) head(in *bufio.Reader) (length int64, err error) {
	if b, err := in.Peek(7); !isVersion(b) {
		if err != nil && err != io.EOF {
			return 0, err
		}
		return 0, errNoRecord
	}
	rec := &r.rec
	*rec = Record{Header: rec.Header[:0], Block: rec.Block[:0]}
	size := 0
	for lines := 0; ; lines++ {
		line, err := in.ReadSlice('\n')
		size += len(line)
		if size > MaxHeader || lines > MaxFields || err == bufio.ErrBufferFull {
			return 0, errHeader
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if bytes.IndexByte(line, 0) >= 0 {
			return 0, errZero
		}
		switch {
		case lines == 0:
			rec.Version = string(bytes.TrimSpace(line[5:]))
		case len(line) == 0:
			return r.meaning()
		default:
			rec.Header = appendField(rec.Header, line)
		}
	}
}

// appendField adds a header line; one that begins with white space goes on from the line before.
func appendField(f Fields, line []byte) Fields {
	if line[0] == ' ' || line[0] == '\t' {
		if len(f) > 0 {
			last := &f[len(f)-1]
			last.Value = strings.TrimSpace(last.Value + " " + clean(line))
		}
		return f
	}
	name, value, ok := bytes.Cut(line, []byte{':'})
	if !ok {
		return f // a line that says nothing
	}
	return append(f, Field{clean(name), clean(value)})
}

func clean(b []byte) string {
	b = bytes.TrimSpace(b)
	if !utf8.Valid(b) {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(b)
}

// meaning takes the fields that every record has out of the header.
func (r *Reader) meaning() (length int64, err error) {
	rec := &r.rec
	length = -1
	for _, f := range rec.Header {
		switch {
		case strings.EqualFold(f.Name, "WARC-Type"):
			rec.Type = Type(strings.ToLower(f.Value))
		case strings.EqualFold(f.Name, "WARC-Record-ID"):
			rec.ID = bare(f.Value)
		case strings.EqualFold(f.Name, "WARC-Date"):
			rec.Date = date(f.Value)
		case strings.EqualFold(f.Name, "WARC-Target-URI"):
			rec.TargetURI = bare(f.Value)
		case strings.EqualFold(f.Name, "Content-Type"):
			rec.ContentType = f.Value
		case strings.EqualFold(f.Name, "Content-Length") && length < 0:
			n, err := strconv.ParseInt(f.Value, 10, 64)
			if err != nil || n < 0 {
				return 0, errLength
			}
			length = n
		}
	}
	if length < 0 {
		return 0, errLength
	}
	return length, nil
}

// bare is an address without the angle brackets that some writers put around it.
func bare(s string) string {
	if len(s) > 1 && s[0] == '<' && s[len(s)-1] == '>' {
		return s[1 : len(s)-1]
	}
	return s
}

// date reads a WARC-Date; 1.1 allows fractions of seconds and less than a whole date.
func date(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z", "2006-01-02T15:04:05", "2006-01-02", "2006-01", "2006", "20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
