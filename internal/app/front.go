package app

import (
	"net/http"
	"strings"

	"github.com/parley-news/parley/internal/observe"
)

// front is everything that answers at the site's address: health and metrics, then the site.
func (a *App) front(site http.Handler, h *health) http.Handler {
	// The settings were checked when they were loaded.
	proxies, _ := prefixes("trusted-proxies", a.config.TrustedProxies)
	inside, _ := prefixes("inside-networks", a.config.InsideNetworks)
	scrapers, _ := prefixes("metrics-networks", a.config.MetricsNetworks)
	https := strings.HasPrefix(a.config.PublicURL, "https://")

	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", serveAlive)
	mux.Handle("GET /readyz", h.handler(func(r *http.Request) bool { return comesFrom(r, inside) }))
	metrics := a.observe.Metrics()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if !comesFrom(r, scrapers) {
			site.ServeHTTP(w, r) // which knows no such page
			return
		}
		metrics.ServeHTTP(w, r)
	})
	mux.Handle("/", site)
	routed := observe.Route(mux)
	secured := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if https && (r.TLS != nil || r.URL.Scheme == "https") {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		routed.ServeHTTP(w, r)
	})
	return forwarded(proxies, a.observe.HTTP(secured))
}

// serveAlive says that the process answers; it asks nothing else.
func serveAlive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n"))
}
