package observe

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

type httpMetrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	bytes    *prometheus.CounterVec
	underway prometheus.Gauge
	panics   prometheus.Counter
}

func newHTTPMetrics(r prometheus.Registerer) httpMetrics {
	m := httpMetrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_http_requests_total", Help: "Requests answered, by route pattern, method and class of status."}, []string{"route", "method", "status"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "parley_http_request_duration_seconds", Help: "Time to answer a request, by route pattern.", Buckets: requestSeconds}, []string{"route"}),
		bytes:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_http_response_bytes_total", Help: "Bytes of answers as sent, without headers, by route pattern."}, []string{"route"}),
		underway: prometheus.NewGauge(prometheus.GaugeOpts{Name: "parley_http_requests_in_flight", Help: "Requests that are being answered."}),
		panics:   prometheus.NewCounter(prometheus.CounterOpts{Name: "parley_http_panics_total", Help: "Requests that met a bug of Parley; the log has the stack."}),
	}
	r.MustRegister(m.requests, m.seconds, m.bytes, m.underway, m.panics)
	return m
}

// Route notes which pattern of a mux a request matched; put it directly around the mux. Of muxes within each other the inner one counts.
func Route(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if q, ok := r.Context().Value(requestKey{}).(*request); ok {
			defer func() { q.route = cmp.Or(q.route, r.Pattern) }()
		}
		mux.ServeHTTP(w, r)
	})
}

// HTTP counts, times, traces and logs the requests to a handler, and answers 500 where it panics.
func (x *Observer) HTTP(next http.Handler) http.Handler {
	if x == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := x.opt.Now()
		q := &request{}
		ctx := propagation.TraceContext{}.Extract(context.WithValue(r.Context(), requestKey{}, q), propagation.HeaderCarrier(r.Header))
		ctx, span := x.tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer))
		q.id = requestID(span)
		w.Header().Set("X-Request-Id", q.id)
		c := &counting{ResponseWriter: w}
		x.http.underway.Inc()
		defer func() {
			x.http.underway.Dec()
			p := recover()
			if p != nil && p != http.ErrAbortHandler {
				x.Panicked(ctx, p)
				if c.cut = c.status != 0; !c.cut {
					http.Error(c, "500 internal error", http.StatusInternalServerError)
				}
			}
			x.answered(ctx, span, r, q, c, x.opt.Now().Sub(began))
			if p != nil && (p == http.ErrAbortHandler || c.cut) {
				panic(http.ErrAbortHandler) // ends the connection, so that half an answer is not taken for a whole one
			}
		}()
		next.ServeHTTP(c, r.WithContext(ctx))
	})
}

// Panicked counts and logs a panic that whoever calls it recovered from.
func (x *Observer) Panicked(ctx context.Context, p any) {
	if x == nil {
		slog.ErrorContext(ctx, "handler panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		return
	}
	x.http.panics.Inc()
	x.opt.Log.ErrorContext(ctx, "handler panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
}

func (x *Observer) answered(ctx context.Context, span trace.Span, r *http.Request, q *request, c *counting, d time.Duration) {
	status := c.status
	if status == 0 {
		status = http.StatusOK
	}
	route, method := routeLabel(q.route), methodLabel(r.Method)
	x.http.requests.WithLabelValues(route, method, strconv.Itoa(status/100)+"xx").Inc()
	x.http.seconds.WithLabelValues(route).Observe(d.Seconds())
	x.http.bytes.WithLabelValues(route).Add(float64(c.bytes))
	if span.IsRecording() {
		span.SetName(method + " " + route)
		span.SetAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.Int("http.response.status_code", status))
		if status >= 500 {
			span.SetStatus(codes.Error, "")
		}
	}
	level := slog.LevelDebug
	if x.opt.AccessLog {
		level = slog.LevelInfo
	}
	if x.opt.Log.Enabled(ctx, level) {
		// The query is left out: it may hold what somebody searches for, or a token.
		args := []any{"method", method, "path", r.URL.Path, "route", route, "status", status, "bytes", c.bytes, "ms", float64(d.Microseconds()) / 1000}
		if x.opt.LogAddresses {
			args = append(args, "client", r.RemoteAddr)
		}
		x.opt.Log.Log(ctx, level, "request", args...)
	}
	span.End()
}

// requestID is the trace's identifier where there is a trace, else a random one.
func requestID(span trace.Span) string {
	if c := span.SpanContext(); c.HasTraceID() {
		return c.TraceID().String()
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// routeLabel is a pattern without its method; what matched none is "other".
func routeLabel(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	if pattern == "" || pattern == "/" {
		return "other"
	}
	return strings.TrimSuffix(pattern, "{$}")
}

// methods are those that are told apart; anybody can invent more.
var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

func methodLabel(m string) string {
	if slices.Contains(methods, m) {
		return m
	}
	return "other"
}

// counting notes what is answered.
type counting struct {
	http.ResponseWriter
	status int
	bytes  int64
	cut    bool // something was sent before a panic
}

func (c *counting) WriteHeader(status int) {
	if c.status == 0 && status >= 200 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counting) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *counting) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// Flush sends what was written so far.
func (c *counting) Flush() { _ = http.NewResponseController(c.ResponseWriter).Flush() }
