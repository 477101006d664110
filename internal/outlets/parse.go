package outlets

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/parley-news/parley/internal/fault"
)

// file is a catalogue file. doc/outlets.md describes the form.
type file struct {
	Sources   map[string]source `toml:"source"`
	Countries map[string]string `toml:"countries"`
	Outlets   []entry           `toml:"outlet"`
}

// source is a place of provenance that many facts share; they name it with "from".
type source struct {
	AsOf  string `toml:"as_of"`
	Check string `toml:"check"`
}

// entry is an [[outlet]] block. A fact is a value alone, which holds by the block's own as_of
// and check, or {value, as_of, check}, or {value, from}; a list of facts may mix the forms.
type entry struct {
	Key  string `toml:"key"`
	Hide bool   `toml:"hide"`
	AsOf string `toml:"as_of"`

	Check string `toml:"check"`
	From  string `toml:"from"`

	Name      any            `toml:"name"`
	Names     map[string]any `toml:"names"`
	Also      any            `toml:"also"`
	Domains   any            `toml:"domains"`
	Country   any            `toml:"country"`
	Languages any            `toml:"languages"`
	Kind      any            `toml:"kind"`
	Owner     any            `toml:"owner"`
	State     any            `toml:"state"`
	Exile     any            `toml:"exile"`
	Feeds     any            `toml:"feeds"`
	Credits   any            `toml:"credits"`
}

// maxFile is the largest catalogue file taken, in bytes.
const maxFile = 16 << 20

// decode reads one file's text.
func decode(data []byte) (file, error) {
	var f file
	if len(data) > maxFile {
		return f, fault.Errorf(fault.TooLarge, "is larger than %d MB", maxFile>>20)
	}
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	err := dec.Decode(&f)
	var strict *toml.StrictMissingError
	var bad *toml.DecodeError
	switch {
	case err == nil:
		return f, nil
	case errors.As(err, &strict) && len(strict.Errors) > 0:
		line, _ := strict.Errors[0].Position()
		return f, fault.Errorf(fault.Invalid, "line %d: %q is no key that a catalogue has; doc/outlets.md lists them", line, strings.Join(strict.Errors[0].Key(), "."))
	case errors.As(err, &bad):
		line, _ := bad.Position()
		return f, fault.Errorf(fault.Invalid, "line %d: %s; a catalogue is written in TOML", line, bad.Error())
	}
	return f, fault.Errorf(fault.Invalid, "%w; a catalogue is written in TOML", err)
}

// label names an entry in messages: its key or name, and its place in the file.
func (e *entry) label(i int) string {
	for _, v := range []any{e.Key, e.Name, first(e.Domains)} {
		if s, ok := v.(string); ok && s != "" {
			return fmt.Sprintf("outlet %d (%s)", i+1, s)
		}
	}
	return fmt.Sprintf("outlet %d", i+1)
}

func first(list any) any {
	if l, ok := list.([]any); ok && len(l) > 0 {
		return l[0]
	}
	return nil
}

// outlet turns an entry into the facts it gives; what it does not give is zero.
func (e *entry) outlet(sources map[string]source) (o Outlet, err error) {
	r := reader{sources: sources}
	if r.own, err = r.provenance(source{e.AsOf, e.Check}, e.From); err != nil {
		return o, err
	}
	r.one("name", e.Name, func(f Fact) { o.Names = append(o.Names, Name{"", f}) })
	for _, lang := range sorted(e.Names) {
		r.one("names."+lang, e.Names[lang], func(f Fact) { o.Names = append(o.Names, Name{lang, f}) })
	}
	r.many("also", e.Also, func(f Fact) { o.Names = append(o.Names, Name{"", f}) })
	r.many("domains", e.Domains, func(f Fact) {
		f.Value = cleanDomain(f.Value)
		o.Domains = append(o.Domains, f)
	})
	r.one("country", e.Country, func(f Fact) { o.Country = f })
	r.many("languages", e.Languages, func(f Fact) { o.Languages = append(o.Languages, f) })
	r.one("kind", e.Kind, func(f Fact) { o.Kind = f })
	r.one("owner", e.Owner, func(f Fact) { o.Owner = f })
	r.one("state", e.State, func(f Fact) { o.State = f })
	r.one("exile", e.Exile, func(f Fact) { o.Exile = f })
	r.many("feeds", e.Feeds, func(f Fact) { o.Feeds = append(o.Feeds, f) })
	r.many("credits", e.Credits, func(f Fact) { o.Credits = append(o.Credits, f) })
	o.Key = cleanDomain(e.Key)
	if o.Key == "" && len(o.Domains) > 0 {
		o.Key = o.Domains[0].Value
	}
	return o, r.err
}

func sorted(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// cleanDomain takes a domain as people write it: without "www." and a closing slash, lower case host.
func cleanDomain(s string) string {
	s = strings.TrimSuffix(strings.TrimSpace(s), "/")
	host, path, deeper := strings.Cut(s, "/")
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	if !deeper {
		return host
	}
	return host + "/" + path
}
