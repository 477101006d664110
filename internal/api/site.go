package api

import "context"

// Site is who the site is.
type Site struct {
	Name, Tagline, URL, Contact, Language string
	Accounts                              []string
	HasTerms                              bool
}

type site struct {
	Name     string   `json:"name"`
	Tagline  string   `json:"tagline,omitempty"`
	URL      string   `json:"url,omitempty" doc:"Address under which readers reach it."`
	Contact  string   `json:"contact,omitempty" doc:"Address or page of the operator."`
	Accounts []string `json:"accounts" doc:"The site's accounts elsewhere."`
	Terms    string   `json:"terms,omitempty" doc:"Where its terms stand."`
	Language string   `json:"language" doc:"Of the interface, for readers who ask for none that exists."`
}

func (s *server) registerSite() {
	get(s, "/site", "site", "Who this site is: name, contact, terms, accounts elsewhere.", func(context.Context, *struct{}) (site, error) {
		x := s.opt.Site
		out := site{Name: x.Name, Tagline: x.Tagline, URL: x.URL, Contact: x.Contact, Accounts: notNil(x.Accounts), Language: x.Language}
		if x.HasTerms {
			out.Terms = x.URL + "/terms"
		}
		return out, nil
	})
}
