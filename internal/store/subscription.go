package store

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns tables hub_subscription and hub_message.

// The states of a subscription.
const (
	HubAsked  = "asked"  // the hub was asked, or is about to be, and has not confirmed
	HubActive = "active" // the hub has confirmed
	HubDenied = "denied" // the hub has refused
	HubEnding = "ending" // the hub was asked to stop
)

// Subscription is what a hub was asked to tell.
type Subscription struct {
	ID     int64
	Source news.SourceID // 0: its source is deleted
	Hub    string
	Topic  string
	Path   string // last part of the callback's address, not to be guessed
	Secret string // with which the hub signs
	State  string
	Asked  time.Time
	Until  time.Time // end of the lease
	Told   time.Time // last message
	Note   string    // what went wrong, in plain words
}

const subscriptionColumns = "id, source, hub, topic, path, secret, state, asked, until, told, note"

func scanSubscription(row func(...any) error) (s Subscription, err error) {
	var asked, until, told int64
	err = row(&s.ID, &s.Source, &s.Hub, &s.Topic, &s.Path, &s.Secret, &s.State, &asked, &until, &told, &s.Note)
	s.Asked, s.Until, s.Told = fromMicros(asked), fromMicros(until), fromMicros(told)
	return s, err
}

// NewSubscription makes a subscription of a source, to be asked for.
func (t *Tx) NewSubscription(ctx context.Context, source news.SourceID, hub, topic string) (Subscription, error) {
	s := Subscription{ID: t.NewID(), Source: source, Hub: hub, Topic: topic, Path: rand.Text() + rand.Text(), Secret: rand.Text() + rand.Text(), State: HubAsked}
	_, err := t.Exec(ctx, "insert into hub_subscription ("+subscriptionColumns+") values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, '')",
		s.ID, int64(source), hub, topic, s.Path, s.Secret, s.State)
	return s, err
}

// PutSubscription saves the state of a subscription.
func (t *Tx) PutSubscription(ctx context.Context, s Subscription) error {
	_, err := t.Exec(ctx, "update hub_subscription set state = $1, asked = $2, until = $3, told = $4, note = $5 where id = $6",
		s.State, micros(s.Asked), micros(s.Until), micros(s.Told), s.Note, s.ID)
	return err
}

// NoteAsked records that a hub was asked, and what it said against it; what it confirmed meanwhile stands.
func (t *Tx) NoteAsked(ctx context.Context, id int64, at time.Time, note string) error {
	_, err := t.Exec(ctx, "update hub_subscription set asked = $1, note = $2 where id = $3", micros(at), note, id)
	return err
}

// NoteTold records that a hub told something.
func (t *Tx) NoteTold(ctx context.Context, id int64, at time.Time) error {
	_, err := t.Exec(ctx, "update hub_subscription set told = $1 where id = $2", micros(at), id)
	return err
}

// DeleteSubscription forgets a subscription and what it told.
func (t *Tx) DeleteSubscription(ctx context.Context, id int64) error {
	if _, err := t.Exec(ctx, "delete from hub_message where subscription = $1", id); err != nil {
		return err
	}
	_, err := t.Exec(ctx, "delete from hub_subscription where id = $1", id)
	return err
}

// Subscription reads one subscription.
func (r reader) Subscription(ctx context.Context, id int64) (Subscription, error) {
	return r.subscription(ctx, "id = $1", id)
}

// SubscriptionAt reads the subscription whose callback has a path.
func (r reader) SubscriptionAt(ctx context.Context, path string) (Subscription, error) {
	return r.subscription(ctx, "path = $1", path)
}

func (r reader) subscription(ctx context.Context, where string, arg any) (Subscription, error) {
	list, err := r.subscriptions(ctx, where, arg)
	if err == nil && len(list) == 0 {
		err = fault.Errorf(fault.NotFound, "subscription: no such thing")
	}
	if err != nil {
		return Subscription{}, err
	}
	return list[0], nil
}

// Subscriptions reads the subscriptions of a source, oldest first.
func (r reader) Subscriptions(ctx context.Context, source news.SourceID) ([]Subscription, error) {
	return r.subscriptions(ctx, "source = $1", int64(source))
}

func (r reader) subscriptions(ctx context.Context, where string, args ...any) (out []Subscription, err error) {
	err = r.Query(ctx, "select "+subscriptionColumns+" from hub_subscription where "+where+" order by id", func(row func(...any) error) error {
		s, err := scanSubscription(row)
		out = append(out, s)
		return err
	}, args...)
	return out, err
}

// HubMessage is what a hub told, until it is read.
type HubMessage struct {
	ID           int64
	Subscription int64
	ContentType  string
	Body         []byte
	Time         time.Time
}

// maxMessages bounds what waits to be read of one subscription: a hub that floods is not kept.
const maxMessages = 20

// PutHubMessage keeps a message; one too many is fault.Busy.
func (t *Tx) PutHubMessage(ctx context.Context, m HubMessage) (int64, error) {
	var n int
	if err := t.one(ctx, "messages", "select count(*) from hub_message where subscription = $1", []any{m.Subscription}, &n); err != nil {
		return 0, err
	}
	if n >= maxMessages {
		return 0, fault.Errorf(fault.Busy, "%d messages of this hub wait to be read", n)
	}
	m.ID = t.NewID()
	_, err := t.Exec(ctx, "insert into hub_message (id, subscription, content_type, body, time) values ($1, $2, $3, $4, $5)",
		m.ID, m.Subscription, m.ContentType, encoder.EncodeAll(m.Body, nil), micros(t.Now()))
	return m.ID, err
}

// HubMessage reads a message.
func (r reader) HubMessage(ctx context.Context, id int64) (m HubMessage, err error) {
	defer fault.Wrap(&err, "hub message %d", id)
	var at int64
	var body []byte
	err = r.one(ctx, "message", "select id, subscription, content_type, body, time from hub_message where id = $1", []any{id}, &m.ID, &m.Subscription, &m.ContentType, &body, &at)
	if err != nil {
		return m, err
	}
	m.Time = fromMicros(at)
	m.Body, err = decoder.DecodeAll(body, nil)
	return m, err
}

// DeleteHubMessage forgets a message that was read.
func (t *Tx) DeleteHubMessage(ctx context.Context, id int64) error {
	_, err := t.Exec(ctx, "delete from hub_message where id = $1", id)
	return err
}
