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
	StateLink string `json:"state_link,omitempty" doc:"none, state-funded, state-owned or party; missing when it is not known."`
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
		out.Outlets = append(out.Outlets, toOutlet(o))
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
	out := oneOutlet{Outlet: toOutlet(o), Articles: []articleRow{}, Next: next}
	for _, a := range ids {
		out.Articles = append(out.Articles, h.article(a))
	}
	return out, nil
}

func toOutlet(o news.Outlet) outlet {
	return outlet{ident(o.ID), o.Name, o.Domain, o.Country, o.Language, string(o.Kind), o.Owner, o.StateLink}
}
