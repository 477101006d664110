package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/urlkey"
)

// This file owns table blocked: what a purge took and must not come back.

// BlockKind says what of a thing is compared with the list.
type BlockKind string

// The kinds of block.
const (
	BlockAddress BlockKind = "address" // a page, by urlkey.Key
	BlockPrefix  BlockKind = "prefix"  // all pages whose key begins so
	BlockContent BlockKind = "content" // bytes, by their SHA-256
	BlockArticle BlockKind = "article" // an article, by the SHA-256 of its key
)

// Block is one entry of the list of what is kept out.
type Block struct {
	Kind   BlockKind
	Value  string
	Purge  int64
	Time   time.Time
	Reason string // of the purge
}

// addressKey is what an address is compared by: its key, or itself where it is no web address.
func addressKey(raw string) string {
	if k := urlkey.Key(raw); k != "" {
		return k
	}
	return raw
}

func articleBlock(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// AddressBlocked fails with a *Removed, of kind fault.Gone, when an address may not be fetched or kept again.
func (r reader) AddressBlocked(ctx context.Context, address string) error {
	key := addressKey(address)
	return r.blocked(ctx, "(b.kind = 'address' and b.value = $1 or b.kind = 'prefix' and substr($2, 1, length(b.value)) = b.value)", key, key+"/")
}

// ContentBlocked fails with a *Removed, of kind fault.Gone, when bytes with this hash may not be kept again.
func (r reader) ContentBlocked(ctx context.Context, hash string) error {
	return r.blocked(ctx, "b.kind = 'content' and b.value = $1", hash)
}

// ArticleBlocked fails with a *Removed, of kind fault.Gone, when the article with this key may not be made again.
func (r reader) ArticleBlocked(ctx context.Context, key string) error {
	if err := r.blocked(ctx, "b.kind = 'article' and b.value = $1", articleBlock(key)); err != nil {
		return err
	}
	if strings.HasPrefix(key, "text:") { // made of the words: no address
		return nil
	}
	return r.blocked(ctx, "b.kind = 'prefix' and substr($1, 1, length(b.value)) = b.value", key+"/")
}

func (r reader) blocked(ctx context.Context, where string, args ...any) error {
	var found *Removed
	err := r.Query(ctx, "select p.time, p.reason, p.shown from blocked b join purge p on p.id = b.purge where "+where+" limit 1", func(row func(...any) error) error {
		x, err := scanRemoved(row)
		found = x
		return err
	}, args...)
	if err == nil && found != nil {
		found.What = "this"
		return found
	}
	return err
}

// Blocks reads a page of what is kept out, the latest first; addresses and prefixes alone.
func (r reader) Blocks(ctx context.Context, after string, limit int) (out []Block, next string, err error) {
	_, last, err := parseCursor(after)
	if err != nil {
		return nil, "", err
	}
	// A purge is listed whole, so that a page never ends within one.
	var purges []int64
	err = r.Query(ctx, "select distinct purge from blocked where kind in ('address', 'prefix') and purge < $1 order by purge desc limit $2", func(row func(...any) error) error {
		var id int64
		err := row(&id)
		purges = append(purges, id)
		return err
	}, last, limit)
	if err != nil || len(purges) == 0 {
		return nil, "", err
	}
	err = lists(purges, 1, func(in string, args []any) error {
		return r.Query(ctx, "select b.kind, b.value, b.purge, b.time, p.reason from blocked b join purge p on p.id = b.purge where b.purge in ("+in+") and b.kind in ('address', 'prefix') order by b.purge desc, b.value",
			func(row func(...any) error) error {
				var b Block
				var at int64
				err := row(&b.Kind, &b.Value, &b.Purge, &at, &b.Reason)
				b.Time = fromMicros(at)
				out = append(out, b)
				return err
			}, args...)
	})
	if err == nil && len(purges) == limit {
		next = cursor(0, purges[len(purges)-1])
	}
	return out, next, err
}

// putBlock keeps something out from now on; what is kept out already keeps its first reason.
func (t *Tx) putBlock(ctx context.Context, purge int64, kind BlockKind, value string) error {
	_, err := t.Exec(ctx, "insert into blocked (kind, value, purge, time) values ($1, $2, $3, $4) on conflict (kind, value) do nothing",
		string(kind), value, purge, micros(t.Now()))
	return err
}

// LiftBlock lets an address or prefix be fetched again, with the articles and bytes that went in the
// same purge; who did so is recorded. What was purged does not come back by itself. One that is not on the list is fault.NotFound.
func (t *Tx) LiftBlock(ctx context.Context, kind BlockKind, value, who string) error {
	if !slices.Contains([]BlockKind{BlockAddress, BlockPrefix}, kind) {
		return fault.Errorf(fault.Invalid, "lift %q: only addresses and prefixes can be let in again", kind)
	}
	var purge int64
	if err := t.one(ctx, "blocked "+string(kind)+" "+clip(value), "select purge from blocked where kind = $1 and value = $2", []any{string(kind), value}, &purge); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, "delete from blocked where kind = $1 and value = $2", string(kind), value); err != nil {
		return err
	}
	left := 0
	if err := t.one(ctx, "blocked", "select count(*) from blocked where purge = $1 and kind in ('address', 'prefix')", []any{purge}, &left); err != nil {
		return err
	}
	if left == 0 { // nothing of the purge is kept out by address any more: its words may come again too
		if _, err := t.Exec(ctx, "delete from blocked where purge = $1", purge); err != nil {
			return err
		}
	} else if kind == BlockAddress {
		if _, err := t.Exec(ctx, "delete from blocked where kind = 'article' and value = $1", articleBlock(value)); err != nil {
			return err
		}
	}
	return t.Audit(ctx, who, "block lifted", string(kind)+" "+value)
}

// blocksOf is what a purge keeps out.
func (r reader) blocksOf(ctx context.Context, p *PurgePlan) ([]Block, error) {
	seen := map[Block]bool{}
	add := func(kind BlockKind, value string) { seen[Block{Kind: kind, Value: value}] = true }
	switch {
	case p.Target.Prefix != "" && p.Target.Outlet == 0:
		add(BlockPrefix, prefixKey(p.Target.Prefix))
	case p.Target.Address != "":
		add(BlockAddress, addressKey(p.Target.Address))
	}
	articles, err := r.Articles(ctx, p.Articles...)
	if err != nil {
		return nil, err
	}
	for _, a := range articles {
		add(BlockArticle, articleBlock(a.Key))
		if a.URL != "" && a.Parent == 0 {
			add(BlockAddress, addressKey(a.URL))
		}
	}
	err = lists(p.Captures, 1, func(in string, args []any) error {
		return r.Query(ctx, "select url, final_url, hash from capture where id in ("+in+")", func(row func(...any) error) error {
			var url, final, hash string
			if err := row(&url, &final, &hash); err != nil {
				return err
			}
			add(BlockContent, hash)
			if p.Target.Capture == 0 || len(p.Articles) > 0 {
				add(BlockAddress, addressKey(url))
				if final != "" {
					add(BlockAddress, addressKey(final))
				}
			}
			return nil
		}, args...)
	})
	out := make([]Block, 0, len(seen))
	for b := range seen {
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Block) int { return strings.Compare(string(a.Kind)+a.Value, string(b.Kind)+b.Value) })
	return out, err
}

// Addresses names the addresses that the purge keeps out; one that ends in … stands for all that begin so.
func (p *PurgePlan) Addresses() (out []string) {
	for _, b := range p.Blocks {
		switch b.Kind {
		case BlockAddress:
			out = append(out, b.Value)
		case BlockPrefix:
			out = append(out, b.Value+"…")
		}
	}
	return out
}
