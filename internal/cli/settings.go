package cli

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/parley-news/parley/internal/app"
)

// Settings are the flags that every command takes: the configuration file, and a flag for each setting, made from app.Config.
type Settings struct {
	Config string        `help:"Configuration file (TOML)." type:"path" env:"PARLEY_CONFIG" placeholder:"FILE"`
	flags  reflect.Value // pointer to a struct with a field for each of app.Settings; what was not given is nil
}

// newFlags makes the struct that the command line is read into.
func newFlags() reflect.Value {
	defaults := app.Defaults()
	var fields []reflect.StructField
	for _, s := range app.Settings() {
		t := s.Type
		if t.Kind() != reflect.Slice {
			t = reflect.PointerTo(t) // nil is not given
		}
		fields = append(fields, reflect.StructField{Name: goName(s.Name), Type: t, Tag: reflect.StructTag(
			fmt.Sprintf(`name:%q help:%q placeholder:%q group:"Settings"`, s.Name, helpText(s, defaults), s.Placeholder))})
	}
	return reflect.New(reflect.StructOf(fields))
}

// helpText is the help of a setting with its default.
func helpText(s app.Setting, defaults app.Config) string {
	def := strings.Trim(s.Show(defaults), `"`)
	if s.Unset != "" {
		def = s.Unset
	}
	if def == "none" || def == "" || def == "false" || def == "[]" {
		return s.Help
	}
	return strings.TrimSuffix(s.Help, ".") + " (" + def + ")."
}

// goName makes SiteName of site-name.
func goName(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(name, "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// given holds the flags that were given, by name.
func (s *Settings) given() map[string]any {
	out := map[string]any{}
	for i, setting := range app.Settings() {
		v := s.flags.Elem().Field(i)
		switch {
		case v.IsNil():
		case v.Kind() == reflect.Pointer:
			out[setting.Name] = v.Elem().Interface()
		default:
			out[setting.Name] = v.Interface()
		}
	}
	return out
}

// load lays the flags that were given over environment and file.
func (s *Settings) load(environ []string) (app.Config, error) {
	return app.LoadConfig(s.Config, environ, s.given())
}

// config is the settings in force.
func (e *env) config() (app.Config, error) { return e.settings.load(e.environ) }
