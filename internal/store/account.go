package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// This file owns tables account, setup_token, session and audit.

// Member is who may sign in.
type Member struct {
	ID           int64
	Name         string
	PasswordHash string
	Role         string // "operator"
	Created      time.Time
	Epoch        int64 // rises when all sessions of the account end
}

// CreateMember makes an account; a name that is taken is fault.Exists.
func (t *Tx) CreateMember(ctx context.Context, m Member) (int64, error) {
	m.ID = t.NewID()
	_, err := t.Exec(ctx, "insert into account (id, name, password_hash, role, created) values ($1, $2, $3, $4, $5)", m.ID, m.Name, m.PasswordHash, m.Role, micros(t.Now()))
	if err != nil {
		return 0, err
	}
	return m.ID, t.Audit(ctx, m.Name, "account made", m.Role)
}

// MemberByName reads an account.
func (r reader) MemberByName(ctx context.Context, name string) (m Member, err error) {
	return r.member(ctx, "name = $1", name)
}

// MemberByID reads an account.
func (r reader) MemberByID(ctx context.Context, id int64) (m Member, err error) {
	return r.member(ctx, "id = $1", id)
}

func (r reader) member(ctx context.Context, where string, arg any) (m Member, err error) {
	var created int64
	err = r.one(ctx, "account", "select id, name, password_hash, role, created, epoch from account where "+where, []any{arg}, &m.ID, &m.Name, &m.PasswordHash, &m.Role, &created, &m.Epoch)
	m.Created = fromMicros(created)
	return m, err
}

// HasMembers reports whether there is any account.
func (r reader) HasMembers(ctx context.Context) (bool, error) {
	var n int
	err := r.one(ctx, "accounts", "select count(*) from account", nil, &n)
	return n > 0, err
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// NewSetupToken makes the one-time token for the operator's account and forgets those before it. Only its hash is kept.
func (t *Tx) NewSetupToken(ctx context.Context) (string, error) {
	token := rand.Text()
	if _, err := t.Exec(ctx, "delete from setup_token where used = 0"); err != nil {
		return "", err
	}
	_, err := t.Exec(ctx, "insert into setup_token (hash, created, used) values ($1, $2, 0)", tokenHash(token), micros(t.Now()))
	return token, err
}

// UseSetupToken spends the token; one that is unknown or spent is fault.Denied.
func (t *Tx) UseSetupToken(ctx context.Context, token string) error {
	n, err := t.Exec(ctx, "update setup_token set used = $1 where hash = $2 and used = 0", micros(t.Now()), tokenHash(token))
	if err == nil && n != 1 {
		err = fault.Errorf(fault.Denied, "the token is wrong or was used already")
	}
	return err
}

// Audit records who did what.
func (t *Tx) Audit(ctx context.Context, who, what, detail string) error {
	_, err := t.Exec(ctx, "insert into audit (id, time, who, what, detail) values ($1, $2, $3, $4, $5)", t.NewID(), micros(t.Now()), who, what, detail)
	return err
}

// Sessions keeps web sessions; it satisfies the store interfaces of scs.
type Sessions struct{ store *Store }

// Sessions is the store of web sessions.
func (s *Store) Sessions() Sessions { return Sessions{s} }

// Find reads a session that has not expired.
func (x Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// FindCtx is Find with a context.
func (x Sessions) FindCtx(ctx context.Context, token string) (data []byte, ok bool, err error) {
	err = x.store.one(ctx, "session", "select data from session where token = $1 and expiry > $2", []any{token, micros(x.store.Now())}, &data)
	if fault.KindOf(err) == fault.NotFound {
		return nil, false, nil
	}
	return data, err == nil, err
}

// Commit saves a session and drops those that have expired.
func (x Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, data, expiry)
}

// CommitCtx is Commit with a context.
func (x Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return x.store.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(ctx, "delete from session where expiry <= $1", micros(tx.Now())); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "insert into session (token, data, expiry) values ($1, $2, $3) on conflict (token) do update set data = excluded.data, expiry = excluded.expiry",
			token, data, micros(expiry))
		return err
	})
}

// Delete ends a session.
func (x Sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }

// DeleteCtx is Delete with a context.
func (x Sessions) DeleteCtx(ctx context.Context, token string) error {
	return x.store.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(ctx, "delete from session where token = $1", token)
		return err
	})
}

// All reads every session that has not expired.
func (x Sessions) All() (map[string][]byte, error) { return x.AllCtx(context.Background()) }

// AllCtx is All with a context.
func (x Sessions) AllCtx(ctx context.Context) (map[string][]byte, error) {
	out := map[string][]byte{}
	err := x.store.Query(ctx, "select token, data from session where expiry > $1", func(row func(...any) error) error {
		var token string
		var data []byte
		err := row(&token, &data)
		out[token] = data
		return err
	}, micros(x.store.Now()))
	return out, err
}
