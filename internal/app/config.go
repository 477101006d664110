package app

import (
	"log/slog"
	"net"
	"net/netip"
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

	Captures      string `koanf:"captures" group:"Storage" placeholder:"ADDRESS" unset:"in the database" example:"s3://bucket/prefix?endpoint=https://s3.example" help:"Where the bodies of captures lie: s3://… or file:///folder; keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."`
	CapturesCache int    `koanf:"captures-cache" group:"Storage" placeholder:"MB" help:"How much of a bucket is kept at hand in the data folder, in MB."`

	BackupEvery time.Duration `koanf:"backup-every" group:"Storage" placeholder:"TIME" unset:"none" example:"24h" help:"Time between two copies of a SQLite database that serve makes; 0 makes none."`
	BackupKeep  int           `koanf:"backup-keep" group:"Storage" placeholder:"N" help:"How many of these copies are kept."`
	BackupDir   string        `koanf:"backup-dir" group:"Storage" placeholder:"DIR" unset:"backups in the data folder" example:"/var/backups/parley" help:"Folder of these copies."`

	Addr           string   `koanf:"addr" group:"Site" placeholder:"HOST:PORT" help:"Where to listen."`
	TLSCert        string   `koanf:"tls-cert" group:"Site" placeholder:"FILE" unset:"none, plain HTTP" example:"/etc/parley/tls/fullchain.pem" help:"Certificate chain (PEM) with which Parley serves HTTPS itself; read again when it changes."`
	TLSKey         string   `koanf:"tls-key" group:"Site" placeholder:"FILE" unset:"none" example:"/etc/parley/tls/privkey.pem" help:"Private key (PEM) of the certificate."`
	PublicURL      string   `koanf:"public-url" group:"Site" placeholder:"URL" unset:"none" example:"https://news.example" help:"Address under which readers reach the site; with https, cookies go over https only."`
	TrustedProxies []string `koanf:"trusted-proxies" group:"Site" placeholder:"PREFIX" unset:"none" example:"127.0.0.1/32" help:"Proxies before the site whose X-Forwarded-For and X-Forwarded-Proto are believed."`
	Tagline        string   `koanf:"tagline" group:"Site" placeholder:"TEXT" unset:"none" example:"The harbour's news from every side" help:"What the site is, in one line below its name."`
	Footer         string   `koanf:"footer" group:"Site" placeholder:"TEXT" unset:"none" example:"Kept by the [Harbour Club](https://club.example)." help:"Text at the end of every page, in Markdown."`
	Logo           string   `koanf:"logo" group:"Site" placeholder:"FILE" unset:"none" example:"/etc/parley/logo.png" help:"Logo beside the name: a PNG of at most 512 kB; it is drawn two lines high."`
	Accounts       []string `koanf:"accounts" group:"Site" placeholder:"URL" unset:"none" example:"https://social.example/@parley" help:"The site's accounts elsewhere, linked as its own (rel=me)."`
	PagesDir       string   `koanf:"pages-dir" group:"Site" placeholder:"DIR" unset:"none" example:"/etc/parley/pages" help:"Folder of your standing pages in Markdown: terms.md becomes /terms, imprint.md /page/imprint; terms.fa.md is for readers of Persian."`
	SiteName       string   `koanf:"site-name" group:"Site" placeholder:"NAME" help:"Name in the masthead."`
	Language       string   `koanf:"language" group:"Site" placeholder:"TAG" help:"Interface language for readers who ask for none: en, fa."`
	FullText       bool     `koanf:"full-text" group:"Site" help:"Show readers whole articles; only where you have the right to."`

	Contact       string        `koanf:"contact" group:"Reading" placeholder:"TEXT" unset:"none" example:"mailto:editor@news.example" help:"Address or page of the operator, told to the sites that are read."`
	AllowNetworks []string      `koanf:"allow-networks" group:"Reading" placeholder:"PREFIX" unset:"none" example:"10.1.0.0/16" help:"Private networks that may be fetched from."`
	Outlets       string        `koanf:"outlets" group:"Reading" placeholder:"FILE" unset:"none" example:"/etc/parley/outlets.toml" help:"Catalogue of outlets (TOML) laid over the built-in one."`
	FetchEvery    time.Duration `koanf:"fetch-every" group:"Reading" placeholder:"TIME" help:"Least time between two requests to one host."`
	PollEvery     time.Duration `koanf:"poll-every" group:"Reading" placeholder:"TIME" help:"Time between two looks at a source of which it is not known yet how often it publishes."`

	Workers  int           `koanf:"workers" group:"Work" placeholder:"N" unset:"one per core" example:"4" help:"Parallel workers."`
	Fetchers int           `koanf:"fetchers" group:"Work" placeholder:"N" help:"How many hosts are asked at the same time, each one at a time."`
	NodeBeat time.Duration `koanf:"node-beat" group:"Work" placeholder:"TIME" help:"Time between two signs of life of this process; others take over its work when several stay out."`

	LogLevel     string `koanf:"log-level" group:"Log" placeholder:"LEVEL" help:"debug, info, warn or error."`
	LogFormat    string `koanf:"log-format" group:"Log" placeholder:"FORMAT" help:"text or json."`
	AccessLog    bool   `koanf:"access-log" group:"Log" help:"One line for each request at level info; without it at debug."`
	LogAddresses bool   `koanf:"log-addresses" group:"Log" help:"Say in these lines who asked; an address is personal data."`

	MetricsAddr     string        `koanf:"metrics-addr" group:"Running" placeholder:"HOST:PORT" unset:"none" example:"localhost:9090" help:"Where metrics for Prometheus are served, apart from the site."`
	InsideNetworks  []string      `koanf:"inside-networks" group:"Running" placeholder:"PREFIX" help:"Networks that see the details of /readyz at the site's own address."`
	MetricsNetworks []string      `koanf:"metrics-networks" group:"Running" placeholder:"PREFIX" unset:"none" example:"10.1.0.0/16" help:"Networks that may read /metrics at the site's own address."`
	DiskFloor       int           `koanf:"disk-floor" group:"Running" placeholder:"MIB" help:"MiB that must be free on the disk of the data folder for /readyz to say ready."`
	StopDelay       time.Duration `koanf:"stop-delay" group:"Running" placeholder:"TIME" help:"At the end, how long /readyz says stopping before connections are refused, for load balancers to notice."`
	StopWithin      time.Duration `koanf:"stop-within" group:"Running" placeholder:"TIME" help:"At the end, how long requests and jobs under way may take; jobs that are not done then are given back."`
}

// Defaults are the settings that run without any file.
func Defaults() Config {
	dir, err := os.UserConfigDir()
	if err != nil {
		dir = "."
	}
	return Config{
		Data: filepath.Join(dir, "parley"), Addr: "localhost:8090", SiteName: "Parley", Language: "en", BackupKeep: 7, CapturesCache: 1024,
		FetchEvery: time.Second, PollEvery: 15 * time.Minute, Workers: runtime.GOMAXPROCS(0), Fetchers: 8, NodeBeat: 5 * time.Second, LogLevel: "info", LogFormat: "text",
		InsideNetworks: []string{"127.0.0.0/8", "::1/128"}, DiskFloor: 256, StopDelay: time.Second, StopWithin: 20 * time.Second,
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
	if c.MetricsAddr != "" {
		if _, _, err := net.SplitHostPort(c.MetricsAddr); err != nil {
			return fault.Errorf(fault.Invalid, "metrics-addr %q: give host and port, such as localhost:9090", c.MetricsAddr)
		}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return fault.Errorf(fault.Invalid, "tls-cert and tls-key come together: name both files, or neither")
	}
	for name, list := range map[string][]string{"trusted-proxies": c.TrustedProxies, "inside-networks": c.InsideNetworks, "metrics-networks": c.MetricsNetworks} {
		if _, err := prefixes(name, list); err != nil {
			return err
		}
	}
	if c.DiskFloor < 0 {
		return fault.Errorf(fault.Invalid, "disk-floor %d: give a number of MiB, 0 for none", c.DiskFloor)
	}
	if c.StopDelay < 0 || c.StopDelay > time.Minute || c.StopWithin < 0 || c.StopWithin > time.Hour {
		return fault.Errorf(fault.Invalid, "stop-delay %v, stop-within %v: give at most 1m and 1h", c.StopDelay, c.StopWithin)
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
	if c.Fetchers < 1 || c.Fetchers > 256 {
		return fault.Errorf(fault.Invalid, "fetchers %d: give 1 to 256", c.Fetchers)
	}
	if c.NodeBeat < 100*time.Millisecond || c.NodeBeat > time.Minute {
		return fault.Errorf(fault.Invalid, "node-beat %v: give 100ms to 1m", c.NodeBeat)
	}
	if c.PollEvery < time.Minute {
		return fault.Errorf(fault.Invalid, "poll-every %v: give at least 1m, out of courtesy to the sites", c.PollEvery)
	}
	if c.BackupEvery != 0 && c.BackupEvery < time.Minute {
		return fault.Errorf(fault.Invalid, "backup-every %v: give at least 1m, or 0 for no copies", c.BackupEvery)
	}
	if c.CapturesCache < 1 {
		return fault.Errorf(fault.Invalid, "captures-cache %d: give at least 1 MB", c.CapturesCache)
	}
	if c.BackupKeep < 1 {
		return fault.Errorf(fault.Invalid, "backup-keep %d: give at least 1", c.BackupKeep)
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

// prefixes reads networks; a single address is a network of one.
func prefixes(name string, list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if a, aerr := netip.ParseAddr(s); aerr == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return nil, fault.Errorf(fault.Invalid, "%s: %q is no network: give a prefix such as 10.1.0.0/16, or an address", name, s)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}
