package app

import (
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// Config is every setting, one field each; all else is made from these fields: the names in the file (TOML), in the
// environment (PARLEY_ and the name in capitals, - as _) and of the flags, their help, the example file and what
// check-config shows. A flag beats the environment, the environment beats the file, the file beats the default.
//
// Tags: koanf is the name, group the heading it stands under, placeholder what stands for a value in help, help one sentence without
// its default. Where the default depends on the machine, unset says it in words and example gives a value to show. secret is "yes" for what is never shown,
// "address" for an address whose password is not shown.
// To add a setting: a field here, its default in Defaults (unless it is the zero value), its rule in check.
type Config struct {
	Data     string `koanf:"data-dir" group:"Storage" placeholder:"DIR" unset:"parley in the user's configuration folder" example:"/var/lib/parley" help:"Folder of the database and everything else."`
	Database string `koanf:"database" group:"Storage" placeholder:"ADDRESS" unset:"parley.db in the data folder" example:"postgres://parley@localhost/parley" secret:"address" help:"postgres://… or a SQLite file."`

	Addr      string `koanf:"addr" group:"Site" placeholder:"HOST:PORT" help:"Where to listen."`
	PublicURL string `koanf:"public-url" group:"Site" placeholder:"URL" unset:"none" example:"https://news.example" help:"Address under which readers reach the site; with https, cookies go over https only."`
	SiteName  string `koanf:"site-name" group:"Site" placeholder:"NAME" help:"Name in the masthead."`
	Language  string `koanf:"language" group:"Site" placeholder:"TAG" help:"Interface language for readers who ask for none: en, fa."`
	FullText  bool   `koanf:"full-text" group:"Site" help:"Show readers whole articles; only where you have the right to."`

	Contact       string        `koanf:"contact" group:"Reading" placeholder:"TEXT" unset:"none" example:"mailto:editor@news.example" help:"Address or page of the operator, told to the sites that are read."`
	AllowNetworks []string      `koanf:"allow-networks" group:"Reading" placeholder:"PREFIX" unset:"none" example:"10.1.0.0/16" help:"Private networks that may be fetched from."`
	Outlets       string        `koanf:"outlets" group:"Reading" placeholder:"FILE" unset:"none" example:"/etc/parley/outlets.toml" help:"Catalogue of outlets (TOML) laid over the built-in one."`
	FetchEvery    time.Duration `koanf:"fetch-every" group:"Reading" placeholder:"TIME" help:"Least time between two requests to one host."`
	PollEvery     time.Duration `koanf:"poll-every" group:"Reading" placeholder:"TIME" help:"Time between two looks at one feed."`

	Workers int `koanf:"workers" group:"Work" placeholder:"N" unset:"one per core" example:"4" help:"Parallel workers."`

	LogLevel  string `koanf:"log-level" group:"Log" placeholder:"LEVEL" help:"debug, info, warn or error."`
	LogFormat string `koanf:"log-format" group:"Log" placeholder:"FORMAT" help:"text or json."`
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

// check holds the rules that need nothing but the settings. What must be looked at (files, addresses, the database) is for Problems.
func (c Config) check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fault.Errorf(fault.Invalid, "addr %q: give host and port, such as localhost:8090", c.Addr)
	}
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" && u.Path != "/" || u.User != nil || u.RawQuery != "") {
		return fault.Errorf(fault.Invalid, "public-url %q: give the site's address without a path, such as https://news.example", c.PublicURL)
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
