package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

func TestLoadConfigLaysFlagsOverEnvironmentOverFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.toml")
	if err := os.WriteFile(path, []byte("addr = \"localhost:1\"\nsite-name = \"File\"\nlanguage = \"fa\"\npoll-every = \"30m\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := LoadConfig(path, []string{"PARLEY_SITE_NAME=Env", "PARLEY_ADDR=localhost:2", "PARLEY_ALLOW_NETWORKS=10.0.0.0/8, 192.168.0.0/16", "PARLEY_TEST_POSTGRES=x"}, map[string]any{"addr": "localhost:3"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "localhost:3" || c.SiteName != "Env" || c.Language != "fa" || c.PollEvery != 30*time.Minute || len(c.AllowNetworks) != 2 || c.LogFormat != "text" {
		t.Errorf("config = %+v", c)
	}
}

func TestLoadConfigNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for content, want := range map[string]string{
		"adr = \"x\"":                "no setting \"adr\"",
		"addr = \"nowhere\"":         "host and port",
		"log-level = \"loud\"":       "log-level",
		"workers = 0":                "workers",
		"poll-every = \"1s\"":        "poll-every",
		"addr = ":                    "configuration file",
		"poll-every = \"sometimes\"": "settings",
	} {
		path := filepath.Join(dir, "c.toml")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadConfig(path, nil, nil); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want Invalid naming %q", content, err, want)
		}
	}
	if _, err := LoadConfig(filepath.Join(dir, "none.toml"), nil, nil); err == nil {
		t.Error("a missing file that was named is no error")
	}
}
