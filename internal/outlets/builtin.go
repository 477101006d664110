package outlets

import (
	"embed"
	"fmt"
	"maps"
	"sync"
)

// data holds the built-in catalogue: sources.toml with the places of provenance that the
// others share, agencies.toml, and one file per region.
//
//go:embed data/*.toml
var data embed.FS

// Builtin is the built-in catalogue. Its files are read once, when something is first looked up in it.
func Builtin() *Catalogue { return &builtin }

var builtin = Catalogue{read: sync.OnceValue(func() *tables {
	t, err := readBuiltin()
	if err != nil {
		panic(fmt.Sprintf("outlets: the built-in catalogue is broken: %v", err)) // a test reads it
	}
	return t
})}

func readBuiltin() (*tables, error) {
	entries, err := data.ReadDir("data")
	if err != nil {
		return nil, err
	}
	all := file{Sources: map[string]source{}, Countries: map[string]string{}}
	for _, e := range entries {
		b, err := data.ReadFile("data/" + e.Name())
		if err != nil {
			return nil, err
		}
		f, err := decode(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		maps.Copy(all.Sources, f.Sources)
		all.Outlets = append(all.Outlets, f.Outlets...)
	}
	return empty.lay(all)
}
