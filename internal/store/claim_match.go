package store

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/text"
)

// This file finds out which known claims new ones continue, so that they keep their identifiers.

// claimOwners tells which claim each statement belonged to before, in this storyline or another.
func (t *Tx) claimOwners(ctx context.Context, line news.StorylineID, list []news.Claim) (map[news.StatementID]news.ClaimID, error) {
	var statements []news.StatementID
	for _, c := range list {
		for _, m := range c.Members {
			statements = append(statements, m.Statement)
		}
	}
	owner := map[news.StatementID]news.ClaimID{}
	err := lists(statements, 2, func(in string, args []any) error {
		// The last row of a statement counts: claims that stand go before those that are not found any more, this storyline's before others', the oldest first.
		return t.Query(ctx, `
			select x.statement, x.claim from claim_statement x join claim c on c.id = x.claim where x.statement in (`+in+`)
			order by x.statement, c.place < 0 desc, c.storyline = $1, x.claim desc`, func(row func(...any) error) error {
			var s news.StatementID
			var c news.ClaimID
			err := row(&s, &c)
			owner[s] = c
			return err
		}, append([]any{int64(line)}, args...)...)
	})
	if err != nil {
		return nil, err
	}
	var without []news.StatementID
	for _, s := range statements {
		if owner[s] == 0 {
			without = append(without, s)
		}
	}
	return owner, t.inheritOwners(ctx, line, without, owner)
}

// words are what an article has somebody say, whatever the version.
type words struct {
	article news.ArticleID
	said    string
}

// inheritOwners gives statements of edited articles the claims that the same words belonged to in other versions.
func (t *Tx) inheritOwners(ctx context.Context, line news.StorylineID, ids []news.StatementID, owner map[news.StatementID]news.ClaimID) error {
	var fresh []news.Statement
	if err := lists(ids, 1, func(in string, args []any) error {
		return details(ctx, t.reader, &fresh, "select s.detail from statement s join article a on a.id = s.article where a.versions > 1 and s.id in ("+in+") order by s.id", args...)
	}); err != nil || len(fresh) == 0 {
		return err
	}
	var articles []news.ArticleID
	for _, s := range fresh {
		articles = append(articles, s.Article)
	}
	slices.Sort(articles)
	articles = slices.Compact(articles)
	var old []news.Statement
	var claims []news.ClaimID
	if err := lists(articles, 2, func(in string, args []any) error {
		return t.Query(ctx, `
			select s.detail, c.id from version v join statement s on s.version = v.id
			join claim_statement x on x.statement = s.id join claim c on c.id = x.claim
			where v.article in (`+in+`) order by c.place < 0 desc, c.storyline = $1, c.id desc, s.id`, func(row func(...any) error) error {
			var detail string
			var id news.ClaimID
			if err := row(&detail, &id); err != nil {
				return err
			}
			var s news.Statement
			err := json.Unmarshal([]byte(detail), &s)
			old, claims = append(old, s), append(claims, id)
			return err
		}, append([]any{int64(line)}, args...)...)
	}); err != nil || len(old) == 0 {
		return err
	}
	said, err := t.saidIn(ctx, slices.Concat(fresh, old))
	if err != nil {
		return err
	}
	before := map[words]news.ClaimID{}
	for i, s := range old {
		before[words{s.Article, said(s)}] = claims[i]
	}
	for _, s := range fresh {
		if id := before[words{s.Article, said(s)}]; id != 0 {
			owner[s.ID] = id
		}
	}
	return nil
}

// saidIn reads the texts that statements stand in and gives a function that cuts their words out.
func (t *Tx) saidIn(ctx context.Context, list []news.Statement) (func(news.Statement) string, error) {
	var ids []news.VersionID
	for _, s := range list {
		ids = append(ids, s.Version)
	}
	slices.Sort(ids)
	versions, err := t.Versions(ctx, slices.Compact(ids)...)
	texts := map[news.VersionID]string{}
	for _, v := range versions {
		texts[v.ID] = v.Text
	}
	return func(s news.Statement) string {
		var b strings.Builder
		for _, p := range s.Content {
			b.WriteString(text.Fold(p.Of(texts[s.Version])))
			b.WriteByte(0)
		}
		return b.String()
	}, err
}

// share is how many statements of a new claim, by its place in the list, belonged to a known one.
type share struct {
	id    news.ClaimID
	claim int
	votes int
}

// claimShares counts what new claims share with known ones, the greatest share first, the older and then the first claim first.
// A claim of another storyline counts only when most of it has come over here.
func (t *Tx) claimShares(ctx context.Context, line news.StorylineID, list []news.Claim, owner map[news.StatementID]news.ClaimID) ([]share, error) {
	votes := map[share]int{}
	total := map[news.ClaimID]int{}
	for i, c := range list {
		for _, m := range c.Members {
			if id := owner[m.Statement]; id != 0 {
				votes[share{id: id, claim: i}]++
				total[id]++
			}
		}
	}
	stays := map[news.ClaimID]bool{}
	err := lists(slices.Sorted(maps.Keys(total)), 2, func(in string, args []any) error {
		return t.Query(ctx, `
			select c.id, count(*) from claim c join claim_statement x on x.claim = c.id
			where c.storyline <> $1 and c.id in (`+in+`) group by c.id`, func(row func(...any) error) error {
			var id news.ClaimID
			var n int
			err := row(&id, &n)
			stays[id] = 2*total[id] <= n
			return err
		}, append([]any{int64(line)}, args...)...)
	})
	var out []share
	for s, n := range votes {
		if !stays[s.id] {
			out = append(out, share{s.id, s.claim, n})
		}
	}
	slices.SortFunc(out, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.votes, a.votes), cmp.Compare(a.id, b.id), cmp.Compare(a.claim, b.claim))
	})
	return out, err
}

// chooseIDs gives each of n claims the identifier with which it shares most, each identifier once, and says to
// which claim the identifiers lead that went to none.
func chooseIDs(n int, shares []share) (ids []news.ClaimID, heirs []share) {
	ids = make([]news.ClaimID, n)
	used := map[news.ClaimID]bool{}
	for _, s := range shares {
		if ids[s.claim] == 0 && !used[s.id] {
			ids[s.claim], used[s.id] = s.id, true
		}
	}
	for _, s := range shares {
		if !used[s.id] {
			used[s.id] = true
			heirs = append(heirs, s)
		}
	}
	return ids, heirs
}
