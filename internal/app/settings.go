package app

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"time"
)

// Setting is a field of Config, described.
type Setting struct {
	Name, Group, Help, Placeholder string
	Unset, Example, Secret         string // see Config
	Type                           reflect.Type
	index                          int
}

// Settings lists every setting in the order of Config.
func Settings() []Setting {
	t := reflect.TypeFor[Config]()
	out := make([]Setting, 0, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		out = append(out, Setting{
			Name: f.Tag.Get("koanf"), Group: f.Tag.Get("group"), Help: f.Tag.Get("help"), Placeholder: f.Tag.Get("placeholder"),
			Unset: f.Tag.Get("unset"), Example: f.Tag.Get("example"), Secret: f.Tag.Get("secret"), Type: f.Type, index: i,
		})
	}
	return out
}

// Variable is the setting's name in the environment.
func (s Setting) Variable() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
}

// value is what a configuration holds for the setting.
func (s Setting) value(c Config) reflect.Value { return reflect.ValueOf(c).Field(s.index) }

// Show writes what a configuration holds for the setting as TOML, without secrets.
func (s Setting) Show(c Config) string {
	v := s.value(c)
	switch {
	case s.Secret == "yes" && !v.IsZero():
		return `"(set, not shown)"`
	case s.Secret == "address":
		return tomlValue(reflect.ValueOf(redacted(v.String())))
	}
	return tomlValue(v)
}

// redacted hides the password of an address.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		if strings.Contains(address, "://") {
			return "(an address that cannot be read)"
		}
		return address
	}
	if u.User == nil {
		return address
	}
	return u.Redacted()
}

// tomlValue writes a setting's value as TOML.
func tomlValue(v reflect.Value) string {
	if d, ok := v.Interface().(time.Duration); ok {
		return tomlString(shortDuration(d))
	}
	switch v.Kind() {
	case reflect.String:
		return tomlString(v.String())
	case reflect.Slice:
		list := make([]string, v.Len())
		for i := range list {
			list[i] = tomlValue(v.Index(i))
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	return fmt.Sprint(v.Interface())
}

// shortDuration is 15m, not 15m0s.
func shortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// tomlString quotes text as a TOML basic string, whose escapes differ from Go's.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
