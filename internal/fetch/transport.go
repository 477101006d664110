package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/parley-news/parley/internal/fault"
)

// transportProblem names what went wrong below HTTP.
func transportProblem(err error) *problem {
	var p *problem
	if errors.As(err, &p) {
		return p
	}
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case blocked(err):
		return privateNetwork(err)
	case errors.Is(err, context.Canceled):
		return &problem{reason: Stopped, err: err}
	case errors.As(err, &dns) && dns.IsNotFound:
		return failf(NoSuchHost, fault.NotFound, "no such host: the name %s is not known", dns.Name)
	case errors.As(err, &dns):
		return failf(NoAnswer, fault.Busy, "the name %s could not be looked up: %w", dns.Name, err)
	}
	if p := tlsProblem(err); p != nil {
		return p
	}
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return failf(TimedOut, fault.Busy, "no answer in time")
	case errors.Is(err, syscall.ECONNREFUSED):
		return failf(NoAnswer, fault.Busy, "the host refuses connections")
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EADDRNOTAVAIL):
		return failf(NoAnswer, fault.Busy, "no way leads to the host")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return failf(BrokenOff, fault.Busy, "the server closed the connection without an answer")
	}
	return wordedProblem(err)
}

func privateNetwork(err error) *problem {
	return failf(PrivateNetwork, fault.Denied, "the address leads to a private or special network (an operator can allow networks with allow-networks): %w", err)
}

// wordedProblem knows failures of net/http that have no type, only words. One that it does not know is Other, nothing worse.
func wordedProblem(err error) *problem {
	s := err.Error()
	switch {
	case strings.Contains(s, "response header") && (strings.Contains(s, "exceeded") || strings.Contains(s, "larger")):
		return failf(TooLarge, fault.TooLarge, "the head of the answer is larger than %s", sizeText(maxHeaderBytes))
	case strings.Contains(s, "malformed"), strings.Contains(s, "HTTP response"), strings.Contains(s, "bad Content-Length"), strings.Contains(s, "transfer encoding"),
		strings.Contains(s, "invalid header"), strings.Contains(s, "chunk"), strings.Contains(s, "connection broken"), strings.Contains(s, "line too long"),
		strings.Contains(s, "too many 1xx"), strings.Contains(s, "http2:"), strings.Contains(s, "stream error"), strings.Contains(s, "connection error: "):
		return failf(BrokenOff, fault.Busy, "the server does not speak proper HTTP: %s", clip(s, 200))
	}
	return failf(Other, fault.Busy, "%w", err)
}

// tlsProblem tells in plain words why there is no secure connection; nil when err is about something else.
func tlsProblem(err error) *problem {
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var noRoots x509.SystemRootsError
	var noTLS tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if c := invalid.Cert; c != nil && time.Now().Before(c.NotBefore) {
			return failf(CertExpired, fault.Busy, "the server's certificate is not valid before %s (or the clock of this machine is wrong)", day(c.NotBefore))
		} else if c != nil {
			return failf(CertExpired, fault.Busy, "the server's certificate ended on %s (or the clock of this machine is wrong)", day(c.NotAfter))
		}
		return failf(CertExpired, fault.Busy, "the server's certificate has ended")
	case errors.As(err, &host):
		return failf(CertHost, fault.Busy, "the server's certificate is made out to another name than %s", host.Host)
	case errors.As(err, &noRoots):
		return failf(CertUnknown, fault.Busy, "this machine has no list of authorities to check certificates with: install ca-certificates")
	case errors.As(err, &unknown):
		if c := unknown.Cert; c != nil && c.Issuer.String() == c.Subject.String() {
			return failf(CertUnknown, fault.Busy, "the server vouches for its certificate itself; no authority does")
		}
		return failf(CertUnknown, fault.Busy, "no authority that is known here vouches for the server's certificate (often it does not send the chain)")
	case errors.As(err, &invalid):
		return failf(CertUnknown, fault.Busy, "the server's certificate cannot be used: %w", invalid)
	case errors.As(err, &noTLS):
		return failf(TLSFailed, fault.Busy, "the server does not speak TLS there: try the address with http:")
	case errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		return failf(TLSFailed, fault.Busy, "no secure connection: %s", clip(err.Error(), 200))
	}
	return nil
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02") }
