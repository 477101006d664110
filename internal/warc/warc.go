// Package warc reads and writes web archives: WARC 1.1 (1.0 and 0.18 in reading), with every record in a gzip
// member or a Zstandard frame of its own, with many in one, or uncompressed. Start with Open, Reader.Next,
// Captures and Writer.
//
// Reading is streaming: one record is in memory at a time, and every size is bounded. Damage is told with its
// place and reason, and reading goes on behind it. Nothing here opens files or reaches the network.
package warc

import (
	"fmt"
	"strings"
	"time"
)

// Type is what a record holds.
type Type string

// The types of record.
const (
	Info         Type = "warcinfo"     // about the file
	Response     Type = "response"     // what a server answered
	Resource     Type = "resource"     // a thing without a protocol around it
	Request      Type = "request"      // what was asked
	Metadata     Type = "metadata"     // about another record
	Revisit      Type = "revisit"      // the same as before
	Conversion   Type = "conversion"   // another record in another form: WET is page text
	Continuation Type = "continuation" // further part of a record that was split
)

// Field is one line of a header.
type Field struct{ Name, Value string }

// Fields are header lines in order.
type Fields []Field

// Get returns the value of the first field of a name, whatever its case, or "".
func (f Fields) Get(name string) string {
	for i := range f {
		if strings.EqualFold(f[i].Name, name) {
			return f[i].Value
		}
	}
	return ""
}

// Record is one record.
type Record struct {
	Version     string // "1.1"
	Type        Type
	ID          string // WARC-Record-ID, without angle brackets
	Date        time.Time
	TargetURI   string // without angle brackets
	ContentType string
	Header      Fields // all of it, the fields above included
	Block       []byte // valid until the next call of Next
	At          Position
}

// Position is a place in a file from which reading can go on. For a compressed file Offset is where a member
// begins, and Skip the records of it that come before; members with one record each, as the format asks for, have no Skip.
type Position struct {
	Offset int64
	Skip   int
}

// looking is the Skip of a position behind damage: what comes next has to be looked for.
const looking = -1

// The bounds of reading.
const (
	MaxRecord  = 64 << 20 // of a block; larger ones are told and passed over
	MaxHeader  = 64 << 10 // of a record's header
	MaxFields  = 500
	freeRatio  = 200      // what is more than this many times its compressed size, and
	freeExpand = 16 << 20 // larger than this, is a bomb
)

// Options are how to read. The zero value is right.
type Options struct {
	MaxRecord int64 // default MaxRecord
}

// Damage is a place in a file that could not be read. Reading goes on behind it.
type Damage struct {
	Offset int64 // in the file
	Reason string
}

func (d *Damage) Error() string { return fmt.Sprintf("at byte %d: %s", d.Offset, d.Reason) }
