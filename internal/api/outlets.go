package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/parley-news/parley/internal/news"
)

type outlet struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Domain    string `json:"domain,omitempty"`
	Country   string `json:"country,omitempty" doc:"ISO 3166."`
	Language  string `json:"language,omitempty" doc:"BCP 47."`
	Kind      string `json:"kind,omitempty"`
	Owner     string `json:"owner,omitempty"`
	StateLink string `json:"state_link,omitempty" doc:"none, public, state-funded, state-owned, state-linked or party; missing when it is not known."`
	Exile     string `json:"exile,omitempty" doc:"The country whose media it belongs to, where it is made abroad because it cannot be made there."`
	Facts     []fact `json:"facts,omitempty" doc:"What the catalogue says, each fact with its provenance."`
}

type fact struct {
	Fact  string `json:"fact" doc:"name, domain, country, exile, kind, language, owner, state_link or feed or credit."`
	Value string `json:"value"`
	In    string `json:"in,omitempty" doc:"Of a name: its language (BCP 47)."`
	AsOf  string `json:"as_of,omitempty" doc:"The year, month or day as of which it holds."`
	Check string `json:"check,omitempty" doc:"Address of a page where it can be checked; missing where the operator says so."`
}

type outletList struct {
	Outlets []outlet `json:"outlets"`
}

type oneOutlet struct {
	Outlet   outlet       `json:"outlet"`
	Articles []articleRow `json:"articles" doc:"The latest first."`
	Next     string       `json:"next" doc:"Cursor of the next page of articles, empty at the end."`
}

type outletInput struct {
	ID string `path:"id" maxLength:"19"`
	Page
}

func (s *server) registerOutlets() {
	get(s, "/outlets", "outlets", "All outlets, by name.", s.outlets)
	get(s, "/outlets/{id}", "outlet", "An outlet's facts and its articles.", s.outlet)
}

func (s *server) outlets(ctx context.Context, _ *struct{}) (outletList, error) {
	list, err := s.store.Outlets(ctx)
	slices.SortFunc(list, func(a, b news.Outlet) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	out := outletList{Outlets: []outlet{}}
	for _, o := range list {
		out.Outlets = append(out.Outlets, s.toOutlet(o))
	}
	return out, err
}

func (s *server) outlet(ctx context.Context, in *outletInput) (oneOutlet, error) {
	id, err := news.ParseID[news.OutletID](in.ID)
	if err != nil {
		return oneOutlet{}, err
	}
	o, err := s.store.Outlet(ctx, id)
	if err != nil {
		return oneOutlet{}, err
	}
	ids, next, err := s.store.OutletArticles(ctx, o.ID, in.After, in.Limit)
	if err != nil {
		return oneOutlet{}, err
	}
	h, err := s.load(ctx, ids)
	if err != nil {
		return oneOutlet{}, err
	}
	out := oneOutlet{Outlet: s.toOutlet(o), Articles: []articleRow{}, Next: next}
	for _, a := range ids {
		out.Articles = append(out.Articles, h.article(a))
	}
	return out, nil
}

// toOutlet gives an outlet with what the catalogue says of it; that goes before what the archive keeps.
func (s *server) toOutlet(o news.Outlet) outlet {
	out := outlet{
		ID: ident(o.ID), Name: o.Name, Domain: o.Domain, Country: o.Country, Language: o.Language,
		Kind: string(o.Kind), Owner: o.Owner, StateLink: o.StateLink,
	}
	k, ok := s.opt.Catalogue.Outlet(o.Key)
	if !ok {
		return out
	}
	r := k.Record()
	out.Country, out.Language, out.Kind = cmp.Or(r.Country, out.Country), cmp.Or(r.Language, out.Language), cmp.Or(string(r.Kind), out.Kind)
	out.Owner, out.StateLink, out.Exile = cmp.Or(r.Owner, out.Owner), cmp.Or(r.StateLink, out.StateLink), k.Exile.Value
	for _, f := range k.Facts() {
		out.Facts = append(out.Facts, fact{f.Of, f.Value, f.Language, f.AsOf, f.Check})
	}
	return out
}
