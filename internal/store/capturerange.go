package store

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// CaptureRange chooses captures to go through in order. The zero value chooses all.
type CaptureRange struct {
	Since, Until time.Time // when it was captured: from Since, before Until
	Outlet       news.OutletID
	URLPrefix    string // of the address asked for or the one after redirects
}

// FindCaptures finds captures after one, oldest identifier first: at most limit are looked at. last is where to go on; zero at the end.
func (r reader) FindCaptures(ctx context.Context, f CaptureRange, after news.CaptureID, limit int) (ids []news.CaptureID, last news.CaptureID, err error) {
	defer fault.Wrap(&err, "captures")
	until := int64(math.MaxInt64)
	if !f.Until.IsZero() {
		until = micros(f.Until)
	}
	since := int64(math.MinInt64)
	if !f.Since.IsZero() {
		since = micros(f.Since)
	}
	n := 0
	err = r.Query(ctx, `
		select id, url, final_url from capture where id > $1 and time >= $2 and time < $3
			and ($4 or exists (select 1 from version v join article a on a.id = v.article where v.capture = capture.id and a.outlet = $5))
		order by id limit $6`, func(row func(...any) error) error {
		var url, final string
		n++
		if err := row(&last, &url, &final); err != nil {
			return err
		}
		if strings.HasPrefix(url, f.URLPrefix) || strings.HasPrefix(final, f.URLPrefix) {
			ids = append(ids, last)
		}
		return nil
	}, int64(after), since, until, f.Outlet == 0, int64(f.Outlet), limit)
	if n < limit {
		last = 0
	}
	return ids, last, err
}
