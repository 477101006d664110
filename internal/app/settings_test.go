package app

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite ../../deploy/parley.toml")

func TestEverySettingIsDescribed(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	group, groups := "", map[string]bool{}
	for _, s := range Settings() {
		if !name.MatchString(s.Name) || seen[s.Name] {
			t.Errorf("setting %q: a name is lower-case words joined by -, and there once", s.Name)
		}
		seen[s.Name] = true
		if s.Group != group && groups[s.Group] || s.Group == "" {
			t.Errorf("%s: group %q is not in one piece", s.Name, s.Group)
		}
		group, groups[s.Group] = s.Group, true
		if !strings.HasSuffix(s.Help, ".") || s.Type.Kind() != reflect.Bool && s.Placeholder == "" {
			t.Errorf("%s: help %q and placeholder %q: say what it does in one sentence, and what stands for a value", s.Name, s.Help, s.Placeholder)
		}
		if (s.Unset == "") != (s.Example == "") {
			t.Errorf("%s: unset and example come together", s.Name)
		}
		if v := s.value(Defaults()); v.IsZero() && s.Unset == "" && v.Kind() != reflect.Bool {
			t.Errorf("%s: has neither a default nor words for what holds without it", s.Name)
		}
	}
}

func TestTheExampleFileIsUpToDate(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	WriteExample(&b)
	path := filepath.Join("..", "..", "deploy", "parley.toml")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(have, b.Bytes()) {
		t.Errorf("deploy/parley.toml is not what check-config --example prints (%v): go test ./internal/app -run ExampleFile -update", err)
	}
}

func TestTheExampleWithEveryLineUncommentedHoldsTheDefaults(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	WriteExample(&b)
	content := regexp.MustCompile(`(?m)^#([a-z0-9-]+ = )`).ReplaceAllString(b.String(), "$1")
	path := filepath.Join(t.TempDir(), "parley.toml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := LoadConfig(path, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Settings() {
		if !strings.Contains(content, "\n"+s.Name+" = ") {
			t.Errorf("%s is not in the example", s.Name)
		}
		got, want := tomlValue(s.value(c)), tomlValue(s.value(Defaults()))
		if s.Unset != "" {
			want = s.exampleValue()
		}
		if got != want {
			t.Errorf("%s = %s, want %s", s.Name, got, want)
		}
	}
}

func TestWhatIsShownHoldsNoPassword(t *testing.T) {
	t.Parallel()
	for _, s := range Settings() {
		if s.Type.Kind() != reflect.String || s.Secret == "" {
			continue
		}
		for _, address := range []string{"postgres://u:hunter2@db.example/x", "postgres://u:hunter2@db.example:port/x"} {
			c := Defaults()
			reflect.ValueOf(&c).Elem().FieldByIndex([]int{s.index}).SetString(address)
			if shown := s.Show(c); strings.Contains(shown, "hunter2") {
				t.Errorf("%s shows %s", s.Name, shown)
			}
		}
	}
}

func TestTOMLStringsReadBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for _, want := range []string{"", `C:\new "folder"`, "two\nlines\x01\x7f", "سلام"} {
		path := filepath.Join(t.TempDir(), "c.toml")
		if err := os.WriteFile(path, []byte("site-name = "+tomlString(want)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if c, err := LoadConfig(path, nil, nil); err != nil || c.SiteName != want {
			t.Errorf("%q read back as %q (%v)", want, c.SiteName, err)
		}
	}
}
