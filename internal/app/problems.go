package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/fetch"
	"github.com/parley-news/parley/internal/i18n"
	"github.com/parley-news/parley/internal/observe"
	"github.com/parley-news/parley/internal/store"
)

// Problems looks whether the settings can really be used: folders, files, addresses, networks, language, certificate. With
// connect it asks the database too, and changes nothing there. Each problem names its setting and says what to do.
func (c Config) Problems(ctx context.Context, connect bool) (out []error) {
	add := func(err error) {
		if err != nil {
			out = append(out, err)
		}
	}
	add(c.checkFolder())
	add(checkAddr("addr", c.Addr))
	if c.MetricsAddr != "" {
		add(checkAddr("metrics-addr", c.MetricsAddr))
	}
	add(c.checkLanguage())
	add(c.checkContact())
	add(c.checkCatalogue())
	add(c.checkCertificate())
	if _, err := fetch.New(fetch.Options{Contact: c.Contact, Every: c.FetchEvery, Allow: c.AllowNetworks}); err != nil {
		add(fmt.Errorf("allow-networks: %w", err))
	}
	if strings.HasPrefix(c.PublicURL, "http://") && IsPublic(c.Addr) {
		add(fault.Errorf(fault.Invalid, "public-url %s: a site on the open internet needs https, or passwords go over it readable", c.PublicURL))
	}
	if o, err := observe.New(ctx, observe.Options{Log: slog.New(slog.DiscardHandler)}); err != nil {
		add(err)
	} else {
		_ = o.Close(ctx) // nothing was observed
	}
	if connect {
		add(store.Check(ctx, c.DatabaseAddress()))
	}
	return out
}

// checkFolder looks whether the data folder, or the nearest one above it that exists, may be written to.
func (c Config) checkFolder() error {
	dir := c.Data
	for {
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir:
			dir = filepath.Dir(dir)
			continue
		case err != nil:
			return fault.Errorf(fault.Invalid, "data-dir %s: %w", c.Data, err)
		case !info.IsDir():
			return fault.Errorf(fault.Invalid, "data-dir %s: %s is a file: name a folder", c.Data, dir)
		}
		break
	}
	f, err := os.CreateTemp(dir, ".parley-check-*")
	if err != nil {
		return fault.Errorf(fault.Invalid, "data-dir %s: %s may not be written to by this user: give it to the user, or name another folder", c.Data, dir)
	}
	f.Close()
	return os.Remove(f.Name())
}

// checkAddr takes an address and lets it go again. One that is taken is no problem: Parley itself may be running.
func checkAddr(name, addr string) error {
	l, err := Listen(addr)
	switch {
	case err == nil:
		return l.Close()
	case fault.KindOf(err) == fault.Exists:
		return nil
	}
	host, _, _ := net.SplitHostPort(addr)
	return fault.Errorf(fault.Invalid, "%s: %w (is %q a name or address of this machine?)", name, err, host)
}

func (c Config) checkLanguage() error {
	words, err := i18n.Load(c.Language)
	if err != nil {
		return fault.Errorf(fault.Invalid, "language %q: %w", c.Language, err)
	}
	var known []string
	for _, l := range words.Locales() {
		if l.Tag == c.Language {
			return nil
		}
		known = append(known, l.Tag)
	}
	return fault.Errorf(fault.Invalid, "language %q: choose one of %s", c.Language, strings.Join(known, ", "))
}

// checkContact wants what the people of a site that is read can write to or open.
func (c Config) checkContact() error {
	if c.Contact == "" {
		return nil // polite all the same, only anonymous; serve says so
	}
	if u, err := url.Parse(c.Contact); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		return nil
	}
	if _, err := mail.ParseAddress(strings.TrimPrefix(c.Contact, "mailto:")); err == nil {
		return nil
	}
	return fault.Errorf(fault.Invalid, "contact %q: give an e-mail address or the address of a page, such as https://news.example/about", c.Contact)
}

func (c Config) checkCatalogue() error {
	if _, err := c.Catalogue(); err != nil {
		return fmt.Errorf("outlets: %w", err)
	}
	return nil
}

// checkCertificate looks whether the certificate may be used now and for the site's name.
func (c Config) checkCertificate() error {
	if c.TLSCert == "" {
		return nil
	}
	x, err := openCertificate(c.TLSCert, c.TLSKey, slog.New(slog.DiscardHandler))
	if err != nil {
		return fmt.Errorf("tls-cert: %w", err)
	}
	leaf, err := x509.ParseCertificate(x.now.Certificate[0])
	if err != nil {
		return fault.Errorf(fault.Invalid, "tls-cert %s: %w", c.TLSCert, err)
	}
	now := time.Now()
	if now.Before(leaf.NotBefore) || now.After(leaf.NotAfter) {
		return fault.Errorf(fault.Invalid, "tls-cert %s: it is good from %s to %s: renew it", c.TLSCert, leaf.NotBefore.UTC().Format(time.DateOnly), leaf.NotAfter.UTC().Format(time.DateOnly))
	}
	if u, err := url.Parse(c.PublicURL); err == nil && u.Hostname() != "" {
		if err := leaf.VerifyHostname(u.Hostname()); err != nil {
			return fault.Errorf(fault.Invalid, "tls-cert %s is not made out to the name in public-url: %w", c.TLSCert, err)
		}
	}
	return nil
}
