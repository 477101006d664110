package api

import (
	"context"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/news"
)

type claim struct {
	ID        string        `json:"id"`
	Storyline string        `json:"storyline,omitempty"`
	Status    string        `json:"status" enum:"agreed,one side,disputed,figures differ,unanswered"`
	Target    string        `json:"target,omitempty" doc:"Key of the accused party."`
	Origins   int           `json:"origins" doc:"Independent origins among those who assert it."`
	Lead      *statement    `json:"lead,omitempty" doc:"The statement whose words stand for the claim."`
	Asserts   []claimMember `json:"asserts"`
	Denies    []claimMember `json:"denies"`
}

type claimMember struct {
	Statement  statement `json:"statement"`
	Confidence float64   `json:"confidence"`
	Why        string    `json:"why,omitempty"`
}

// claims joins claims with their statements, in articles beyond the shelf too: a claim belongs to a storyline.
func (s *server) claims(ctx context.Context, h *shelf, list []news.Claim) ([]claim, error) {
	found, err := s.statementsOf(ctx, h, list)
	if err != nil {
		return nil, err
	}
	out := []claim{}
	for _, c := range list {
		x := claim{
			ID: ident(c.ID), Storyline: ident(c.Storyline), Status: string(c.Status), Target: c.Target, Origins: c.Origins,
			Asserts: []claimMember{}, Denies: []claimMember{},
		}
		if st, ok := found[c.Lead]; ok {
			x.Lead = &st
		}
		for _, m := range c.Members {
			st, ok := found[m.Statement]
			switch {
			case !ok:
			case m.Stance == news.Denies:
				x.Denies = append(x.Denies, claimMember{st, m.Confidence, m.Why})
			default:
				x.Asserts = append(x.Asserts, claimMember{st, m.Confidence, m.Why})
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// statementsOf gives the statements of claims: those in the versions of the shelf in one
// read, and for what is left article by article, which goes on the shelf.
func (s *server) statementsOf(ctx context.Context, h *shelf, list []news.Claim) (map[news.StatementID]statement, error) {
	found := map[news.StatementID]statement{}
	if err := s.collect(ctx, h, h.versionIDs(), found); err != nil {
		return nil, err
	}
	for _, c := range list {
		for _, id := range append(memberIDs(c), c.Lead) {
			if _, ok := found[id]; ok {
				continue
			}
			if err := s.fetchStatement(ctx, h, id, found); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// fetchStatement puts the article of a statement on the shelf. One that is gone since the claim was made is left out.
func (s *server) fetchStatement(ctx context.Context, h *shelf, id news.StatementID, into map[news.StatementID]statement) error {
	st, err := s.store.Statement(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	versions, err := s.store.Versions(ctx, st.Version)
	if err != nil {
		return err
	}
	for i := range versions {
		h.add(&versions[i])
	}
	return s.collect(ctx, h, []news.VersionID{st.Version}, into)
}

func memberIDs(c news.Claim) []news.StatementID {
	var out []news.StatementID
	for _, m := range c.Members {
		out = append(out, m.Statement)
	}
	return out
}

func (s *server) collect(ctx context.Context, h *shelf, versions []news.VersionID, into map[news.StatementID]statement) error {
	if len(versions) == 0 {
		return nil
	}
	list, err := s.store.Statements(ctx, versions...)
	if err != nil {
		return err
	}
	for _, x := range list {
		into[x.ID] = h.statement(x)
	}
	return nil
}
