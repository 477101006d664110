package warc

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/parley-news/parley/internal/fault"
)

// Writer writes WARC 1.1 records, each a gzip member of its own. It is not safe for concurrent use.
type Writer struct {
	out  io.Writer
	zip  *gzip.Writer // nil: uncompressed
	size int64
}

// NewWriter makes a writer; compress says whether records are gzip members.
func NewWriter(w io.Writer, compress bool) *Writer {
	x := &Writer{out: w}
	if compress {
		x.zip = gzip.NewWriter(w)
	}
	return x
}

// RecordID makes a record's identifier out of what the record is; the same parts give the same one.
func RecordID(parts ...string) string {
	sum := sha1.Sum([]byte("parley\x00" + strings.Join(parts, "\x00")))
	u := sum[:16]
	u[6], u[8] = u[6]&15|5<<4, u[8]&63|128
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// Write writes a record. Type, ID, Date, TargetURI and ContentType are written from the fields of r, with what else
// Header holds; the block's digest is added, and for a response that of its payload. A value with a line end in it is fault.Invalid.
func (w *Writer) Write(r Record) error {
	var b bytes.Buffer
	b.WriteString("WARC/1.1\r\n")
	fields := Fields{{"WARC-Type", string(r.Type)}, {"WARC-Record-ID", "<" + r.ID + ">"}, {"WARC-Date", r.Date.UTC().Format("2006-01-02T15:04:05.999999999Z07:00")}}
	if r.TargetURI != "" {
		fields = append(fields, Field{"WARC-Target-URI", r.TargetURI})
	}
	for _, f := range r.Header {
		if !w.own(f.Name) {
			fields = append(fields, f)
		}
	}
	fields = append(fields, Field{"WARC-Block-Digest", Digest(r.Block)})
	if r.Type == Response {
		if i := bytes.Index(r.Block, []byte("\r\n\r\n")); i >= 0 {
			fields = append(fields, Field{"WARC-Payload-Digest", Digest(r.Block[i+4:])})
		}
	}
	if r.ContentType != "" {
		fields = append(fields, Field{"Content-Type", r.ContentType})
	}
	fields = append(fields, Field{"Content-Length", fmt.Sprint(len(r.Block))})
	for _, f := range fields {
		if strings.ContainsAny(f.Name+f.Value, "\r\n\x00") {
			return fault.Errorf(fault.Invalid, "record %s: %s holds a line end or a zero byte", r.ID, f.Name)
		}
		b.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	b.WriteString("\r\n")
	return w.put(b.Bytes(), r.Block, []byte("\r\n\r\n"))
}

// own reports whether the writer itself writes a field.
func (w *Writer) own(name string) bool {
	switch strings.ToLower(name) {
	case "warc-type", "warc-record-id", "warc-date", "warc-target-uri", "warc-block-digest", "warc-payload-digest", "content-type", "content-length":
		return true
	}
	return false
}

func (w *Writer) put(parts ...[]byte) error {
	to := io.Writer(sized{w})
	if w.zip != nil {
		w.zip.Reset(to)
		to = w.zip
	}
	for _, p := range parts {
		if _, err := to.Write(p); err != nil {
			return err
		}
	}
	if w.zip != nil {
		return w.zip.Close()
	}
	return nil
}

// Size is how many bytes have been written.
func (w *Writer) Size() int64 { return w.size }

type sized struct{ w *Writer }

func (s sized) Write(p []byte) (int, error) {
	n, err := s.w.out.Write(p)
	s.w.size += int64(n)
	return n, err
}

// InfoRecord is the record that a file begins with: what made it, and how.
func InfoRecord(file string, at time.Time, fields Fields) Record {
	var b bytes.Buffer
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, strings.Join(strings.Fields(f.Value), " "))
	}
	return Record{
		Type: Info, ID: RecordID("warcinfo", file, at.UTC().String()), Date: at, ContentType: "application/warc-fields",
		Header: Fields{{"WARC-Filename", strings.Join(strings.Fields(file), " ")}}, Block: b.Bytes(),
	}
}
