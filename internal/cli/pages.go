package cli

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/parley-news/parley/internal/collect"
	"github.com/parley-news/parley/internal/extract"
	"github.com/parley-news/parley/internal/fetch"
)

// isAddress tells addresses from paths.
func isAddress(arg string) bool {
	return strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://")
}

// page is what one argument stands for: a file, an address, or standard input.
type page struct {
	name string
	in   extract.Input
}

// pages reads what the arguments name, one page at a time, in order, and reports what cannot be read.
func (e *env) pages(args []string, each func(page) error) error {
	var client *fetch.Client
	for _, arg := range args {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		if isAddress(arg) {
			if client == nil {
				c, err := e.client()
				if err != nil {
					return err
				}
				client = c
			}
			a, err := client.Get(e.ctx, arg, fetch.Conditions{})
			if err != nil {
				e.fail(err)
				continue
			}
			cap := a.Capture
			if err := each(page{arg, extract.Input{URL: cap.FinalURL, ContentType: cap.ContentType, Bytes: cap.Body, Fetched: cap.Time}}); err != nil {
				return err
			}
			continue
		}
		if err := e.files(arg, each); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) files(arg string, each func(page) error) error {
	files, problems, skipped := collect.List([]string{arg})
	for _, p := range problems {
		e.fail(p)
	}
	if skipped > 0 {
		fmt.Fprintf(e.err, "parley: %s: %d other files left alone (pages end in .html, .htm, .xhtml or .txt, with or without .gz)\n", arg, skipped)
	}
	for _, f := range files {
		p, err := collect.Read(e.ctx, f, e.stdin)
		if err != nil {
			if e.ctx.Err() != nil {
				return e.ctx.Err()
			}
			e.fail(err)
			continue
		}
		if err := each(page{f, extract.Input{Bytes: p.Bytes, Fetched: p.Modified}}); err != nil {
			return err
		}
	}
	return nil
}

// client makes a fetcher from the settings.
func (e *env) client() (*fetch.Client, error) {
	c, err := e.config()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", err, errUsage)
	}
	return fetch.New(fetch.Options{Version: versionString(), Contact: c.Contact, Every: c.FetchEvery, Allow: c.AllowNetworks})
}

// fileURL is the address a local file is kept under.
func fileURL(path string) string {
	return (&url.URL{Scheme: "file", Path: path}).String()
}
