package app

import (
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/web"
)

// Origin is where a setting comes from.
type Origin string

// The origins of settings, the strongest first.
const (
	FromFlag        Origin = "flag"
	FromEnvironment Origin = "environment"
	FromFile        Origin = "file"
	FromDefault     Origin = "default"
)

// Origins tells where each setting comes from when LoadConfig is given the same; what is a default is missing.
func Origins(path string, environ []string, flags map[string]any) (map[string]Origin, error) {
	out := map[string]Origin{}
	inFile := koanf.New("\x00")
	if path != "" {
		if err := inFile.Load(file.Provider(path), toml.Parser()); err != nil {
			return nil, fault.Errorf(fault.Invalid, "configuration file %s: %w", path, err)
		}
	}
	for _, s := range Settings() {
		switch _, given := flags[s.Name]; {
		case given:
			out[s.Name] = FromFlag
		case slices.ContainsFunc(environ, func(v string) bool { return strings.HasPrefix(v, s.Variable()+"=") }):
			out[s.Name] = FromEnvironment
		case inFile.Exists(s.Name):
			out[s.Name] = FromFile
		}
	}
	return out, nil
}

// inForce is every setting for the operator's page, without secrets.
func (c Config) inForce(from map[string]Origin) []web.Setting {
	c.Database = c.DatabaseAddress()
	var out []web.Setting
	for _, s := range Settings() {
		x := web.Setting{Group: s.Group, Name: s.Name, Value: s.Show(c), From: string(from[s.Name]), Help: s.Help}
		if x.From == "" {
			x.From = string(FromDefault)
		}
		out = append(out, x)
	}
	return out
}
