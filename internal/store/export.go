package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/parley-news/parley/internal/fault"
)

// Export writes all that cannot be computed again, and the ledger of identifiers, as of this moment: others may go on
// writing meanwhile. Memory does not grow with the archive. progress, where not nil, is called with rows. What was written is whole only if the error is nil.
func (s *Store) Export(ctx context.Context, w io.Writer, progress func(done, total int)) (x Exchange, err error) {
	defer fault.Wrap(&err, "export")
	unknown, err := s.TablesWithoutFate(ctx)
	if err != nil {
		return x, err
	}
	if len(unknown) > 0 {
		return x, fault.Errorf(fault.Invalid, "this Parley does not know what table %s is for: run the one that made it", unknown[0])
	}
	isolation := sql.LevelDefault
	if s.dialect.postgres {
		isolation = sql.LevelRepeatableRead
	}
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{Isolation: isolation, ReadOnly: s.dialect.postgres})
	if err != nil {
		return x, s.dialect.fault(err)
	}
	defer func() { _ = tx.Rollback() }()
	z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return x, err
	}
	e := &exporter{store: s, reader: reader{tx, s.dialect, s.opt}, w: z, sum: sha256.New(), rows: map[string]int{}, progress: progress}
	if err := e.all(ctx); err != nil {
		_ = z.Close()
		return x, outOfSpace(err)
	}
	return Exchange{e.rows}, outOfSpace(z.Close())
}

// exporter writes one archive from one snapshot.
type exporter struct {
	reader
	store       *Store
	w           io.Writer
	sum         hash.Hash
	rows        map[string]int
	done, total int
	progress    func(done, total int)
}

func (e *exporter) all(ctx context.Context) error {
	schema, err := newestMigration(e.dialect.name())
	if err != nil {
		return err
	}
	head := exchangeHead{"archive", exchangeFormat, schema, e.store.Now().Format(time.RFC3339), e.dialect.name()}
	if err := e.line(head); err != nil {
		return err
	}
	heads, err := e.heads(ctx)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if err := e.table(ctx, h); err != nil {
			return fmt.Errorf("table %s: %w", h.Table, err)
		}
	}
	return e.line(exchangeEnd{true, e.rows, hex.EncodeToString(e.sum.Sum(nil))})
}

func (e *exporter) heads(ctx context.Context) (out []tableHead, err error) {
	for _, t := range tables {
		if !t.moves() {
			continue
		}
		columns, err := e.columns(ctx, t.name)
		if err != nil {
			return nil, err
		}
		if len(columns) == 0 {
			continue
		}
		if err := checkKinds(t.name, columns); err != nil {
			return nil, err
		}
		var n int
		if err := e.one(ctx, t.name, "select count(*) from "+t.name, nil, &n); err != nil {
			return nil, err
		}
		e.total += n
		out = append(out, tableHead{t.name, t.fate, columns})
	}
	return out, nil
}

func (e *exporter) line(v any) error {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	e.sum.Write([]byte(b.String()))
	_, err := io.WriteString(e.w, b.String())
	return err
}

func (e *exporter) table(ctx context.Context, h tableHead) error {
	if err := e.line(h); err != nil {
		return err
	}
	e.rows[h.Table] = 0
	cells := make([]cell, len(h.Columns))
	dest, names := make([]any, len(cells)), make([]string, len(cells))
	for i, c := range h.Columns {
		cells[i].kind, names[i] = c[1], c[0]
	}
	values := make([]any, len(cells))
	return e.Query(ctx, "select "+strings.Join(names, ", ")+" from "+h.Table, func(row func(...any) error) error {
		for i := range cells {
			cells[i] = cell{kind: cells[i].kind}
			dest[i] = cells[i].dest()
		}
		if err := row(dest...); err != nil {
			return err
		}
		for i := range cells {
			values[i] = cells[i].value()
		}
		if h.Table == "capture" {
			if err := e.store.inlineBody(ctx, names, values); err != nil {
				return err
			}
		}
		e.rows[h.Table]++
		if e.done++; e.progress != nil && e.done%64 == 0 {
			e.progress(e.done, e.total)
		}
		return e.line(values)
	})
}
