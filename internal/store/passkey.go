package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// This file owns tables passkey and invite, and the epoch of an account.

// Passkey is a key with which a member signs in instead of a password.
type Passkey struct {
	ID         int64
	Account    int64
	Credential string // its identifier, in base64
	Name       string // as its owner calls it
	Detail     []byte // what checking it needs, as the library writes it
	Created    time.Time
	Used       time.Time // zero: never yet
	Warned     time.Time // when it was last used in a way that a copy of it would be; zero: never
}

// maxPasskeys is how many passkeys one member may have.
const maxPasskeys = 20

const passkeyColumns = "id, account, credential, name, detail, created, used, warned"

func scanPasskey(row func(...any) error) (p Passkey, err error) {
	var detail string
	var created, used, warned int64
	err = row(&p.ID, &p.Account, &p.Credential, &p.Name, &detail, &created, &used, &warned)
	p.Detail, p.Created, p.Used, p.Warned = []byte(detail), fromMicros(created), fromMicros(used), fromMicros(warned)
	return p, err
}

// AddPasskey gives a member another passkey; one that is known already is fault.Exists.
func (t *Tx) AddPasskey(ctx context.Context, m Member, p Passkey) (id int64, err error) {
	defer fault.Wrap(&err, "passkey %q of %s", p.Name, m.Name)
	n := 0
	if err := t.one(ctx, "passkeys", "select count(*) from passkey where account = $1", []any{m.ID}, &n); err != nil {
		return 0, err
	}
	if n >= maxPasskeys {
		return 0, fault.Errorf(fault.Invalid, "there are %d already: remove one first", n)
	}
	id = t.NewID()
	_, err = t.Exec(ctx, "insert into passkey ("+passkeyColumns+") values ($1, $2, $3, $4, $5, $6, 0, 0)",
		id, m.ID, p.Credential, p.Name, string(p.Detail), micros(t.Now()))
	if err != nil {
		return 0, err
	}
	return id, t.Audit(ctx, m.Name, "passkey added", p.Name)
}

// Passkeys reads a member's passkeys, the first first.
func (r reader) Passkeys(ctx context.Context, account int64) (out []Passkey, err error) {
	err = r.Query(ctx, "select "+passkeyColumns+" from passkey where account = $1 order by id", func(row func(...any) error) error {
		p, err := scanPasskey(row)
		out = append(out, p)
		return err
	}, account)
	return out, err
}

// UsePasskey records that a passkey was used; with warn, that its counter went back, as it does when a copy of the key is about.
func (t *Tx) UsePasskey(ctx context.Context, m Member, credential string, detail []byte, warn bool) error {
	n, err := t.Exec(ctx, "update passkey set detail = $1, used = $2 where account = $3 and credential = $4", string(detail), micros(t.Now()), m.ID, credential)
	if err == nil && n != 1 {
		err = fault.Errorf(fault.NotFound, "passkey of %s: it was removed", m.Name)
	}
	if err != nil || !warn {
		return err
	}
	if _, err := t.Exec(ctx, "update passkey set warned = $1 where account = $2 and credential = $3", micros(t.Now()), m.ID, credential); err != nil {
		return err
	}
	return t.Audit(ctx, m.Name, "passkey warning", "the counter of a passkey went back: there may be a copy of it")
}

// RemovePasskey takes a passkey from a member.
func (t *Tx) RemovePasskey(ctx context.Context, m Member, id int64) error {
	name := ""
	if err := t.one(ctx, fmt.Sprintf("passkey %d", id), "select name from passkey where id = $1 and account = $2", []any{id, m.ID}, &name); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, "delete from passkey where id = $1 and account = $2", id, m.ID); err != nil {
		return err
	}
	return t.Audit(ctx, m.Name, "passkey removed", name)
}

// SetPassword gives a member another password and ends all sessions of the account.
func (t *Tx) SetPassword(ctx context.Context, m Member, hash string) error {
	n, err := t.Exec(ctx, "update account set password_hash = $1, epoch = epoch + 1 where id = $2", hash, m.ID)
	if err == nil && n != 1 {
		err = fault.Errorf(fault.NotFound, "account %s: no such thing", m.Name)
	}
	if err != nil {
		return err
	}
	return t.Audit(ctx, m.Name, "password changed", "")
}

// EndSessions signs a member out everywhere.
func (t *Tx) EndSessions(ctx context.Context, m Member) error {
	if _, err := t.Exec(ctx, "update account set epoch = epoch + 1 where id = $1", m.ID); err != nil {
		return err
	}
	return t.Audit(ctx, m.Name, "signed out everywhere", "")
}

// inviteFor is how long a link for a new account or a new password can be used.
const inviteFor = 24 * time.Hour

// Invite makes the token of a one-time link: with renew for a new password of the account with this name, else for a new
// account. Links made before for the same name end. who is recorded. Only a hash of the token is kept.
func (t *Tx) Invite(ctx context.Context, name string, renew bool, who string) (token string, err error) {
	_, err = t.MemberByName(ctx, name)
	switch exists := err == nil; {
	case err != nil && fault.KindOf(err) != fault.NotFound:
		return "", err
	case renew && !exists:
		return "", fault.Errorf(fault.NotFound, "there is no account %q: names are told apart by capitals too", name)
	case !renew && exists:
		return "", fault.Errorf(fault.Exists, "there is an account %q already: use reset for a forgotten password", name)
	}
	token = rand.Text()
	if _, err := t.Exec(ctx, "delete from invite where name = $1 or created < $2", name, micros(t.Now().Add(-inviteFor))); err != nil {
		return "", err
	}
	if _, err := t.Exec(ctx, "insert into invite (hash, name, renew, created, used) values ($1, $2, $3, $4, 0)", tokenHash(token), name, renew, micros(t.Now())); err != nil {
		return "", err
	}
	what := "link for a new account made"
	if renew {
		what = "link for a new password made"
	}
	return token, t.Audit(ctx, who, what, name)
}

// Invited reads for whom a token is; one that is unknown, spent or too old is fault.Denied.
func (r reader) Invited(ctx context.Context, token string, now time.Time) (name string, renew bool, err error) {
	err = r.one(ctx, "link", "select name, renew from invite where hash = $1 and used = 0 and created > $2", []any{tokenHash(token), micros(now.Add(-inviteFor))}, &name, &renew)
	if fault.KindOf(err) == fault.NotFound {
		err = fault.Errorf(fault.Denied, "the link is wrong, was used already or is older than a day")
	}
	return name, renew, err
}

// UseInvite spends a token: it makes the account, or gives it the new password and ends its sessions.
func (t *Tx) UseInvite(ctx context.Context, token, passwordHash string) (name string, err error) {
	name, renew, err := t.Invited(ctx, token, t.Now())
	if err != nil {
		return "", err
	}
	n, err := t.Exec(ctx, "update invite set used = $1 where hash = $2 and used = 0", micros(t.Now()), tokenHash(token))
	if err == nil && n != 1 {
		err = fault.Errorf(fault.Denied, "the link was used already")
	}
	if err != nil {
		return "", err
	}
	if !renew {
		_, err := t.CreateMember(ctx, Member{Name: name, PasswordHash: passwordHash, Role: "operator"})
		return name, err
	}
	m, err := t.MemberByName(ctx, name)
	if err != nil {
		return "", err
	}
	return name, t.SetPassword(ctx, m, passwordHash)
}
