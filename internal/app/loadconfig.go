package app

import (
	"reflect"
	"strings"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"github.com/parley-news/parley/internal/fault"
)

const envPrefix = "PARLEY_"

// LoadConfig lays file, environment and flags over the defaults. An empty path
// means no file; flags holds only those that were given. An unknown name in the file is an error, so that a typing mistake is not silently ignored.
func LoadConfig(path string, environ []string, flags map[string]any) (Config, error) {
	known := map[string]Setting{}
	for _, s := range Settings() {
		known[s.Name] = s
	}
	k := koanf.New("\x00") // names hold no delimiter
	if path != "" {
		if err := k.Load(file.Provider(path), toml.Parser()); err != nil {
			return Config{}, fault.Errorf(fault.Invalid, "configuration file %s: %w", path, err)
		}
		for _, key := range k.Keys() {
			if _, ok := known[key]; !ok {
				return Config{}, fault.Errorf(fault.Invalid, "configuration file %s: there is no setting %q", path, key)
			}
		}
	}
	// PARLEY_ALLOW_NETWORKS is allow-networks; other variables with the prefix (for tests and tools) are none of ours.
	setting := func(name, value string) (string, any) {
		key := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, envPrefix)), "_", "-")
		s, ok := known[key]
		if !ok {
			return "", nil
		}
		if s.Type.Kind() == reflect.Slice {
			return key, strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
		}
		return key, value
	}
	fromEnv := env.Provider("\x00", env.Opt{Prefix: envPrefix, EnvironFunc: func() []string { return environ }, TransformFunc: setting})
	if err := k.Load(fromEnv, nil); err != nil {
		return Config{}, fault.Errorf(fault.Invalid, "environment: %w", err)
	}
	for name, v := range flags {
		if err := k.Set(name, v); err != nil {
			return Config{}, fault.Errorf(fault.Invalid, "flag --%s: %w", name, err)
		}
	}
	c := Defaults()
	if err := k.Unmarshal("", &c); err != nil {
		return Config{}, fault.Errorf(fault.Invalid, "settings: %w", err)
	}
	return c, c.check()
}
