package store

import (
	"context"
	"time"
)

// AuditEntry is one thing that somebody did.
type AuditEntry struct {
	ID                int64
	Time              time.Time
	Who, What, Detail string
}

// AuditFilter chooses entries. The zero value chooses all.
type AuditFilter struct {
	Who, What string // exactly
	After     string
	Limit     int // default 50
}

// AuditLog reads a page of who did what, the latest first.
func (r reader) AuditLog(ctx context.Context, f AuditFilter) (out []AuditEntry, next string, err error) {
	_, last, err := parseCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	if f.Limit == 0 {
		f.Limit = 50
	}
	err = r.Query(ctx, "select id, time, who, what, detail from audit where id < $1 and ($2 or who = $3) and ($4 or what = $5) order by id desc limit $6", func(row func(...any) error) error {
		var e AuditEntry
		var at int64
		err := row(&e.ID, &at, &e.Who, &e.What, &e.Detail)
		e.Time = fromMicros(at)
		out = append(out, e)
		return err
	}, last, f.Who == "", f.Who, f.What == "", f.What, f.Limit)
	if err == nil && len(out) == f.Limit {
		next = cursor(0, out[len(out)-1].ID)
	}
	return out, next, err
}

// AuditWords reads who has done things and what things were done, each by name.
func (r reader) AuditWords(ctx context.Context) (who, what []string, err error) {
	if err = r.Query(ctx, "select distinct who from audit order by who limit 200", into(&who)); err != nil {
		return nil, nil, err
	}
	err = r.Query(ctx, "select distinct what from audit order by what limit 200", into(&what))
	return who, what, err
}
