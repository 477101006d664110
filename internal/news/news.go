// Package news holds the nouns of the product: what an outlet published, what
// Parley found in it, and how the findings hang together. Start with Document,
// Article, Story, Statement and Claim.
//
// The types are plain values: no SQL, no JSON, no behaviour that needs more than
// the value itself. Spans are byte offsets into the Text of one immutable Version.
package news

import (
	"strconv"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Identifiers are 63-bit, positive, made by Parley and ordered by time; each noun has its own type. Zero means none.
type (
	OutletID    int64
	SourceID    int64
	CaptureID   int64
	ArticleID   int64
	VersionID   int64
	CopyID      int64
	OriginID    int64
	StoryID     int64
	StorylineID int64
	StatementID int64
	ClaimID     int64
	FigureID    int64
	EventID     int64
)

// ParseID reads an identifier as it stands in addresses and JSON: a positive decimal number.
func ParseID[T ~int64](s string) (T, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.Errorf(fault.Invalid, "%q is no identifier", s)
	}
	return T(n), nil
}

// IDs makes identifiers: milliseconds since 2020 in the upper 41 bits, the node in 6
// bits, a counter in the lower 16. It is safe for concurrent use and never goes backwards, whatever the clock does.
type IDs struct {
	clock func() time.Time

	mu    sync.Mutex
	node  int64
	last  int64 // milliseconds since the epoch of the last identifier
	n     int64
	until int64 // where not zero: the clock is not followed beyond
}

var idEpoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// MaxNodes is how many processes may make identifiers for one database.
const MaxNodes = 64

const counts = 1 << 16

// NewIDs makes a generator. Two processes on one database need different nodes, 0 to 63.
func NewIDs(clock func() time.Time, node int) *IDs {
	return &IDs{clock: clock, node: int64(node) & (MaxNodes - 1)}
}

// Next returns a new identifier, greater than all before it.
func (g *IDs) Next() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	ms := g.clock().Sub(idEpoch).Milliseconds()
	switch {
	case ms > g.last && (g.until == 0 || ms <= g.until):
		g.last, g.n = ms, 0
	case g.n < counts-1:
		g.n++
	default:
		g.last, g.n = g.last+1, 0
	}
	return g.last<<22 | g.node<<16 | g.n
}

// Millis is the moment in an identifier, in milliseconds since 2020.
func Millis(id int64) int64 { return id >> 22 }

// Reserve says which identifiers are the generator's: those of a node later than after and up to until,
// both in milliseconds since 2020. Where the clock says more than until, identifiers go on from the last one
// instead; 65,536 fit in each millisecond. So a process that lost its node number without noticing makes none that its successor makes.
func (g *IDs) Reserve(node int, after, until int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.node, g.until = int64(node)&(MaxNodes-1), until
	if after > g.last {
		g.last, g.n = after, counts-1 // the next one is of the millisecond that follows
	}
}

// Follow lets the generator follow the clock up to a later moment.
func (g *IDs) Follow(until int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.until = max(g.until, until)
}

// Clock is the moment of the last identifier and what the clock says, in milliseconds since 2020.
func (g *IDs) Clock() (last, now int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.last, g.clock().Sub(idEpoch).Milliseconds()
}
