package app

import (
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"

	"github.com/parley-news/parley/internal/fault"
)

// Config is every setting. The same names stand in the file (TOML), in the environment
// (PARLEY_ and the name in capitals, - as _) and as flags; a flag beats the environment, the
// environment beats the file, the file beats the default.
type Config struct {
	Data          string        `koanf:"data-dir"`       // folder of the database and everything else
	Database      string        `koanf:"database"`       // postgres://… or a SQLite file; default: parley.db in the data folder
	Addr          string        `koanf:"addr"`           // where serve listens
	SiteName      string        `koanf:"site-name"`      // in the masthead
	Language      string        `koanf:"language"`       // interface language for readers who ask for none
	FullText      bool          `koanf:"full-text"`      // show readers whole articles: only where you have the right to
	Contact       string        `koanf:"contact"`        // address or page of the operator, told to the sites that are read
	AllowNetworks []string      `koanf:"allow-networks"` // private networks that may be fetched from
	Outlets       string        `koanf:"outlets"`        // a catalogue of outlets (TOML) laid over the built-in one
	FetchEvery    time.Duration `koanf:"fetch-every"`    // least time between two requests to one host
	PollEvery     time.Duration `koanf:"poll-every"`     // between two looks at one feed
	Workers       int           `koanf:"workers"`        // parallel workers
	LogLevel      string        `koanf:"log-level"`      // debug, info, warn, error
	LogFormat     string        `koanf:"log-format"`     // text or json
}

// Defaults are the settings that run without any file.
func Defaults() Config {
	dir, err := os.UserConfigDir()
	if err != nil {
		dir = "."
	}
	return Config{
		Data: filepath.Join(dir, "parley"), Addr: "localhost:8090", SiteName: "Parley", Language: "en",
		FetchEvery: time.Second, PollEvery: 15 * time.Minute, Workers: runtime.GOMAXPROCS(0), LogLevel: "info", LogFormat: "text",
	}
}

// LoadConfig lays file, environment and flags over the defaults. An empty path
// means no file; flags holds only those that were given. An unknown name in the file is an error, so that a typing mistake is not silently ignored.
func LoadConfig(path string, environ []string, flags map[string]any) (Config, error) {
	k := koanf.New("\x00") // names hold no delimiter
	if path != "" {
		if err := k.Load(file.Provider(path), toml.Parser()); err != nil {
			return Config{}, fault.Errorf(fault.Invalid, "configuration file %s: %w", path, err)
		}
		for _, key := range k.Keys() {
			if !known[key] {
				return Config{}, fault.Errorf(fault.Invalid, "configuration file %s: there is no setting %q", path, key)
			}
		}
	}
	fromEnv := env.Provider("\x00", env.Opt{Prefix: "PARLEY_", EnvironFunc: func() []string { return environ }, TransformFunc: envSetting})
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

var known = map[string]bool{
	"data-dir": true, "database": true, "addr": true, "site-name": true, "language": true, "full-text": true, "contact": true, "allow-networks": true,
	"outlets": true, "fetch-every": true, "poll-every": true, "workers": true, "log-level": true, "log-format": true,
}

// envSetting maps PARLEY_ALLOW_NETWORKS to allow-networks; other variables with the prefix (for tests and tools) are none of ours.
func envSetting(name, value string) (string, any) {
	key := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "PARLEY_")), "_", "-")
	if !known[key] {
		return "", nil
	}
	if key == "allow-networks" {
		return key, strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return key, value
}

func (c Config) check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fault.Errorf(fault.Invalid, "addr %q: give host and port, such as localhost:8090", c.Addr)
	}
	if _, err := c.level(); err != nil {
		return err
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		return fault.Errorf(fault.Invalid, "log-format %q: choose text or json", c.LogFormat)
	}
	if c.Workers < 1 || c.Workers > 256 {
		return fault.Errorf(fault.Invalid, "workers %d: give 1 to 256", c.Workers)
	}
	if c.PollEvery < time.Minute {
		return fault.Errorf(fault.Invalid, "poll-every %v: give at least 1m, out of courtesy to the sites", c.PollEvery)
	}
	if c.Data == "" {
		return fault.Errorf(fault.Invalid, "data-dir: name a folder")
	}
	return nil
}

func (c Config) level() (slog.Level, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return 0, fault.Errorf(fault.Invalid, "log-level %q: choose debug, info, warn or error", c.LogLevel)
	}
	return l, nil
}

// DatabaseAddress is where the store is: Database, or parley.db in the data folder.
func (c Config) DatabaseAddress() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "parley.db")
}
