package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// Bodies keeps the bodies of captures outside the database, compressed, each under the SHA-256 of what it was before.
// Putting the same again is harmless. Failures that pass are of kind fault.Busy; a body that is not there is fault.NotFound.
type Bodies interface {
	Put(ctx context.Context, hash string, packed []byte) error
	Get(ctx context.Context, hash string) ([]byte, error)
	Delete(ctx context.Context, hash string) error
	List(ctx context.Context, f func(hash string, put time.Time) error) error
}

// nothing is the SHA-256 of no bytes.
const nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// inObjects is the place of a capture whose body lies in Bodies.
const inObjects = "objects"

// stowed remembers which bodies were put lately, so that a transaction need not wait for the object store.
type stowed struct {
	mu sync.Mutex
	at map[string]time.Time
}

const (
	// stowedFor is far less than orphanAge: what was put this long ago is still there when its row commits.
	stowedFor = time.Hour
	maxStowed = 10000
	// orphanAge is how old an object without a row must be before it is removed: its row may be about to commit.
	orphanAge = 24 * time.Hour
)

func (s *stowed) has(hash string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.at[hash]
	return ok && now.Sub(at) < stowedFor
}

func (s *stowed) add(hash string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil || len(s.at) >= maxStowed {
		s.at = map[string]time.Time{}
	}
	s.at[hash] = now
}

func (s *stowed) drop(hash string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.at, hash)
}

// Stow puts the bodies of captures into the object store, where there is one, before a transaction keeps them: a
// row never commits without its body. What is never kept after all is removed by CollectBodies.
func (s *Store) Stow(ctx context.Context, list ...*news.Capture) error {
	if s.opt.Bodies == nil {
		return nil
	}
	for _, c := range list {
		if len(c.Body) == 0 {
			continue
		}
		sum := sha256.Sum256(c.Body)
		hash := hex.EncodeToString(sum[:])
		if err := s.stow(ctx, hash, func() []byte { return encoder.EncodeAll(c.Body, nil) }); err != nil {
			return fmt.Errorf("%s: %w", c.URL, err)
		}
	}
	return nil
}

func (s *Store) stow(ctx context.Context, hash string, packed func() []byte) error {
	if s.stowed.has(hash, s.Now()) {
		return nil
	}
	if err := s.opt.Bodies.Put(ctx, hash, packed()); err != nil {
		return bodyFault("keep a body", err)
	}
	s.stowed.add(hash, s.Now())
	return nil
}

func bodyFault(what string, err error) error {
	if fault.KindOf(err) == fault.Busy {
		return Outage("%s: %w", what, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// place puts a packed body where new ones belong and returns what stands in the row.
func (s *Store) place(ctx context.Context, hash string, packed []byte) (place string, body []byte, err error) {
	if s.opt.Bodies == nil || hash == nothing { // which stays in the row
		return "", packed, nil
	}
	return inObjects, []byte{}, s.stow(ctx, hash, func() []byte { return packed })
}

// packedBody gives a capture's body, compressed, wherever it lies.
func (o Options) packedBody(ctx context.Context, place, hash string, row []byte) ([]byte, error) {
	if place == "" {
		return row, nil
	}
	if o.Bodies == nil {
		return nil, fault.Errorf(fault.Invalid, "the body lies in an object store: name it with the setting captures")
	}
	b, err := o.Bodies.Get(ctx, hash)
	if err != nil {
		return nil, bodyFault("read the body", err)
	}
	return b, nil
}

// unpackBody decompresses a body and, where it came from elsewhere, checks that it is the one that was received.
func unpackBody(place, hash string, packed []byte) ([]byte, error) {
	body, err := decoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	if place != "" {
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != hash {
			return nil, fmt.Errorf("body: the object store gave other bytes than were kept (want SHA-256 %s)", hash)
		}
	}
	return body, nil
}

// inlineBody puts the body of a capture on its way out into its row.
func (s *Store) inlineBody(ctx context.Context, names []string, values []any) error {
	place, hash, body, purged := slices.Index(names, "place"), slices.Index(names, "hash"), slices.Index(names, "body"), slices.Index(names, "purged")
	if place < 0 || values[place] == "" {
		return nil
	}
	if values[purged] == "0" {
		b, err := s.opt.packedBody(ctx, inObjects, values[hash].(string), nil)
		if err != nil {
			return fmt.Errorf("capture %v: %w", values[0], err)
		}
		values[body] = b
	}
	values[place] = ""
	return nil
}

// outlineBody puts the body of a capture on its way in where new ones belong.
func (s *Store) outlineBody(ctx context.Context, names []string, values []any) (err error) {
	place, hash, body, purged := slices.Index(names, "place"), slices.Index(names, "hash"), slices.Index(names, "body"), slices.Index(names, "purged")
	if place < 0 || hash < 0 || body < 0 || purged < 0 || s.opt.Bodies == nil || values[purged] != int64(0) {
		return nil
	}
	packed, ok := values[body].([]byte)
	key, ok2 := values[hash].(string)
	if !ok || !ok2 {
		return fault.Errorf(fault.Invalid, "a capture has no body")
	}
	if _, err := unpackBody(inObjects, key, packed); err != nil {
		return err
	}
	values[place], values[body], err = s.place(ctx, key, packed)
	return err
}
