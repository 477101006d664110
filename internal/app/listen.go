package app

import (
	"errors"
	"net"
	"strings"
	"syscall"

	"github.com/parley-news/parley/internal/fault"
)

// Listen takes the address that the settings name, so that a taken port is told before anything else is done.
func (a *App) Listen() (net.Listener, error) { return Listen(a.config.Addr) }

// Listen takes an address; one that is taken is fault.Exists and says what to do.
func Listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.Errorf(fault.Exists, "%s is taken by another program: stop it, or choose another address with --addr", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fault.Errorf(fault.Denied, "%s may not be used by this user: choose a port above 1023 with --addr", addr)
	case err != nil:
		return nil, fault.Errorf(fault.Invalid, "%s cannot be listened on: %w", addr, err)
	}
	return l, nil
}

// ReadableAddress is an address to open in a browser.
func ReadableAddress(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "http://" + l.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Address is where readers open the site: at the public address when there is one, else at the one that is listened on.
func (c Config) Address(l net.Listener) string {
	if c.PublicURL != "" {
		return strings.TrimSuffix(c.PublicURL, "/")
	}
	if c.TLSCert != "" {
		return strings.Replace(ReadableAddress(l), "http://", "https://", 1)
	}
	return ReadableAddress(l)
}

// IsPublic reports whether an address is reachable from other machines.
func IsPublic(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if strings.EqualFold(host, "localhost") {
		return false
	}
	ip := net.ParseIP(host)
	return ip == nil || !ip.IsLoopback()
}
