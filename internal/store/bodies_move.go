package store

import (
	"context"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// moveTogether is how many bodies are moved between two looks at the context.
const moveTogether = 50

type lyingBody struct {
	id   int64
	hash string
	body []byte
}

// MoveBodies moves the bodies of all captures into the object store, or back into the database. Each is in its new
// place before it leaves the old one; the work may be interrupted and begun again. progress is called with how many were moved.
func (s *Store) MoveBodies(ctx context.Context, toObjects bool, progress func(done, total int)) (moved int, err error) {
	if s.opt.Bodies == nil {
		return 0, fault.Errorf(fault.Invalid, "no object store is named: give the setting captures")
	}
	from, to := "", inObjects
	if !toObjects {
		from, to = inObjects, ""
	}
	var total int
	if err := s.one(ctx, "captures", "select count(*) from capture where place = $1 and purged = 0 and size > 0", []any{from}, &total); err != nil {
		return 0, err
	}
	var after int64
	for {
		var list []lyingBody
		err := s.Query(ctx, "select id, hash, body from capture where place = $1 and purged = 0 and size > 0 and id > $2 order by id limit $3", func(row func(...any) error) error {
			var b lyingBody
			err := row(&b.id, &b.hash, &b.body)
			list = append(list, b)
			return err
		}, from, after, moveTogether)
		if err != nil || len(list) == 0 {
			return moved, err
		}
		for i := range list {
			b := &list[i]
			if !toObjects {
				if b.body, err = s.opt.packedBody(ctx, from, b.hash, nil); err != nil {
					return moved, err
				}
			}
			if _, err := unpackBody(inObjects, b.hash, b.body); err != nil { // what is damaged stays where it is
				return moved, err
			}
			if toObjects {
				if err := s.opt.Bodies.Put(ctx, b.hash, b.body); err != nil {
					return moved, bodyFault("keep a body", err)
				}
				b.body = []byte{}
			}
		}
		n, err := s.replaceBodies(ctx, list, from, to)
		if err != nil {
			return moved, err
		}
		moved += n
		after = list[len(list)-1].id
		if progress != nil {
			progress(moved, total)
		}
	}
}

func (s *Store) replaceBodies(ctx context.Context, list []lyingBody, from, to string) (n int, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		n = 0
		for _, b := range list { // one that was purged meanwhile stays purged
			k, err := tx.Exec(ctx, "update capture set body = $1, place = $2 where id = $3 and place = $4 and purged = 0", b.body, to, b.id, from)
			if err != nil {
				return err
			}
			n += int(k)
		}
		return nil
	})
	return n, err
}

// CollectBodies removes bodies of the object store that no capture needs and that are older than a day, and returns how many.
func (s *Store) CollectBodies(ctx context.Context) (removed int, err error) {
	if s.opt.Bodies == nil {
		return 0, fault.Errorf(fault.Invalid, "no object store is named: give the setting captures")
	}
	err = s.opt.Bodies.List(ctx, func(hash string, put time.Time) error {
		if s.Now().Sub(put) < orphanAge {
			return nil
		}
		needed, err := s.bodyNeeded(ctx, hash)
		if err != nil || needed {
			return err
		}
		s.stowed.drop(hash)
		if err := s.opt.Bodies.Delete(ctx, hash); err != nil {
			return bodyFault("remove a body", err)
		}
		removed++
		return nil
	})
	return removed, err
}

func (r reader) bodyNeeded(ctx context.Context, hash string) (bool, error) {
	var n int
	err := r.one(ctx, "captures", "select count(*) from capture where hash = $1 and place <> '' and purged = 0", []any{hash}, &n)
	return n > 0, err
}

// forgetBodies removes from the object store what a purge took. It is safe to repeat.
func (s *Store) forgetBodies(ctx context.Context) error {
	var hashes []string
	err := s.Query(ctx, "select distinct hash from capture where place <> '' and purged <> 0 order by hash", func(row func(...any) error) error {
		var h string
		err := row(&h)
		hashes = append(hashes, h)
		return err
	})
	if err != nil || len(hashes) == 0 {
		return err
	}
	if s.opt.Bodies == nil {
		return fault.Errorf(fault.Busy, "%d purged bodies still lie in an object store: name it with the setting captures", len(hashes))
	}
	for _, h := range hashes {
		needed, err := s.bodyNeeded(ctx, h)
		if err != nil {
			return err
		}
		if !needed { // else another address gave the same bytes, which was not purged
			s.stowed.drop(h)
			if err := s.opt.Bodies.Delete(ctx, h); err != nil && fault.KindOf(err) != fault.NotFound {
				return bodyFault("remove a purged body", err)
			}
		}
		if err := s.Write(ctx, func(tx *Tx) error {
			_, err := tx.Exec(ctx, "update capture set place = '' where hash = $1 and purged <> 0", h)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
