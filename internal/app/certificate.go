package app

import (
	"crypto/tls"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// certificate is a certificate in files, read again when they change. One that cannot be read leaves the last good one in use.
type certificate struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	now    *tls.Certificate
	stamps [2]time.Time // when the files were last changed
	looked time.Time
}

// lookAgain is how often the files are looked at.
const lookAgain = 5 * time.Second

func openCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log}
	var err error
	if c.now, c.stamps, err = c.load(); err != nil {
		return nil, err
	}
	c.looked = time.Now()
	return c, nil
}

func (c *certificate) load() (*tls.Certificate, [2]time.Time, error) {
	stamps := c.changed()
	x, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return nil, stamps, fault.Errorf(fault.Invalid, "certificate %s with key %s cannot be used: %w", c.cert, c.key, err)
	}
	return &x, stamps, nil
}

func (c *certificate) changed() (stamps [2]time.Time) {
	for i, path := range []string{c.cert, c.key} {
		if info, err := os.Stat(path); err == nil {
			stamps[i] = info.ModTime()
		}
	}
	return stamps
}

// get is the certificate for a handshake.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.looked) < lookAgain {
		return c.now, nil
	}
	c.looked = time.Now()
	if stamps := c.changed(); stamps == c.stamps {
		return c.now, nil
	}
	fresh, stamps, err := c.load()
	c.stamps = stamps // a broken one is not tried again until it changes
	if err != nil {
		c.log.Error("the changed certificate is not used", "err", err)
		return c.now, nil
	}
	c.now = fresh
	c.log.Info("certificate read again", "file", c.cert)
	return c.now, nil
}
