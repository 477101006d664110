package store

import (
	"context"
	"database/sql"
	"net"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/parley-news/parley/internal/fault"
)

// How long a server that has vanished without a word is waited for: until a connection stands, and until one that
// stood is given up. What is under way then fails and is tried again on a new one.
const (
	connectWithin = 10 * time.Second
	goneAfter     = 30 * time.Second
)

func openPostgres(ctx context.Context, address string) (read, write *sql.DB, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, nil, fault.Errorf(fault.Invalid, "database address cannot be read: it looks like postgres://user:password@host:5432/name")
	}
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, nil, fault.Errorf(fault.Invalid, "database %s: %w", u.Redacted(), err)
	}
	if !u.Query().Has("connect_timeout") {
		c.ConnectTimeout = connectWithin
	}
	c.DialFunc = (&net.Dialer{
		Timeout: c.ConnectTimeout, Control: giveUp,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: goneAfter / 2, Interval: goneAfter / 6, Count: 3},
	}).DialContext
	db := stdlib.OpenDB(*c)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(8)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, nil, fault.Errorf(fault.Invalid, "database %s does not answer: check host, port, name and password (%s)", u.Redacted(), firstLine(err))
	}
	return db, db, nil
}
