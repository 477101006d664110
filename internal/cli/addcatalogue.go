package cli

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/outlets"
	"github.com/parley-news/parley/internal/store"
)

// catalogueFlags ask for the feeds of the catalogue, beside or in place of what is named.
type catalogueFlags struct {
	Catalogue bool     `help:"Add the feeds of the catalogue of outlets, one folder a country."`
	Country   []string `help:"With --catalogue: only outlets of these countries (ISO 3166 codes such as IR,AF); media in exile count for both." placeholder:"XX,…"`
}

// check holds the flags against what is named.
func (f catalogueFlags) check(named int) error {
	switch {
	case !f.Catalogue && len(f.Country) > 0:
		return fault.Errorf(fault.Invalid, "--country goes with --catalogue (%w)", errUsage)
	case !f.Catalogue && named == 0:
		return fault.Errorf(fault.Invalid, "name a feed, a site or a list of feeds, or give --catalogue (%w)", errUsage)
	}
	return nil
}

// sources are the feeds of the catalogue that was asked for.
func (f catalogueFlags) sources(e *env) ([]news.Source, error) {
	if !f.Catalogue {
		return nil, nil
	}
	settings, err := e.config()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", err, errUsage)
	}
	catalogue, err := settings.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", err, errUsage)
	}
	chosen, err := choose(catalogue, "", f.Country)
	if err != nil {
		return nil, err
	}
	var list []news.Source
	for _, o := range chosen {
		for _, feed := range o.Feeds {
			list = append(list, news.Source{URL: feed.Value, Title: o.Name(), Folder: folderOf(catalogue, o)})
		}
	}
	if len(list) == 0 {
		return nil, fault.Errorf(fault.NotFound, "the catalogue knows no feed of an outlet of these countries")
	}
	return list, nil
}

// folderOf is the folder of an outlet's feeds: the country it is of, in exile the one it left.
func folderOf(c *outlets.Catalogue, o *outlets.Outlet) string {
	code := o.Exile.Value
	if code == "" {
		code = o.Country.Value
	}
	if name := c.CountryName(code); name != "" {
		return name
	}
	r, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	return display.English.Regions().Name(r)
}

// addCatalogue saves the feeds that were asked for, and counts them and those that are new.
func (f catalogueFlags) addCatalogue(e *env, a *app.App, asJSON bool) (total, fresh int, err error) {
	list, err := f.sources(e)
	if err != nil {
		return 0, 0, err
	}
	added := make([]bool, len(list))
	err = a.Store.Write(e.ctx, func(tx *store.Tx) error {
		for i, s := range list {
			if added[i], err = jobs.AddSource(e.ctx, tx, s, "catalogue"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	for i, s := range list {
		if added[i] {
			fresh++
		}
		if asJSON {
			if err := printJSON(e.out, map[string]any{"url": s.URL, "added": added[i]}); err != nil {
				return 0, 0, err
			}
		}
	}
	return len(list), fresh, nil
}
