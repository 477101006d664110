package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/parley-news/parley/internal/fault"
)

const (
	// maxLine bounds one row: a body of the greatest size, which base64 lengthens by a third.
	maxLine = maxBody/3*4 + 64<<20
	// importRows and importBytes bound what is inserted by one statement.
	importRows  = 200
	importBytes = 8 << 20
)

// Import reads what Export wrote, from either database, into an empty one: everything in one transaction, or nothing.
// Identifiers stay as they are. then, where not nil, runs in the same transaction: it says what is to be computed.
func (s *Store) Import(ctx context.Context, r io.ReadSeeker, then func(tx *Tx) error, progress func(done int)) (x Exchange, err error) {
	defer fault.Wrap(&err, "import")
	err = s.Write(ctx, func(tx *Tx) error {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return err
		}
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
		if err != nil {
			return err
		}
		defer z.Close()
		i := &importer{tx: tx, r: bufio.NewReaderSize(whileAsked{ctx, z}, 1<<20), sum: sha256.New(), rows: map[string]int{}, progress: progress}
		if err := i.all(ctx); err != nil {
			return err
		}
		x = Exchange{i.rows}
		if then != nil {
			return then(tx)
		}
		return nil
	})
	return x, err
}

// importer reads one archive into one transaction.
type importer struct {
	tx       *Tx
	r        *bufio.Reader
	sum      hash.Hash
	rows     map[string]int
	done     int
	progress func(done int)

	head    tableHead
	names   []string
	pending []any // values of whole rows that wait to be inserted
	bytes   int
}

// errTorn and errCut say the same of an archive that ends between two lines and within one.
var (
	errTorn = fault.Errorf(fault.Invalid, "the file ends before the archive does: it was cut off, or its writing was interrupted")
	errCut  = fault.Errorf(fault.Invalid, "the file ends before the archive does: it was cut off, or its writing was interrupted")
)

func (i *importer) all(ctx context.Context) error {
	if err := i.open(ctx); err != nil {
		return err
	}
	for {
		before := hex.EncodeToString(i.sum.Sum(nil))
		line, err := i.line()
		if err != nil {
			return err
		}
		switch {
		case line[0] == '[':
			err = i.row(ctx, line)
		case strings.HasPrefix(string(line[:min(len(line), 6)]), `{"end"`):
			if err := i.flush(ctx); err != nil {
				return err
			}
			return i.end(line, before)
		default:
			err = i.table(ctx, line)
		}
		if err != nil {
			return err
		}
	}
}

// open checks that the file is an archive that this Parley knows and that the database is empty.
func (i *importer) open(ctx context.Context) error {
	line, err := i.line()
	if errors.Is(err, errCut) {
		return err
	}
	var h exchangeHead
	if err == nil {
		err = json.Unmarshal(line, &h)
	}
	if err != nil || h.Parley != "archive" {
		return fault.Errorf(fault.Invalid, "this is no archive of Parley: name a file that “parley export” wrote")
	}
	schema, err := newestMigration(i.tx.dialect.name())
	if err != nil {
		return err
	}
	if h.Format != exchangeFormat || h.Schema > schema {
		return fault.Errorf(fault.Invalid, "the archive was written by a newer Parley (format %d, tables %d; this one knows %d and %d): import it with that one", h.Format, h.Schema, exchangeFormat, schema)
	}
	for _, t := range tables {
		columns, err := i.tx.columns(ctx, t.name)
		if err != nil {
			return err
		}
		if !t.moves() || len(columns) == 0 {
			continue
		}
		if t.name == "grouping_state" { // has its one row from the beginning
			if _, err := i.tx.Exec(ctx, "delete from "+t.name); err != nil {
				return err
			}
			continue
		}
		var n int
		if err := i.tx.one(ctx, t.name, "select count(*) from (select 1 from "+t.name+" limit 1) x", nil, &n); err != nil {
			return err
		}
		if n > 0 {
			return fault.Errorf(fault.Exists, "the database is not empty (table %s): name an empty one with --data-dir or --database", t.name)
		}
	}
	return nil
}

func (i *importer) line() ([]byte, error) {
	var line []byte
	for {
		part, err := i.r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			return nil, fault.Errorf(fault.TooLarge, "a row is longer than %d MB", maxLine>>20)
		}
		line = append(line, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF):
			return nil, errTorn
		case errors.Is(err, io.ErrUnexpectedEOF):
			return nil, errCut
		case err != nil:
			return nil, fault.Errorf(fault.Invalid, "the file cannot be read: %w", err)
		}
		i.sum.Write(line)
		return line, nil
	}
}

func (i *importer) table(ctx context.Context, line []byte) error {
	if err := i.flush(ctx); err != nil {
		return err
	}
	i.head, i.names = tableHead{}, nil
	if err := json.Unmarshal(line, &i.head); err != nil {
		return fault.Errorf(fault.Invalid, "a line is neither a table nor a row: the file is damaged")
	}
	name := i.head.Table
	if !slices.ContainsFunc(tables, func(t table) bool { return t.name == name && t.moves() }) {
		return fault.Errorf(fault.Invalid, "this Parley has no table %q that moves", name)
	}
	if _, twice := i.rows[name]; twice {
		return fault.Errorf(fault.Invalid, "table %s comes twice: the file is damaged", name)
	}
	i.rows[name] = 0
	if err := checkKinds(name, i.head.Columns); err != nil {
		return err
	}
	have, err := i.tx.columns(ctx, name)
	if err != nil {
		return err
	}
	for _, c := range i.head.Columns {
		if !slices.Contains(have, c) {
			return fault.Errorf(fault.Invalid, "table %s has no column %s of type %s here", name, c[0], c[1])
		}
		i.names = append(i.names, c[0])
	}
	return nil
}

func (i *importer) row(ctx context.Context, line []byte) error {
	var cells []json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil || len(cells) != len(i.names) || len(cells) == 0 {
		return fault.Errorf(fault.Invalid, "table %s, row %d is damaged", i.head.Table, i.rows[i.head.Table]+1)
	}
	values := make([]any, len(cells))
	for k, c := range cells {
		v, err := parseCell(i.head.Columns[k][1], c)
		if err != nil {
			return fault.Errorf(fault.Invalid, "table %s, row %d, column %s is damaged: %w", i.head.Table, i.rows[i.head.Table]+1, i.names[k], err)
		}
		values[k] = v
	}
	if i.head.Table == "capture" {
		if err := i.tx.store.outlineBody(ctx, i.names, values); err != nil {
			return err
		}
	}
	i.pending = append(i.pending, values...)
	i.bytes += len(line)
	i.rows[i.head.Table]++
	if i.done++; i.progress != nil && i.done%64 == 0 {
		i.progress(i.done)
	}
	if len(i.pending)/len(i.names) >= importRows || i.bytes >= importBytes {
		return i.flush(ctx)
	}
	return nil
}

// flush inserts the rows that wait.
func (i *importer) flush(ctx context.Context) error {
	if len(i.pending) == 0 {
		return nil
	}
	var q strings.Builder
	fmt.Fprintf(&q, "insert into %s (%s) values ", i.head.Table, strings.Join(i.names, ", "))
	for k := range i.pending {
		switch {
		case k == 0:
			q.WriteByte('(')
		case k%len(i.names) == 0:
			q.WriteString("),(")
		default:
			q.WriteByte(',')
		}
		fmt.Fprintf(&q, "$%d", k+1)
	}
	q.WriteByte(')')
	_, err := i.tx.Exec(ctx, q.String(), i.pending...)
	i.pending, i.bytes = i.pending[:0], 0
	if err != nil {
		return fmt.Errorf("table %s: %w", i.head.Table, err)
	}
	return nil
}

// end checks that what was read is what was written.
func (i *importer) end(line []byte, sum string) error {
	var e exchangeEnd
	if err := json.Unmarshal(line, &e); err != nil || !e.End {
		return errTorn
	}
	if e.SHA256 != sum || !maps.Equal(e.Rows, i.rows) {
		return fault.Errorf(fault.Invalid, "the archive is not as it was written: its sum or its counts differ; nothing was imported")
	}
	if _, err := i.r.ReadByte(); !errors.Is(err, io.EOF) {
		return fault.Errorf(fault.Invalid, "something follows the end of the archive; nothing was imported")
	}
	return nil
}
