package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

// This file owns tables claim and claim_statement. Rows of claim are the identity ledger of claims.

const claimColumns = "id, storyline, status, detail"

// claimDetail is what is never queried of a claim.
type claimDetail struct {
	Lead    news.StatementID
	Target  string
	Origins int
}

// PutClaims replaces the claims of a storyline and returns them with identifiers. A
// claim that shares most statements with a known one keeps its identifier; a known one
// whose statements went into another leads there; one that is not found any more keeps its row,
// and its identifier for the day it is found again. The same words in another version of an article are the same statement here.
func (t *Tx) PutClaims(ctx context.Context, line news.StorylineID, list []news.Claim, maker int) (_ []news.Claim, err error) {
	defer fault.Wrap(&err, "claims of storyline %d", line)
	owner, err := t.claimOwners(ctx, line, list)
	if err != nil {
		return nil, err
	}
	shares, err := t.claimShares(ctx, line, list, owner)
	if err != nil {
		return nil, err
	}
	ids, heirs := chooseIDs(len(list), shares)
	if _, err := t.Exec(ctx, "update claim set place = -1 where storyline = $1", int64(line)); err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		c.Storyline, c.ID = line, ids[i]
		if c.ID == 0 {
			c.ID = news.ClaimID(t.NewID())
		}
		if err := t.putClaim(ctx, *c, i, maker); err != nil {
			return nil, err
		}
	}
	for _, h := range heirs {
		if err := t.forwardClaim(ctx, h.id, list[h.claim].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (t *Tx) putClaim(ctx context.Context, c news.Claim, place, maker int) error {
	detail, err := json.Marshal(claimDetail{c.Lead, c.Target, c.Origins})
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `
		insert into claim (`+claimColumns+`, into_id, place, maker) values ($1, $2, $3, $4, 0, $5, $6)
		on conflict (id) do update set storyline = excluded.storyline, status = excluded.status, detail = excluded.detail, into_id = 0, place = excluded.place, maker = excluded.maker`,
		int64(c.ID), int64(c.Storyline), string(c.Status), string(detail), place, maker); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, "delete from claim_statement where claim = $1", int64(c.ID)); err != nil {
		return err
	}
	for _, m := range c.Members {
		if _, err := t.Exec(ctx, `
			insert into claim_statement (claim, statement, stance, confidence, why) values ($1, $2, $3, $4, $5)
			on conflict (claim, statement) do nothing`,
			int64(c.ID), int64(m.Statement), string(m.Stance), m.Confidence, m.Why); err != nil {
			return err
		}
	}
	return nil
}

// forwardClaim makes a claim that lost its statements to another lead to it.
func (t *Tx) forwardClaim(ctx context.Context, from, into news.ClaimID) error {
	for _, q := range []string{"update claim set into_id = $1 where id = $2", "update claim set into_id = $1 where into_id = $2"} {
		if _, err := t.Exec(ctx, q, int64(into), int64(from)); err != nil {
			return err
		}
	}
	_, err := t.Exec(ctx, "delete from claim_statement where claim = $1", int64(from))
	return err
}

// Claims reads the claims of a storyline, in the order in which they were put.
func (r reader) Claims(ctx context.Context, line news.StorylineID) ([]news.Claim, error) {
	return r.claims(ctx, "where storyline = $1 and into_id = 0 and place >= 0 order by place, id", int64(line))
}

// ClaimsOfStory reads the claims in which a statement of the story's articles, in their current versions, takes part.
func (r reader) ClaimsOfStory(ctx context.Context, id news.StoryID) ([]news.Claim, error) {
	return r.claims(ctx, `
		where into_id = 0 and place >= 0 and id in (
			select cs.claim from claim_statement cs join statement s on s.id = cs.statement
			join article a on a.id = s.article and a.current = s.version
			join member m on m.article = a.id where m.story = $1)
		order by place, id`, int64(id))
}

// Claim reads a claim, following where it was merged into. One that is not found in the articles any more is fault.Gone.
func (r reader) Claim(ctx context.Context, id news.ClaimID) (c news.Claim, err error) {
	if id, err = final(ctx, r, "claim", id); err != nil {
		return c, err
	}
	var place int
	if err := r.one(ctx, fmt.Sprintf("claim %d", id), "select place from claim where id = $1", []any{int64(id)}, &place); err != nil {
		return c, err
	}
	if place < 0 {
		return c, fault.Errorf(fault.Gone, "claim %d: it is not found in the articles any more", id)
	}
	list, err := r.claims(ctx, "where id = $1", int64(id))
	if err == nil && len(list) == 0 {
		err = fault.Errorf(fault.NotFound, "claim %d: no such thing", id)
	}
	if err != nil {
		return c, err
	}
	return list[0], nil
}

func (r reader) claims(ctx context.Context, where string, args ...any) (out []news.Claim, err error) {
	at := map[news.ClaimID]int{}
	var ids []news.ClaimID
	err = r.Query(ctx, "select "+claimColumns+" from claim "+where, func(row func(...any) error) error {
		var c news.Claim
		var detail string
		if err := row(&c.ID, &c.Storyline, &c.Status, &detail); err != nil {
			return err
		}
		var d claimDetail
		if err := json.Unmarshal([]byte(detail), &d); err != nil {
			return fmt.Errorf("claim %d: %w", c.ID, err)
		}
		c.Lead, c.Target, c.Origins = d.Lead, d.Target, d.Origins
		at[c.ID] = len(out)
		ids = append(ids, c.ID)
		out = append(out, c)
		return nil
	}, args...)
	if err != nil {
		return nil, err
	}
	err = lists(ids, 1, func(in string, args []any) error {
		return r.Query(ctx, "select claim, statement, stance, confidence, why from claim_statement where claim in ("+in+") order by claim, statement", func(row func(...any) error) error {
			var id news.ClaimID
			var m news.ClaimMember
			if err := row(&id, &m.Statement, &m.Stance, &m.Confidence, &m.Why); err != nil {
				return err
			}
			c := &out[at[id]]
			c.Members = append(c.Members, m)
			return nil
		}, args...)
	})
	return out, err
}
