package observe

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

type fetchMetrics struct {
	fetches *prometheus.CounterVec
	seconds prometheus.Histogram
	bytes   prometheus.Counter
}

func newFetchMetrics(r prometheus.Registerer) fetchMetrics {
	m := fetchMetrics{
		fetches: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_fetches_total", Help: "Addresses fetched, by outcome: ok, not modified, or the reason why not."}, []string{"outcome"}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "parley_fetch_duration_seconds", Help: "Time of a fetch, with its waiting for the host's pace.", Buckets: workSeconds}),
		bytes:   prometheus.NewCounter(prometheus.CounterOpts{Name: "parley_fetch_bytes_total", Help: "Bytes of bodies fetched, after decompression."}),
	}
	r.MustRegister(m.fetches, m.seconds, m.bytes)
	return m
}

// Fetch notes that an address is fetched, in a span of its own that holds the host and nothing else of the address. Call done with an
// outcome out of a small fixed set and the bytes that came.
func (x *Observer) Fetch(ctx context.Context, host string) (_ context.Context, done func(outcome string, bytes int, err error)) {
	if x == nil {
		return ctx, func(string, int, error) {}
	}
	began := time.Now()
	ctx, span := x.tracer.Start(ctx, "fetch", trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attribute.String("server.address", host)))
	return ctx, func(outcome string, bytes int, err error) {
		x.fetch.fetches.WithLabelValues(outcome).Inc()
		x.fetch.seconds.Observe(time.Since(began).Seconds())
		x.fetch.bytes.Add(float64(bytes))
		span.SetAttributes(attribute.String("parley.outcome", outcome), attribute.Int("http.response.body.size", bytes))
		end(span, err)
	}
}
