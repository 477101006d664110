package app

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/web"
)

// maxPages is how many standing pages there may be, all languages together.
const maxPages = 200

// identity reads what the settings say of the site: texts, the logo, the folder of standing pages.
func (c Config) identity() (x web.Identity, err error) {
	x = web.Identity{Tagline: c.Tagline, Footer: c.Footer, Contact: c.Contact, Accounts: c.Accounts}
	if c.Logo != "" {
		if x.Logo, err = readBounded(c.Logo, 1<<20); err != nil {
			return x, fault.Errorf(fault.Invalid, "logo: %w", err)
		}
	}
	if c.PagesDir == "" {
		return x, nil
	}
	files, err := filepath.Glob(filepath.Join(c.PagesDir, "*.md"))
	if err != nil || len(files) == 0 {
		return x, fault.Errorf(fault.Invalid, "pages-dir %s: there are no Markdown files (such as terms.md, terms.fa.md) in it", c.PagesDir)
	}
	if len(files) > maxPages {
		return x, fault.Errorf(fault.Invalid, "pages-dir %s: at most %d files", c.PagesDir, maxPages)
	}
	for _, f := range files {
		text, err := readBounded(f, 1<<20)
		if err != nil {
			return x, fault.Errorf(fault.Invalid, "pages-dir: %w", err)
		}
		name, lang, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), ".md"), ".")
		x.Pages = append(x.Pages, web.StandingPage{Name: name, Lang: lang, Text: string(text)})
	}
	return x, nil
}

// readBounded reads a file of at most so many bytes.
func readBounded(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, fault.Errorf(fault.Invalid, "%s: give a file of at most %d kB", path, most>>10)
	}
	return os.ReadFile(path)
}
