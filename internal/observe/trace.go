package observe

import (
	"context"
	"os"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/parley-news/parley/internal/fault"
)

// Tracing reports whether the standard environment asks for traces.
func Tracing(getenv func(string) string) bool {
	if strings.EqualFold(getenv("OTEL_SDK_DISABLED"), "true") || strings.EqualFold(getenv("OTEL_TRACES_EXPORTER"), "none") {
		return false
	}
	return getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}

// newTracer makes a tracer after the standard environment, which the library reads itself: endpoint, headers,
// certificate, sampler, batches, attributes of the resource.
func newTracer(ctx context.Context, o Options) (trace.Tracer, func(context.Context) error, error) {
	nothing := func(context.Context) error { return nil }
	if !Tracing(os.Getenv) {
		return noop.NewTracerProvider().Tracer("parley"), nothing, nil
	}
	for _, name := range []string{"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"} {
		if v := os.Getenv(name); v != "" && v != "http/protobuf" {
			return nil, nil, fault.Errorf(fault.Invalid, "%s=%s: traces are sent as http/protobuf only; unset it and give the collector's HTTP address (port 4318)", name, v)
		}
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, nil, fault.Errorf(fault.Invalid, "traces: the OTEL_EXPORTER_OTLP_… environment cannot be used: %w", err)
	}
	about, err := resource.New(ctx,
		resource.WithAttributes(attribute.String("service.name", "parley"), attribute.String("service.version", o.Version)),
		resource.WithFromEnv(), resource.WithTelemetrySDK())
	if err != nil {
		return nil, nil, fault.Errorf(fault.Invalid, "traces: OTEL_RESOURCE_ATTRIBUTES cannot be read: %w", err)
	}
	p := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))
	return p.Tracer("parley"), p.Shutdown, nil
}

// end closes a span with what came of it. Errors are told by their kind alone: their text may hold addresses.
func end(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, outcomeOf(err))
	}
	span.End()
}

// outcomeOf names a failure by its kind, "ok" for none.
func outcomeOf(err error) string {
	if err == nil {
		return "ok"
	}
	if k := fault.KindOf(err); k != nil {
		return k.Error()
	}
	return "internal"
}

// Transaction opens a span for a write transaction where something above it is traced. Call done with how often it was tried.
func (x *Observer) Transaction(ctx context.Context) (_ context.Context, done func(tries int, err error)) {
	if x == nil || !trace.SpanFromContext(ctx).IsRecording() {
		return ctx, func(int, error) {}
	}
	ctx, span := x.tracer.Start(ctx, "store write", trace.WithSpanKind(trace.SpanKindClient))
	return ctx, func(tries int, err error) {
		span.SetAttributes(attribute.Int("parley.tries", tries))
		end(span, err)
	}
}
