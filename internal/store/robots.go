package store

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// This file owns table robots: answers to requests for robots.txt. It is a memory, nothing more: rows that are old go.

// Robots is what a host answered.
type Robots struct {
	Host  string    // with scheme and port: "https://a.example"
	Body  []byte    // of the file; empty where there is none
	Time  time.Time // of the answer
	Until time.Time // it holds
}

// robotsFor is how long an answer is remembered that holds no longer: it still counts while its host cannot be reached.
const robotsFor = 30 * 24 * time.Hour

// Robots reads what a host answered last; one that was not asked, or long ago, is fault.NotFound.
func (r reader) Robots(ctx context.Context, host string) (x Robots, err error) {
	defer fault.Wrap(&err, "robots.txt of %s", host)
	var body []byte
	var at, until int64
	if err := r.one(ctx, "answer", "select host, body, time, until from robots where host = $1", []any{host}, &x.Host, &body, &at, &until); err != nil {
		return x, err
	}
	x.Time, x.Until = fromMicros(at), fromMicros(until)
	x.Body, err = decoder.DecodeAll(body, nil)
	return x, err
}

// PutRobots keeps what a host answered in place of what it answered before, and forgets old answers of others.
func (t *Tx) PutRobots(ctx context.Context, x Robots) (err error) {
	defer fault.Wrap(&err, "robots.txt of %s", x.Host)
	if _, err := t.Exec(ctx, "delete from robots where time < $1", micros(x.Time.Add(-robotsFor))); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `
		insert into robots (host, body, time, until) values ($1, $2, $3, $4)
		on conflict (host) do update set body = excluded.body, time = excluded.time, until = excluded.until`,
		x.Host, encoder.EncodeAll(x.Body, nil), micros(x.Time), micros(x.Until))
	return err
}
