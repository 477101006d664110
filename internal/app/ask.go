package app

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/parley-news/parley/internal/fault"
)

// AskReady asks the Parley that runs with these settings on this machine whether it is ready, and returns its answer. Not ready is fault.Busy.
func AskReady(ctx context.Context, c Config) (answer string, err error) {
	scheme, addr := "http", c.MetricsAddr
	if addr == "" {
		addr = c.Addr
		if c.TLSCert != "" {
			scheme = "https"
		}
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fault.Errorf(fault.Invalid, "addr %q: give host and port, such as localhost:8090", addr)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	address := scheme + "://" + net.JoinHostPort(host, port) + "/readyz"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", fault.Errorf(fault.Invalid, "%s: %w", address, err)
	}
	// It asks itself; the certificate is made out to the public name, not to localhost. No proxy stands between.
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return "", fault.Errorf(fault.Busy, "%s does not answer: is parley serve running with the same settings? (%w)", address, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return "", fault.Errorf(fault.Busy, "%s: %w", address, err)
	}
	answer = strings.TrimSpace(string(body))
	if resp.StatusCode != http.StatusOK {
		first, _, _ := strings.Cut(answer, "\n")
		return answer, fault.Errorf(fault.Busy, "%s: %s", address, first)
	}
	return answer, nil
}
