package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/parley-news/parley/internal/fault"
)

// An archive on its way to another database is a stream of lines of JSON, compressed with Zstandard:
//
//	{"parley":"archive","format":1,"schema":9,"made":"2026-11-20T00:00:00Z","from":"sqlite"}
//	{"table":"capture","fate":"primary","columns":[["id","bigint"],["url","text"],…]}
//	["812","https://…",…]                one row a line, in the order of columns
//	…                                    further tables, each after its head
//	{"end":true,"rows":{"capture":1,…},"sha256":"…"}
//
// A bigint is a string of digits, so that no reader rounds it; bytea is base64; text, boolean and double
// precision are themselves; what is absent is null. sha256 is of all bytes before the last line. Bodies of captures are always in the
// stream, wherever they lie. The tables are those whose fate is Primary or Ledger; all else is computed again.

// exchangeFormat is the number of the format above.
const exchangeFormat = 1

// exchangeHead is the first line.
type exchangeHead struct {
	Parley string `json:"parley"`
	Format int    `json:"format"`
	Schema int64  `json:"schema"`
	Made   string `json:"made"`
	From   string `json:"from"`
}

// tableHead stands before the rows of a table.
type tableHead struct {
	Table   string      `json:"table"`
	Fate    Fate        `json:"fate"`
	Columns [][2]string `json:"columns"`
}

// exchangeEnd is the last line.
type exchangeEnd struct {
	End    bool           `json:"end"`
	Rows   map[string]int `json:"rows"`
	SHA256 string         `json:"sha256"`
}

// Exchange is what moved.
type Exchange struct {
	Rows map[string]int // by table
}

// moves reports whether a table moves with an archive.
func (t table) moves() bool { return t.fate == Primary || t.fate == Ledger }

// columns reads the columns of a table with their types as PostgreSQL names them; none when there is no such table.
func (r reader) columns(ctx context.Context, name string) (out [][2]string, err error) {
	query := "select name, type from pragma_table_info($1) order by cid"
	if r.dialect.postgres {
		query = "select column_name::text, data_type::text from information_schema.columns where table_schema = current_schema() and table_name = $1 order by ordinal_position"
	}
	err = r.Query(ctx, query, func(row func(...any) error) error {
		var c [2]string
		err := row(&c[0], &c[1])
		c[1] = strings.ToLower(c[1])
		out = append(out, c)
		return err
	}, name)
	return out, err
}

// cell holds one value of a row on its way between a database and JSON.
type cell struct {
	kind string
	n    sql.Null[int64]
	s    sql.Null[string]
	b    sql.Null[bool]
	f    sql.Null[float64]
	raw  []byte
}

// dest is where a row is scanned to.
func (c *cell) dest() any {
	switch c.kind {
	case "bigint":
		return &c.n
	case "text":
		return &c.s
	case "boolean":
		return &c.b
	case "double precision":
		return &c.f
	}
	return &c.raw
}

// value is the cell as JSON takes it.
func (c *cell) value() any {
	switch {
	case c.kind == "bigint" && c.n.Valid:
		return strconv.FormatInt(c.n.V, 10)
	case c.kind == "text" && c.s.Valid:
		return c.s.V
	case c.kind == "boolean" && c.b.Valid:
		return c.b.V
	case c.kind == "double precision" && c.f.Valid:
		return c.f.V
	case c.kind == "bytea" && c.raw != nil:
		return c.raw
	}
	return nil
}

// parseCell reads a value of a kind from JSON, as a database takes it.
func parseCell(kind string, data json.RawMessage) (any, error) {
	if string(data) == "null" {
		return nil, nil
	}
	switch kind {
	case "bigint":
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return nil, err
		}
		return strconv.ParseInt(s, 10, 64)
	case "boolean":
		var b bool
		err := json.Unmarshal(data, &b)
		return b, err
	case "double precision":
		var f float64
		err := json.Unmarshal(data, &f)
		return f, err
	case "bytea":
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(s)
	case "text":
		var s string
		err := json.Unmarshal(data, &s)
		return s, err
	}
	return nil, fault.Errorf(fault.Invalid, "type %q is none of this archive's", kind)
}

// checkKinds refuses columns of a type that does not move.
func checkKinds(name string, columns [][2]string) error {
	for _, c := range columns {
		switch c[1] {
		case "bigint", "text", "boolean", "double precision", "bytea":
		default:
			return fmt.Errorf("table %s: column %s is of type %s, which does not move between databases", name, c[0], c[1])
		}
	}
	return nil
}
