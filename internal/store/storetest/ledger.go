package storetest

import (
	"errors"
	"testing"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/text"
)

// mergedTwice merges stories along chains, back again, and adds an article to one that is gone.
func mergedTwice(t *testing.T, st *store.Store) {
	a, _ := article(t, st, "a.example/1", "One", "Body.", "en")
	write(t, st, func(tx *store.Tx) error {
		for id := news.StoryID(1); id <= 5; id++ {
			if err := tx.PutStory(ctx, news.Story{ID: id, First: 1, Latest: 1}, 1); err != nil {
				return err
			}
		}
		for _, m := range [][2]news.StoryID{{2, 1}, {3, 2}, {1, 3}, {2, 4}, {5, 3}, {3, 3}} { // into, from
			if err := tx.MergeStories(ctx, m[0], m[1]); err != nil {
				return err
			}
		}
		return tx.PutMember(ctx, news.Member{Story: 1, Article: a.ID}, 1)
	})
	for id := news.StoryID(1); id <= 5; id++ {
		if s, err := st.Story(ctx, id); err != nil || s.ID != 5 {
			t.Errorf("story %d leads to %d, %v; want 5", id, s.ID, err)
		}
	}
	if s, err := st.StoryOf(ctx, a.ID); err != nil || s != 5 {
		t.Errorf("an article put into a merged story is in %d, %v; want 5", s, err)
	}
	write(t, st, func(tx *store.Tx) error {
		for id := news.StorylineID(1); id <= 3; id++ {
			if err := tx.PutStoryline(ctx, news.Storyline{ID: id}, 1); err != nil {
				return err
			}
		}
		for _, m := range [][2]news.StorylineID{{1, 2}, {2, 3}, {3, 1}} { // from, into
			if err := tx.ForwardStoryline(ctx, m[0], m[1]); err != nil {
				return err
			}
		}
		return nil
	})
	for id := news.StorylineID(1); id <= 3; id++ {
		if l, err := st.Storyline(ctx, id); err != nil || l.ID != 3 {
			t.Errorf("storyline %d leads to %d, %v; want 3", id, l.ID, err)
		}
	}
}

func putClaims(t *testing.T, st *store.Store, line news.StorylineID, sets ...[]news.StatementID) (ids []news.ClaimID) {
	t.Helper()
	var list []news.Claim
	for _, set := range sets {
		c := news.Claim{Status: news.OneSided, Lead: set[0]}
		for _, s := range set {
			c.Members = append(c.Members, member(s, news.Asserts))
		}
		list = append(list, c)
	}
	write(t, st, func(tx *store.Tx) (err error) {
		list, err = tx.PutClaims(ctx, line, list, 1)
		return err
	})
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

// claimsReturn has a claim edited, lost and found again.
func claimsReturn(t *testing.T, st *store.Store) {
	said := func(body string, start, end int, seen int64) news.StatementID {
		var out []news.Statement
		write(t, st, func(tx *store.Tx) error {
			_, v, _, err := tx.PutVersion(ctx, news.Article{Key: "k"}, news.Version{Text: body, Seen: seen}, 1, 1)
			if err != nil {
				return err
			}
			out, err = tx.PutStatements(ctx, &v, []news.Statement{{Content: []text.Span{{Start: start, End: end}}}}, 1)
			return err
		})
		return out[0].ID
	}
	first := said("He said the bridge is closed.", 8, 28, 1)
	id := putClaims(t, st, 1, []news.StatementID{first})[0]
	edited := said("On Friday he said The Bridge is closed.", 18, 38, 2)
	if edited == first {
		t.Fatal("two versions share a statement")
	}
	if got := putClaims(t, st, 1, []news.StatementID{edited}); got[0] != id {
		t.Errorf("claim of an edited article got id %d, want %d", got[0], id)
	}
	putClaims(t, st, 1)
	if _, err := st.Claim(ctx, id); !errors.Is(err, fault.Gone) {
		t.Errorf("claim that is not found any more: %v, want Gone", err)
	}
	if got := putClaims(t, st, 1, []news.StatementID{edited}); got[0] != id {
		t.Errorf("claim found again got id %d, want %d", got[0], id)
	}
	if c, err := st.Claim(ctx, id); err != nil || len(c.Members) != 1 || c.Members[0].Statement != edited {
		t.Errorf("claim found again = %+v, %v", c, err)
	}
	if _, err := st.Claim(ctx, 7); !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown claim: %v, want NotFound", err)
	}
}

// claimsMove takes one statement, then most, of a claim to another storyline; and splits and joins claims.
func claimsMove(t *testing.T, st *store.Store) {
	id := putClaims(t, st, 1, []news.StatementID{1, 2, 3, 4, 5})[0]
	other := putClaims(t, st, 2, []news.StatementID{5})[0]
	if other == id {
		t.Error("one statement of five took the identifier along")
	}
	if c, err := st.Claim(ctx, id); err != nil || c.ID != id {
		t.Errorf("claim that lost one statement leads to %d, %v", c.ID, err)
	}
	if got := putClaims(t, st, 2, []news.StatementID{1, 2, 3}, []news.StatementID{5}); got[0] != id || got[1] != other {
		t.Errorf("moved claims got %v, want %d and %d", got, id, other)
	}
	if c, err := st.Claim(ctx, id); err != nil || len(c.Members) != 3 || c.Storyline != 2 {
		t.Errorf("claim that moved = %+v, %v; want three statements in storyline 2", c, err)
	}
	split := putClaims(t, st, 2, []news.StatementID{3}, []news.StatementID{1, 2}, []news.StatementID{5})
	if split[1] != id || split[0] == id {
		t.Errorf("split claim got %v, want the greater part to keep %d", split, id)
	}
	joined := putClaims(t, st, 2, []news.StatementID{1, 2, 3, 5})
	for _, old := range []news.ClaimID{id, other, split[0]} {
		if c, err := st.Claim(ctx, old); err != nil || c.ID != joined[0] || joined[0] != id {
			t.Errorf("claim %d leads to %d, %v; want %d", old, c.ID, err, id)
		}
	}
}
