package store

import (
	"context"
	"fmt"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns table outlet.

const outletColumns = "id, key, name, domain, country, language, kind, owner, state_link"

func scanOutlet(row func(...any) error) (o news.Outlet, err error) {
	err = row(&o.ID, &o.Key, &o.Name, &o.Domain, &o.Country, &o.Language, &o.Kind, &o.Owner, &o.StateLink)
	return o, err
}

// PutOutlet saves an outlet under its key and returns its identifier. Facts that are
// empty in o keep what was known.
func (t *Tx) PutOutlet(ctx context.Context, o news.Outlet) (id news.OutletID, err error) {
	defer fault.Wrap(&err, "outlet %s", o.Key)
	if o.Key == "" {
		return 0, fault.Errorf(fault.Invalid, "an outlet needs a key")
	}
	err = t.one(ctx, "outlet", `
		insert into outlet (`+outletColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (key) do update set
			name = case when excluded.name <> '' then excluded.name else outlet.name end,
			domain = case when excluded.domain <> '' then excluded.domain else outlet.domain end,
			country = case when excluded.country <> '' then excluded.country else outlet.country end,
			language = case when excluded.language <> '' then excluded.language else outlet.language end,
			kind = case when excluded.kind <> '' then excluded.kind else outlet.kind end,
			owner = case when excluded.owner <> '' then excluded.owner else outlet.owner end,
			state_link = case when excluded.state_link <> '' then excluded.state_link else outlet.state_link end
		returning id`,
		[]any{t.NewID(), o.Key, o.Name, o.Domain, o.Country, o.Language, string(o.Kind), o.Owner, o.StateLink}, &id)
	return id, err
}

// Outlet reads one outlet.
func (r reader) Outlet(ctx context.Context, id news.OutletID) (o news.Outlet, err error) {
	err = r.one(ctx, fmt.Sprintf("outlet %d", id), "select "+outletColumns+" from outlet where id = $1", []any{int64(id)},
		&o.ID, &o.Key, &o.Name, &o.Domain, &o.Country, &o.Language, &o.Kind, &o.Owner, &o.StateLink)
	return o, err
}

// Outlets reads all outlets, by identifier.
func (r reader) Outlets(ctx context.Context) (out []news.Outlet, err error) {
	err = r.Query(ctx, "select "+outletColumns+" from outlet order by id", func(row func(...any) error) error {
		o, err := scanOutlet(row)
		out = append(out, o)
		return err
	})
	return out, err
}
