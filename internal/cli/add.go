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
	What []string `arg:"" optional:"" name:"feed|site|opml" help:"Addresses of feeds or sites, or OPML files."`
	JSON bool     `name:"json" help:"One object a line: url, added."`
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
		list, err := sourcesIn(arg)
		if err != nil {
			e.fail(fmt.Errorf("%s: %w", arg, err))
			continue
		}
		added := make([]bool, len(list))
		err = a.Store.Write(e.ctx, func(tx *store.Tx) error {
			for i, s := range list {
				if added[i], err = jobs.AddSource(e.ctx, tx, s, "command line"); err != nil {
					return err
				}
			}
			return nil
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

func sourcesIn(arg string) ([]news.Source, error) {
	if isAddress(arg) {
		return []news.Source{{URL: arg}}, nil
	}
	info, err := os.Stat(arg)
	if err != nil {
		return nil, fault.Errorf(fault.NotFound, "no such file; an address begins with http:// or https://")
	}
	if info.IsDir() || info.Size() > maxOPML {
		return nil, fault.Errorf(fault.Invalid, "give an OPML file of at most %d MB, or an address", maxOPML>>20)
	}
	data, err := os.ReadFile(arg)
	if err != nil {
		return nil, fault.Errorf(fault.Denied, "may not be read: check its permissions")
	}
	if !feed.IsOPML(data) {
		return nil, fault.Errorf(fault.Invalid, "is no OPML list; pages are read with “parley ingest”")
	}
	return feed.ParseOPML(data)
}
