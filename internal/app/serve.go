package app

import (
	"context"
	"crypto/tls"
	"errors"
	golog "log"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// limits bound what one connection may cost.
type limits struct {
	header, read, write, idle time.Duration
	headerBytes               int
}

// serving are the limits of the site. Sending a page slower than the write limit, or a form slower than the read limit, ends the connection.
var serving = limits{header: 10 * time.Second, read: 30 * time.Second, write: time.Minute, idle: 2 * time.Minute, headerBytes: 64 << 10}

func newServer(h http.Handler, l limits, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: l.header, ReadTimeout: l.read, WriteTimeout: l.write, IdleTimeout: l.idle, MaxHeaderBytes: l.headerBytes,
		ErrorLog: golog.New(serverLog{log}, "", 0),
	}
}

// serverLog takes the messages of the HTTP server. Failed handshakes are any stranger's to cause, and hold addresses: they stay at level debug.
type serverLog struct{ log *slog.Logger }

func (l serverLog) Write(p []byte) (int, error) {
	level, line := slog.LevelWarn, strings.TrimSpace(string(p))
	if strings.Contains(line, "TLS handshake error") {
		level = slog.LevelDebug
	}
	l.log.Log(context.Background(), level, "http server", "message", line)
	return len(p), nil
}

// abandonAfter is how long work has to notice that it is to stop, beyond stop-within.
const abandonAfter = 5 * time.Second

// Serve answers requests and works off the queue until ctx ends. Then /readyz says stopping, for as long as the settings say
// connections are still taken, and what is under way finishes or is given back.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	defer l.Close()
	site, err := a.Handler()
	if err != nil {
		return err
	}
	h := newHealth(a)
	server := newServer(a.front(site, h), serving, a.log)
	if a.config.TLSCert != "" {
		cert, err := openCertificate(a.config.TLSCert, a.config.TLSKey, a.log)
		if err != nil {
			return err
		}
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: cert.get}
	}
	stopMetrics, err := a.serveMetrics(h)
	if err != nil {
		return err
	}
	defer stopMetrics()

	work, stop := context.WithCancel(ctx)
	defer stop()
	worked := make(chan error, 1)
	go func() { worked <- a.Pipeline.Run(work) }()
	copied := make(chan struct{})
	go func() { defer close(copied); a.refresh(work); a.backups(work) }()
	defer func() { stop(); <-copied }()
	watched := make(chan struct{})
	go func() { defer close(watched); a.watch(work, h) }()
	defer func() { stop(); <-watched }()
	served := make(chan error, 1)
	go func() {
		if server.TLSConfig != nil {
			served <- server.ServeTLS(l, "", "")
		} else {
			served <- server.Serve(l)
		}
	}()
	a.notify("READY=1\nSTATUS=Serving at " + l.Addr().String())
	select {
	case err = <-served:
	case err = <-worked:
		worked <- nil
	case <-ctx.Done():
	}
	a.log.Info("stopping")
	h.stopping.Store(true)
	a.notify("STOPPING=1\nSTATUS=Finishing what is under way")
	stop()
	if err == nil {
		time.Sleep(a.config.StopDelay)
	}
	a.drain(ctx, server)
	select {
	case werr := <-worked:
		if err == nil {
			err = werr
		}
	case <-time.After(a.config.StopWithin + abandonAfter):
		a.log.Warn("work that does not let itself be interrupted was abandoned; it is done again later")
	}
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, context.Canceled) {
		err = nil
	}
	return err
}

// drain lets requests that are being answered finish, and cuts those that take too long.
func (a *App) drain(ctx context.Context, server *http.Server) {
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.config.StopWithin)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		a.log.Warn("requests that took longer than stop-within were cut off", "err", err)
		server.Close()
	}
}

// serveMetrics serves metrics and health at an address of their own, where the settings name one.
func (a *App) serveMetrics(h *health) (stop func(), err error) {
	if a.config.MetricsAddr == "" {
		return func() {}, nil
	}
	l, err := Listen(a.config.MetricsAddr)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", a.observe.Metrics())
	mux.HandleFunc("GET /healthz", serveAlive)
	mux.Handle("GET /readyz", h.handler(func(*http.Request) bool { return true }))
	server := newServer(mux, serving, a.log)
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	return func() { server.Close(); <-done }, nil
}
