package cli

import (
	"fmt"
	"os"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/feed"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

type addCmd struct {
	What   []string `arg:"" optional:"" name:"feed|site|list" help:"Addresses of feeds or sites, or files with a list of them: OPML, JSON categories, an address a line."`
	Folder string   `help:"Folder for what stands in none." placeholder:"NAME"`
	JSON   bool     `name:"json" help:"One object a line: url, added."`
	catalogueFlags
}

// maxOPML is the largest list read, in bytes.
const maxOPML = 64 << 20

// Run adds sources. They are looked at when Parley serves.
func (c addCmd) Run(e *env) error {
	if err := c.check(len(c.What)); err != nil {
		return err
	}
	a, err := e.open(app.Options{})
	if err != nil {
		return err
	}
	defer a.Close()
	total, fresh, err := c.addCatalogue(e, a, c.JSON)
	if err != nil {
		return err
	}
	for _, arg := range c.What {
		list, err := c.sourcesIn(e, arg)
		if err != nil {
			e.fail(fmt.Errorf("%s: %w", arg, err))
			continue
		}
		var added []bool
		err = a.Store.Write(e.ctx, func(tx *store.Tx) error {
			added, err = jobs.AddSources(e.ctx, tx, list, "command line")
			return err
		})
		if err != nil {
			return err
		}
		for i, s := range list {
			total++
			if added[i] {
				fresh++
			}
			if c.JSON {
				if err := printJSON(e.out, map[string]any{"url": s.URL, "added": added[i]}); err != nil {
					return err
				}
			}
		}
	}
	if !c.JSON && total > 0 {
		fmt.Fprintf(e.out, "%d added, %d known already; “parley serve” looks at them\n", fresh, total-fresh)
	}
	return nil
}

// sourcesIn reads what an argument names; entries that cannot be used are reported one by one.
func (c addCmd) sourcesIn(e *env, arg string) ([]news.Source, error) {
	list := &feed.List{Sources: []news.Source{{URL: arg}}}
	if !isAddress(arg) {
		var err error
		if list, err = readList(arg); err != nil {
			return nil, err
		}
	}
	for _, p := range list.Problems {
		e.fail(fmt.Errorf("%s: %w", arg, p))
	}
	for i := range list.Sources {
		if list.Sources[i].Folder == "" {
			list.Sources[i].Folder = feed.Folder(c.Folder)
		}
	}
	return list.Sources, nil
}

func readList(name string) (*feed.List, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fault.Errorf(fault.NotFound, "no such file; an address begins with http:// or https://")
	}
	if info.IsDir() || info.Size() > maxOPML {
		return nil, fault.Errorf(fault.Invalid, "give a list of at most %d MB, or an address", maxOPML>>20)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.Errorf(fault.Denied, "may not be read: check its permissions")
	}
	return feed.ParseList(data)
}
