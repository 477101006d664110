// Package sample is the built-in sample: an invented region whose outlets report a
// border clash, the talks after it and other things, each from its own side. Outlets, people and
// places do not exist. data/README.md tells what is in it and what should come out.
package sample

import (
	"embed"
	"fmt"
	"strings"

	"github.com/parley-news/parley/internal/fakeweb"
	"github.com/parley-news/parley/internal/outlets"
)

//go:embed data/*.txtar data/outlets.toml
var files embed.FS

// Web is the small internet that serves the sample.
func Web() (*fakeweb.Web, error) {
	entries, err := files.ReadDir("data")
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	var archives [][]byte
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".txtar") {
			continue
		}
		data, err := files.ReadFile("data/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		archives = append(archives, data)
	}
	w, err := fakeweb.Parse(archives...)
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return w, nil
}

// Outlets is the catalogue of the sample's outlets, with their feeds.
func Outlets() (*outlets.Catalogue, error) {
	data, err := files.ReadFile("data/outlets.toml")
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	c, err := outlets.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return c, nil
}
