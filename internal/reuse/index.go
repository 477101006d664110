package reuse

import (
	"slices"
	"time"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/sketch"
)

const (
	sampleLevel = 2   // every fourth shingle, for a text of usual length
	maxSample   = 192 // shingles kept of one article
	cacheSize   = 256 // texts kept ready for alignment
)

// Index holds sketches of the articles of a window of time. It is not safe for concurrent use.
type Index struct {
	opts    Options
	entries []entry
	byID    map[news.ArticleID]uint32
	byURL   map[string]uint32
	byCited map[string][]uint32 // by address key: documents whose notices give it
	table   postings
	dead    int
	ready   cache
	search  scratch
}

// entry is what the index keeps of one article besides its postings.
type entry struct {
	id       news.ArticleID
	time     int64 // Unix seconds; 0 when unknown
	sample   sketch.Sample
	group    uint32 // first document of the texts that are mostly one
	gone     bool
	url      string // address key
	outlet   string
	title    string
	text     string        // kept only where Options.Text is nil
	declares []declaration // what its notices say
}

// New makes an empty index.
func New(o Options) *Index {
	return &Index{opts: o, byID: map[news.ArticleID]uint32{}, byURL: map[string]uint32{}, byCited: map[string][]uint32{}, ready: cache{bodies: map[uint32]*body{}}}
}

// put records d and returns its number. A document that is there already is replaced under the same number.
func (x *Index) put(d Doc, b *body, found matches) uint32 {
	if old, ok := x.byID[d.ID]; ok {
		x.drop(old)
	}
	n := uint32(len(x.entries))
	e := entry{id: d.ID, sample: found.sample, group: n, url: addressKey(d.URL), outlet: d.Outlet, title: d.Title, declares: declarations(d)}
	if !d.Time.IsZero() {
		e.time = d.Time.Unix()
	}
	if x.opts.Text == nil {
		e.text = d.Text
	}
	if g, ok := found.group(x); ok {
		e.group = g
	}
	x.append(e)
	x.ready.put(n, b)
	return n
}

func (x *Index) append(e entry) {
	n := uint32(len(x.entries))
	x.entries = append(x.entries, e)
	x.byID[e.id] = n
	if e.url != "" {
		x.byURL[e.url] = n
	}
	for _, c := range e.declares {
		if c.addr != "" {
			x.byCited[c.addr] = append(x.byCited[c.addr], n)
		}
	}
	for _, h := range e.sample.Hashes {
		x.table.add(h, n)
	}
}

func (x *Index) drop(n uint32) {
	e := &x.entries[n]
	delete(x.byID, e.id)
	if x.byURL[e.url] == n {
		delete(x.byURL, e.url)
	}
	*e = entry{gone: true, group: e.group}
	x.ready.drop(n)
	x.dead++
}

// Evict forgets the documents older than before. Those without a time stay.
func (x *Index) Evict(before time.Time) {
	limit := before.Unix()
	for n := range x.entries {
		if e := &x.entries[n]; !e.gone && e.time != 0 && e.time < limit {
			x.drop(uint32(n))
		}
	}
	if x.dead*2 > len(x.entries) {
		x.rebuild()
	}
}

// rebuild renumbers the documents that are left, in the order in which they came.
func (x *Index) rebuild() {
	old := x.entries
	x.entries, x.dead = nil, 0
	x.table = postings{}
	x.byCited = map[string][]uint32{}
	x.ready = cache{bodies: map[uint32]*body{}}
	x.search = scratch{}
	groups := map[uint32]uint32{}
	for _, e := range old {
		if e.gone {
			continue
		}
		n := uint32(len(x.entries))
		if _, ok := groups[e.group]; !ok {
			groups[e.group] = n
		}
		e.group = groups[e.group]
		x.append(e)
	}
}

// bodyOf returns the text of a document ready for alignment, or nil when it cannot be had.
func (x *Index) bodyOf(n uint32) *body {
	if b := x.ready.bodies[n]; b != nil {
		return b
	}
	s := x.entries[n].text
	if x.opts.Text != nil {
		s = x.opts.Text(x.entries[n].id)
	}
	if s == "" {
		return nil
	}
	b := bodyOf(s)
	x.ready.put(n, b)
	return b
}

// cache holds the texts used last, by age of entry.
type cache struct {
	bodies map[uint32]*body
	order  []uint32
}

func (c *cache) put(n uint32, b *body) {
	for len(c.order) >= cacheSize {
		delete(c.bodies, c.order[0])
		c.order = c.order[1:]
	}
	c.bodies[n] = b
	c.order = append(c.order, n)
}

func (c *cache) drop(n uint32) {
	delete(c.bodies, n)
	if i := slices.Index(c.order, n); i >= 0 {
		c.order = slices.Delete(c.order, i, i+1)
	}
}
