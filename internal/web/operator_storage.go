package web

import (
	"net/http"
	"time"

	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/when"
)

// StoragePage is how much the archive takes.
type StoragePage struct {
	OperatorChrome
	Facts  []Fact
	Tables []SizeRow
	Days   []DayRow
}

// SizeRow is how much a table takes.
type SizeRow struct{ Name, Bytes, Part string }

// DayRow is what one day brought.
type DayRow struct {
	Day                        Moment
	Captures, Received, Stored string
}

func (s *Server) serveStorage(w http.ResponseWriter, r *http.Request) error {
	p := StoragePage{OperatorChrome: s.operatorChrome(r, "storage.title")}
	x, err := s.store.Storage(r.Context())
	if err != nil {
		return err
	}
	p.Facts = append(p.Facts, Fact{p.L.T("storage.database"), p.bytes(x.Database)})
	if x.File != "" {
		p.Facts = append(p.Facts, Fact{p.L.T("storage.file"), x.File})
	}
	if free, total := s.disk(); total > 0 {
		p.Facts = append(p.Facts, Fact{p.L.T("storage.free"), p.bytes(free) + " (" + p.percent(free, total) + ")"})
		if days := daysLeft(x, free); days > 0 {
			p.Facts = append(p.Facts, Fact{p.L.T("storage.left"), p.L.N("storage.days", days)})
		}
	}
	p.Facts = append(p.Facts, Fact{p.L.T("storage.captures"), p.L.Number(x.Captures)}, Fact{p.L.T("storage.purged"), p.L.Number(x.Purged)},
		Fact{p.L.T("storage.received"), p.bytes(x.Received)}, Fact{p.L.T("storage.stored"), p.bytes(x.Stored)})
	if x.Received > 0 {
		p.Facts = append(p.Facts, Fact{p.L.T("storage.ratio"), p.percent(x.Stored, x.Received)})
	}
	var all int64
	for _, t := range x.Tables {
		all += t.Bytes
	}
	for _, t := range x.Tables {
		p.Tables = append(p.Tables, SizeRow{t.Name, p.bytes(t.Bytes), p.percent(t.Bytes, all)})
	}
	for _, d := range x.Days {
		at := when.Of(d.Day, when.Day)
		p.Days = append(p.Days, DayRow{Moment{ISO: d.Day.Format(time.DateOnly), Text: p.L.Date(at)}, p.L.Number(d.Captures), p.bytes(d.Received), p.bytes(d.Stored)})
	}
	return s.render(w, r, http.StatusOK, storagePage(p))
}

// daysLeft is for how many days the disk has room at the rate of the last days, today, which is not over, apart; zero when
// that cannot be told. What is derived from captures grows with them: the database as a whole is reckoned.
func daysLeft(x store.Storage, free int64) int {
	days := x.Days[min(1, len(x.Days)):]
	var stored int64
	for _, d := range days {
		stored += d.Stored
	}
	if len(days) < 3 || stored == 0 || x.Stored == 0 {
		return 0
	}
	perDay := float64(stored) / float64(len(days)) * float64(x.Database) / float64(x.Stored)
	return int(min(float64(free)/perDay, 36500))
}
