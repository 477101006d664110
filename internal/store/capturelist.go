package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/urlkey"
)

// CaptureRow is a capture in a list, without its bytes.
type CaptureRow struct {
	ID          news.CaptureID
	URL         string
	Source      news.SourceID
	Time        time.Time
	Status      int
	ContentType string
	Size        int64 // as received
	Stored      int64 // compressed
	Hash        string
	Purged      time.Time
	State       string // in extraction; "" while it waits
	Reason      string // why it gave no article
}

const captureRowColumns = "c.id, c.url, c.source, c.time, c.status, c.content_type, c.size, length(c.body), c.hash, c.purged, coalesce(s.state, ''), coalesce(s.reason, '')"

func scanCaptureRow(row func(...any) error) (c CaptureRow, err error) {
	var at, purged int64
	err = row(&c.ID, &c.URL, &c.Source, &at, &c.Status, &c.ContentType, &c.Size, &c.Stored, &c.Hash, &purged, &c.State, &c.Reason)
	c.Time, c.Purged = fromMicros(at), fromMicros(purged)
	return c, err
}

// CaptureFilter chooses captures. The zero value chooses all.
type CaptureFilter struct {
	Address string // whole or its beginning; with or without https:// and www.
	Outlet  news.OutletID
	Source  news.SourceID
	Reason  string // why it gave no article, exactly
	After   string
	Limit   int // default 50
}

// CaptureList reads a page of captures, the latest first.
func (r reader) CaptureList(ctx context.Context, f CaptureFilter) (out []CaptureRow, next string, err error) {
	_, last, err := parseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	if f.Limit == 0 {
		f.Limit = 50
	}
	c := &conditions{}
	c.add("c.id < %s", last)
	if f.Address != "" {
		c.beginsWith("c.url", addressForms(f.Address))
	}
	if f.Source != 0 {
		c.add("c.source = %s", int64(f.Source))
	}
	if f.Outlet != 0 {
		c.add("exists (select 1 from version v join article a on a.id = v.article where v.capture = c.id and a.outlet = %s)", int64(f.Outlet))
	}
	from := "capture c left join stage_state s on s.stage = 'extract' and s.item = c.id"
	if f.Reason != "" {
		from = "stage_state s join capture c on c.id = s.item"
		c.add("s.stage = 'extract' and s.state = 'empty' and s.reason = %s", f.Reason)
	}
	c.args = append(c.args, f.Limit)
	err = r.Query(ctx, "select "+captureRowColumns+" from "+from+" where "+strings.Join(c.where, " and ")+" order by c.id desc limit $"+strconv.Itoa(len(c.args)), func(row func(...any) error) error {
		x, err := scanCaptureRow(row)
		out = append(out, x)
		return err
	}, c.args...)
	if err == nil && len(out) == f.Limit {
		next = cursor(0, int64(out[len(out)-1].ID))
	}
	return out, next, err
}

// beginsWith adds that a column begins with one of the forms.
func (c *conditions) beginsWith(column string, forms []string) {
	var parts []string
	for _, lo := range forms {
		c.args = append(c.args, lo, lo+"\U0010ffff")
		parts = append(parts, column+" >= $"+strconv.Itoa(len(c.args)-1)+" and "+column+" < $"+strconv.Itoa(len(c.args)))
	}
	c.where = append(c.where, "("+strings.Join(parts, " or ")+")")
}

// addressForms are the ways in which an address that somebody typed may be kept.
func addressForms(typed string) []string {
	typed = strings.TrimSpace(typed)
	if strings.HasPrefix(typed, "file:") {
		return []string{typed}
	}
	rest := typed
	for _, scheme := range []string{"https://", "http://"} {
		rest = strings.TrimPrefix(rest, scheme)
	}
	rest = strings.TrimPrefix(rest, "www.")
	if host, path, ok := strings.Cut(rest, "/"); ok {
		if key := urlkey.Key("https://" + host); key != "" {
			host = key
		}
		rest = host + "/" + path
	}
	return []string{"https://" + rest, "https://www." + rest, "http://" + rest, "http://www." + rest}
}

// CaptureRow reads one capture as a row of the list.
func (r reader) CaptureRow(ctx context.Context, id news.CaptureID) (c CaptureRow, err error) {
	found := false
	err = r.Query(ctx, "select "+captureRowColumns+" from capture c left join stage_state s on s.stage = 'extract' and s.item = c.id where c.id = $1", func(row func(...any) error) error {
		c, err = scanCaptureRow(row)
		found = true
		return err
	}, int64(id))
	if err == nil && !found {
		err = fault.Errorf(fault.NotFound, "capture %d: no such thing", id)
	}
	return c, err
}

// CaptureVersions reads the versions that came out of a capture, without their texts; articles that have gone have none.
func (r reader) CaptureVersions(ctx context.Context, id news.CaptureID) (out []news.Version, err error) {
	err = r.Query(ctx, "select id, article, number, title, language from version where capture = $1 order by id", func(row func(...any) error) error {
		v := news.Version{Capture: id}
		err := row(&v.ID, &v.Article, &v.Number, &v.Title, &v.Language)
		out = append(out, v)
		return err
	}, int64(id))
	return out, err
}

// SourceReason counts the captures of one source that gave no article for one reason.
type SourceReason struct {
	Source news.SourceID
	Reason string
	N      int
}

// SourceReasons counts why captures gave no article, by source, the most frequent first.
func (r reader) SourceReasons(ctx context.Context, limit int) (out []SourceReason, err error) {
	err = r.Query(ctx, `
		select c.source, s.reason, count(*) from stage_state s join capture c on c.id = s.item
		where s.stage = 'extract' and s.state = 'empty' and s.reason <> 'purged' group by c.source, s.reason order by count(*) desc, c.source, s.reason limit $1`, func(row func(...any) error) error {
		var x SourceReason
		err := row(&x.Source, &x.Reason, &x.N)
		out = append(out, x)
		return err
	}, limit)
	return out, err
}
