package app

import (
	"os"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/outlets"
)

// Catalogue is the built-in catalogue of outlets with the operator's file, if one is set, laid over it.
func (c Config) Catalogue() (*outlets.Catalogue, error) {
	if c.Outlets == "" {
		return outlets.Builtin(), nil
	}
	data, err := os.ReadFile(c.Outlets)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, "catalogue of outlets: %w", err)
	}
	catalogue, err := outlets.Builtin().Overlay(data)
	if err != nil {
		return nil, fault.Errorf(fault.KindOf(err), "%s: %w", c.Outlets, err)
	}
	return catalogue, nil
}
