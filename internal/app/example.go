package app

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// WriteExample writes a configuration file with every setting, what it means and its default, all commented out.
func WriteExample(w io.Writer) {
	fmt.Fprint(w, `# Settings of Parley (parley --config THIS-FILE serve). Every setting is here with its default; take away the # before
# a name to change it. The same names work in the environment (PARLEY_ADDR) and as flags (--addr);
# a flag beats the environment, the environment beats this file.
`)
	defaults := Defaults()
	group := ""
	for _, s := range Settings() {
		if s.Group != group {
			group = s.Group
			fmt.Fprintf(w, "\n\n## %s\n", group)
		}
		fmt.Fprintln(w)
		for _, line := range wrap(s.Help, 100) {
			fmt.Fprintln(w, "#", line)
		}
		value := tomlValue(s.value(defaults))
		if s.Unset != "" {
			fmt.Fprintln(w, "# Default:", s.Unset+".")
			value = s.exampleValue()
		}
		fmt.Fprintf(w, "#%s = %s\n", s.Name, value)
	}
}

// exampleValue is the example as TOML.
func (s Setting) exampleValue() string {
	switch {
	case s.Type.Kind() == reflect.Slice:
		return "[" + tomlString(s.Example) + "]"
	case s.Type.Kind() == reflect.String || s.Type.String() == "time.Duration":
		return tomlString(s.Example)
	}
	return s.Example
}

// wrap breaks text into lines of at most width bytes where words allow.
func wrap(s string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
