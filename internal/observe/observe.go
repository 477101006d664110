// Package observe shows how Parley is doing: metrics for Prometheus, traces for OpenTelemetry,
// identifiers of requests and traces in logs, and the work that is under way. Start with New.
//
// A nil *Observer is right everywhere and does nothing, so that whoever is observed need not ask. Nothing here fails what it
// observes. Labels are of bounded number: routes are patterns, never paths; no label holds an address, a name or a title.
// It is the only package that knows the libraries for metrics and traces.
package observe

import (
	"context"
	"log/slog"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.opentelemetry.io/otel/trace"
)

// Options are what an Observer needs. The zero value is right.
type Options struct {
	Version      string           // of the program
	AccessLog    bool             // one line a request at info; else at debug
	LogAddresses bool             // with the address of who asks
	Log          *slog.Logger     // default slog.Default()
	Now          func() time.Time // default time.Now
}

// Observer gathers what is observed. It is safe for concurrent use.
type Observer struct {
	opt      Options
	registry *prometheus.Registry
	tracer   trace.Tracer
	flush    func(context.Context) error // ends tracing

	http  httpMetrics
	jobs  jobMetrics
	fetch fetchMetrics
	work  underway
}

// New makes an Observer. Traces are sent where the standard environment (OTEL_EXPORTER_OTLP_ENDPOINT and its
// relatives) says; without it there are none. Close it at the end.
func New(ctx context.Context, o Options) (*Observer, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	tracer, flush, err := newTracer(ctx, o)
	if err != nil {
		return nil, err
	}
	r := prometheus.NewRegistry()
	x := &Observer{opt: o, registry: r, tracer: tracer, flush: flush, http: newHTTPMetrics(r), jobs: newJobMetrics(r), fetch: newFetchMetrics(r)}
	x.work.running = map[int64]*Running{}
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "parley_build_info", Help: "The program that runs; always 1."}, []string{"version", "go_version"})
	build.WithLabelValues(o.Version, runtime.Version()).Set(1)
	r.MustRegister(build)
	return x, nil
}

// Close sends the traces that were not sent yet, for as long as ctx allows.
func (x *Observer) Close(ctx context.Context) error {
	if x == nil {
		return nil
	}
	return x.flush(ctx)
}

// seconds are the bounds of histograms: from a page out of memory to a job at the end of its lease.
var (
	requestSeconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	workSeconds    = []float64{.001, .005, .025, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800}
)
